//! Scores a pipeline against gold.
//!
//! ```text
//! GOLD ── load ── GoldSet ── run(pipeline, executor, sources) ── Report (table, JSON)
//! ```
//!
//! Everything is compared in the coordinates of the source: spans of both sides go through
//! their ledgers, so that a pipeline which cleans otherwise than the gold is still compared
//! word for word. Every document of the gold counts; one that the pipeline drops or fails on
//! counts as empty.
//!
//! **Tasks.** [`Task`]: `clean`, `sentences`, `tokens`, `entities`, `links`, `quotes`, `stance`,
//! `pairs`, and any other layer by its name (exact spans and labels).
//!
//! **Gold.** Files in columns (CoNLL-2003, UNER, CoNLL-U, told by their endings: `.conll`, `.conllu`, `.bio`, `.iob`,
//! `.iob2`, `.tsv`), or JSON Lines, one row a line, plain or compressed, each row of one of these shapes, told apart by
//! its fields:
//!
//! | shape | fields | tasks |
//! |---|---|---|
//! | record v1 | `v`: 1, `text`, `layers`, … | all |
//! | pages with their text | `html`, `gold_text` | `clean` |
//! | tagged tokens | `tokens`, `tags` (BIO), perhaps `doc` | `entities` |
//! | text with spans | `text`, and a layer's name with `[[start, end], …]` in characters | that layer |
//! | judged targets (NewsMTSC) | `text`, `target_span`, `label` or `odds` | `stance` |
//! | directed triples (SEESAW) | `text`, `source_entity`, `target`, `label` | `stance` |
//! | directed pairs (DSE) | `text`, `p_span`, `q_span`, `label5` | `stance` |
//!
//! A record whose `meta.path` is found ([`SourceLookup`]) is judged from its source, which is
//! read as a run would read it; any other from its own text.

mod answer;
mod error;
mod gold;
mod metric;
mod observe;
mod report;
mod run;
mod score;
mod side;
mod source;
mod table;
mod task;

pub use error::{ErrorKind, EvalError};
pub use gold::{GoldDocument, GoldMark, GoldQuestion, GoldSet, load};
pub use report::{Documents, Figure, Headline, Report, Row, Table};
pub use run::run;
pub use score::judged::{Judged, Judgement};
pub use source::SourceLookup;
pub use task::Task;
