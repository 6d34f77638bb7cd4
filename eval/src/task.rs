//! What is evaluated: one of the eight named tasks, or any layer by its name.
//!
//! ```
//! use chaffinch_eval::Task;
//! assert_eq!(Task::parse("links", ["entities"]).unwrap().layer(), "entities");
//! assert_eq!(Task::parse("headlines", ["headlines"]).unwrap().layer(), "headlines");
//! let error = Task::parse("entites", ["entities"]).unwrap_err();
//! assert!(error.to_string().contains("did you mean `entities`?"));
//! ```

use crate::{ErrorKind, EvalError};
use pipeline_core::{Plan, StageSpec};

/// The task of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    kind: Kind,
    name: String,
}

/// How a task is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Clean,
    Entities,
    Links,
    Quotes,
    Stance,
    Pairs,
    /// Exact spans and labels of a layer.
    Spans,
}

/// Name, how it is scored, the layer it reads.
const TASKS: [(&str, Kind, &str); 8] = [
    ("clean", Kind::Clean, "dropped"),
    ("sentences", Kind::Spans, "sentences"),
    ("tokens", Kind::Spans, "tokens"),
    ("entities", Kind::Entities, "entities"),
    ("links", Kind::Links, "entities"),
    ("quotes", Kind::Quotes, "quotes"),
    ("stance", Kind::Stance, "stances"),
    ("pairs", Kind::Pairs, "pairs"),
];

impl Task {
    /// The names of the tasks that are always there.
    pub const NAMES: [&'static str; 8] = {
        let mut names = [""; 8];
        let mut at = 0;
        while at < TASKS.len() {
            names[at] = TASKS[at].0;
            at += 1;
        }
        names
    };

    /// The task of that name: one of [`Task::NAMES`], or one of `layers`, which are the layers
    /// that the registered stages write.
    ///
    /// # Errors
    /// `Usage` for any other name, with the nearest known one.
    pub fn parse<'l>(name: &str, layers: impl IntoIterator<Item = &'l str>) -> Result<Self, EvalError> {
        if let Some(&(name, kind, _)) = TASKS.iter().find(|t| t.0 == name) {
            let name = name.to_owned();
            return Ok(Self { kind, name });
        }
        let mut known: Vec<&str> = Self::NAMES.to_vec();
        for layer in layers {
            if layer == name {
                let name = name.to_owned();
                return Ok(Self { kind: Kind::Spans, name });
            }
            if !known.contains(&layer) {
                known.push(layer);
            }
        }
        Err(EvalError::new(ErrorKind::Usage, unknown(name, &known)))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The layer, or for `pairs` the table, that is compared.
    #[must_use]
    pub fn layer(&self) -> &str {
        TASKS.iter().find(|t| t.0 == self.name).map_or(&self.name, |t| t.2)
    }

    /// Whether a pipeline makes what the task compares; to be asked before [`run`](crate::run).
    /// `clean` can be asked of any pipeline: one that drops nothing keeps everything.
    ///
    /// # Errors
    /// `Config` when no stage of the plan makes it.
    pub fn check(&self, plan: &Plan) -> Result<(), EvalError> {
        let (layer, is_table) = (self.layer(), self.kind == Kind::Pairs);
        let makes = |spec: &StageSpec| match is_table {
            true => spec.tables.iter().any(|t| t.name == layer),
            false => spec.writes().any(|l| l.name == layer),
        };
        if self.kind == Kind::Clean || plan.stages.iter().any(|s| makes(s.spec)) {
            return Ok(());
        }
        let stages: Vec<String> = plan.stages.iter().map(|s| format!("`{}`", s.name)).collect();
        let message = format!(
            "the pipeline makes no {} `{layer}`, which `{}` compares; its stages: {}",
            if is_table { "table" } else { "layer" },
            self.name,
            if stages.is_empty() { "none".to_owned() } else { stages.join(", ") }
        );
        Err(EvalError::new(ErrorKind::Config, message))
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The built-in stages after `clean` that the task needs.
    pub(crate) fn stages(&self) -> &'static [&'static str] {
        match self.name.as_str() {
            "clean" | "dropped" | "blocks" => &[],
            "sentences" | "tokens" => &["segment"],
            "entities" | "links" => &["segment", "entities"],
            "quotes" => &["segment", "entities", "quotes"],
            _ => &["segment", "entities", "quotes", "stance"],
        }
    }
}

fn unknown(name: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(name, k), *k))
        .filter(|(distance, k)| *distance <= 1 + k.len() / 4)
        .min_by_key(|(distance, _)| *distance);
    let hint = nearest.map_or_else(String::new, |(_, k)| format!("; did you mean `{k}`?"));
    let list: Vec<String> = known.iter().map(|k| format!("`{k}`")).collect();
    format!("unknown task `{name}`{hint} (tasks and layers: {})", list.join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_named_task_parses() {
        for name in Task::NAMES {
            assert_eq!(Task::parse(name, []).unwrap().name(), name);
        }
        assert_eq!(Task::parse("stance", []).unwrap().layer(), "stances");
    }

    #[test]
    fn an_unknown_task_is_refused_with_the_nearest_name() {
        let error = Task::parse("sentence", ["headlines"]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert_eq!(
            error.to_string(),
            "unknown task `sentence`; did you mean `sentences`? (tasks and layers: `clean`, \
             `sentences`, `tokens`, `entities`, `links`, `quotes`, `stance`, `pairs`, `headlines`)"
        );
        let error = Task::parse("xyz", []).unwrap_err().to_string();
        assert!(error.starts_with("unknown task `xyz` (tasks"), "{error}");
    }
}
