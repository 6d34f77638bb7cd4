//! What stages of plugins need of this program: where messages go, and the command that runs a
//! library in a process of its own.

use crate::args::SetArgs;
use crate::failure::Exit;
use crate::log;
use chaffinch_io::Library;
use chaffinch_plugin_host::{Host, Loaded, Messages, Policy};
use pipeline_core::config::{Diagnostic, PipelineConfig};
use std::path::Path;
use std::sync::Arc;

/// The hidden command that [`chaffinch_plugin_host::isolate`] runs.
pub(crate) const HELPER: &str = "plugin-host";

struct StandardError;

impl Messages for StandardError {
    fn log(&self, level: i32, stage: &str, message: &str) {
        match level {
            ..=2 => log::warning(&format!("{stage}: {message}")),
            3 => log::info(&format!("{stage}: {message}")),
            _ => {}
        }
    }

    fn warning(&self, message: &str) {
        log::warning(message);
    }

    fn stuck(&self, message: &str) {
        log::failure(message);
        std::process::exit(Exit::Internal as i32);
    }
}

/// The host of all plugins in this process.
pub(crate) fn host() -> Host {
    let program = std::env::current_exe().unwrap_or_else(|_| "chaffinch".into());
    Host { messages: Arc::new(StandardError), helper: vec![program.into(), HELPER.into()] }
}

/// The libraries of a configuration.
pub(crate) fn load(
    config: &PipelineConfig,
    base: &Path,
    args: &SetArgs,
) -> Result<Vec<Loaded>, Vec<Diagnostic>> {
    let policy = Policy { locked: args.locked, no_plugins: args.no_plugins };
    chaffinch_plugin_host::load(config, base, policy, &host())
}

/// A library as the manifest of a run lists it.
pub(crate) fn listed(loaded: &Loaded) -> Library {
    let file = loaded.file.path.file_name().map_or_else(String::new, |f| f.to_string_lossy().into_owned());
    let (id, version) = (loaded.manifest.id.clone(), loaded.manifest.version.clone());
    Library { name: loaded.name.clone(), id, version, file, sha256: loaded.file.sha256.clone() }
}
