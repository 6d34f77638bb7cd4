//! The lines of `dropped.jsonl` and `quarantine.jsonl`.

use super::escape;
use crate::quarantine::Quarantine;

/// Appends a line of `dropped.jsonl`: a document that a stage dropped.
///
/// ```json
/// {"position":7,"id":"a","path":"a.html","stage":"dedup","reason":"same text as `b`"}
/// ```
pub(crate) fn dropped(
    position: u64,
    id: &str,
    path: Option<&str>,
    stage: &str,
    reason: &str,
    out: &mut Vec<u8>,
) {
    start(position, id, path, out);
    member("stage", stage, out);
    member("reason", reason, out);
    out.extend_from_slice(b"}\n");
}

/// Appends a line of `quarantine.jsonl`: see [`Quarantine`].
pub(crate) fn quarantine(position: u64, quarantine: &Quarantine, out: &mut Vec<u8>) {
    start(position, &quarantine.id, quarantine.path.as_deref(), out);
    for (key, value) in [("line", quarantine.line), ("column", quarantine.column)] {
        if let Some(value) = value {
            out.extend_from_slice(format!(",\"{key}\":{value}").as_bytes());
        }
    }
    member("stage", &quarantine.stage, out);
    member("error", &quarantine.error, out);
    out.extend_from_slice(b"}\n");
}

fn start(position: u64, id: &str, path: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("{{\"position\":{position}").as_bytes());
    member("id", id, out);
    if let Some(path) = path {
        member("path", path, out);
    }
}

fn member(key: &str, value: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(format!(",\"{key}\":").as_bytes());
    escape::string(value, out);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines() {
        let mut out = Vec::new();
        dropped(7, "a", Some("a.html"), "dedup", "same text as `b`", &mut out);
        let bad = Quarantine {
            id: "dump:17".into(),
            path: None,
            line: Some(17),
            column: Some(4),
            stage: "input".into(),
            error: "not\nJSON".into(),
        };
        quarantine(8, &bad, &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            concat!(
                r#"{"position":7,"id":"a","path":"a.html","stage":"dedup","reason":"same text as `b`"}"#,
                "\n",
                r#"{"position":8,"id":"dump:17","line":17,"column":4,"stage":"input","error":"not\nJSON"}"#,
                "\n",
            )
        );
    }
}
