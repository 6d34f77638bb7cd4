//! Serde speaks of `usize`, sequences and structs; people who write TOML do not. These are the
//! words for them.

use serde::de::Unexpected;

/// What was expected: `usize` is "a whole number, 0 or more".
pub(super) fn expected(serde: &str) -> String {
    let words = match serde {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "u128" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "`true` or `false`",
        "a sequence" => "an array",
        "a map" => "a table",
        "a character" => "one character",
        "path string" => "a path",
        other => return structured(other),
    };
    words.to_owned()
}

/// The choices: "`a`, `b`".
pub(super) fn list(choices: &[&str]) -> String {
    let quoted: Vec<_> = choices.iter().map(|c| format!("`{c}`")).collect();
    quoted.join(", ")
}

fn structured(serde: &str) -> String {
    if serde.starts_with("a nonzero ") {
        return "a whole number, 1 or more".to_owned();
    }
    if serde.starts_with("struct ") {
        return "a table".to_owned();
    }
    let sized = ["a tuple of size ", "an array of length "];
    match sized.iter().find_map(|start| serde.strip_prefix(start)) {
        Some(size) => format!("an array of {size} elements"),
        None => serde.to_owned(),
    }
}

/// What was found.
pub(super) fn found(serde: &Unexpected<'_>) -> String {
    match serde {
        Unexpected::Bool(b) => format!("`{b}`"),
        Unexpected::Unsigned(i) => format!("the integer `{i}`"),
        Unexpected::Signed(i) => format!("the integer `{i}`"),
        Unexpected::Float(f) => format!("the number `{f:?}`"),
        Unexpected::Str(s) => format!("the string {s:?}"),
        Unexpected::Seq => "an array".to_owned(),
        Unexpected::Map => "a table".to_owned(),
        other => other.to_string(),
    }
}

/// Advice for the mix-ups that people new to TOML make.
pub(super) fn how_to_fix(found: &Unexpected<'_>, expected: &str) -> Option<String> {
    let number = expected.contains("number");
    match (found, expected) {
        (Unexpected::Str(s), "an array") => Some(format!("put it in brackets: `[{s:?}]`")),
        (Unexpected::Str(s), "`true` or `false`") if matches!(*s, "true" | "false") => {
            Some(format!("leave out the quotes: `{s}`"))
        }
        (Unexpected::Str(s), _) if number && s.parse::<f64>().is_ok() => {
            Some(format!("leave out the quotes: `{s}`"))
        }
        (Unexpected::Signed(i), "a string") => Some(format!("put it in quotes: `\"{i}\"`")),
        (Unexpected::Float(f), "a string") => Some(format!("put it in quotes: `\"{f:?}\"`")),
        (Unexpected::Bool(b), "a string") => Some(format!("put it in quotes: `\"{b}\"`")),
        _ => None,
    }
}
