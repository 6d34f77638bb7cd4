//! The `[[test]]` tables of a configuration: a document, and what must come of it. Decoded with
//! the rest of the configuration, so that `check` and `run` refuse a test that makes no sense;
//! run by `chaffinch test`.
//!
//! ```toml
//! [[test]]
//! name = "spam goes"
//! text = "Cheap escorts, call girls\n\nThe bridge fell in May, the governor said."
//! contains = ["The bridge fell"]
//! [test.layers]
//! dropped = [{ label = "spam" }]
//! sentences = { count = 1 }
//! ```

mod rows;

use pipeline_core::Plan;
use pipeline_core::config::{Diagnostic, Node, PipelineConfig, Place, decode};
pub(crate) use rows::{Row, Rows};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// A `[[test]]` table as it is written. The document is one of `text`, `html` and `file`; all
/// other keys but `name` and `given` say what is expected.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CaseTable {
    /// What reports call it; without it, its number.
    name: Option<String>,
    /// The document, as the text of a file.
    text: Option<String>,
    /// The document, as a page of HTML.
    html: Option<String>,
    /// The document, as a file with one document in it, relative to the configuration; read as `run` reads it.
    file: Option<String>,
    /// Metadata that the document comes with: `given = { url = "https://example.org/a" }`.
    given: Map<String, Value>,
    /// The whole text after the last stage, white space at its ends aside.
    clean: Option<String>,
    /// What the text after the last stage contains.
    contains: Vec<String>,
    /// What it does not contain.
    lacks: Vec<String>,
    /// Metadata after the last stage: `meta = { title = "The bridge" }`.
    meta: Map<String, Value>,
    /// How the document ends; without it, `written`.
    outcome: Option<Ending>,
    /// A part of the reason why it was dropped or quarantined.
    reason: Option<String>,
    /// Layers after the last stage, by name: spans that are there, `{ exact = […] }` for all spans in order,
    /// `{ lacks = […] }`, `{ count = 3 }`.
    #[schemars(schema_with = "rows::schema")]
    layers: Option<IgnoredAny>,
    /// Rows of the table `pairs`, in the same way.
    #[schemars(schema_with = "rows::one_schema")]
    pairs: Option<IgnoredAny>,
    /// Rows of other document-level tables, by name.
    #[schemars(schema_with = "rows::schema")]
    tables: Option<IgnoredAny>,
}

/// How a document ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Ending {
    /// It went through all stages.
    #[default]
    Written,
    /// A stage dropped it.
    Dropped,
    /// A stage, or the reader, failed on it.
    Quarantined,
}

impl Ending {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Dropped => "dropped",
            Self::Quarantined => "quarantined",
        }
    }
}

/// The document of a test.
#[derive(Debug)]
pub(crate) enum Subject {
    Text(String),
    Html(String),
    /// A path, and where it stands.
    File(String, Place),
}

/// A test, ready to be run.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) at: Place,
    pub(crate) subject: Subject,
    pub(crate) given: Map<String, Value>,
    pub(crate) clean: Option<String>,
    pub(crate) contains: Vec<String>,
    pub(crate) lacks: Vec<String>,
    pub(crate) meta: Map<String, Value>,
    pub(crate) outcome: Ending,
    pub(crate) reason: Option<String>,
    pub(crate) layers: Vec<Rows>,
    pub(crate) tables: Vec<Rows>,
}

/// Decodes the tests of a configuration.
///
/// # Errors
/// A finding for each test that is wrong.
pub(crate) fn read(config: &PipelineConfig) -> Result<Vec<Case>, Vec<Diagnostic>> {
    let (mut cases, mut findings) = (Vec::new(), Vec::new());
    for (number, node) in config.tests.iter().enumerate() {
        match case(node, number + 1) {
            Ok(case) => cases.push(case),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(cases) } else { Err(findings) }
}

/// Layers, tables and attributes that the pipeline does not make.
pub(crate) fn check(cases: &[Case], plan: &Plan, input_layers: &[String]) -> Vec<Diagnostic> {
    let known = rows::Known::new(plan, input_layers);
    let rows = cases
        .iter()
        .flat_map(|c| c.layers.iter().map(|r| known.layer(r)).chain(c.tables.iter().map(|r| known.table(r))));
    rows.flatten().collect()
}

fn case(node: &Node, number: usize) -> Result<Case, Diagnostic> {
    let table: CaseTable = decode(node)?;
    let subject = subject(&table, node)?;
    let layers = node.get("layers").map_or_else(|| Ok(Vec::new()), rows::read_all)?;
    let mut tables = node.get("tables").map_or_else(|| Ok(Vec::new()), rows::read_all)?;
    if let Some(pairs) = node.get("pairs") {
        tables.push(rows::read("pairs", pairs)?);
    }
    let case = Case {
        name: table.name.unwrap_or_else(|| number.to_string()),
        at: node.at.clone(),
        subject,
        given: table.given,
        clean: table.clean,
        contains: table.contains,
        lacks: table.lacks,
        meta: table.meta,
        outcome: table.outcome.unwrap_or_default(),
        reason: table.reason,
        layers,
        tables,
    };
    case.check(node, table.outcome.is_some())?;
    Ok(case)
}

fn subject(table: &CaseTable, node: &Node) -> Result<Subject, Diagnostic> {
    let help = "give it one of `text = \"…\"`, `html = \"…\"` and `file = \"…\"`";
    let refused = |message: &str| Err(Diagnostic::new(node.at.clone(), message).help(help));
    match (&table.text, &table.html, &table.file) {
        (Some(text), None, None) => Ok(Subject::Text(text.clone())),
        (None, Some(html), None) => Ok(Subject::Html(html.clone())),
        (None, None, Some(file)) => Ok(Subject::File(file.clone(), node.find("file").0)),
        (None, None, None) => refused("this test has no document"),
        _ => refused("this test has more than one document"),
    }
}

impl Case {
    /// Refuses a test that could not fail, or asks for what is not there.
    fn check(&self, node: &Node, outcome_said: bool) -> Result<(), Diagnostic> {
        let about_text = self.clean.is_some()
            || !(self.contains.is_empty() && self.lacks.is_empty() && self.meta.is_empty())
            || !(self.layers.is_empty() && self.tables.is_empty());
        if !about_text && !outcome_said && self.reason.is_none() {
            return Err(Diagnostic::new(self.at.clone(), "this test expects nothing").help(
                "say what must come of the document: `clean`, `contains`, `lacks`, `meta`, `outcome`, `pairs`, `[test.layers]`",
            ));
        }
        if about_text && self.outcome == Ending::Quarantined {
            let (at, _) = node.find("outcome");
            return Err(Diagnostic::new(
                at,
                "a quarantined document has no text, layers or metadata to compare",
            )
            .help("keep `outcome` and `reason` in this test"));
        }
        if self.reason.is_some() && self.outcome == Ending::Written {
            let (at, _) = node.find("reason");
            return Err(Diagnostic::new(at, "a written document has no `reason`")
                .help("say how it ends: `outcome = \"dropped\"` or `outcome = \"quarantined\"`"));
        }
        Ok(())
    }
}
