//! Who is who in whole documents: names with their ids and sides, descriptions with whom they mean. `links/dev.txt` may be tuned on,
//! `links/held.txt` tells how the rules do on others. `tests/links.py` makes gold of either for `chaffinch eval links`.

use crate::{column_of, dated};
use pipeline_core::Document;
use std::collections::BTreeSet;
use std::ops::Range;

/// A name or a description: its bytes, and `id>side`.
type Marks = BTreeSet<(usize, usize, String)>;

struct Gold {
    date: String,
    text: String,
    names: Marks,
    descriptions: Marks,
}

/// Reads a document with its marks.
fn parse(document: &str) -> Gold {
    let (date, body) = document.split_once('\n').unwrap();
    let mut gold = Gold {
        date: date.trim().to_owned(),
        text: String::new(),
        names: Marks::new(),
        descriptions: Marks::new(),
    };
    let mut open = None;
    for c in body.trim().chars() {
        match (c, &mut open) {
            ('[' | '{', None) => open = Some((gold.text.len(), None)),
            ('|', Some((_, means @ None))) => *means = Some(String::new()),
            (']' | '}', Some((start, Some(means)))) => {
                let mark = (*start, gold.text.len(), means.clone());
                let set = if c == ']' { &mut gold.names } else { &mut gold.descriptions };
                set.insert(mark);
                open = None;
            }
            (c, Some((_, Some(means)))) => means.push(c),
            (c, _) => gold.text.push(c),
        }
    }
    assert!(open.is_none(), "an open mark in {document}");
    gold
}

fn found(doc: &Document, layer: &str) -> Marks {
    let (ids, actors) = (column_of(doc, layer, "id"), column_of(doc, layer, "actor"));
    let spans = doc.layer(layer).unwrap().spans().iter().map(|s| s.range());
    let means = ids.iter().zip(&actors).map(|(id, actor)| match actor.as_str() {
        "-" => id.clone(),
        actor => format!("{id}>{actor}"),
    });
    spans.zip(means).map(|(Range { start, end }, m)| (start, end, m)).collect()
}

/// Checks that at least `floors` per cent of the names and descriptions of the gold are found with id and side, and as many of the
/// found ones are in the gold.
#[track_caller]
fn check(documents: &str, floors: [usize; 2]) {
    let mut counts = [[0_usize; 3]; 2];
    let mut wrong = Vec::new();
    for document in documents.split("\n=== ").skip(1) {
        let gold = parse(document);
        let doc = dated(&gold.date, &gold.text);
        for (i, (layer, gold_marks)) in
            [("entities", &gold.names), ("mentions", &gold.descriptions)].into_iter().enumerate()
        {
            let got = found(&doc, layer);
            counts[i][0] += gold_marks.intersection(&got).count();
            counts[i][1] += gold_marks.len();
            counts[i][2] += got.len();
            let show = |sign: char, m: &(usize, usize, String)| {
                format!("{sign} {layer} {} {} (byte {})", &gold.text[m.0..m.1], m.2, m.0)
            };
            wrong.extend(gold_marks.difference(&got).map(|m| show('-', m)));
            wrong.extend(got.difference(gold_marks).map(|m| show('+', m)));
        }
    }
    let met =
        counts.iter().zip(floors).all(|(&[right, gold, got], floor)| right * 100 >= floor * gold.max(got));
    assert!(met, "names, descriptions: right, gold, found: {counts:?}\n{}", wrong.join("\n"));
}

#[test]
fn documents_the_rules_were_tuned_on() {
    check(include_str!("links/dev.txt"), [97, 95]);
}

#[test]
fn documents_kept_aside() {
    check(include_str!("links/held.txt"), [90, 91]);
}
