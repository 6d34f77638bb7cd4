//! Gives the columns of a layer or table their types, converts their offsets to bytes, and puts them into a
//! document.
//!
//! The declared type counts (see [`Schema`]). Without one: strings, integers, numbers and truth values are
//! themselves, pairs of integers that are valid spans are spans, and everything else, mixed columns included, is
//! kept as JSON text. A reference into a layer that the record does not bring is left out.

use std::borrow::Cow;
use std::ops::Range;

use pipeline_core::{AttrSpec, AttrType, Coords, Document, DocumentError, Scalar};

use super::rows::{RawColumn, RawRows};
use super::schema::Schema;
use super::value::Attr;
use crate::{Offsets, Unit};

/// The offsets of a record: its unit, its text, its source.
pub(crate) struct Ruler<'t> {
    pub(crate) unit: Unit,
    pub(crate) text: Offsets<'t>,
    pub(crate) source: Offsets<'t>,
}

/// A layer with its offsets in bytes.
#[derive(Debug)]
pub(crate) struct ReadyLayer<'a> {
    name: Cow<'a, str>,
    coords: Coords,
    spans: Vec<Range<usize>>,
    labels: Option<RawColumn<'a>>,
    scores: Option<RawColumn<'a>>,
    columns: Vec<ReadyColumn<'a>>,
}

/// A table with its offsets in bytes.
#[derive(Debug)]
pub(crate) struct ReadyTable<'a> {
    name: Cow<'a, str>,
    rows: usize,
    columns: Vec<ReadyColumn<'a>>,
}

#[derive(Debug)]
struct ReadyColumn<'a> {
    name: Cow<'a, str>,
    target: &'static str,
    values: Vec<(usize, Typed<'a>)>,
}

#[derive(Debug)]
enum Typed<'a> {
    Str(Cow<'a, str>),
    F64(f64),
    I64(i64),
    Bool(bool),
    Span(Range<usize>),
    Ref(usize),
    RefList(Vec<u32>),
    Json(String),
}

impl Ruler<'_> {
    fn offsets(&self, coords: Coords) -> (&Offsets<'_>, &'static str) {
        match coords {
            Coords::Text => (&self.text, "text"),
            Coords::Source => (&self.source, "source"),
        }
    }

    /// `[start, end]` in the record's unit as a range of bytes.
    fn range(&self, coords: Coords, start: i64, end: i64) -> Result<Range<usize>, String> {
        let (offsets, what) = self.offsets(coords);
        let byte = |at: i64| usize::try_from(at).ok().and_then(|at| offsets.to_byte(at));
        match (byte(start), byte(end)) {
            (Some(from), Some(to)) if from <= to => Ok(from..to),
            _ => Err(format!(
                "found span [{start}, {end}], expected start ≤ end within the {what}, which has {} {}",
                offsets.len(),
                self.unit.plural(),
            )),
        }
    }
}

impl<'a> ReadyLayer<'a> {
    /// Converts one layer of a record. `brought` tells which layers the record brings.
    pub(crate) fn new(
        name: Cow<'a, str>,
        mut rows: RawRows<'a>,
        ruler: &Ruler<'_>,
        schema: &Schema,
        brought: &dyn Fn(&str) -> bool,
    ) -> Result<Self, String> {
        let at = |row: usize, error: String| format!("layer `{name}`, row {row}: {error}");
        let coords = coordinates(&rows, schema.coords(&name));
        let spans = match coords {
            Coords::Text => text_spans(&mut rows, ruler),
            Coords::Source => source_spans(&mut rows, ruler),
        };
        let spans = spans.map_err(|(row, error)| at(row, error))?;
        let (labels, scores) = (rows.take("label"), rows.take("score"));
        let mut columns = Vec::with_capacity(rows.columns.len());
        for column in rows.columns {
            let spec = schema.layer_attr(&name, &column.name);
            if spec.is_none_or(|spec| !spec.is_reference() || brought(spec.target)) {
                columns
                    .push(typed(column, spec, Some((ruler, coords))).map_err(|(row, error)| at(row, error))?);
            }
        }
        Ok(Self { coords, spans, labels, scores, columns, name })
    }

    /// Ties `holders` to `targets`: a row of the one belongs to the row of the same number of the other. Layers are
    /// sorted on their way in, so the tie is kept as a reference, `target`, which follows the rows.
    pub(crate) fn tie_holders(layers: &mut [Self]) {
        let rows = |name: &str| layers.iter().find(|l| l.name == name).map(|l| l.spans.len());
        let (Some(targets), Some(holders)) = (rows("targets"), rows("holders")) else { return };
        let Some(layer) = layers.iter_mut().find(|l| l.name == "holders") else { return };
        let own = layer.columns.iter_mut().find(|c| c.name == "target");
        if let Some(column) = own {
            // A record that was written before: the numbers there are rows.
            column.target = "targets";
            for (_, value) in &mut column.values {
                if let Typed::I64(row) = value {
                    *value = Typed::Ref(usize::try_from(*row).unwrap_or(usize::MAX));
                }
            }
        } else if targets == holders {
            let values = (0..holders).map(|row| (row, Typed::Ref(row))).collect();
            layer.columns.push(ReadyColumn { name: "target".into(), target: "targets", values });
        }
    }

    /// Puts the layer into the document.
    pub(crate) fn put(self, doc: &mut Document) -> Result<(), String> {
        let name = self.name;
        let at = |row: usize, error: String| format!("layer `{name}`, row {row}: {error}");
        let mut labels = values_of(self.labels);
        let mut scores = values_of(self.scores);
        let mut layer = doc.input_layer(&name, self.coords);
        for (row, span) in self.spans.into_iter().enumerate() {
            let label = last_of(&mut labels, row).map_or(Ok(Cow::Borrowed("")), label);
            let score = last_of(&mut scores, row).map_or(Ok(None), |value| score(&value));
            let label = label.map_err(|error| at(row, error))?;
            let score = score.map_err(|error| at(row, error))?;
            layer.push(span, &label, score).map_err(|error| at(row, error.to_string()))?;
        }
        for column in &self.columns {
            let mut set = |row, value: &Scalar<'_>| layer.set(row, &column.name, column.target, value);
            column.put(&mut set).map_err(|(row, error)| at(row, error.to_string()))?;
        }
        Ok(())
    }
}

impl<'a> ReadyTable<'a> {
    /// Converts one table of a record.
    pub(crate) fn new(
        name: Cow<'a, str>,
        rows: RawRows<'a>,
        ruler: &Ruler<'_>,
        schema: &Schema,
        brought: &dyn Fn(&str) -> bool,
    ) -> Result<Self, String> {
        let mut columns = Vec::with_capacity(rows.columns.len());
        for column in rows.columns {
            let spec = schema.table_attr(&name, &column.name);
            if spec.is_none_or(|spec| !spec.is_reference() || brought(spec.target)) {
                let ruler = spec.map(|_| (ruler, Coords::Text));
                let column = typed(column, spec, ruler);
                columns.push(column.map_err(|(row, error)| format!("table `{name}`, row {row}: {error}"))?);
            }
        }
        Ok(Self { name, rows: rows.rows, columns })
    }

    /// Puts the table into the document.
    pub(crate) fn put(self, doc: &mut Document) -> Result<(), String> {
        let table = doc.input_table(&self.name);
        for _ in 0..self.rows {
            table.push_row();
        }
        for column in &self.columns {
            let mut set = |row, value: &Scalar<'_>| table.set(row, &column.name, column.target, value);
            column
                .put(&mut set)
                .map_err(|(row, error)| format!("table `{}`, row {row}: {error}", self.name))?;
        }
        Ok(())
    }
}

impl ReadyColumn<'_> {
    fn put<E>(&self, set: &mut dyn FnMut(usize, &Scalar<'_>) -> Result<(), E>) -> Result<(), (usize, E)> {
        for (row, value) in &self.values {
            let scalar = match value {
                Typed::Str(value) => Scalar::Str(value),
                Typed::F64(value) => Scalar::F64(*value),
                Typed::I64(value) => Scalar::I64(*value),
                Typed::Bool(value) => Scalar::Bool(*value),
                Typed::Span(value) => Scalar::Span(value.clone()),
                Typed::Ref(value) => Scalar::Ref(*value),
                Typed::RefList(value) => Scalar::RefList(value),
                Typed::Json(value) => Scalar::Json(value),
            };
            set(*row, &scalar).map_err(|error| (*row, error))?;
        }
        Ok(())
    }
}

/// Brings the incoming layers in order; to be called after the last one.
pub(crate) fn settle(doc: &mut Document) -> Result<(), String> {
    doc.settle().map_err(|error: DocumentError| error.to_string())
}

type RowError = (usize, String);

/// Rows with `source` and without `start` lie in the source, whatever else is known.
fn coordinates(rows: &RawRows<'_>, declared: Option<Coords>) -> Coords {
    match (rows.get("start"), rows.get("source")) {
        (Some(_), _) => Coords::Text,
        (None, Some(_)) => Coords::Source,
        (None, None) => declared.unwrap_or_default(),
    }
}

fn text_spans(rows: &mut RawRows<'_>, ruler: &Ruler<'_>) -> Result<Vec<Range<usize>>, RowError> {
    let starts = whole_column(rows, "start")?;
    let ends = whole_column(rows, "end")?;
    let span = |(row, (start, end))| ruler.range(Coords::Text, start, end).map_err(|error| (row, error));
    starts.into_iter().zip(ends).enumerate().map(span).collect()
}

/// A column of integers that every row must have.
fn whole_column(rows: &mut RawRows<'_>, name: &str) -> Result<Vec<i64>, RowError> {
    let column = match rows.take(name).map(|column| column.into_ints(rows.rows)) {
        Some(Ok(ints)) => return Ok(ints),
        Some(Err(column)) => Some(column),
        None => None,
    };
    let mut values = values_of(column);
    let value = |row| match last_of(&mut values, row) {
        Some(Attr::Int(value)) => Ok(value),
        Some(other) => Err((row, format!("`{name}` is {}, expected an integer", other.describe()))),
        None => Err((row, format!("`{name}` is missing, expected `start` and `end`"))),
    };
    (0..rows.rows).map(value).collect()
}

fn source_spans(rows: &mut RawRows<'_>, ruler: &Ruler<'_>) -> Result<Vec<Range<usize>>, RowError> {
    let mut values = values_of(rows.take("source"));
    let span = |row| match last_of(&mut values, row) {
        Some(Attr::Ints(pair)) if pair.len() == 2 => {
            ruler.range(Coords::Source, pair[0], pair[1]).map_err(|error| (row, error))
        }
        Some(other) => Err((row, format!("`source` is {}, expected [start, end]", other.describe()))),
        None => Err((row, "`source` is missing, expected [start, end]".to_owned())),
    };
    (0..rows.rows).map(span).collect()
}

type Values<'a> = std::iter::Peekable<std::vec::IntoIter<(usize, Attr<'a>)>>;

/// The values of a column that may not be there.
fn values_of(column: Option<RawColumn<'_>>) -> Values<'_> {
    let values = column.map_or_else(Vec::new, |column| column.into_values().1);
    values.into_iter().peekable()
}

/// The value of that row in an ascending stream of values; the last one where a key is repeated.
fn last_of<'a>(values: &mut Values<'a>, row: usize) -> Option<Attr<'a>> {
    let mut found = None;
    while let Some((_, value)) = values.next_if(|(at, _)| *at == row) {
        found = Some(value);
    }
    found
}

fn label(value: Attr<'_>) -> Result<Cow<'_, str>, String> {
    match value {
        Attr::Null => Ok(Cow::Borrowed("")),
        Attr::Str(label) => Ok(label),
        other => Err(format!("`label` is {}, expected a string", other.describe())),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "scores are f32 inside")]
fn score(value: &Attr<'_>) -> Result<Option<f32>, String> {
    match value {
        Attr::Null => Ok(None),
        Attr::Int(value) => Ok(Some(*value as f32)),
        Attr::Float(value) if (*value as f32).is_finite() => Ok(Some(*value as f32)),
        other => Err(format!("`score` is {}, expected a number", other.describe())),
    }
}

fn typed<'a>(
    column: RawColumn<'a>,
    spec: Option<&AttrSpec>,
    ruler: Option<(&Ruler<'_>, Coords)>,
) -> Result<ReadyColumn<'a>, RowError> {
    let (name, raw) = column.into_values();
    let ty = spec.map_or_else(|| infer(&raw, ruler), |spec| spec.ty);
    let mut values = Vec::with_capacity(raw.len());
    for (row, value) in raw {
        if value == Attr::Null {
            continue;
        }
        let found = value.describe();
        match convert(value, ty, ruler) {
            Ok(Some(value)) => values.push((row, value)),
            Ok(None) => {
                return Err((row, format!("`{}` is {found}, expected {}", name, expected(ty))));
            }
            Err(error) => return Err((row, format!("`{name}`: {error}"))),
        }
    }
    Ok(ReadyColumn { name, target: spec.map_or("", |spec| spec.target), values })
}

fn infer(values: &[(usize, Attr<'_>)], ruler: Option<(&Ruler<'_>, Coords)>) -> AttrType {
    let is_span = |pair: &[i64]| match (pair, ruler) {
        ([start, end], Some((ruler, coords))) => ruler.range(coords, *start, *end).is_ok(),
        _ => false,
    };
    let of = |value: &Attr<'_>| match value {
        Attr::Bool(_) => AttrType::Bool,
        Attr::Int(i64::MIN) => AttrType::Json,
        Attr::Int(_) => AttrType::I64,
        Attr::Float(_) => AttrType::F64,
        Attr::Str(_) => AttrType::Str,
        Attr::Ints(pair) if is_span(pair) => AttrType::Span,
        _ => AttrType::Json,
    };
    let mut types = values.iter().filter(|(_, value)| *value != Attr::Null).map(|(_, value)| of(value));
    let first = types.next().unwrap_or(AttrType::Json);
    if types.all(|ty| ty == first) { first } else { AttrType::Json }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "checked or meant")]
fn convert<'a>(
    value: Attr<'a>,
    ty: AttrType,
    ruler: Option<(&Ruler<'_>, Coords)>,
) -> Result<Option<Typed<'a>>, String> {
    Ok(match (ty, value) {
        (AttrType::Json, value) => Some(Typed::Json(value.to_json())),
        (AttrType::Str, Attr::Str(value)) => Some(Typed::Str(value)),
        (AttrType::Bool, Attr::Bool(value)) => Some(Typed::Bool(value)),
        (AttrType::I64, Attr::Int(value)) => Some(Typed::I64(value)),
        (AttrType::I64, Attr::Float(value)) if is_whole(value) => Some(Typed::I64(value as i64)),
        (AttrType::F64, Attr::Float(value)) => Some(Typed::F64(value)),
        (AttrType::F64, Attr::Int(value)) => Some(Typed::F64(value as f64)),
        (AttrType::Ref, Attr::Int(row)) => usize::try_from(row).ok().map(Typed::Ref),
        (AttrType::RefList, Attr::Ints(rows)) => {
            rows.into_iter().map(|row| u32::try_from(row).ok()).collect::<Option<_>>().map(Typed::RefList)
        }
        (AttrType::Span, Attr::Ints(pair)) if pair.len() == 2 => match ruler {
            Some((ruler, coords)) => Some(Typed::Span(ruler.range(coords, pair[0], pair[1])?)),
            None => None,
        },
        _ => None,
    })
}

fn is_whole(value: f64) -> bool {
    value.fract() == 0.0 && value.abs() < 9e15
}

fn expected(ty: AttrType) -> &'static str {
    match ty {
        AttrType::Str => "a string",
        AttrType::F64 => "a number",
        AttrType::I64 => "an integer",
        AttrType::Bool => "true or false",
        AttrType::Span => "[start, end]",
        AttrType::Ref => "the number of a row",
        AttrType::RefList => "a list of row numbers",
        AttrType::Json => "a JSON value",
    }
}
