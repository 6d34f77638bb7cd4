//! Messages on standard error: plain lines for people, JSON objects for machines. Standard
//! output carries results only.

use crate::args::LogFormat;
use indicatif::MultiProgress;
use std::io::Write;
use std::sync::OnceLock;

static FORMAT: OnceLock<LogFormat> = OnceLock::new();
static BARS: OnceLock<MultiProgress> = OnceLock::new();

pub(crate) fn start(format: LogFormat) {
    let _ = FORMAT.set(format);
}

/// The progress bars that messages must not tear.
pub(crate) fn bars() -> &'static MultiProgress {
    BARS.get_or_init(MultiProgress::new)
}

pub(crate) fn is_json() -> bool {
    FORMAT.get() == Some(&LogFormat::Json)
}

pub(crate) fn info(message: &str) {
    write("info", message, &serde_json::json!({}));
}

pub(crate) fn warning(message: &str) {
    write("warning", message, &serde_json::json!({}));
}

/// The message of a failed command. Findings about a configuration are already rendered.
pub(crate) fn failure(message: &str) {
    write("error", message, &serde_json::json!({}));
}

/// A message whose JSON form carries figures.
pub(crate) fn figures(message: &str, fields: &serde_json::Value) {
    write("info", message, fields);
}

fn write(level: &str, message: &str, fields: &serde_json::Value) {
    let line = if is_json() {
        let mut object = serde_json::json!({"level": level, "message": message});
        if let (Some(object), Some(fields)) = (object.as_object_mut(), fields.as_object()) {
            object.extend(fields.clone());
        }
        object.to_string()
    } else if level == "info" || message.starts_with(level) || message.starts_with('\u{1b}') {
        message.to_owned()
    } else {
        format!("{level}: {message}")
    };
    // Nobody is left to be told when standard error is closed.
    bars().suspend(|| {
        let _ = writeln!(std::io::stderr(), "{line}");
    });
}
