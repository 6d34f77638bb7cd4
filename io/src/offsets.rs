//! Offsets in three units: characters, bytes, UTF-16 units.
//!
//! Inside, every offset counts bytes of UTF-8. Records count in the unit that the user asked for. [`Offsets`]
//! converts both ways: it is the identity for bytes and for ASCII text, and otherwise keeps a running count for
//! every 64 bytes, so that a conversion looks at 64 bytes at most and offsets may come in any order.
//!
//! ```
//! use chaffinch_io::{Offsets, Unit};
//! let offsets = Offsets::new("naïve", Unit::Char);
//! assert_eq!(offsets.to_unit(4), 3);
//! assert_eq!(offsets.to_byte(3), Some(4));
//! ```

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The unit of every offset and length in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Unicode characters (code points), as Python counts.
    #[default]
    Char,
    /// Bytes of UTF-8, as Rust, Go and C count.
    Byte,
    /// UTF-16 code units, as JavaScript and Java count.
    Utf16,
}

impl Unit {
    /// The name used in records: `char`, `byte` or `utf16`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Char => "char",
            Self::Byte => "byte",
            Self::Utf16 => "utf16",
        }
    }

    /// For messages: `80 characters`.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Char => "characters",
            Self::Byte => "bytes",
            Self::Utf16 => "UTF-16 units",
        }
    }

    /// The unit of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Char, Self::Byte, Self::Utf16].into_iter().find(|unit| unit.name() == name)
    }
}

const BLOCK: usize = 64;

/// Converts between byte offsets of one text and offsets in a [`Unit`].
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// Units before each block of 64 bytes; empty when the conversion is the identity.
    before: Vec<usize>,
    len: usize,
}

impl<'t> Offsets<'t> {
    /// An index over `text`.
    #[must_use]
    pub fn new(text: &'t str, unit: Unit) -> Self {
        if unit == Unit::Byte || text.is_ascii() {
            return Self { text, unit, before: Vec::new(), len: text.len() };
        }
        let bytes = text.as_bytes();
        let mut before = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut len = 0;
        for block in bytes.chunks(BLOCK) {
            before.push(len);
            len += count(block, unit);
        }
        Self { text, unit, before, len }
    }

    /// The length of the text in the unit.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether offsets in the unit equal offsets in bytes.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.before.is_empty()
    }

    /// The offset in the unit for a byte offset on a character boundary. Offsets behind the end give the end.
    #[must_use]
    pub fn to_unit(&self, byte: usize) -> usize {
        if self.is_identity() {
            return byte.min(self.len);
        }
        let byte = byte.min(self.text.len());
        let block = (byte / BLOCK).min(self.before.len() - 1);
        self.before[block] + count(&self.text.as_bytes()[block * BLOCK..byte], self.unit)
    }

    /// The byte offset for an offset in the unit; `None` behind the end or inside a character (a UTF-16 pair, or
    /// bytes of one character).
    #[must_use]
    pub fn to_byte(&self, offset: usize) -> Option<usize> {
        if self.is_identity() {
            return (offset <= self.len && self.text.is_char_boundary(offset)).then_some(offset);
        }
        if offset > self.len {
            return None;
        }
        let block = self.block_of(offset);
        let mut units = self.before[block];
        let bytes = self.text.as_bytes();
        let mut at = block * BLOCK;
        // A character that began in the block before was counted there: step over what is left of it.
        while at < bytes.len() && is_continuation(bytes[at]) {
            at += 1;
        }
        while units < offset {
            units += units_of(bytes[at], self.unit);
            at += width(bytes[at]);
        }
        (units == offset).then_some(at)
    }

    /// The last block that begins at or before the offset. A unit is never more than a byte, so it is not before
    /// `offset / BLOCK`, and in most languages not far behind it.
    fn block_of(&self, offset: usize) -> usize {
        let (mut low, mut step) = ((offset / BLOCK).min(self.before.len() - 1), 1);
        while self.before.get(low + step).is_some_and(|&before| before <= offset) {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(self.before.len());
        low + self.before[low..high].partition_point(|&before| before <= offset) - 1
    }
}

/// Units begun in these bytes: a character counts where its first byte is.
fn count(bytes: &[u8], unit: Unit) -> usize {
    let chars = bytes.iter().filter(|&&byte| !is_continuation(byte)).count();
    match unit {
        Unit::Byte => bytes.len(),
        Unit::Char => chars,
        Unit::Utf16 => chars + bytes.iter().filter(|&&byte| byte >= 0xF0).count(),
    }
}

fn units_of(first: u8, unit: Unit) -> usize {
    match unit {
        Unit::Byte => width(first),
        Unit::Char => 1,
        Unit::Utf16 => 1 + usize::from(first >= 0xF0),
    }
}

fn width(first: u8) -> usize {
    match first {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reference(text: &str, byte: usize, unit: Unit) -> usize {
        match unit {
            Unit::Byte => byte,
            Unit::Char => text[..byte].chars().count(),
            Unit::Utf16 => text[..byte].encode_utf16().count(),
        }
    }

    fn check(text: &str) {
        for unit in [Unit::Char, Unit::Byte, Unit::Utf16] {
            let offsets = Offsets::new(text, unit);
            assert_eq!(offsets.len(), reference(text, text.len(), unit));
            let boundaries: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
            for &byte in boundaries.iter().rev() {
                let there = offsets.to_unit(byte);
                assert_eq!(there, reference(text, byte, unit), "{unit:?} {byte} in {text:?}");
                assert_eq!(offsets.to_byte(there), Some(byte), "{unit:?} {there} in {text:?}");
            }
            assert_eq!(offsets.to_byte(offsets.len() + 1), None);
        }
    }

    #[test]
    fn ascii_is_the_identity() {
        assert!(Offsets::new("plain", Unit::Utf16).is_identity());
        check("");
        check("plain");
    }

    #[test]
    fn the_inside_of_a_character_is_no_offset() {
        assert_eq!(Offsets::new("é", Unit::Byte).to_byte(1), None);
        assert_eq!(Offsets::new("a😀", Unit::Utf16).to_byte(2), None);
        assert_eq!(Offsets::new("a😀", Unit::Utf16).to_byte(3), Some(5));
    }

    #[test]
    fn characters_across_block_borders() {
        for pad in 58..66 {
            check(&format!("{}😀é€{}😀", "x".repeat(pad), "ü".repeat(70)));
        }
    }

    proptest! {
        #[test]
        fn round_trip(text in "([a-z ]|é|€|😀|\\PC){0,300}") {
            check(&text);
        }
    }
}
