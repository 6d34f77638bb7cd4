//! The names of offices: *premier* is *prime minister*, *minister of defence* is *defense minister*, *chief of army staff* is *army chief*.
//! An office is the hash of its words in their usual form.

use crate::fold;
use std::sync::OnceLock;

/// Words of the longest form below.
pub(crate) const LONGEST: usize = 5;

/// Offices, each with its other forms.
const FORMS: &[(&str, &[&str])] = &[
    ("prime minister", &["premier", "pm", "head of government"]),
    ("president", &["head of state"]),
    (
        "foreign minister",
        &[
            "minister of foreign affairs",
            "minister for foreign affairs",
            "foreign affairs minister",
            "external affairs minister",
            "minister of external affairs",
        ],
    ),
    (
        "defense minister",
        &["defence minister", "minister of defense", "minister of defence", "minister for defence"],
    ),
    ("defense secretary", &["defence secretary", "secretary of defense", "secretary of defence"]),
    ("interior minister", &["minister of interior", "minister of the interior", "minister for interior"]),
    ("home secretary", &[]),
    ("finance minister", &["minister of finance", "minister for finance"]),
    ("information minister", &["minister of information", "minister for information"]),
    (
        "army chief",
        &[
            "chief of army staff",
            "chief of the army staff",
            "army chief of staff",
            "coas",
            "head of the army",
        ],
    ),
    ("secretary general", &["general secretary", "sec gen"]),
    ("treasury secretary", &["secretary of the treasury"]),
    ("pope", &["pontiff"]),
    ("general", &["gen"]),
    ("colonel", &["col"]),
    ("captain", &["capt"]),
    ("admiral", &["adm"]),
    ("senator", &["sen"]),
    ("governor", &["gov"]),
    ("representative", &["rep"]),
    ("professor", &["prof"]),
    ("secretary of state", &[]),
    ("chief of staff", &[]),
];

/// The words of a title, folded; hyphens part words.
pub(crate) fn words(title: &str) -> impl Iterator<Item = u64> + use<'_> {
    title
        .split([' ', '-', '\u{2010}', '\u{2011}'])
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(fold::hash)
}

/// The hash of a sequence of words.
pub(crate) fn hash(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(fold::SEED, |h, w| h.rotate_left(9).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ w)
}

/// The office that a form means; a form that is not listed is its own.
pub(crate) fn canonical(form: u64) -> u64 {
    let table = forms();
    table.binary_search_by_key(&form, |f| f.0).map_or(form, |i| table[i].1)
}

/// Whether a form is listed above.
pub(crate) fn is_form(form: u64) -> bool {
    forms().binary_search_by_key(&form, |f| f.0).is_ok()
}

fn forms() -> &'static [(u64, u64)] {
    static TABLE: OnceLock<Vec<(u64, u64)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Vec::new();
        for (office, others) in FORMS {
            let office = hash(words(office));
            table.push((office, office));
            table.extend(others.iter().map(|o| (hash(words(o)), office)));
        }
        table.sort_unstable();
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_office() {
        let office = |s: &str| canonical(hash(words(s)));
        for (a, b) in [
            ("prime minister", "Premier"),
            ("Chief of the Army Staff", "army chief"),
            ("secretary-general", "Secretary General"),
            ("minister of defence", "defense minister"),
        ] {
            assert_eq!(office(a), office(b), "{a} {b}");
        }
        assert_ne!(office("vice president"), office("president"));
        assert_eq!(office("harbour master"), hash(words("harbour master")));
    }

    #[test]
    fn no_form_is_longer_than_said() {
        for (office, others) in FORMS {
            for form in std::iter::once(office).chain(*others) {
                assert!(words(form).count() <= LONGEST, "{form}");
            }
        }
    }
}
