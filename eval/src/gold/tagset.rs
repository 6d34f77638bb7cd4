//! The tags of other people's entity sets, read as ours.
//!
//! | tag (any case) | read as |
//! |---|---|
//! | `PER`, `person`, `politician` | PER |
//! | `ORG`, `organisation`, `organization`, `corporation`, `group`, `politicalparty` | ORG |
//! | `LOC`, `location`, `country`, `fac`, `facility` | LOC |
//! | `GPE` | GPE |
//! | `NORP`, `nationality` | NORP |
//! | `EVENT`, `election` | EVENT |
//! | `MISC`, `creative-work`, `work_of_art`, `product` | MISC |
//! | dates, numbers, money, weapons, documents, languages, laws | left out: no named entities here |
//! | any other | itself |
//!
//! What the pipeline found is read with the classes the set has: where it has no `GPE`, GPE is
//! LOC; where it has a class for everything else (`MISC` itself, not a product), NORP and EVENT
//! are that unless the set has them. What then has a class that the set lacks is not counted.

use crate::side::Mark;
use std::borrow::Cow;
use std::collections::BTreeMap;

const READ_AS: [(&str, &str); 23] = [
    ("per", "PER"),
    ("person", "PER"),
    ("politician", "PER"),
    ("org", "ORG"),
    ("organisation", "ORG"),
    ("organization", "ORG"),
    ("corporation", "ORG"),
    ("group", "ORG"),
    ("politicalparty", "ORG"),
    ("loc", "LOC"),
    ("location", "LOC"),
    ("country", "LOC"),
    ("fac", "LOC"),
    ("facility", "LOC"),
    ("gpe", "GPE"),
    ("norp", "NORP"),
    ("nationality", "NORP"),
    ("event", "EVENT"),
    ("election", "EVENT"),
    ("misc", "MISC"),
    ("creative-work", "MISC"),
    ("work_of_art", "MISC"),
    ("product", "MISC"),
];

const LEFT_OUT: [&str; 15] = [
    "cardinal",
    "date",
    "documentreference",
    "language",
    "law",
    "militaryplatform",
    "money",
    "ordinal",
    "percent",
    "quantity",
    "temporal",
    "time",
    "weapon",
    "number",
    "duration",
];

/// The tags that a set turned out to have, and what they are read as.
#[derive(Clone, Debug, Default)]
pub(crate) struct TagSet {
    /// Tag, what it is read as, how many entities.
    seen: BTreeMap<String, (Option<String>, u64)>,
}

impl TagSet {
    /// Our label for a tag of an entity of the set; `None` when it is left out.
    pub(crate) fn gold(&mut self, tag: &str) -> Option<String> {
        let entry = self.seen.entry(tag.to_owned());
        let (label, count) = entry.or_insert_with(|| (read_as(tag), 0));
        *count += 1;
        label.clone()
    }

    /// The set's label for one of the pipeline's; `None` when the set has no such class.
    pub(crate) fn found<'l>(&self, label: &'l str) -> Option<Cow<'l, str>> {
        if self.has(label) {
            return Some(label.into());
        }
        match label {
            "GPE" if self.has("LOC") => Some("LOC".into()),
            "LOC" if self.has("GPE") => Some("GPE".into()),
            "NORP" | "EVENT" if self.seen.keys().any(|t| t.eq_ignore_ascii_case("misc")) => {
                Some("MISC".into())
            }
            _ => None,
        }
    }

    /// Reads what the pipeline found with the set's labels, and takes out what is not counted.
    pub(crate) fn read(&self, marks: &mut Vec<Mark>) {
        marks.retain_mut(|mark| {
            let label = self.found(&mark.label).map(Cow::into_owned);
            let is_counted = label.is_some();
            mark.label = label.unwrap_or_default();
            is_counted
        });
    }

    fn has(&self, label: &str) -> bool {
        self.seen.values().any(|(l, _)| l.as_deref() == Some(label))
    }

    /// What a reader of the report should know.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let mapped = self.seen.iter().filter_map(|(tag, (label, _))| {
            let label = label.as_ref().filter(|l| *l != tag)?;
            Some(format!("{tag} as {label}"))
        });
        let mapped: Vec<String> = mapped.collect();
        if !mapped.is_empty() {
            notes.push(format!("tags of the set are read: {}", mapped.join(", ")));
        }
        let left_out = self.seen.iter().filter(|(_, (label, _))| label.is_none());
        let left_out: Vec<String> = left_out.map(|(tag, (_, n))| format!("{tag} ({n})")).collect();
        if !left_out.is_empty() {
            notes.push(format!("tags left out: {}", left_out.join(", ")));
        }
        notes
    }
}

fn read_as(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    if LEFT_OUT.contains(&lower.as_str()) {
        return None;
    }
    let known = READ_AS.iter().find(|(name, _)| *name == lower);
    Some(known.map_or_else(|| tag.to_owned(), |(_, label)| (*label).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(tags: &[&str]) -> TagSet {
        let mut set = TagSet::default();
        tags.iter().for_each(|t| drop(set.gold(t)));
        set
    }

    #[test]
    fn four_classes() {
        let set = set(&["PER", "ORG", "LOC", "MISC"]);
        assert_eq!(set.found("GPE").as_deref(), Some("LOC"));
        assert_eq!(set.found("NORP").as_deref(), Some("MISC"));
        assert_eq!(set.found("EVENT").as_deref(), Some("MISC"));
        assert!(set.notes().is_empty());
    }

    #[test]
    fn three_classes_do_not_count_the_others() {
        let set = set(&["PER", "ORG", "LOC"]);
        assert_eq!(set.found("NORP"), None);
        assert_eq!(set.found("MISC"), None);
        assert_eq!(set.found("PER").as_deref(), Some("PER"));
    }

    #[test]
    fn products_are_no_class_for_everything_else() {
        let mut set = set(&["person", "product", "Temporal", "Temporal"]);
        assert_eq!(set.gold("corporation").as_deref(), Some("ORG"));
        assert_eq!(set.found("MISC").as_deref(), Some("MISC"));
        assert_eq!(set.found("NORP"), None);
        assert_eq!(
            set.notes(),
            [
                "tags of the set are read: corporation as ORG, person as PER, product as MISC",
                "tags left out: Temporal (2)"
            ]
        );
    }

    #[test]
    fn finer_classes_of_the_set_stay() {
        let set = set(&["GPE", "LOC", "NORP", "MISC"]);
        assert_eq!(set.found("GPE").as_deref(), Some("GPE"));
        assert_eq!(set.found("NORP").as_deref(), Some("NORP"));
        assert_eq!(set.found("EVENT").as_deref(), Some("MISC"));
    }
}
