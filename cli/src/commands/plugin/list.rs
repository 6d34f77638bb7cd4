//! `chaffinch plugin list`: the libraries of a pipeline and whether they may be loaded. None is.

use super::plugins_of;
use crate::args::PluginListArgs;
use crate::failure::{Exit, Failure};
use crate::table;
use chaffinch_plugin_host::{LibraryConfig, PluginsConfig, Refused, trust};
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub(crate) fn list(args: &PluginListArgs) -> Result<Exit, Failure> {
    let (plugins, _, base) = plugins_of(&args.config)?;
    let found: Vec<Found> = plugins.library.iter().map(|l| Found::of(l, &plugins, &base)).collect();
    let text = if args.json { as_json(&found) } else { as_table(&found) };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(if found.iter().all(|f| f.usable) { Exit::Done } else { Exit::Partly })
}

/// A library and what was found.
struct Found {
    name: String,
    file: String,
    usable: bool,
    sha256: Option<String>,
    status: String,
}

impl Found {
    fn of(library: &LibraryConfig, plugins: &PluginsConfig, base: &Path) -> Self {
        let LibraryConfig { name, file, sha256: pin } = library;
        let (usable, sha256, status) = match trust(library, &plugins.dirs, base, false) {
            Ok((trusted, warnings)) if warnings.is_empty() => {
                (true, Some(trusted.sha256), "pinned".to_owned())
            }
            Ok((trusted, warnings)) => {
                let pinned = if pin.is_some() { "pinned; " } else { "" };
                (true, Some(trusted.sha256), format!("{pinned}{}", warnings.join("; ")))
            }
            Err(Refused { message, help, .. }) => (false, None, format!("refused: {message}; {help}")),
        };
        Self { name: name.clone(), file: file.clone(), usable, sha256, status }
    }
}

fn as_table(found: &[Found]) -> String {
    if found.is_empty() {
        return "this pipeline has no plugin library\n".to_owned();
    }
    let row = |f: &Found| {
        let hash = f.sha256.as_deref().map_or("", |s| &s[..12]);
        vec![f.name.clone(), f.file.clone(), hash.to_owned(), f.status.clone()]
    };
    let rows: Vec<Vec<String>> = found.iter().map(row).collect();
    format!("{}\n", table::render(&["library", "file", "sha256", "status"], &rows))
}

fn as_json(found: &[Found]) -> String {
    let one = |f: &Found| json!({"name": f.name, "file": f.file, "usable": f.usable, "sha256": f.sha256, "status": f.status});
    format!("{:#}\n", found.iter().map(one).collect::<serde_json::Value>())
}
