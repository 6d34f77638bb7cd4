//! `chaffinch plugin pin`: writes the SHA-256 of each library into the configuration, and leaves
//! everything else in the file as it is.

use super::plugins_of;
use crate::args::PluginPinArgs;
use crate::failure::{Exit, Failure};
use crate::log;
use chaffinch_plugin_host::{LibraryConfig, find, sha256_of};
use toml_edit::{ArrayOfTables, DocumentMut, Item, value};

pub(crate) fn pin(args: &PluginPinArgs) -> Result<Exit, Failure> {
    let (plugins, text, base) = plugins_of(&args.config)?;
    if plugins.library.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            format!("`{}` names no plugin library", args.config.display()),
        ));
    }
    let mut document: DocumentMut = text.parse().map_err(|e| Failure::new(Exit::Config, format!("{e}")))?;
    for (at, library) in plugins.library.iter().enumerate() {
        let path = find(library, &plugins.dirs, &base).map_err(|refused| {
            Failure::new(Exit::Config, format!("{}; {}", refused.message, refused.help))
        })?;
        let sha256 = sha256_of(&path)
            .map_err(|e| Failure::new(Exit::Io, format!("cannot read `{}`: {e}", path.display())))?;
        let before = library.sha256.as_deref();
        log::info(&said(library, before, &sha256));
        set(&mut document, at, &sha256);
    }
    let pinned = document.to_string();
    if pinned != text {
        std::fs::write(&args.config, pinned)
            .map_err(|e| Failure::new(Exit::Io, format!("cannot write `{}`: {e}", args.config.display())))?;
    }
    Ok(Exit::Done)
}

fn said(library: &LibraryConfig, before: Option<&str>, now: &str) -> String {
    let name = &library.name;
    match before {
        Some(before) if before.eq_ignore_ascii_case(now) => format!("{name}: unchanged, {now}"),
        Some(_) => format!("{name}: pinned anew, {now}"),
        None => format!("{name}: pinned, {now}"),
    }
}

/// Sets the pin of library number `at`, in either way to write an array of tables.
fn set(document: &mut DocumentMut, at: usize, sha256: &str) {
    match document.get_mut("plugins").and_then(|plugins| plugins.get_mut("library")) {
        Some(Item::ArrayOfTables(tables)) => set_in(tables, at, sha256),
        Some(Item::Value(toml_edit::Value::Array(inline))) => {
            if let Some(table) = inline.get_mut(at).and_then(toml_edit::Value::as_inline_table_mut) {
                table.insert("sha256", sha256.into());
            }
        }
        _ => {}
    }
}

fn set_in(tables: &mut ArrayOfTables, at: usize, sha256: &str) {
    if let Some(table) = tables.get_mut(at) {
        match table.get_mut("sha256").and_then(Item::as_value_mut) {
            Some(pin) => {
                let layout = pin.decor().clone();
                *pin = sha256.into();
                *pin.decor_mut() = layout;
            }
            None => {
                table.insert("sha256", value(sha256));
            }
        }
    }
}
