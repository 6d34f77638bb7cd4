//! `chaffinch plugin describe`: what a library says about itself. It is loaded by a process of its
//! own, so that this one outlives whatever its initialisers do.

use super::by_hand;
use crate::args::PluginDescribeArgs;
use crate::commands::stages;
use crate::failure::{Exit, Failure};
use chaffinch_plugin_host::{Manifest, Trusted};
use std::io::Write;

pub(crate) fn describe(args: &PluginDescribeArgs) -> Result<Exit, Failure> {
    let file = by_hand(&args.library)?;
    let manifest = chaffinch_plugin_host::describe(&crate::plugins::host().helper, &file).map_err(|e| {
        Failure::new(Exit::Config, format!("`{}` cannot be used: {e}", args.library.display()))
    })?;
    let text = if args.json { format!("{}\n", manifest.json) } else { text(&manifest, &file) };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn text(manifest: &Manifest, file: &Trusted) -> String {
    let Manifest { id, version, license, summary, .. } = manifest;
    let mut text = format!("{id} {version} ({license})\n");
    if !summary.is_empty() {
        text += &format!("{summary}\n");
    }
    text += &format!("sha256 {}\n", file.sha256);
    for kind in &manifest.stages {
        text += &format!("\n{}", stages::declared(kind.spec_in("NAME")));
        let properties = kind.schema.get("properties").and_then(|p| p.as_object());
        for (name, property) in properties.into_iter().flatten() {
            let about = property.get("description").and_then(|d| d.as_str()).unwrap_or_default();
            text += &format!("option {name}: {}\n", about.lines().next().unwrap_or_default());
        }
    }
    text
}
