//! What became of a test document.

use super::document::TestDoc;
use super::lent::Lent;
use super::staged::Staged;
use chaffinch_plugin_abi::{self as abi, chf_status};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::PoisonError;

/// What a stage made of a document. Its `Display` is meant for snapshots.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    text: String,
    layers: BTreeMap<String, Vec<OutRow>>,
    tables: BTreeMap<String, Vec<OutRow>>,
    meta: BTreeMap<String, Value>,
    dropped: Option<String>,
    error: Option<String>,
    log: Vec<String>,
}

/// A row of a layer or table.
#[derive(Clone, Debug, PartialEq)]
pub struct OutRow {
    /// What it covers; `0..0` in a table.
    pub range: Range<usize>,
    /// The text of that.
    pub text: String,
    /// Name of its label, or empty.
    pub label: String,
    /// Its score.
    pub score: Option<f32>,
    /// Attributes that are not absent, in the order of declaration.
    pub attrs: Map<String, Value>,
}

impl Outcome {
    pub(super) fn failed(doc: &TestDoc, error: String) -> Self {
        Self { text: doc.text.clone(), error: Some(error), ..Self::default() }
    }

    /// Commits what was written, if the stage returned `CHF_OK`.
    pub(super) fn of(
        mut lent: Lent<'_>,
        doc: &TestDoc,
        status: chf_status,
        errors: &[String],
        log: &[String],
    ) -> Self {
        let staged = std::mem::take(lent.staged.get_mut().unwrap_or_else(PoisonError::into_inner));
        let mut out = match (&staged.refused, status) {
            (Some(refused), _) => Self::failed(doc, refused.clone()),
            (None, abi::OK) => Self::commit(&lent, staged).unwrap_or_else(|error| Self::failed(doc, error)),
            (None, abi::DROP) => {
                let dropped = Some(staged.dropped.unwrap_or_default());
                Self { text: doc.text.clone(), dropped, ..Self::default() }
            }
            (None, status) => Self::failed(doc, message(status, errors)),
        };
        out.log = log.to_owned();
        out
    }

    fn commit(lent: &Lent<'_>, mut staged: Staged) -> Result<Self, String> {
        let labels = lent.host.labels();
        let layers = &lent.host.stage.layers;
        let moves: BTreeMap<&str, Vec<usize>> = layers
            .iter()
            .zip(&mut staged.slots)
            .filter_map(|(layer, rows)| {
                let rows = rows.as_mut()?;
                let before = 0..rows.base;
                let moved = rows.sort(&labels).into_iter().map(|row| row + rows.base);
                Some((layer.name.as_str(), before.chain(moved).collect()))
            })
            .collect();
        let unmoved: BTreeMap<&str, Vec<usize>> =
            lent.lens.iter().map(|(name, &len)| (name.as_str(), (0..len).collect())).collect();
        let mut out = Self::default();
        for slot in 0..staged.slots.len() {
            let Some(mut rows) = staged.slots[slot].take() else { continue };
            let Some((name, attrs)) = lent.host.slot(slot) else { continue };
            for target in attrs.iter().map(|a| a.target.as_str()).filter(|t| !t.is_empty()) {
                let moved = moves.get(target).or_else(|| unmoved.get(target)).map_or(&[][..], Vec::as_slice);
                rows.renumber(attrs, target, moved)?;
            }
            let kind = if slot < layers.len() { &mut out.layers } else { &mut out.tables };
            kind.insert(name.to_owned(), rows.out(attrs, &labels, lent.text_of(&staged, slot)));
        }
        out.text = staged.rewritten.map_or_else(|| lent.text.clone(), |new| new.text);
        out.meta = staged.meta.into_iter().collect();
        Ok(out)
    }

    /// The text after the stage.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rows that the stage wrote to a layer, in order.
    ///
    /// # Panics
    /// When it did not write the layer; the message says what it did.
    #[must_use]
    pub fn spans(&self, layer: &str) -> &[OutRow] {
        self.layers.get(layer).unwrap_or_else(|| panic!("layer `{layer}` was not written\n{self}"))
    }

    /// Whether the stage wrote a layer.
    #[must_use]
    pub fn wrote(&self, layer: &str) -> bool {
        self.layers.contains_key(layer)
    }

    /// What the spans of a layer cover.
    #[must_use]
    pub fn texts(&self, layer: &str) -> Vec<&str> {
        self.spans(layer).iter().map(|row| row.text.as_str()).collect()
    }

    /// The labels of the spans of a layer.
    #[must_use]
    pub fn labels(&self, layer: &str) -> Vec<&str> {
        self.spans(layer).iter().map(|row| row.label.as_str()).collect()
    }

    /// An attribute of each row of a layer, `null` where absent.
    #[must_use]
    pub fn attr(&self, layer: &str, attr: &str) -> Vec<Value> {
        self.spans(layer).iter().map(|row| row.attrs.get(attr).cloned().unwrap_or_default()).collect()
    }

    /// The rows of a table.
    ///
    /// # Panics
    /// When the stage did not write it.
    #[must_use]
    pub fn table(&self, table: &str) -> Vec<&Map<String, Value>> {
        let rows =
            self.tables.get(table).unwrap_or_else(|| panic!("table `{table}` was not written\n{self}"));
        rows.iter().map(|row| &row.attrs).collect()
    }

    /// A meta value that the stage set.
    #[must_use]
    pub fn meta(&self, key: &str) -> Option<&Value> {
        self.meta.get(key)
    }

    /// Why the document was dropped.
    #[must_use]
    pub fn dropped(&self) -> Option<&str> {
        self.dropped.as_deref()
    }

    /// Why the stage could not be made, or the document failed.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// What was logged and warned of, as `level: message`.
    #[must_use]
    pub fn log(&self) -> &[String] {
        &self.log
    }
}

/// What the plugin said, or what its status means.
pub(super) fn message(status: chf_status, errors: &[String]) -> String {
    let said = errors.join("; ");
    match status {
        abi::ERR_PANIC => format!("panicked: {said}"),
        _ if !errors.is_empty() => said,
        abi::ERR_CANCEL => "cancelled".to_owned(),
        status => format!("failed with status {status}, without a word"),
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "text: {}", self.text)?;
        for (name, rows) in &self.layers {
            writeln!(f, "{name}:")?;
            rows.iter().try_for_each(|row| writeln!(f, "  {row}"))?;
        }
        for (name, rows) in &self.tables {
            writeln!(f, "{name} (table):")?;
            rows.iter().try_for_each(|row| writeln!(f, "  {}", Attrs(&row.attrs)))?;
        }
        self.meta.iter().try_for_each(|(key, value)| writeln!(f, "meta {key}: {value}"))?;
        self.dropped.iter().try_for_each(|reason| writeln!(f, "dropped: {reason}"))?;
        self.error.iter().try_for_each(|error| writeln!(f, "error: {error}"))?;
        self.log.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl fmt::Display for OutRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { start, end } = self.range;
        write!(f, "{start}..{end}")?;
        if !self.label.is_empty() {
            write!(f, " {}", self.label)?;
        }
        if let Some(score) = self.score {
            write!(f, " {score}")?;
        }
        write!(f, " {:?}", self.text)?;
        if self.attrs.is_empty() { Ok(()) } else { write!(f, " {}", Attrs(&self.attrs)) }
    }
}

struct Attrs<'a>(&'a Map<String, Value>);

impl fmt::Display for Attrs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, value)) in self.0.iter().enumerate() {
            let space = if i > 0 { " " } else { "" };
            write!(f, "{space}{name}={value}")?;
        }
        Ok(())
    }
}
