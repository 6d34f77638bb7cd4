//! How strictly the names of a section have to be written. A section's first line may say so:
//!
//! ```text
//! @org case=exact marks=kept spelling=exact use=hint
//! ```
//!
//! | key | value | a name matches … |
//! |---|---|---|
//! | `case` | `written` (default) | with capitals where it has them; an acronym of four letters and more also as a capitalised word (`Nato`) |
//! | | `exact` | with each word's case as it is written: `NATO` is not `Nato`, `Haqqani network` not `Haqqani Network` |
//! | | `any` | in any case |
//! | `marks` | `folded` (default) | with or without its diacritics |
//! | | `kept` | only with them: `Pará` is not `Para` |
//! | `spelling` | `any` (default) | in other spellings of the families (`families.rs`), with a space or nothing for a hyphen |
//! | | `exact` | in its own spelling |
//! | `use` | `name` (default) | on its own |
//! | | `hint` | never on its own: the name is a further reading for the tagger, `Chelsea` as a club |

/// How capitals count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Case {
    /// Where the name has them, the text has them.
    #[default]
    Written,
    /// Each word as in the name.
    Exact,
    /// They do not.
    Any,
}

/// How diacritics count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Marks {
    /// They do not.
    #[default]
    Folded,
    /// Where the name has them, the text has them.
    Kept,
}

/// Whether other spellings match.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Spelling {
    /// Those of the families.
    #[default]
    Any,
    /// None.
    Exact,
}

/// What a match is worth.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Use {
    /// The name is found wherever it stands.
    #[default]
    Name,
    /// It is only a further reading.
    Hint,
}

/// The policies of a section.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Policy {
    pub(crate) case: Case,
    pub(crate) marks: Marks,
    pub(crate) spelling: Spelling,
    pub(crate) usage: Use,
}

const EXPECTED: &str =
    "`case=written|exact|any`, `marks=folded|kept`, `spelling=any|exact` or `use=name|hint`";

impl Policy {
    /// Reads what follows the section's name.
    ///
    /// # Errors
    /// The first word that is no policy, and which there are.
    pub(crate) fn parse<'w>(words: impl Iterator<Item = &'w str>) -> Result<Self, String> {
        let mut policy = Self::default();
        for word in words {
            match word {
                "case=written" => policy.case = Case::Written,
                "case=exact" => policy.case = Case::Exact,
                "case=any" => policy.case = Case::Any,
                "marks=folded" => policy.marks = Marks::Folded,
                "marks=kept" => policy.marks = Marks::Kept,
                "spelling=any" => policy.spelling = Spelling::Any,
                "spelling=exact" => policy.spelling = Spelling::Exact,
                "use=name" => policy.usage = Use::Name,
                "use=hint" => policy.usage = Use::Hint,
                _ => return Err(format!("unknown policy `{word}`; expected {EXPECTED}")),
            }
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_others_refused() {
        let parsed = Policy::parse("case=exact use=hint".split(' '));
        assert_eq!(parsed, Ok(Policy { case: Case::Exact, usage: Use::Hint, ..Policy::default() }));
        assert_eq!(
            Policy::parse(["case=upper"].into_iter()),
            Err(format!("unknown policy `case=upper`; expected {EXPECTED}"))
        );
    }
}
