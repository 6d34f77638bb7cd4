//! From the `[plugins]` table to kinds of stages.

use crate::config::{LibraryConfig, PluginsConfig};
use crate::isolate;
use crate::kind::{ForeignKind, Host};
use crate::manifest::{Manifest, is_name};
use crate::module::Module;
use crate::trust::{Trusted, trust};
use pipeline_core::StageKind;
use pipeline_core::config::{Diagnostic, PipelineConfig, decode};
use std::path::Path;

/// How strict to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Refuse what is not pinned.
    pub locked: bool,
    /// Refuse any library.
    pub no_plugins: bool,
}

/// A library whose stages can be used.
pub struct Loaded {
    /// The name that the configuration gives it.
    pub name: String,
    /// Its file.
    pub file: Trusted,
    /// What it says about itself.
    pub manifest: Manifest,
    /// Its stages.
    pub kinds: Vec<&'static dyn StageKind>,
}

/// Finds, checks and loads the libraries of a configuration that lies in the folder `base`.
///
/// A library is loaded into this process only if some stage of the configuration uses it without
/// `isolate`; else a process of its own tells what it has.
///
/// # Errors
/// All findings, with their places.
pub fn load(
    config: &PipelineConfig,
    base: &Path,
    policy: Policy,
    host: &Host,
) -> Result<Vec<Loaded>, Vec<Diagnostic>> {
    let plugins: PluginsConfig = decode(&config.plugins).map_err(|d| vec![d])?;
    let (mut loaded, mut findings): (Vec<Loaded>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    for (at, library) in plugins.library.iter().enumerate() {
        let refuse = |key: &str, message: String, help: String| {
            let (place, _) = config.plugins.find(&format!("library[{at}].{key}"));
            Diagnostic::new(place, message).help(help)
        };
        if policy.no_plugins {
            let message =
                format!("plugin library `{}` would be loaded, and `--no-plugins` refuses that", library.name);
            findings.push(refuse(
                "name",
                message,
                "run without `--no-plugins`, or leave the library and its stages out".into(),
            ));
            continue;
        }
        if let Some((message, help)) = bad_name(library, &plugins.library[..at]) {
            findings.push(refuse("name", message, help.to_owned()));
            continue;
        }
        match trust(library, &plugins.dirs, base, policy.locked) {
            Err(refused) => findings.push(refuse(refused.key, refused.message, refused.help)),
            Ok((file, warnings)) => {
                warnings.iter().for_each(|w| host.messages.warning(w));
                match load_one(library, file, used_here(config, &library.name), host) {
                    Ok(one) => loaded.push(one),
                    Err(message) => findings.push(refuse(
                        "file",
                        format!("plugin library `{}`: {message}", library.name),
                        "`chaffinch plugin check FILE` tells more".to_owned(),
                    )),
                }
            }
        }
    }
    if findings.is_empty() { Ok(loaded) } else { Err(findings) }
}

fn bad_name(library: &LibraryConfig, before: &[LibraryConfig]) -> Option<(String, &'static str)> {
    let name = &library.name;
    if !is_name(name) {
        let help = "use small letters, digits, `-` and `_`: stages say `use = \"NAME/stage\"`";
        return Some((format!("a library cannot be named {name:?}"), help));
    }
    let twice = before.iter().any(|l| l.name == *name);
    twice.then(|| (format!("two libraries are named `{name}`"), "give one of them another name"))
}

/// Whether some stage runs the library's code in this process.
fn used_here(config: &PipelineConfig, library: &str) -> bool {
    let of_library = |kind: &str| kind.split_once('/').is_some_and(|(l, _)| l == library);
    config.stages.iter().any(|s| of_library(&s.kind) && s.isolate.is_none())
}

fn load_one(library: &LibraryConfig, file: Trusted, here: bool, host: &Host) -> Result<Loaded, String> {
    let module: Option<&'static Module> =
        if here { Some(Box::leak(Box::new(Module::open(&file)?))) } else { None };
    let manifest = match module {
        Some(module) => module.manifest.clone(),
        None => isolate::describe(&host.helper, &file)?,
    };
    let mut kinds: Vec<&'static dyn StageKind> = Vec::new();
    for kind in &manifest.stages {
        let whence = (module, Some(file.clone()));
        let kind = ForeignKind::new(&library.name, kind, manifest.title(), whence, host.clone())?;
        kinds.push(Box::leak(Box::new(kind)));
    }
    Ok(Loaded { name: library.name.clone(), file, manifest, kinds })
}
