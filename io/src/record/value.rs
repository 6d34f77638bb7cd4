//! JSON values as they occur in rows of layers: borrowed strings, numbers, short lists of numbers, anything else.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::escape;

/// A string, borrowed from the line where it holds no escape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Attr<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(Cow<'a, str>),
    /// A list of nothing but integers.
    Ints(Vec<i64>),
    Json(Value),
}

impl Attr<'_> {
    /// What it is, for messages: `a string`.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Str(_) => "a string".to_owned(),
            Self::Ints(list) => format!("a list of {} integers", list.len()),
            Self::Json(Value::Array(_)) => "a list".to_owned(),
            Self::Json(Value::Number(number)) => number.to_string(),
            Self::Json(_) => "an object".to_owned(),
        }
    }

    /// The value as JSON text that can stand in a record.
    pub(crate) fn to_json(&self) -> String {
        let value = match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::from(*value),
            Self::Int(value) => Value::from(*value),
            Self::Float(value) => Value::from(*value),
            Self::Str(value) => Value::from(value.as_ref()),
            Self::Ints(list) => Value::from(list.as_slice()),
            Self::Json(value) => value.clone(),
        };
        let mut json = Vec::new();
        escape::value(&value, &mut json);
        String::from_utf8(json).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E: Error>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

impl<'de> Deserialize<'de> for Attr<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AttrVisitor)
    }
}

struct AttrVisitor;

impl<'de> Visitor<'de> for AttrVisitor {
    type Value = Attr<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Attr<'de>, E> {
        Ok(Attr::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Attr<'de>, E> {
        Ok(Attr::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Attr<'de>, E> {
        Ok(Attr::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Attr<'de>, E> {
        Ok(i64::try_from(value).map_or_else(|_| Attr::Json(Value::from(value)), Attr::Int))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Attr<'de>, E> {
        Ok(Attr::Float(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Attr<'de>, E> {
        Ok(Attr::Str(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Attr<'de>, E> {
        Ok(Attr::Str(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Attr<'de>, A::Error> {
        let mut ints = Vec::new();
        while let Some(value) = seq.next_element::<Value>()? {
            match value.as_i64() {
                Some(int) => ints.push(int),
                None => return mixed_list(ints, value, seq),
            }
        }
        Ok(Attr::Ints(ints))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Attr<'de>, A::Error> {
        let mut object = serde_json::Map::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            object.insert(key, value);
        }
        Ok(Attr::Json(Value::Object(object)))
    }
}

fn mixed_list<'de, A: SeqAccess<'de>>(
    ints: Vec<i64>,
    next: Value,
    mut seq: A,
) -> Result<Attr<'de>, A::Error> {
    let mut list: Vec<Value> = ints.into_iter().map(Value::from).collect();
    list.push(next);
    while let Some(value) = seq.next_element::<Value>()? {
        list.push(value);
    }
    Ok(Attr::Json(Value::Array(list)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn values_of_every_shape_come_back_as_they_were() {
        let values = [
            "null",
            "true",
            "-3",
            "18446744073709551615",
            "0.25",
            r#""plain""#,
            r#""esc\"aped""#,
            "[]",
            "[1,2]",
            r#"[1,"a",[2]]"#,
            r#"{"a":{"b":[1.5]}}"#,
        ];
        for json in values {
            let value: Attr<'_> = serde_json::from_str(json).unwrap();
            assert_eq!(value.to_json(), json);
        }
        assert_eq!(serde_json::from_str::<Attr<'_>>("[4,9]").unwrap(), Attr::Ints(vec![4, 9]));
    }

    #[test]
    fn strings_without_escapes_are_borrowed() {
        let Text(text) = serde_json::from_str(r#""plain""#).unwrap();
        assert!(matches!(text, Cow::Borrowed("plain")));
    }
}
