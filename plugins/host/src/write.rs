//! Writes of a plugin as data: recorded in the process that runs the plugin, and done again in
//! the one that asked for it.

use crate::document::Lent;
use chaffinch_plugin_abi::chf_span;
use pipeline_core::{Scalar, View};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Write {
    Rewrite(Vec<(u32, u32, String)>),
    /// Rows of a layer: start, end, label by its place in `labels`, score.
    Add {
        slot: u32,
        labels: Vec<String>,
        spans: Vec<(u32, u32, u32, f32)>,
    },
    /// Rows of a table.
    Rows {
        slot: u32,
        rows: usize,
    },
    Set {
        slot: u32,
        first: u32,
        attr: u32,
        values: Vec<Option<Cell>>,
    },
    Meta {
        key: String,
        json: String,
    },
}

/// A [`Scalar`] that owns what it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Cell {
    Str(String),
    F64(f64),
    I64(i64),
    Bool(bool),
    Span(u32, u32),
    Ref(u32),
    Refs(Vec<u32>),
}

impl Cell {
    /// `None` for what plugins cannot write.
    pub(crate) fn of(value: &Scalar<'_>) -> Option<Self> {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(match value {
            Scalar::Str(text) => Self::Str((*text).to_owned()),
            Scalar::F64(number) => Self::F64(*number),
            Scalar::I64(number) => Self::I64(*number),
            Scalar::Bool(truth) => Self::Bool(*truth),
            Scalar::Span(range) => Self::Span(small(range.start), small(range.end)),
            Scalar::Ref(row) => Self::Ref(small(*row)),
            Scalar::RefList(rows) => Self::Refs(rows.to_vec()),
            Scalar::Json(_) => return None,
        })
    }

    pub(crate) fn as_scalar(&self) -> Scalar<'_> {
        match self {
            Self::Str(text) => Scalar::Str(text),
            Self::F64(number) => Scalar::F64(*number),
            Self::I64(number) => Scalar::I64(*number),
            Self::Bool(truth) => Scalar::Bool(*truth),
            Self::Span(start, end) => Scalar::Span(*start as usize..*end as usize),
            Self::Ref(row) => Scalar::Ref(*row as usize),
            Self::Refs(rows) => Scalar::RefList(rows),
        }
    }
}

impl Write {
    pub(crate) fn rewrite(edits: &[(Range<usize>, &str)]) -> Self {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let owned = edits.iter().map(|(r, with)| (small(r.start), small(r.end), (*with).to_owned()));
        Self::Rewrite(owned.collect())
    }

    /// `name` tells the name of a label of the recording process.
    pub(crate) fn add(slot: u32, spans: &[chf_span], name: impl Fn(u32) -> String) -> Self {
        let mut ids: Vec<u32> = Vec::new();
        let place = |id: u32, ids: &mut Vec<u32>| {
            let at = ids.iter().position(|known| *known == id).unwrap_or_else(|| {
                ids.push(id);
                ids.len() - 1
            });
            u32::try_from(at).unwrap_or(0)
        };
        let spans = spans.iter().map(|s| (s.start, s.end, place(s.label, &mut ids), s.score)).collect();
        Self::Add { slot, labels: ids.into_iter().map(name).collect(), spans }
    }

    /// Does it to a document here.
    pub(crate) fn repeat(&self, to: &mut Lent<'_, '_>, view: &View<'_>) -> Result<(), String> {
        match self {
            Self::Rewrite(edits) => {
                let edits: Vec<(Range<usize>, &str)> =
                    edits.iter().map(|(s, e, with)| (*s as usize..*e as usize, with.as_str())).collect();
                to.rewrite(&edits).map(|_| ())
            }
            Self::Add { slot, labels, spans } => {
                let ids: Vec<u32> = labels.iter().map(|l| id_of(l, view)).collect::<Result<_, _>>()?;
                let label = |place: u32| ids.get(place as usize).copied().unwrap_or(0);
                let spans: Vec<chf_span> = spans
                    .iter()
                    .map(|&(start, end, place, score)| chf_span { start, end, label: label(place), score })
                    .collect();
                to.add(*slot, &spans).map(|_| ())
            }
            Self::Rows { slot, rows } => to.add_rows(*slot, *rows).map(|_| ()),
            Self::Set { slot, first, attr, values } => {
                to.set(*slot, *first, *attr, values.iter().map(|v| v.as_ref().map(Cell::as_scalar)))
            }
            Self::Meta { key, json } => to.set_meta(key, json),
        }
    }
}

fn id_of(label: &str, view: &View<'_>) -> Result<u32, String> {
    if label.is_empty() {
        return Ok(0);
    }
    view.label(label)
        .map(pipeline_core::Label::id)
        .ok_or_else(|| format!("label `{label}` is not known here"))
}
