//! What the pipeline made of a document, in source coordinates.

use crate::Task;
use crate::side::{Actors, Mark, Pair, Side};
use crate::task::Kind;
use pipeline_core::{Coords, Document, Layer};
use std::ops::Range;

/// The side of the pipeline, or `None` when the document lacks what the task compares.
pub(crate) fn side(doc: &Document, task: &Task) -> Option<Side> {
    let mut side = Side::default();
    match task.kind() {
        Kind::Clean => {
            side.kept = doc.ledger().runs().iter().map(|r| r.source()).collect();
            side.dropped = doc.layer("dropped").map_or_else(Vec::new, |l| marks(doc, l));
            side.article = article(doc);
        }
        Kind::Pairs => side.pairs = pairs(doc)?,
        _ => side.marks = marks(doc, doc.layer(task.layer())?),
    }
    Some(side)
}

fn marks(doc: &Document, layer: &Layer) -> Vec<Mark> {
    let to_source = |r: Range<usize>| match layer.coords() {
        Coords::Text => doc.ledger().to_source(r),
        Coords::Source => r,
    };
    let attrs = layer.attrs();
    let columns = ["id", "actor", "holder", "target"].map(|name| attrs.str(name));
    let entities = doc.layer("entities");
    let speaker = |row: usize| {
        let mention = attrs.reference("speaker", row)?;
        entities?.spans().get(mention).map(|span| to_source(span.range()))
    };
    let actors = Actors::new(entities.into_iter().flat_map(sides));
    let spans = layer.spans().iter().enumerate();
    spans
        .map(|(row, span)| {
            let [id, actor, holder, target] =
                columns.map(|column| column.and_then(|c| c.get(row)).map(str::to_owned));
            Mark {
                range: to_source(span.range()),
                label: doc.label_name(span.label()).to_owned(),
                score: span.score().map(f64::from),
                confidence: attrs.f64("confidence", row),
                id,
                actor,
                holder,
                target,
                mention: attrs.span("mention", row).map(to_source),
                speaker: speaker(row),
                side: columns[2].and_then(|c| c.get(row)).map(|holder| actors.of(holder)),
                cue: attrs.span("cue", row).map(to_source),
            }
        })
        .collect()
}

/// Ids and actors of entities, row by row.
fn sides(layer: &Layer) -> impl Iterator<Item = (&str, &str)> {
    let (ids, actors) = (layer.str("id"), layer.str("actor"));
    (0..layer.len()).filter_map(move |row| Some((ids?.get(row)?, actors?.get(row)?)))
}

fn pairs(doc: &Document) -> Option<Vec<Pair>> {
    let table = doc.table("pairs")?;
    let text = |name: &str, row: usize| {
        let value = table.str(name).and_then(|c| c.get(row));
        value.unwrap_or_default().to_owned()
    };
    let pair = |row| Pair {
        holder: text("holder", row),
        target: text("target", row),
        label: text("label", row),
        score: table.f64("score", row),
    };
    Some((0..table.len()).map(pair).collect())
}

/// The text without its title, which gold texts of articles leave out.
fn article(doc: &Document) -> String {
    let text = doc.text();
    let mut article = String::with_capacity(text.len());
    let mut at = 0;
    let blocks = doc.layer("blocks").map_or(&[][..], Layer::spans);
    for title in blocks.iter().filter(|b| doc.label_name(b.label()) == "title") {
        article.push_str(text.get(at..title.start()).unwrap_or_default());
        article.push('\n');
        at = at.max(title.end());
    }
    article.push_str(&text[at..]);
    article
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use pipeline_core::{Labels, Ledger, Scalar};

    fn task(name: &str) -> Task {
        Task::parse(name, []).unwrap()
    }

    /// Source `<h1>Rain</h1>Oslo waits.`, text `Rain␤Oslo waits.`
    fn doc() -> Document {
        let source = "    Rain     Oslo waits.";
        let text = "Rain\nOslo waits.".to_owned();
        let ledger = Ledger::from_runs([(0, 4, 4), (5, 13, 11)], 16, 24).unwrap();
        Document::rebuilt("d", source, text, ledger, &Labels::default()).unwrap()
    }

    #[test]
    fn spans_and_mentions_go_to_the_source() {
        let mut doc = doc();
        assert!(side(&doc, &task("stance")).is_none());
        let mut layer = doc.input_layer("stances", Coords::Text);
        layer.push(5..16, "against", Some(-0.5)).unwrap();
        layer.set(0, "mention", "", &Scalar::Span(5..9)).unwrap();
        layer.set(0, "holder", "", &Scalar::Str("author")).unwrap();
        let side = side(&doc, &task("stance")).unwrap();
        let expected = Mark {
            score: Some(-0.5),
            holder: Some("author".to_owned()),
            mention: Some(13..17),
            side: Some("author".to_owned()),
            ..Mark::new(13..24, "against")
        };
        assert_eq!(side.marks, [expected]);
    }

    #[test]
    fn titles_are_no_part_of_the_article() {
        let mut doc = doc();
        let mut layer = doc.input_layer("blocks", Coords::Text);
        layer.push(0..4, "title", None).unwrap();
        layer.push(5..16, "body", None).unwrap();
        let side = side(&doc, &task("clean")).unwrap();
        assert_eq!(side.article.trim(), "Oslo waits.");
        assert_eq!(side.kept, [4..8, 13..24]);
    }
}
