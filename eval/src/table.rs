//! A [`Report`] as an aligned table for people.

use crate::report::{Figure, Report, Row, Table};
use std::fmt;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} · {} ({})", self.task, self.gold.join(", "), self.shape)?;
        writeln!(f, "compared: {}", self.compared)?;
        writeln!(f, "{}", self.documents_line())?;
        for table in &self.tables {
            write!(f, "\n{table}")?;
        }
        if !self.figures.is_empty() {
            writeln!(f)?;
        }
        let width = self.figures.iter().map(|g| g.name.len()).max();
        for figure in &self.figures {
            write_figure(f, figure, width.unwrap_or(0))?;
        }
        if !self.notes.is_empty() {
            writeln!(f)?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        let name = spaced(self.headline.name);
        writeln!(f, "\n{name}: {}", number(self.headline.value))
    }
}

impl Report {
    fn documents_line(&self) -> String {
        let d = &self.documents;
        let mut line = format!("documents: {}", d.gold);
        let more = [
            (d.from_source, "read from their sources"),
            (d.dropped, "dropped by the pipeline"),
            (d.quarantined, "quarantined"),
        ];
        for (n, what) in more.iter().filter(|(n, _)| *n > 0) {
            line.push_str(&format!(", {n} {what}"));
        }
        line
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = spaced(self.name);
        let longest = self.rows.iter().map(|r| r.label.chars().count()).max();
        let width = longest.unwrap_or(0).max(title.chars().count());
        writeln!(
            f,
            "{title:width$}  {:>9}  {:>6}  {:>5}  {:>8}  {:>8}  {:>8}",
            "precision", "recall", "F1", "gold", "found", "right"
        )?;
        for row in &self.rows {
            write_row(f, row, width)?;
        }
        Ok(())
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, row: &Row, width: usize) -> fmt::Result {
    writeln!(
        f,
        "{:width$}  {:>9}  {:>6}  {:>5}  {:>8}  {:>8}  {:>8}",
        row.label,
        number(row.precision),
        number(row.recall),
        number(row.f1),
        row.gold,
        row.found,
        row.right
    )
}

fn write_figure(f: &mut fmt::Formatter<'_>, figure: &Figure, width: usize) -> fmt::Result {
    let Figure { name, value, of, unit, means } = figure;
    let (name, value) = (spaced(name), number(*value));
    writeln!(f, "{name:width$}  {value:>5}  {means} ({unit}: {of})")
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{v:.3}"))
}
