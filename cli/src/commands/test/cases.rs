//! Runs the `[[test]]` tables of a configuration, in their order, on this thread. Stages that
//! look at the whole corpus first are given all the tests' documents as their corpus.

use super::compare::compare;
use super::one;
use super::report::CaseFailure;
use crate::cases::{Case, Ending, Subject};
use crate::failure::{Exit, Failure};
use crate::project::Project;
use chaffinch_io::{Inputs, ReadContext, Reader, Schema};
use pipeline_core::config::{Diagnostic, Place};
use pipeline_core::{Bounds, Document, Executor, Outcome, Quarantine, Workers};
use serde_json::Value;
use std::sync::Arc;

/// The documents of a test: read, or refused by the reader.
type Read = Result<Document, Quarantine>;

/// Runs all tests of a configuration; returns those that failed.
///
/// # Errors
/// When a file that a test names cannot be used, or no stage can be made of the tests' corpus.
pub(super) fn run(project: &mut Project) -> Result<Vec<CaseFailure>, Failure> {
    let documents =
        project.cases.iter().map(|case| document(project, case)).collect::<Result<Vec<_>, _>>()?;
    fit(project, &documents)?;
    let mut workers = Workers::default();
    let mut failures = Vec::new();
    for (case, read) in project.cases.iter().zip(documents) {
        let outcome = match read {
            Ok(document) => project.pipeline.process_one(document, &mut workers),
            Err(quarantine) => Outcome::Quarantined(quarantine),
        };
        let problems = problems(project, case, &outcome);
        if !problems.is_empty() {
            let line = project.sources.line(&case.at);
            failures.push(CaseFailure { line, test: case.name.clone(), problems });
        }
    }
    Ok(failures)
}

fn fit(project: &mut Project, documents: &[Read]) -> Result<(), Failure> {
    if !project.pipeline.needs_fit() || documents.is_empty() {
        return Ok(());
    }
    let executor = Executor::new(1, Bounds::default()).map_err(|e| Failure::new(Exit::Internal, e))?;
    let items = || documents.iter().flatten().cloned();
    project
        .pipeline
        .fit(&executor, items, |d: &Document| d.source().len(), Some)
        .map_err(|e| Failure::new(Exit::Config, e.to_string()))
}

fn document(project: &Project, case: &Case) -> Result<Read, Failure> {
    let mut document = match &case.subject {
        Subject::Text(text) => of_text(project, case, text)?,
        Subject::Html(html) => {
            let mut document = of_text(project, case, html)?;
            document.meta_mut().insert("format".to_owned(), Value::from("html"));
            document
        }
        Subject::File(path, at) => match of_file(project, path, at)? {
            Ok(document) => document,
            Err(quarantine) => return Ok(Err(quarantine)),
        },
    };
    let given = case.given.iter().map(|(key, value)| (key.clone(), value.clone()));
    document.meta_mut().extend(given);
    Ok(Ok(document))
}

fn of_text(project: &Project, case: &Case, text: &str) -> Result<Document, Failure> {
    Document::new(case.name.as_str(), text, project.pipeline.labels())
        .map_err(|e| one(&project.sources, Diagnostic::new(case.at.clone(), e.to_string())))
}

/// The one document of a file, read as `run` reads it.
fn of_file(project: &Project, path: &str, at: &Place) -> Result<Read, Failure> {
    let refused = |message: String| one(&project.sources, Diagnostic::new(at.clone(), message));
    let inputs = Inputs::expand(&[path], Some(&project.base)).map_err(|e| refused(e.to_string()))?;
    let cx = ReadContext {
        config: project.input.clone(),
        schema: Schema::new(project.registry.layers(), project.registry.tables()),
        labels: project.pipeline.labels().clone(),
    };
    let mut items = Reader::new(Arc::new(inputs), &cx.config);
    let first = items.next().ok_or_else(|| refused(format!("`{path}` holds no document")))?;
    if items.next().is_some() {
        let message = format!("`{path}` holds several documents; a test is about one");
        return Err(refused(message));
    }
    Ok(first.decode(&cx).map(|d| d.document).map_err(|q| Quarantine {
        id: q.id.clone(),
        path: q.path.clone(),
        stage: q.stage.clone(),
        reason: q.error.clone(),
        fatal: false,
    }))
}

/// What is not as the test says.
fn problems(project: &Project, case: &Case, outcome: &Outcome) -> Vec<String> {
    let (ending, stage, reason) = match outcome {
        Outcome::Written(_) => (Ending::Written, "", ""),
        Outcome::Dropped { stage, reason, .. } => (Ending::Dropped, stage.as_str(), reason.as_str()),
        Outcome::Quarantined(q) => (Ending::Quarantined, q.stage.as_str(), q.reason.as_str()),
    };
    if ending != case.outcome {
        let by = if stage.is_empty() { String::new() } else { format!(" by `{stage}`: {reason}") };
        let expected = case.outcome.name();
        return vec![format!("expected the document to be {expected}, but it was {}{by}", ending.name())];
    }
    let mut problems = Vec::new();
    if let Some(part) = case.reason.as_ref().filter(|part| !reason.contains(part.as_str())) {
        problems.push(format!("expected a reason with {part:?}, found {reason:?}"));
    }
    match outcome {
        Outcome::Written(document) | Outcome::Dropped { document, .. } => {
            compare(&project.sources, case, document, &mut problems);
        }
        Outcome::Quarantined(_) => {}
    }
    problems
}
