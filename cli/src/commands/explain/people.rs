//! The explanation for people.

use super::step::{Added, Attrs, Row, Set, Step, one_line};
use super::{End, Explained};
use pipeline_core::Coords;
use serde_json::Value;
use std::fmt::Write;

/// Longest value of `meta`, in characters.
const VALUE: usize = 100;
/// Rows without label, score and attributes that are shown.
const PLAIN_ROWS: usize = 3;

/// The whole of it; `rows` of a layer at most, 0 for all.
pub(super) fn render(explained: &Explained, rows: usize) -> String {
    let mut out = one_line(&explained.id, VALUE);
    if let Some(path) = &explained.path {
        out += &format!(" · {}", one_line(path, VALUE));
    }
    out.push('\n');
    for (number, step) in explained.steps.iter().enumerate() {
        out += &format!("\n{}. {}", number + 1, step.name);
        if step.name != step.kind {
            out += &format!(" (use = \"{}\")", step.kind);
        }
        out += &format!(" — {}\n", step.summary);
        out += &body(step, rows);
    }
    out + &end(&explained.end)
}

fn end(end: &End) -> String {
    match end {
        End::Written { source_bytes, text_bytes } => {
            format!("\nwritten: {text_bytes} bytes of text from {source_bytes} bytes of source\n")
        }
        End::Dropped { stage, reason } => {
            format!("\ndropped by stage `{stage}`: {}\n", one_line(reason, 500))
        }
        End::Quarantined { stage, reason } => {
            format!("\nquarantined by `{stage}`: {}\n", one_line(reason, 500))
        }
    }
}

fn body(step: &Step, rows: usize) -> String {
    let mut out = String::new();
    if step.rewrites {
        out += &rewritten(step);
    } else {
        out.extend(step.layers.iter().map(|l| layer(l, rows)));
    }
    out.extend(step.tables.iter().map(|(name, table)| self::table(name, table, rows)));
    out.extend(step.meta.iter().map(meta));
    if out.is_empty() { "   found nothing\n".to_owned() } else { out }
}

/// Each piece of the source on a line: `+` what is in the text, `-` what is not.
fn rewritten(step: &Step) -> String {
    let signed = step.layers.iter().flat_map(|l| {
        let sign = if l.coords == Coords::Source { '-' } else { '+' };
        l.rows.iter().map(move |row| (sign, row))
    });
    let mut pieces: Vec<(char, &Row)> = signed.filter(|(_, row)| !row.excerpt.is_empty()).collect();
    pieces.sort_by_key(|(sign, row)| (row.source.start, row.source.end, *sign));
    let mut out = String::new();
    let width = pieces.iter().map(|(_, row)| reason(&row.attrs).chars().count()).max().unwrap_or(0).min(60);
    for (sign, row) in &pieces {
        let score = row.score.map_or_else(String::new, |s| format!("{s:.2}"));
        let (label, reason) = (&row.label, reason(&row.attrs));
        writeln!(out, "   {sign} {label:<15} {score:<4}  {reason:<width$}  {}", row.excerpt)
            .unwrap_or_default();
    }
    out.extend(step.layers.iter().map(|l| format!("   {}\n", counted(l))));
    let [before, after] = step.text_bytes;
    writeln!(out, "   text: {before} → {after} bytes").unwrap_or_default();
    out
}

/// `dropped: 12 (5 nav, 7 markup), 7 of them with no text`.
fn counted(added: &Added) -> String {
    let mut labels: Vec<(&str, usize)> = Vec::new();
    for row in added.rows.iter().filter(|r| !r.label.is_empty()) {
        match labels.iter_mut().find(|(label, _)| *label == row.label) {
            Some((_, count)) => *count += 1,
            None => labels.push((&row.label, 1)),
        }
    }
    let labels: Vec<String> = labels.iter().map(|(label, count)| format!("{count} {label}")).collect();
    let mut text = format!("{}: {}", added.layer, added.rows.len());
    if !labels.is_empty() {
        text += &format!(" ({})", labels.join(", "));
    }
    match added.rows.iter().filter(|r| r.excerpt.is_empty()).count() {
        0 => text,
        blank => text + &format!(", {blank} of them with no text to show"),
    }
}

/// Rules bare, other attributes with their names.
fn reason(attrs: &Attrs) -> String {
    let one = |(name, value): &(String, Value)| match (name.as_str(), shown(value)) {
        ("rule" | "label_rule", value) => value,
        (name, value) => format!("{name}={value}"),
    };
    attrs.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => one_line(text, VALUE),
        other => one_line(&other.to_string(), VALUE),
    }
}

fn layer(added: &Added, most: usize) -> String {
    let mut out = format!("   {}\n", counted(added));
    if added.removed > 0 {
        out += &format!("     {} that were there before were replaced\n", added.removed);
    }
    // Rows that say nothing but where they are need no list.
    let plain = added.rows.iter().all(|r| r.label.is_empty() && r.score.is_none() && r.attrs.is_empty());
    let most = if plain && most > 0 { most.min(PLAIN_ROWS) } else { most };
    let shown = shown_of(added.rows.len(), most);
    for row in &added.rows[..shown] {
        let label = if row.label.is_empty() { String::new() } else { format!("{:<8} ", row.label) };
        let score = row.score.map_or_else(String::new, |s| format!("{s:.2} "));
        let attrs = reason(&row.attrs);
        let attrs = if attrs.is_empty() { attrs } else { format!("  [{attrs}]") };
        out += &format!("     {label}{score}{}{attrs}\n", row.excerpt);
    }
    out + &rest(added.rows.len() - shown)
}

fn table(name: &str, rows: &[Attrs], most: usize) -> String {
    let shown = shown_of(rows.len(), most);
    let mut out = format!("   {name}: {}\n", rows.len());
    out.extend(rows[..shown].iter().map(|row| format!("     {}\n", reason(row))));
    out + &rest(rows.len() - shown)
}

fn shown_of(rows: usize, most: usize) -> usize {
    if most == 0 { rows } else { rows.min(most) }
}

fn rest(left: usize) -> String {
    if left == 0 { String::new() } else { format!("     … and {left} more (`--rows 0` shows all)\n") }
}

fn meta(set: &Set) -> String {
    let from = set.from.as_ref().map_or_else(String::new, |f| format!("  from {}", one_line(f, VALUE)));
    format!("   meta {} = {}{from}\n", one_line(&set.key, VALUE), shown(&set.value))
}
