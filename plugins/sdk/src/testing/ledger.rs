//! Where text came from: ranges through a ledger, and a ledger through edits.

use chaffinch_plugin_abi::{chf_range, chf_run};

/// The smallest source range that holds what `text` was copied from.
pub(super) fn to_source(runs: &[chf_run], text: chf_range) -> Option<chf_range> {
    hull(runs.iter().map(|r| (r.text, r.source, r.len)), text)
}

/// Where a source range survives.
pub(super) fn to_text(runs: &[chf_run], source: chf_range) -> Option<chf_range> {
    hull(runs.iter().map(|r| (r.source, r.text, r.len)), source)
}

fn hull(runs: impl Iterator<Item = (u32, u32, u32)>, of: chf_range) -> Option<chf_range> {
    runs.filter_map(|(from, to, len)| {
        let (start, end) = (of.start.max(from), of.end.min(from + len));
        (start < end).then(|| chf_range { start: to + (start - from), end: to + (end - from) })
    })
    .reduce(|a, b| chf_range { start: a.start.min(b.start), end: a.end.max(b.end) })
}

/// The ledger of a text of which `kept` parts were copied: `(old text, new text, len)`.
pub(super) fn compose(runs: &[chf_run], kept: &[(u32, u32, u32)]) -> Vec<chf_run> {
    let mut out: Vec<chf_run> = Vec::new();
    for &(old, new, len) in kept {
        for run in runs {
            let (start, end) = (old.max(run.text), (old + len).min(run.text + run.len));
            if start >= end {
                continue;
            }
            let next = chf_run {
                text: new + (start - old),
                source: run.source + (start - run.text),
                len: end - start,
            };
            match out.last_mut() {
                Some(last) if last.text + last.len == next.text && last.source + last.len == next.source => {
                    last.len += next.len;
                }
                _ => out.push(next),
            }
        }
    }
    out
}
