//! What is checked, and how hard.

use crate::options::from_node;
use pipeline_core::Env;
use pipeline_core::config::{Node, Sources};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is checked, and how hard.
#[derive(Clone, Debug)]
pub struct Target {
    /// The library.
    pub library: PathBuf,
    /// Options that people gave for its stages.
    pub given: Given,
    /// More documents and more repetitions.
    pub full: bool,
}

impl Target {
    /// One of two numbers: for a quick look, and for a thorough one.
    pub(crate) fn either<T>(&self, quick: T, full: T) -> T {
        if self.full { full } else { quick }
    }

    /// How long a loop of repetitions may take.
    pub(crate) fn patience(&self) -> Duration {
        self.either(Duration::from_millis(250), Duration::from_secs(10))
    }
}

/// Options of stages, from a file: a table for each kind.
#[derive(Clone, Debug, Default)]
pub struct Given {
    kinds: Vec<(String, Value)>,
    base: PathBuf,
}

impl Given {
    /// Parses the text of an options file called `name`, with paths relative to `base`.
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub fn parse(name: &str, text: &str, base: &Path) -> Result<Self, String> {
        let mut sources = Sources::default();
        let source = sources.add(name, text);
        let root = Node::parse(text, source).map_err(|d| sources.render(&d))?;
        let mut kinds = Vec::new();
        for (key, node) in root.entries() {
            if node.value.kind() != "a table" {
                return Err(format!(
                    "error: `{}` in `{name}` is {}, expected a table; write `[KIND]` for each kind of stage, and its options below it",
                    key.name,
                    node.value.kind()
                ));
            }
            kinds.push((key.name.clone(), from_node(node)));
        }
        Ok(Self { kinds, base: base.to_owned() })
    }

    /// The options of a kind.
    pub(crate) fn of(&self, kind: &str) -> Option<&Value> {
        self.kinds.iter().find(|(k, _)| k == kind).map(|(_, v)| v)
    }

    /// The kinds that it has options for.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(|(k, _)| k.as_str())
    }
}

/// Files that options name lie beside the options file.
impl Env for Given {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.base.join(path);
        std::fs::read(&file).map_err(|e| format!("cannot read `{}`: {e}", file.display()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Given;
    use serde_json::json;
    use std::path::Path;

    #[test]
    fn a_table_a_kind() {
        let given = Given::parse("o.toml", "[a]\nwords = [\"x\"]\n[b]\n", Path::new(".")).unwrap();
        assert_eq!(given.of("a"), Some(&json!({"words": ["x"]})));
        assert_eq!(given.kinds().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(given.of("c"), None);
    }

    #[test]
    fn mistakes_are_named() {
        let refused = |toml: &str| Given::parse("o.toml", toml, Path::new(".")).unwrap_err();
        assert!(refused("words = 1").contains("`words` in `o.toml` is an integer, expected a table"));
        assert!(refused("[a").contains("o.toml:1"));
    }
}
