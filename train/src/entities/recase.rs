//! Copies of the gold in lower case, so that careless writing is known: every third document, at less weight. Copies in capitals
//! and as headlines were tried and lost a point of F1 on edited text without winning one elsewhere.

use crate::data::Document;

/// How much a copy counts beside its original. Chosen on dev.
pub(super) const WEIGHT: f32 = 0.3;

/// One document of so many is copied.
const EVERY: usize = 3;

/// The copy of document `number`, if it gets one: not where letters would take other room, so that annotations would not fit, nor
/// where nothing is annotated.
pub(super) fn lower(number: usize, document: &Document) -> Option<String> {
    let fits = document.text.is_ascii() && !document.marks.is_empty();
    (fits && number.is_multiple_of(EVERY)).then(|| document.text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Mark;

    #[test]
    fn copies_keep_every_byte_in_its_place() {
        let document = |text: &str| {
            let marks = vec![Mark { range: 0..2, label: "LOC".to_owned() }];
            Document { id: String::new(), text: text.into(), marks }
        };
        let plain = document("Ur fell. Police said so.");
        assert_eq!(lower(3, &plain).as_deref(), Some("ur fell. police said so."));
        assert_eq!(lower(4, &plain), None);
        assert_eq!(lower(0, &document("İzmir")), None);
        let bare = Document { marks: Vec::new(), ..plain };
        assert_eq!(lower(0, &bare), None);
    }
}
