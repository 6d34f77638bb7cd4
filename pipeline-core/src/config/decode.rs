//! Typed options out of a [`Node`] tree, through serde. Unlike a plain serde error, the error
//! knows the place of the innermost key or value, and suggests the key that was meant.

use super::{Diagnostic, Key, Node, Place, Value, words};
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};
use std::fmt;

/// Decodes `node` as a `T`.
///
/// # Errors
/// The first mismatch, with its place, what was found, and what was expected.
pub fn decode<T: de::DeserializeOwned>(node: &Node) -> Result<T, Diagnostic> {
    T::deserialize(Decoder(node)).map_err(|e| e.located(&node.at).0)
}

/// A diagnostic whose place may still be unknown; the innermost caller that knows one fills it.
#[derive(Debug)]
struct Error(Diagnostic, bool);

impl Error {
    fn located(self, at: &Place) -> Self {
        if self.1 {
            return self;
        }
        Self(Diagnostic { at: at.clone(), ..self.0 }, true)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}
impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Diagnostic::new(Place::default(), message.to_string()), false)
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let expected = words::expected(&expected.to_string());
        let help = words::how_to_fix(&found, &expected);
        let message = format!("expected {expected}, found {}", words::found(&found));
        let Self(d, located) = Self::custom(message);
        Self(Diagnostic { help, ..d }, located)
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(found: usize, expected: &dyn de::Expected) -> Self {
        let expected = words::expected(&expected.to_string());
        Self::custom(format!("expected {expected}, found {found}"))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let d = Diagnostic::new(Place::default(), format!("unknown key `{field}`"));
        Self(d.suggest(field, expected.iter().copied()), false)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let message = format!("expected one of {}, found `{variant}`", words::list(expected));
        let d = Diagnostic::new(Place::default(), message);
        match super::suggest(variant, expected.iter().copied()) {
            Some(best) => Self(d.help(format!("did you mean `{best}`?")), false),
            None => Self(d, false),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        let d = Diagnostic::new(Place::default(), format!("key `{field}` is missing"));
        Self(d.help(format!("add `{field} = …` here")), false)
    }
}

struct Decoder<'n>(&'n Node);

impl<'de> de::Deserializer<'de> for Decoder<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let result = match &self.0.value {
            Value::Str(s) => visitor.visit_str(s),
            Value::Int(i) => visitor.visit_i64(*i),
            Value::Float(f) => visitor.visit_f64(*f),
            Value::Bool(b) => visitor.visit_bool(*b),
            Value::Array(items) => visit_all(items, visitor),
            Value::Table(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        };
        result.map_err(|e| e.located(&self.0.at))
    }

    /// TOML has no null: what is there is `Some`.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let at = &self.0.at;
        let result = match &self.0.value {
            Value::Str(s) => visitor.visit_enum(s.as_str().into_deserializer()),
            Value::Table(entries) if entries.len() == 1 => {
                visitor.visit_enum(de::value::MapAccessDeserializer::new(Entries {
                    rest: entries.iter(),
                    value: None,
                }))
            }
            other => Err(de::Error::custom(format!(
                "expected one of {}, found {}",
                words::list(variants),
                other.kind()
            ))),
        };
        result.map_err(|e: Error| e.located(at))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A tuple takes as many elements as it has; more are an error too.
fn visit_all<'de, V: Visitor<'de>>(items: &[Node], visitor: V) -> Result<V::Value, Error> {
    let mut rest = Items(items.iter());
    let value = visitor.visit_seq(&mut rest)?;
    match rest.0.as_slice() {
        [] => Ok(value),
        [first, ..] => {
            let wanted = items.len() - rest.0.len();
            let message = format!("expected an array of {wanted} elements, found {}", items.len());
            Err(<Error as de::Error>::custom(message).located(&first.at))
        }
    }
}

struct Items<'n>(std::slice::Iter<'n, Node>);

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|node| seed.deserialize(Decoder(node))).transpose()
    }
}

struct Entries<'n> {
    rest: std::slice::Iter<'n, (Key, Node)>,
    value: Option<&'n Node>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        let decoded = seed.deserialize(key.name.as_str().into_deserializer());
        decoded.map(Some).map_err(|e: Error| e.located(&key.at))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let node = self.value.take().ok_or_else(|| <Error as de::Error>::custom("value without key"))?;
        seed.deserialize(Decoder(node))
    }
}
