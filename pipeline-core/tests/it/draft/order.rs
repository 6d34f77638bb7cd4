//! Rows are sorted when they are committed, and references follow.

use super::*;

/// Pushes the rows in the order given; each refers to the row pushed after it, `all` and the
/// table to every row in order of insertion.
pub(super) fn pushes(rows: Vec<(usize, usize, &'static str)>) -> &'static dyn StageKind {
    writer(move |call| {
        let labels: Vec<Label> = rows.iter().map(|r| call.label(r.2)).collect();
        let mut words = call.draft.layer("words")?;
        let (id, next, all) = (words.attr("i")?, words.attr("next")?, words.attr("all")?);
        let mut made = Vec::new();
        for ((start, end, _), label) in rows.iter().zip(labels) {
            let row = words.push(*start..*end, label)?;
            words.set_i64(row, id, made.len() as i64)?;
            made.push(row);
        }
        let numbers: Vec<u32> = made.iter().map(|r| r.number() as u32).collect();
        for pair in made.windows(2) {
            words.set_ref(pair[0], next, pair[1].number())?;
            words.set_ref_list(pair[0], all, &numbers)?;
        }
        let mut table = call.draft.table("table")?;
        let (word, words) = (table.attr("word")?, table.attr("words")?);
        for number in &numbers {
            let row = table.push();
            table.set_ref(row, word, *number as usize)?;
            table.set_ref_list(row, words, &numbers)?;
        }
        Ok(())
    })
}

fn ids(doc: &Document, rows: &[u32]) -> Vec<i64> {
    let attrs = doc.layer("words").unwrap().attrs();
    rows.iter().map(|&r| attrs.i64("i", r as usize).unwrap()).collect()
}

#[test]
fn rows_sort_by_start_then_longest_then_label_name_then_insertion() {
    let rows = vec![(2, 3, ""), (0, 1, "B"), (0, 1, "A"), (0, 4, ""), (0, 1, "A"), (0, 1, "")];
    let pipeline = pipeline(&[pushes(rows)]);
    let doc = run(&pipeline, doc(&pipeline, "abcdef"));
    assert_eq!(
        testing::labelled(&doc, "words"),
        [("abcd", ""), ("a", ""), ("a", "A"), ("a", "A"), ("a", "B"), ("c", "")]
    );
    assert_eq!(ids(&doc, &[0, 1, 2, 3, 4, 5]), [3, 5, 2, 4, 1, 0]);
}

proptest! {
    #[test]
    fn references_follow_rows_as_they_are_sorted(
        rows in prop::collection::vec((0..6usize, 0..6usize, prop::sample::select(&["", "A", "B"])), 0..9),
    ) {
        let rows: Vec<_> = rows.into_iter().map(|(a, b, l)| (a.min(b), a.max(b), l)).collect();
        let pipeline = pipeline(&[pushes(rows.clone())]);
        let doc = run(&pipeline, doc(&pipeline, "abcdef"));
        let words = doc.layer("words").unwrap();
        let everything: Vec<i64> = (0..rows.len() as i64).collect();
        for (row, span) in words.spans().iter().enumerate() {
            let id = ids(&doc, &[row as u32])[0];
            let (start, end, label) = rows[id as usize];
            prop_assert_eq!((span.range(), doc.label_name(span.label())), (start..end, label));
            let last = id + 1 == rows.len() as i64;
            let next = words.attrs().reference("next", row).map(|r| ids(&doc, &[r as u32])[0]);
            prop_assert_eq!(next, (!last).then_some(id + 1));
            let all = words.attrs().ref_list("all").unwrap().get(row).map(|r| ids(&doc, r));
            prop_assert_eq!(all, (!last).then(|| everything.clone()));
        }
        let table = doc.table("table").unwrap();
        for row in 0..rows.len() {
            prop_assert_eq!(table.reference("word", row).map(|r| ids(&doc, &[r as u32])), Some(vec![row as i64]));
            prop_assert_eq!(table.ref_list("words").unwrap().get(row).map(|r| ids(&doc, r)), Some(everything.clone()));
        }
    }
}
