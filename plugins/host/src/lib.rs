//! The host side of stage plugins. Today: the `[plugins]` table of a configuration, and a clear
//! refusal of libraries, since none is loaded yet. Loading (libloading, `RTLD_NOW |
//! RTLD_LOCAL`, never unloaded) and the adapter from a foreign stage to
//! [`pipeline_core::StageKind`] come into this crate; `plugins/README.md` has the plan.

use pipeline_core::config::{Diagnostic, Node, decode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The `[plugins]` table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PluginsConfig {
    /// The only folders in which libraries are looked for, relative to the configuration file.
    pub dirs: Vec<String>,
    /// The libraries that stages named `NAME/stage` come from.
    pub library: Vec<Library>,
}

/// One `[[plugins.library]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// The name that stages put before their slash.
    pub name: String,
    /// File name, looked for in `dirs`.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
}

/// Decodes the `[plugins]` table.
///
/// # Errors
/// When it is malformed, or names a library: a pipeline never runs without a stage that its
/// configuration asks for.
pub fn check(plugins: &Node) -> Result<PluginsConfig, Diagnostic> {
    let config: PluginsConfig = decode(plugins)?;
    match config.library.first() {
        None => Ok(config),
        Some(library) => {
            let (at, _) = plugins.find("library[0]");
            Err(Diagnostic::new(at, format!("plugin library `{}` cannot be loaded: this version of chaffinch loads no plugins", library.name))
                .help("leave `[[plugins.library]]` and its stages out, or use a version that has `chaffinch plugin`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use pipeline_core::config::Node;

    fn refusal(toml: &str) -> String {
        let node = Node::parse(toml, 0).expect("valid TOML");
        check(&node).expect_err("refused").message
    }

    #[test]
    fn libraries_are_refused_by_name() {
        let message = refusal("[[library]]\nname = \"acme\"\nfile = \"libacme.so\"");
        assert!(message.contains("`acme`"), "{message}");
        assert_eq!(refusal("dir = []"), "unknown key `dir`");
    }

    #[test]
    fn folders_alone_are_fine() {
        let node = Node::parse("dirs = [\"plugins\"]", 0).expect("valid TOML");
        assert_eq!(check(&node).expect("accepted").dirs, ["plugins"]);
    }
}
