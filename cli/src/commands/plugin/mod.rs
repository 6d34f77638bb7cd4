//! `chaffinch plugin`: one file a command.

mod check;
mod describe;
mod list;
mod new;
mod pin;

use crate::args::{PluginCommand, PluginHostArgs};
use crate::failure::{Exit, Failure};
use crate::project::{base_of, read_config, refused};
use chaffinch_plugin_host::{PluginsConfig, Trusted, isolate};
use pipeline_core::config::{PipelineConfig, decode};
use std::path::{Path, PathBuf};

pub(crate) fn plugin(command: &PluginCommand) -> Result<Exit, Failure> {
    match command {
        PluginCommand::New(args) => new::new(args),
        PluginCommand::Check(args) => check::check(args),
        PluginCommand::List(args) => list::list(args),
        PluginCommand::Pin(args) => pin::pin(args),
        PluginCommand::Describe(args) => describe::describe(args),
    }
}

/// The hidden command behind `isolate = true` and `plugin describe`.
pub(crate) fn plugin_host(args: &PluginHostArgs) -> Result<Exit, Failure> {
    isolate::serve(&args.library, &args.sha256, args.memory_mb)
        .map_err(|e| Failure::new(Exit::Io, format!("plugin host: {e}")))?;
    Ok(Exit::Done)
}

/// A library that a person named on the command line.
fn by_hand(path: &Path) -> Result<Trusted, Failure> {
    Trusted::by_hand(path).map_err(|e| {
        let exit = if e.kind() == std::io::ErrorKind::NotFound { Exit::NoInput } else { Exit::Io };
        Failure::new(exit, format!("cannot read the library `{}`: {e}", path.display()))
    })
}

/// The `[plugins]` table of a configuration, its text, and its folder.
fn plugins_of(path: &Path) -> Result<(PluginsConfig, String, PathBuf), Failure> {
    let text = read_config(path)?;
    let name = path.display().to_string();
    let config = PipelineConfig::parse(&name, &text, &[]).map_err(|(s, found)| refused(&s, &found))?;
    let plugins = decode(&config.plugins).map_err(|d| refused(&config.sources, &[d]))?;
    Ok((plugins, text, base_of(path).to_owned()))
}
