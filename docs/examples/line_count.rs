//! `line_count`: marks long lines, and counts lines in `meta`.
//!
//! A whole stage in one file, to copy. It shows the four parts of every stage: options,
//! declaration, build, process.

use pipeline_core::{
    AttrSpec, AttrType, Build, BuildError, Draft, Label, LayerSpec, Stage, StageConfig, StageError,
    StageSpec, Verdict, View, Worker,
};

// 1. Options: what stands under `[[stage]]` in the TOML. Every field has a default and a doc
//    comment, which `chaffinch stages line_count` and the JSON Schema show.

/// Options of `line_count`.
#[derive(Debug, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LineCount {
    /// A line of more characters than this is long.
    pub longest: usize,
}

impl Default for LineCount {
    fn default() -> Self {
        Self { longest: 80 }
    }
}

// 2. Declaration: which layers and meta keys the stage reads and writes. What is not declared
//    cannot be read or written, and the planner checks declarations before the first document.

const LONG_LINES: LayerSpec = LayerSpec::new("long_lines", "lines that are longer than allowed")
    .labels(&["long"])
    .attrs(&[AttrSpec::new("characters", AttrType::I64)]);

impl StageConfig for LineCount {
    const SPEC: StageSpec = StageSpec::new("line_count", "counts lines and marks long ones")
        .creates(&[LONG_LINES])
        .meta(&["lines"]);

    // 3. Build: once, before any document. Check the options (a `BuildError` names the option to
    //    blame), load files through `cx`, ask for labels.
    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if self.longest == 0 {
            return Err(BuildError::at("longest", "expected 1 or more, found 0"));
        }
        Ok(Box::new(Counter { longest: self.longest, long: cx.label("long") }))
    }
}

struct Counter {
    longest: usize,
    long: Label,
}

// 4. Process: for each document, on any thread. Read `doc`, write `draft`; offsets are bytes of
//    the text. An error quarantines this document and leaves it as it was.

impl Stage for Counter {
    fn process(&self, doc: &View<'_>, draft: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        let mut layer = draft.layer(LONG_LINES.name)?;
        let characters = layer.attr("characters")?;
        let (mut at, mut lines) = (0, 0);
        for line in doc.text().split_inclusive('\n') {
            let shown = line.trim_end_matches(['\r', '\n']);
            let length = shown.chars().count();
            if length > self.longest {
                let row = layer.push(at..at + shown.len(), self.long)?;
                layer.set_i64(row, characters, i64::try_from(length).unwrap_or(i64::MAX))?;
            }
            at += line.len();
            lines += 1;
        }
        draft.meta("lines", lines)?;
        Ok(Verdict::Keep)
    }
}
