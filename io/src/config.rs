//! The `[input]` and `[output]` tables of a pipeline's TOML file.
//!
//! ```toml
//! [input]
//! paths = ["articles/"]
//! format = "auto"
//! text_field = "body"
//!
//! [output]
//! offsets = "char"
//! layers = ["sentences", "entities"]
//! ```
//!
//! Both tables are optional and so is every key. Unknown keys are refused.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Unit;

/// Where documents come from, and how they are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InputConfig {
    /// Files, directories, globs, or `-` for standard input; used when the command line names no INPUT. Relative
    /// paths start at the config file's directory.
    pub paths: Vec<String>,
    /// How to read every input: `auto` goes by the file's extension, then by its content.
    pub format: InputFormat,
    /// The field of a JSON Lines record that holds plain text.
    pub text_field: String,
    /// The field of a JSON Lines record that holds HTML; it is used where the text field is absent or null.
    pub html_field: String,
    /// The field of a JSON Lines record that holds the document's id (a string or a number).
    pub id_field: String,
    /// Names of layers that the input brings and stages may read, such as `targets`.
    pub layers: Vec<String>,
    /// The longest document in bytes, decompressed; a longer one is quarantined instead of filling the memory.
    #[schemars(range(min = 1, max = 4_294_967_295u64))]
    pub max_document_bytes: u64,
}

impl Default for InputConfig {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            format: InputFormat::Auto,
            text_field: "text".to_owned(),
            html_field: "html".to_owned(),
            id_field: "id".to_owned(),
            layers: Vec::new(),
            max_document_bytes: 1 << 30,
        }
    }
}

/// How an input is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum InputFormat {
    /// By extension (`.txt`, `.html`, `.jsonl`, …, also under `.gz` and `.zst`), then by content.
    #[default]
    Auto,
    /// One plain-text document a file.
    Text,
    /// One HTML page a file.
    Html,
    /// JSON Lines: one document a line, plain or record v1.
    Jsonl,
}

/// What is written, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OutputConfig {
    /// The format of records.
    pub format: OutputFormat,
    /// The unit of every offset and length in a record.
    pub offsets: Unit,
    /// The layers to write; all of them when absent. An attribute that refers to a layer which is not written is
    /// left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<Vec<String>>,
    /// A new `part-*.jsonl` begins when the present one would grow over this many bytes (run directories only).
    #[schemars(range(min = 1))]
    pub part_bytes: u64,
}

impl Default for OutputConfig {
    fn default() -> Self {
        Self { format: OutputFormat::Jsonl, offsets: Unit::Char, layers: None, part_bytes: 256 << 20 }
    }
}

/// The format of the records that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OutputFormat {
    /// Record v1 as JSON Lines.
    #[default]
    Jsonl,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_key_has_a_default_and_unknown_keys_are_refused() {
        let input: InputConfig = serde_json::from_str("{}").unwrap();
        assert_eq!(input, InputConfig::default());
        let output: OutputConfig = serde_json::from_str(r#"{"offsets":"utf16"}"#).unwrap();
        assert_eq!(output.offsets, Unit::Utf16);
        let error = serde_json::from_str::<InputConfig>(r#"{"textfield":"body"}"#).unwrap_err().to_string();
        assert!(error.contains("unknown field `textfield`"), "{error}");
        let error = serde_json::from_str::<InputConfig>(r#"{"format":"pdf"}"#).unwrap_err().to_string();
        assert!(error.contains("expected one of `auto`, `text`, `html`, `jsonl`"), "{error}");
    }

    #[test]
    fn every_field_is_described_in_the_schema() {
        for schema in [schemars::schema_for!(InputConfig), schemars::schema_for!(OutputConfig)] {
            let properties = schema.as_value()["properties"].as_object().unwrap().clone();
            for (key, value) in properties {
                assert!(value["description"].is_string(), "`{key}` has no description");
            }
        }
    }
}
