//! Layers that a stage reads, made up: words of the text as spans, with the attributes that the
//! manifest names, filled with plausible values and with gaps.

use chaffinch_layers::{BLOCKS, DROPPED, ENTITIES, QUOTES, SENTENCES, STANCES, TOKENS};
use chaffinch_plugin_host::{KindManifest, Slot};
use pipeline_core::{AttrSpec, AttrType, Coords, Document, InputLayer, LayerSpec, Scalar};
use std::ops::Range;

/// The layers of chaffinch itself.
pub(crate) const STANDARD: [&LayerSpec; 7] =
    [&BLOCKS, &DROPPED, &SENTENCES, &TOKENS, &ENTITIES, &QUOTES, &STANCES];

/// The layer of chaffinch of this name.
pub(crate) fn standard(name: &str) -> Option<&'static LayerSpec> {
    STANDARD.into_iter().find(|l| l.name == name)
}

/// Which layers a document comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layers {
    /// All that the stage reads, each with spans of the length that its name suggests.
    All,
    /// All, every word a span in each.
    Words,
    /// Only those that it cannot do without.
    Required,
    /// All, without spans.
    Empty,
}

/// A layer that a stage reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    slot: &'static Slot,
    required: bool,
}

impl Read {
    /// Those of a kind, which the stage finds in a document.
    pub(crate) fn of(kind: &KindManifest) -> Vec<Self> {
        let spec = &kind.spec;
        let required = |name: &str| spec.reads.contains(&name);
        let found = |s: &&Slot| {
            !s.table
                && (required(s.name)
                    || spec.uses.contains(&s.name)
                    || spec.extends.iter().any(|l| l.name == s.name))
        };
        let slots: &'static [Slot] = kind.slots;
        slots.iter().filter(found).map(|slot| Self { slot, required: required(slot.name) }).collect()
    }

    pub(crate) fn name(&self) -> &'static str {
        self.slot.name
    }

    /// Words of a span.
    fn words(&self, layers: Layers) -> usize {
        match (layers, self.slot.name) {
            (Layers::Words, _) | (_, "tokens") => 1,
            (_, "sentences") => 7,
            (_, "blocks") => 30,
            _ => 2,
        }
    }

    fn rows(&self, words: usize, layers: Layers) -> usize {
        if layers == Layers::Empty { 0 } else { words.div_ceil(self.words(layers)) }
    }
}

/// Puts the layers into the document.
pub(crate) fn make_up(document: &mut Document, reads: &[Read], layers: Layers) -> Result<(), String> {
    let words = words(document.text());
    let made: Vec<&Read> = reads.iter().filter(|r| layers != Layers::Required || r.required).collect();
    let rows =
        |target: &str| made.iter().find(|r| r.slot.name == target).map(|r| r.rows(words.len(), layers));
    for read in &made {
        let name = read.slot.name;
        let coords = standard(name).map_or(Coords::Text, |l| l.coords);
        let mut layer = document.input_layer(name, coords);
        let groups = words.chunks(read.words(layers)).take(read.rows(words.len(), layers));
        for (row, group) in groups.enumerate() {
            let range = group[0].start..group[group.len() - 1].end;
            let score = (row % 3 == 1).then_some(0.5);
            layer.push(range.clone(), label(read.slot, row), score).map_err(|e| e.to_string())?;
            for attr in read.slot.attrs.iter().filter(|_| row % 4 != 3) {
                set(&mut layer, row, attr, &range, rows(attr.target))?;
            }
        }
    }
    document.settle().map_err(|e| e.to_string())
}

fn label(slot: &Slot, row: usize) -> &'static str {
    let labels = match slot.labels {
        [] => standard(slot.name).map_or(&[][..], |l| l.labels),
        labels => labels,
    };
    if labels.is_empty() { "" } else { labels[row % labels.len()] }
}

/// Sets one attribute; `rows` is the number of rows of its target, if that is there.
fn set(
    layer: &mut InputLayer<'_>,
    row: usize,
    attr: &AttrSpec,
    range: &Range<usize>,
    rows: Option<usize>,
) -> Result<(), String> {
    let text = format!("value {}", row % 10);
    let rows = rows.unwrap_or(0);
    let small = |n: usize| u32::try_from(n).unwrap_or(0);
    let list: Vec<u32> = (row..row + row % 3).filter(|r| *r < rows).map(small).collect();
    let value = match attr.ty {
        AttrType::Str => Scalar::Str(&text),
        AttrType::F64 => Scalar::F64(f64::from(small(row)) / 2.0),
        AttrType::I64 => Scalar::I64(i64::from(small(row))),
        AttrType::Bool => Scalar::Bool(row.is_multiple_of(2)),
        AttrType::Span => Scalar::Span(range.clone()),
        AttrType::Ref if rows > 0 => Scalar::Ref(row % rows),
        AttrType::RefList if rows > 0 => Scalar::RefList(&list),
        // Nothing can be meant: the target is not there.
        _ => return Ok(()),
    };
    layer.set(row, attr.name, attr.target, &value).map_err(|e| e.to_string())
}

/// The words of a text: what is between white space.
fn words(text: &str) -> Vec<Range<usize>> {
    let start = text.as_ptr().addr();
    let range = |word: &str| {
        let at = word.as_ptr().addr() - start;
        at..at + word.len()
    };
    text.split_whitespace().map(range).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Layers, Read, make_up};
    use chaffinch_plugin_host::Manifest;
    use pipeline_core::testing::{audit, dump};
    use pipeline_core::{Document, LabelsBuilder};

    fn made(layers: Layers) -> Document {
        let manifest = Manifest::parse(
            r#"{"id":"a","version":"1","license":"MIT","stages":[{"kind":"k","summary":"s","layers":[
                {"name":"tokens","mode":"read"},
                {"name":"entities","mode":"use","attrs":[{"name":"id","type":"str"},{"name":"of","type":"ref","target":"tokens"},{"name":"all","type":"refs","target":"tokens"}]},
                {"name":"out","mode":"create"}]}]}"#,
        )
        .unwrap();
        let mut document =
            Document::new("d", "one two three 😀 five", &LabelsBuilder::default().freeze()).unwrap();
        make_up(&mut document, &Read::of(&manifest.stages[0]), layers).unwrap();
        audit(&document).unwrap();
        document
    }

    #[test]
    fn words_become_spans_with_attributes() {
        let document = made(Layers::All);
        assert_eq!(
            document.layers().map(|(n, l)| (n, l.len())).collect::<Vec<_>>(),
            [("tokens", 5), ("entities", 3)]
        );
        assert!(dump(&document).contains(r#"0..7 PER id="value 0" of=tokens[0]"#), "{}", dump(&document));
    }

    #[test]
    fn optional_layers_can_be_left_out_or_empty() {
        assert!(made(Layers::Required).layer("entities").is_none());
        assert_eq!(made(Layers::Empty).layer("entities").map(pipeline_core::Layer::len), Some(0));
    }
}
