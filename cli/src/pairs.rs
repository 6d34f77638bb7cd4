//! `--pairs`: who takes which side toward whom in the whole corpus, as CSV.
//!
//! One row for each holder, target and cell: `all` months and outlets, then every month, then every outlet. Filter for
//! `month = all` and `outlet = all` and the rows are the actor matrix. Documents arrive in the order of the input, so sums
//! do not depend on threads; memory grows with the number of different rows, not with the corpus. The file is written
//! beside its name and renamed when it is complete. `--resume` reads the records that the run has already written.

use crate::failure::{Exit, Failure};
use chaffinch_io::{InputConfig, Inputs, Offsets, ReadContext, Reader, Unit};
use chaffinch_stages::pairs::{Sides, weight};
use pipeline_core::{Document, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What the columns are called.
const COLUMNS: [&str; 14] = [
    "holder",
    "target",
    "month",
    "outlet",
    "score",
    "label",
    "for",
    "against",
    "neutral",
    "stances",
    "documents",
    "first",
    "last",
    "evidence",
];
/// The month or outlet of a row over all of them.
const ALL: &str = "all";
/// How many pieces of evidence a row names.
const STRONGEST: usize = 3;

/// One stance of a document toward the target of its pair.
struct Stance {
    score: f64,
    confidence: f64,
    past: bool,
    /// In the unit of the records.
    span: (usize, usize),
}

/// The pairs of one document.
#[derive(Default)]
pub(crate) struct Found {
    id: String,
    date: Option<String>,
    outlet: String,
    pairs: Vec<((String, String), Vec<Stance>)>,
}

/// The pairs of one document, with spans in `unit`.
pub(crate) fn of(document: &Document, unit: Unit) -> Found {
    let (Some(table), Some(layer)) = (document.table("pairs"), document.layer("stances")) else {
        return Found::default();
    };
    let offsets = Offsets::new(document.text(), unit);
    let confidence = |row| layer.attrs().f64("confidence", row).unwrap_or(1.0);
    let stance = |row: &u32| {
        let row = *row as usize;
        let span: &Span = layer.spans().get(row)?;
        let range = span.range();
        let span_in_unit = (offsets.to_unit(range.start), offsets.to_unit(range.end));
        Some(Stance {
            score: span.score().map_or(0.0, f64::from),
            confidence: confidence(row),
            past: layer.attrs().bool("past", row).unwrap_or(false),
            span: span_in_unit,
        })
    };
    let text = |name: &str, row| table.str(name).and_then(|c| c.get(row)).unwrap_or_default().to_owned();
    let pair = |row| {
        let rows = table.ref_list("evidence").and_then(|c| c.get(row)).unwrap_or_default();
        ((text("holder", row), text("target", row)), rows.iter().filter_map(stance).collect())
    };
    let pairs = (0..table.len()).map(pair).collect();
    Found { id: document.id().to_owned(), date: date(document), outlet: outlet(document), pairs }
}

/// `YYYY-MM-DD` of `published_at`, else of `date`.
fn date(document: &Document) -> Option<String> {
    let day = |name: &str| {
        let day = document.meta().get(name)?.as_str()?.get(..10)?;
        let shape = |(i, c): (usize, char)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() };
        day.chars().enumerate().all(shape).then(|| day.to_owned())
    };
    day("published_at").or_else(|| day("date"))
}

/// The site that the page names, else the host of its address; empty where neither is known.
fn outlet(document: &Document) -> String {
    let meta = |name: &str| {
        document.meta().get(name).and_then(|v| v.as_str()).map(str::trim).filter(|v| !v.is_empty())
    };
    let host = |url: &str| {
        let (_, rest) = url.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        (!host.is_empty()).then(|| host.to_lowercase())
    };
    meta("site").map(str::to_owned).or_else(|| meta("url").and_then(host)).unwrap_or_default()
}

/// What is summed over documents for one row.
#[derive(Default)]
struct Cell {
    /// Sums of weights, and of score times weight.
    weight: f64,
    score: f64,
    sides: Sides,
    neutral: u64,
    documents: u64,
    first: Option<String>,
    last: Option<String>,
    /// The strongest evidence: strength, document, span.
    evidence: Vec<(f64, Arc<str>, (usize, usize))>,
}

impl Cell {
    fn add(&mut self, id: &Arc<str>, date: Option<&str>, stances: &[Stance]) {
        self.documents += 1;
        for stance in stances {
            let weight = weight(stance.confidence, stance.past);
            self.weight += weight;
            self.score += weight * stance.score;
            let side = i8::from(stance.score > 0.0) - i8::from(stance.score < 0.0);
            self.sides.add(side, stance.past);
            self.neutral += u64::from(side == 0);
            self.evidence.push((stance.score.abs() * weight, id.clone(), stance.span));
        }
        // stable: of two as strong, the earlier stays
        self.evidence.sort_by(|a, b| b.0.total_cmp(&a.0));
        self.evidence.truncate(STRONGEST);
        if let Some(date) = date {
            self.first =
                self.first.take().filter(|first| first.as_str() <= date).or_else(|| Some(date.to_owned()));
            self.last =
                self.last.take().filter(|last| last.as_str() >= date).or_else(|| Some(date.to_owned()));
        }
    }

    fn label(&self) -> &'static str {
        self.sides.label()
    }

    fn stances(&self) -> u64 {
        self.sides.favor + self.sides.against + self.neutral
    }

    fn row(&self, pair: &(String, String), month: &str, outlet: &str) -> [String; 14] {
        let score = if self.weight > 0.0 { self.score / self.weight } else { 0.0 };
        let place = |(_, id, (start, end)): &(f64, Arc<str>, (usize, usize))| format!("{id}:{start}-{end}");
        let evidence: Vec<String> = self.evidence.iter().map(place).collect();
        [
            pair.0.clone(),
            pair.1.clone(),
            month.to_owned(),
            outlet.to_owned(),
            format!("{:.3}", score + 0.0),
            self.label().to_owned(),
            self.sides.favor.to_string(),
            self.sides.against.to_string(),
            self.neutral.to_string(),
            self.stances().to_string(),
            self.documents.to_string(),
            self.first.clone().unwrap_or_default(),
            self.last.clone().unwrap_or_default(),
            evidence.join(" "),
        ]
    }
}

/// One pair over the corpus.
#[derive(Default)]
struct Sum {
    all: Cell,
    months: BTreeMap<String, Cell>,
    outlets: BTreeMap<String, Cell>,
}

/// Sums over documents, which must arrive in the order of the input.
#[derive(Default)]
pub(crate) struct Pairs(BTreeMap<(String, String), Sum>);

impl Pairs {
    pub(crate) fn add(&mut self, found: Found) {
        let Found { id, date, outlet, pairs } = found;
        let (id, date): (Arc<str>, _) = (id.into(), date.as_deref());
        let month = date.and_then(|date| date.get(..7)).unwrap_or_default();
        for (pair, stances) in pairs {
            let sum = self.0.entry(pair).or_default();
            sum.all.add(&id, date, &stances);
            sum.months.entry(month.to_owned()).or_default().add(&id, date, &stances);
            sum.outlets.entry(outlet.clone()).or_default().add(&id, date, &stances);
        }
    }

    /// Adds the records that a run has already written into `dir`, in their order.
    pub(crate) fn add_written(
        &mut self,
        dir: &Path,
        context: ReadContext,
        unit: Unit,
    ) -> Result<(), Failure> {
        let failed =
            |e: std::io::Error| Failure::new(Exit::Io, format!("cannot read `{}`: {e}", dir.display()));
        let mut parts = BTreeSet::new();
        for entry in std::fs::read_dir(dir).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            if name.starts_with("part-") && name.ends_with(".jsonl") {
                parts.insert(dir.join(name).to_string_lossy().into_owned());
            }
        }
        let context = ReadContext { config: InputConfig::default(), ..context };
        for part in parts {
            let inputs = Arc::new(Inputs::expand(&[part], None)?);
            for item in Reader::new(inputs, &context.config) {
                let read = item.decode(&context);
                let refuse = |q| {
                    Failure::new(Exit::Io, format!("cannot sum up the records in `{}`: {q}", dir.display()))
                };
                self.add(of(&read.map_err(refuse)?.document, unit));
            }
        }
        Ok(())
    }

    /// Writes the table beside `path` and renames it.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let failed = |e: String| Failure::new(Exit::Io, format!("cannot write `{}`: {e}", path.display()));
        let csv = self.csv().map_err(|e| failed(e.to_string()))?;
        let mut half = path.as_os_str().to_owned();
        half.push(".partial");
        std::fs::write(&half, csv).map_err(|e| failed(e.to_string()))?;
        std::fs::rename(&half, path).map_err(|e| failed(e.to_string()))
    }

    /// Pairs with most stances first, then by name; of a pair all, months, outlets.
    fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut pairs: Vec<_> = self.0.iter().collect();
        pairs.sort_by(|a, b| b.1.all.stances().cmp(&a.1.all.stances()).then_with(|| a.0.cmp(b.0)));
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(COLUMNS)?;
        for (pair, sum) in pairs {
            csv.write_record(sum.all.row(pair, ALL, ALL))?;
            for (month, cell) in &sum.months {
                csv.write_record(cell.row(pair, month, ALL))?;
            }
            for (outlet, cell) in &sum.outlets {
                csv.write_record(cell.row(pair, ALL, outlet))?;
            }
        }
        csv.into_inner().map_err(|e| e.into_error().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(id: &str, date: &str, outlet: &str, holder: &str, scores: &[f64]) -> Found {
        let stance = |score: &f64| Stance { score: *score, confidence: 0.5, past: false, span: (3, 9) };
        let pair = ((holder.to_owned(), "b,\"c\"".to_owned()), scores.iter().map(stance).collect());
        let date = Some(date.to_owned()).filter(|d| !d.is_empty());
        Found { id: id.to_owned(), date, outlet: outlet.to_owned(), pairs: vec![pair] }
    }

    #[test]
    fn rows_are_summed_by_month_and_outlet() {
        let mut pairs = Pairs::default();
        pairs.add(found("1", "2031-02-03", "Example", "y", &[0.5, 0.25]));
        pairs.add(found("2", "2031-03-01", "Example", "y", &[-0.75]));
        pairs.add(found("3", "", "", "x", &[0.0]));
        let csv = String::from_utf8(pairs.csv().expect("it is written")).expect("it is text");
        let expected = "holder,target,month,outlet,score,label,for,against,neutral,stances,documents,first,last,evidence\n\
            y,\"b,\"\"c\"\"\",all,all,0.000,mixed,2,1,0,3,2,2031-02-03,2031-03-01,2:3-9 1:3-9 1:3-9\n\
            y,\"b,\"\"c\"\"\",2031-02,all,0.375,for,2,0,0,2,1,2031-02-03,2031-02-03,1:3-9 1:3-9\n\
            y,\"b,\"\"c\"\"\",2031-03,all,-0.750,against,0,1,0,1,1,2031-03-01,2031-03-01,2:3-9\n\
            y,\"b,\"\"c\"\"\",all,Example,0.000,mixed,2,1,0,3,2,2031-02-03,2031-03-01,2:3-9 1:3-9 1:3-9\n\
            x,\"b,\"\"c\"\"\",all,all,0.000,neutral,0,0,1,1,1,,,3:3-9\n\
            x,\"b,\"\"c\"\"\",,all,0.000,neutral,0,0,1,1,1,,,3:3-9\n\
            x,\"b,\"\"c\"\"\",all,,0.000,neutral,0,0,1,1,1,,,3:3-9\n";
        assert_eq!(csv, expected);
    }
}
