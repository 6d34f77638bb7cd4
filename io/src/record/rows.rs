//! Reads the array of a layer, or of a table, into columns, before anything is known about their types.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::scan;
use super::value::{Attr, Text};

/// Attributes that one layer may have. Real layers have ten; a limit keeps a hostile record from making the
/// search for a column quadratic.
const MAX_COLUMNS: usize = 256;

/// The rows of a layer or table as they stand in the record.
#[derive(Debug, Default)]
pub(crate) struct RawRows<'a> {
    pub(crate) rows: usize,
    pub(crate) columns: Vec<RawColumn<'a>>,
}

/// The values of one key.
#[derive(Debug)]
pub(crate) struct RawColumn<'a> {
    pub(crate) name: Cow<'a, str>,
    /// As long as every row from the first on has one integer: the integers.
    ints: Vec<i64>,
    /// Otherwise: the values with the rows they stand in, ascending.
    values: Vec<(usize, Attr<'a>)>,
}

impl<'a> RawColumn<'a> {
    /// The values with the rows they stand in, ascending.
    pub(crate) fn into_values(mut self) -> (Cow<'a, str>, Vec<(usize, Attr<'a>)>) {
        self.spill();
        (self.name, self.values)
    }

    /// The integers, if every one of `rows` rows has just one.
    pub(crate) fn into_ints(self, rows: usize) -> Result<Vec<i64>, Self> {
        if self.ints.len() == rows { Ok(self.ints) } else { Err(self) }
    }

    fn push(&mut self, row: usize, value: Attr<'a>) {
        match value {
            Attr::Int(int) if self.ints.len() == row && self.values.is_empty() => self.ints.push(int),
            value => {
                self.spill();
                self.values.push((row, value));
            }
        }
    }

    fn spill(&mut self) {
        if self.values.is_empty() {
            self.values = self.ints.drain(..).map(Attr::Int).enumerate().collect();
        }
    }
}

impl<'a> RawRows<'a> {
    /// Parses `[{…}, …]`.
    pub(crate) fn parse(json: &'a RawValue) -> Result<Self, String> {
        let mut rows = RawRows::default();
        if scan::rows(json.get(), &mut rows).is_some() {
            return Ok(rows);
        }
        rows = RawRows::default();
        let mut deserializer = serde_json::Deserializer::from_str(json.get());
        match ListSeed(&mut rows).deserialize(&mut deserializer) {
            Ok(()) => Ok(rows),
            Err(error) => Err(format!("row {}: {}", rows.rows, plain(&error))),
        }
    }

    /// Takes the column of that name out.
    pub(crate) fn take(&mut self, name: &str) -> Option<RawColumn<'a>> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        Some(self.columns.remove(at))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&RawColumn<'a>> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Adds a value to the row being read. `expected` is where its column was in the row before.
    pub(crate) fn push(
        &mut self,
        expected: usize,
        name: impl Into<Cow<'a, str>> + AsRef<str>,
        value: Attr<'a>,
    ) -> Option<usize> {
        let at = match self.columns.get(expected) {
            Some(column) if column.name == name.as_ref() => expected,
            _ => {
                let found = self.columns.iter().position(|column| column.name == name.as_ref());
                found.unwrap_or(self.columns.len())
            }
        };
        if at == self.columns.len() {
            if at == MAX_COLUMNS {
                return None;
            }
            self.columns.push(RawColumn { name: name.into(), ints: Vec::new(), values: Vec::new() });
        }
        self.columns[at].push(self.rows, value);
        Some(at + 1)
    }
}

/// The message of a JSON error without its position, which counts inside of a part of the line.
pub(crate) fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]).to_owned()
}

struct ListSeed<'r, 'a>(&'r mut RawRows<'a>);

impl<'a> DeserializeSeed<'a> for ListSeed<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for ListSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(RowSeed(self.0))?.is_some() {
            self.0.rows += 1;
        }
        Ok(())
    }
}

struct RowSeed<'r, 'a>(&'r mut RawRows<'a>);

impl<'a> DeserializeSeed<'a> for RowSeed<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for RowSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut expected = 0;
        while let Some((Text(name), value)) = map.next_entry::<Text<'a>, Attr<'a>>()? {
            match self.0.push(expected, name, value) {
                Some(next) => expected = next,
                None => {
                    return Err(A::Error::custom(format!("more than {MAX_COLUMNS} different attributes")));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(json: &str) -> Result<String, String> {
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        Ok(show(RawRows::parse(raw)?))
    }

    fn show(rows: RawRows<'_>) -> String {
        let columns = rows.columns.into_iter().map(|column| {
            let (name, values) = column.into_values();
            let values = values.iter().map(|(row, value)| format!("{row}={}", value.to_json()));
            format!("{name}: {}", values.collect::<Vec<_>>().join(" "))
        });
        columns.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn the_quick_reader_agrees_with_the_general_one() {
        let lists = [
            "[]",
            " [ ] ",
            "[{}, {}]",
            r#"[{"start":0,"end":3},{"start":4,"end":9}]"#,
            r#"[ { "start" : -1 , "a" : [ 1 , 2 ] , "b":[1,-2],"c":[1.5,2],"d":[],"e":{"x":[1]} } ]"#,
            r#"[{"s":"plain","t":"es\"cap\u00e9d","u":"","v":"é\\"},{"s":null,"t":true,"u":false}]"#,
            r#"[{"n":-0,"m":-0.0,"k":1e3,"j":0.1,"i":123456789012345678,"h":1234567890123456789,"g":18446744073709551615}]"#,
            r#"[{"a":1,"a":2},{"a":3},{"b":1},{"a":4,"b":"x"}]"#,
        ];
        for json in lists {
            let mut quick = RawRows::default();
            scan::rows(json, &mut quick).unwrap();
            let mut general = RawRows::default();
            ListSeed(&mut general).deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap();
            assert_eq!(quick.rows, general.rows);
            assert_eq!(show(quick), show(general), "{json}");
        }
        for json in ["[3]", "{}", r#"[{"\u0061":1}]"#, "[[]]", "5", "\"x\""] {
            assert!(scan::rows(json, &mut RawRows::default()).is_none(), "{json}");
        }
    }

    #[test]
    fn rows_become_columns() {
        let found =
            parse(r#"[{"start":0,"end":3,"id":"a"},{"end":9,"start":4},{"start":9,"end":9,"x":[1]}]"#);
        assert_eq!(found.unwrap(), r#"start: 0=0 1=4 2=9; end: 0=3 1=9 2=9; id: 0="a"; x: 2=[1]"#);
        assert_eq!(parse("[]").unwrap(), "");
    }

    #[test]
    fn what_is_no_list_of_objects() {
        assert_eq!(parse("[{},3]").unwrap_err(), "row 1: invalid type: integer `3`, expected an object");
        assert_eq!(
            parse("\"x\"").unwrap_err(),
            "row 0: invalid type: string \"x\", expected a list of objects"
        );
        let many: Vec<String> = (0..300).map(|i| format!("\"a{i}\":1")).collect();
        let error = parse(&format!("[{{{}}}]", many.join(","))).unwrap_err();
        assert_eq!(error, "row 0: more than 256 different attributes");
    }
}
