//! The shapes of rows that gold may have, told apart by their fields.

use crate::Task;
use crate::gold::row::Row;
use crate::task::Kind;
use serde_json::Value;

/// A shape of gold rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Record,
    Page,
    Tagged,
    Dse,
    Seesaw,
    NewsMtsc,
    Spans,
}

/// In the order in which they are tried.
const SHAPES: [(Shape, &str, &str); 7] = [
    (Shape::Record, "record v1", "`v`: 1, `text`, `layers`"),
    (Shape::Page, "pages with their text", "`html`, `gold_text`"),
    (Shape::Tagged, "tagged tokens", "`tokens`, `tags`, perhaps `doc`"),
    (Shape::Dse, "directed pairs (DSE)", "`text`, `p_span`, `q_span`, `label5`"),
    (
        Shape::Seesaw,
        "directed triples (SEESAW)",
        "`text`, `source_entity`, `target`, `label`, perhaps `target_span`, `context_before`, `context_after`",
    ),
    (Shape::NewsMtsc, "judged targets (NewsMTSC)", "`text`, `target_span`, `label` or `odds`"),
    (
        Shape::Spans,
        "text with spans",
        "`text` and a layer such as `sentences` as [[start, end], …] or [[start, end, \"LABEL\"], …]",
    ),
];

impl Shape {
    /// The shape of a row; `None` when it is none of those known.
    pub(crate) fn of(row: &Row, task: &Task) -> Option<Self> {
        let found = SHAPES.iter().find(|(shape, ..)| shape.fits(row, task));
        found.map(|(shape, ..)| *shape)
    }

    fn fits(self, row: &Row, task: &Task) -> bool {
        let has = |names: &[&str]| names.iter().all(|n| row.get(n).is_some());
        match self {
            Self::Record => row.get("v").and_then(Value::as_u64) == Some(1) && has(&["text", "layers"]),
            Self::Page => has(&["html", "gold_text"]),
            Self::Tagged => has(&["tokens", "tags"]),
            Self::Dse => has(&["text", "p_span", "q_span", "label5"]),
            Self::Seesaw => has(&["text", "source_entity", "target", "label"]),
            Self::NewsMtsc => has(&["text", "target_span"]) && (has(&["label"]) || has(&["odds"])),
            Self::Spans => has(&["text"]) && (row.has_field(task.layer()) || row.spans_field().is_some()),
        }
    }

    /// Its name for people.
    pub(crate) fn name(self) -> &'static str {
        SHAPES.iter().find(|(s, ..)| *s == self).map_or("", |(_, name, _)| name)
    }

    /// The tasks it can score, for people; `None` when it can score this one.
    pub(crate) fn instead(self, task: &Task, row: &Row) -> Option<String> {
        let (can, instead) = match self {
            Self::Record => (true, String::new()),
            Self::Page => (task.kind() == Kind::Clean, "`clean`".to_owned()),
            Self::Tagged => (task.kind() == Kind::Entities, "`entities`".to_owned()),
            Self::Dse | Self::Seesaw | Self::NewsMtsc => (task.kind() == Kind::Stance, "`stance`".to_owned()),
            Self::Spans => {
                let can = matches!(task.kind(), Kind::Spans | Kind::Entities);
                let field = row.spans_field().unwrap_or_default();
                (can && row.has_field(task.layer()), format!("`{field}`"))
            }
        };
        (!can).then_some(instead)
    }

    /// All shapes, for the message about a row that has none of them.
    pub(crate) fn known() -> String {
        let list = SHAPES.iter().map(|(_, name, fields)| format!("\n  {name}: {fields}"));
        list.collect()
    }

    /// The shapes whose rows are judgements, for messages.
    pub(crate) fn judging() -> String {
        let judging = SHAPES.iter().filter(|(shape, ..)| !shape.classes().is_empty());
        judging.map(|(_, name, fields)| format!("\n  {name}: {fields}")).collect()
    }

    /// The side that a class takes in the input of that number: 1 for, −1 against, 0 neither.
    pub(crate) fn side(self, class: usize, input: usize) -> i8 {
        match (self, class, input) {
            (Self::NewsMtsc | Self::Seesaw, 0, _) | (Self::Dse, 1, 0) | (Self::Dse, 2, 1) => 1,
            (Self::NewsMtsc | Self::Seesaw, 1, _) | (Self::Dse, 3, 0) | (Self::Dse, 4, 1) => -1,
            _ => 0,
        }
    }

    /// The class of the sides that the questions of a row take; the other way round than [`Shape::side`].
    pub(crate) fn class(self, sides: &[i8]) -> Option<usize> {
        (0..self.classes().len())
            .find(|&class| sides.iter().enumerate().all(|(input, side)| self.side(class, input) == *side))
    }

    /// The classes of a shape whose rows are judgements.
    pub(crate) fn classes(self) -> &'static [&'static str] {
        match self {
            Self::NewsMtsc => &["for", "against", "neutral"],
            Self::Seesaw => &["for", "against"],
            Self::Dse => &["neutral", "p for q", "q for p", "p against q", "q against p"],
            _ => &[],
        }
    }
}
