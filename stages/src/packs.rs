//! Rule packs of all stages: which stage a pack is for, and the tests inside it.

pub use chaffinch_layers::{PackFailure, PackReport, Untested};
use std::fmt;

/// What a pack teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackKind {
    /// Noise, to the stage `clean`.
    Clean,
    /// Words that introduce speech, to the stage `quotes`.
    Cues,
    /// Words that take a side, to the stage `stance`.
    Verbs,
}

/// A pack that cannot be used; its `Display` names the file, the place and what to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError(String);

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PackError {}

impl PackKind {
    /// The kind of pack whose file has these keys at its top, if it is one.
    pub fn of_keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Option<Self> {
        keys.into_iter().find_map(|key| match key {
            "pack" | "rule" => Some(Self::Clean),
            "cues" => Some(Self::Cues),
            "class" => Some(Self::Verbs),
            _ => None,
        })
    }

    /// The kind of pack that the option `packs` of a stage takes.
    #[must_use]
    pub fn of_stage(stage: &str) -> Option<Self> {
        match stage {
            "clean" => Some(Self::Clean),
            "quotes" => Some(Self::Cues),
            "stance" => Some(Self::Verbs),
            _ => None,
        }
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "rule pack",
            Self::Cues => "cue pack",
            Self::Verbs => "verb pack",
        }
    }

    /// Runs the tests inside a pack of this kind; `file` is for messages.
    ///
    /// # Errors
    /// When the text is no such pack, or a test in it makes no sense.
    pub fn test(self, file: &str, text: &str) -> Result<PackReport, PackError> {
        let named = |e: String| PackError(format!("{} `{file}`: {}", self.name(), e.trim_end()));
        match self {
            Self::Clean => chaffinch_clean::pack::test(file, text).map_err(|e| PackError(e.to_string())),
            Self::Cues => chaffinch_stance::packs::test_cues(text).map_err(named),
            Self::Verbs => chaffinch_stance::packs::test_verbs(text).map_err(named),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn errors_name_the_file() {
        let wrong = PackKind::Cues.test("a.toml", "name = 'x'\n[cues]\nsource = ['per']").unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "cue pack `a.toml`: pack `x`: expected a phrase of two words or more but found `per`"
        );
        let wrong = PackKind::Clean.test("a.toml", "[pack]").unwrap_err();
        assert_eq!(wrong.to_string(), "rule pack `a.toml`, line 1: missing field `name`");
    }

    #[test]
    fn every_stage_that_takes_packs_is_known() {
        for kind in crate::STAGES {
            let takes = kind.defaults().get("packs").is_some();
            assert_eq!(takes, PackKind::of_stage(kind.spec().name).is_some(), "{}", kind.spec().name);
        }
    }
}
