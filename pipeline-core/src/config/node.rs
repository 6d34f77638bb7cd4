//! TOML as a tree in which every key and every value knows its place.

use super::{Diagnostic, Place};
use toml::de::{DeTable, DeValue};

/// A key and where it stands.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key, unquoted.
    pub name: String,
    /// Where it stands.
    pub at: Place,
}

/// A value and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub at: Place,
}

/// A TOML value. Dates are their RFC 3339 text.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, or a date.
    Str(String),
    /// Integer.
    Int(i64),
    /// Number.
    Float(f64),
    /// Truth value.
    Bool(bool),
    /// Array.
    Array(Vec<Node>),
    /// Table.
    Table(Vec<(Key, Node)>),
}

impl Default for Value {
    fn default() -> Self {
        Value::Table(Vec::new())
    }
}

impl Value {
    /// What people call it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Str(_) => "a string",
            Value::Int(_) => "an integer",
            Value::Float(_) => "a number",
            Value::Bool(_) => "a boolean",
            Value::Array(_) => "an array",
            Value::Table(_) => "a table",
        }
    }
}

impl Node {
    /// Parses a TOML document that is source number `source`.
    ///
    /// # Errors
    /// The first syntax error, with its place.
    pub fn parse(text: &str, source: usize) -> Result<Node, Diagnostic> {
        let table = DeTable::parse(text).map_err(|e| {
            Diagnostic::new(Place { source, span: e.span().unwrap_or(0..0) }, e.message().trim())
                .help(advice(e.message()))
        })?;
        let at = Place { source, span: 0..0 };
        Ok(Node { value: from_table(table.get_ref(), source)?, at })
    }

    /// Entries of a table; none for other values.
    #[must_use]
    pub fn entries(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(k, _)| k.name == key).map(|(_, v)| v)
    }

    /// Takes `key` out of a table.
    pub fn take(&mut self, key: &str) -> Option<(Key, Node)> {
        let Value::Table(entries) = &mut self.value else {
            return None;
        };
        let at = entries.iter().position(|(k, _)| k.name == key)?;
        Some(entries.remove(at))
    }

    /// The place of the value at `path` (`packs[1]`, `a.b`), as far as the path exists, and
    /// whether all of it does.
    #[must_use]
    pub fn find(&self, path: &str) -> (Place, bool) {
        let mut node = self;
        for part in path.split(['.', '[']).map(|p| p.trim_end_matches(']')).filter(|p| !p.is_empty()) {
            let next = match &node.value {
                Value::Array(items) => part.parse().ok().and_then(|i: usize| items.get(i)),
                _ => node.get(part),
            };
            match next {
                Some(next) => node = next,
                None => return (node.at.clone(), false),
            }
        }
        (node.at.clone(), true)
    }
}

/// What to do about a syntax error: the parser says what it met, not how to mend it.
fn advice(message: &str) -> &'static str {
    let advice = [
        ("duplicate key", "a key may stand once in its table: keep one of them"),
        ("must be quoted", "put it in quotes"),
        ("basic string", "end the string with the `\"` it began with, on the same line"),
        ("literal string", "end the string with the `'` it began with, on the same line"),
        ("array table", "a stage begins with `[[stage]]`, two brackets on each side"),
        ("expected `=`", "write `key = value`"),
    ];
    let known = advice.iter().find(|(part, _)| message.contains(part));
    known.map_or("this is not valid TOML; see https://toml.io", |(_, advice)| advice)
}

fn from_table(table: &DeTable<'_>, source: usize) -> Result<Value, Diagnostic> {
    let mut entries = table
        .iter()
        .map(|(key, value)| {
            let at = Place { source, span: key.span() };
            let node = from_value(value.get_ref(), value.span(), source)?;
            Ok((Key { name: key.get_ref().to_string(), at }, node))
        })
        .collect::<Result<Vec<_>, Diagnostic>>()?;
    // In the order of the file: the map sorts by name.
    entries.sort_by_key(|(key, _)| key.at.span.start);
    Ok(Value::Table(entries))
}

fn from_value(value: &DeValue<'_>, span: std::ops::Range<usize>, source: usize) -> Result<Node, Diagnostic> {
    let at = Place { source, span };
    let too_big = || Diagnostic::new(at.clone(), "this integer does not fit 64 bits");
    let value = match value {
        DeValue::String(s) => Value::Str(s.to_string()),
        DeValue::Integer(i) => Value::Int(i64::from_str_radix(i.as_str(), i.radix()).map_err(|_| too_big())?),
        DeValue::Float(f) => match f.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ => {
                return Err(Diagnostic::new(at, format!("expected a finite number, found `{f}`")));
            }
        },
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(d) => Value::Str(d.to_string()),
        DeValue::Array(items) => Value::Array(
            items.iter().map(|v| from_value(v.get_ref(), v.span(), source)).collect::<Result<_, _>>()?,
        ),
        DeValue::Table(table) => from_table(table, source)?,
    };
    Ok(Node { value, at })
}
