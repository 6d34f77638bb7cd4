//! `quotes`: which quotations are found, and who is said to speak.
//!
//! - `exact_spans_and_labels`: the same span and label.
//! - `overlapping_spans` (the headline is its `all`): spans that share half of what they cover together; in the rows
//!   of a label both sides have it.
//! - `quotes_with_holder`: the same, and the right holder besides: end to end.
//! - `holder_accuracy`, `known_holder_accuracy`, `actor_accuracy`, `speaker_accuracy`, `cue_accuracy`: of quotes that
//!   overlap, so that finding them does not count.

use crate::metric::counts::{ByLabel, Counts, ratio};
use crate::metric::matching;
use crate::report::{Report, Row};
use crate::score::{Case, Tally};
use crate::side::Mark;

#[derive(Default)]
pub(crate) struct Quotes {
    exact: ByLabel,
    overlap: Counts,
    labelled: ByLabel,
    attributed: ByLabel,
    right_label: u64,
    right_cue: u64,
    holder: Share,
    known: Share,
    actor: Share,
    speaker: Share,
}

/// How many of those that could be right are right.
#[derive(Clone, Copy, Default)]
struct Share {
    right: u64,
    of: u64,
}

impl Share {
    fn add(&mut self, is_right: bool) {
        self.right += u64::from(is_right);
        self.of += 1;
    }

    fn value(self) -> Option<f64> {
        ratio(self.right, self.of)
    }
}

impl std::ops::AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

impl Quotes {
    /// One gold quotation and the found one that overlaps it.
    fn pair(&mut self, gold: &Mark, found: &Mark) {
        self.right_label += u64::from(gold.label == found.label);
        self.right_cue += u64::from(gold.cue == found.cue);
        let Some(holder) = gold.holder.as_deref() else { return };
        let is_right = found.holder.as_deref() == Some(holder);
        self.holder.add(is_right);
        self.actor.add(gold.side == found.side);
        if holder != "unknown" {
            self.known.add(is_right);
        }
        if gold.speaker.is_some() {
            self.speaker.add(gold.speaker == found.speaker);
        }
    }
}

impl Tally for Quotes {
    fn add(&mut self, case: &Case<'_>) {
        let (gold, found) = (&case.gold.marks, &case.found().marks);
        matching::by_label(gold, found, &mut self.exact);
        let matched = matching::half_shared(gold, found);
        let right = matched.len() as u64;
        self.overlap +=
            Counts { right, wrong: found.len() as u64 - right, missed: gold.len() as u64 - right };
        let labels = |(g, f): &(&Mark, &Mark)| g.label == f.label;
        let holders = |(g, f): &(&Mark, &Mark)| labels(&(g, f)) && g.holder == f.holder;
        count(gold, found, matched.iter().copied().filter(labels), &mut self.labelled);
        count(gold, found, matched.iter().copied().filter(holders), &mut self.attributed);
        matched.iter().for_each(|(gold, found)| self.pair(gold, found));
    }

    fn merge(&mut self, other: Self) {
        self.exact.merge(other.exact);
        self.overlap += other.overlap;
        self.labelled.merge(other.labelled);
        self.attributed.merge(other.attributed);
        self.right_label += other.right_label;
        self.right_cue += other.right_cue;
        self.holder += other.holder;
        self.known += other.known;
        self.actor += other.actor;
        self.speaker += other.speaker;
    }

    fn write(self, report: &mut Report) {
        report.compared = "quotes: exact spans and labels, and spans that overlap by half, in the source";
        report.labels("exact_spans_and_labels", &self.exact);
        let mut rows: Vec<Row> = self.labelled.0.iter().map(|(label, c)| Row::new(label, *c)).collect();
        rows.push(Row::new("all", self.overlap));
        report.table("overlapping_spans", rows);
        report.labels("quotes_with_holder", &self.attributed);
        let matched = (self.overlap.right, "overlapping quotes");
        let share = |right| ratio(right, self.overlap.right);
        report.figure("label_accuracy", share(self.right_label), matched, "direct or indirect, rightly");
        let held = (self.holder.of, "overlapping quotes");
        let means = "with the right holder, unknown included";
        report.figure("holder_accuracy", self.holder.value(), held, means);
        let of = (self.known.of, "of them whose holder is known");
        report.figure("known_holder_accuracy", self.known.value(), of, "with the right holder");
        let means = "with the right side: holders rolled up to their actors";
        report.figure("actor_accuracy", self.actor.value(), (self.actor.of, "overlapping quotes"), means);
        let of = (self.speaker.of, "of them whose gold names a speaker");
        report.figure("speaker_accuracy", self.speaker.value(), of, "with the same mention as speaker");
        report.figure("cue_accuracy", share(self.right_cue), matched, "with the right cue, or rightly none");
        report.headline("overlapping_f1", self.overlap.f1());
    }
}

/// Counts by label: those of `right` are, everything else of the two sides is wrong or missed.
fn count<'m>(
    gold: &[Mark],
    found: &[Mark],
    right: impl Iterator<Item = (&'m Mark, &'m Mark)>,
    into: &mut ByLabel,
) {
    gold.iter().for_each(|m| into.of(&m.label).missed += 1);
    found.iter().for_each(|m| into.of(&m.label).wrong += 1);
    for (mark, _) in right {
        let counts = into.of(&mark.label);
        counts.right += 1;
        counts.missed -= 1;
        counts.wrong -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{check, figure, row};
    use crate::side::{Mark, Side};

    fn side(marks: &[(usize, usize, &str, &str)]) -> Side {
        let mark = |&(start, end, label, holder): &(usize, usize, &str, &str)| Mark {
            holder: Some(holder.to_owned()),
            side: Some(holder.to_owned()),
            ..Mark::new(start..end, label)
        };
        Side { marks: marks.iter().map(mark).collect(), ..Side::default() }
    }

    #[test]
    fn spans_labels_and_holders() {
        let gold =
            side(&[(0, 10, "direct", "ana"), (20, 30, "indirect", "unknown"), (40, 50, "direct", "bo")]);
        let found = side(&[
            (0, 10, "direct", "ana"),
            (24, 30, "direct", "ana"), // 0.6 of 20..30
            (46, 54, "direct", "bo"),  // 4 of 14
        ]);
        let report = check(Quotes::default(), "", gold, found);
        assert_eq!(row(&report, "exact_spans_and_labels", "direct"), (1, 3, 2));
        assert_eq!(row(&report, "exact_spans_and_labels", "indirect"), (0, 0, 1));
        assert_eq!(row(&report, "overlapping_spans", "all"), (2, 3, 3));
        assert_eq!(row(&report, "overlapping_spans", "direct"), (1, 3, 2));
        assert_eq!(row(&report, "overlapping_spans", "indirect"), (0, 0, 1));
        assert_eq!(row(&report, "quotes_with_holder", "all"), (1, 3, 3));
        assert_eq!(figure(&report, "label_accuracy").value, Some(0.5));
        assert_eq!(figure(&report, "holder_accuracy").value, Some(0.5));
        assert_eq!(figure(&report, "known_holder_accuracy").value, Some(1.0));
    }

    #[test]
    fn sides_speakers_and_cues() {
        let mut gold =
            side(&[(0, 10, "direct", "oslo"), (20, 30, "direct", "bo"), (40, 50, "direct", "unknown")]);
        let mut found = gold.clone();
        (gold.marks[0].side, found.marks[0].side) = (Some("norway".into()), Some("norway".into()));
        found.marks[0].holder = Some("norway".into());
        (gold.marks[0].speaker, found.marks[0].speaker) = (Some(12..16), Some(12..16));
        (gold.marks[1].speaker, found.marks[1].speaker) = (Some(32..34), Some(60..62));
        (gold.marks[1].cue, found.marks[1].cue) = (Some(35..39), None);
        let report = check(Quotes::default(), "", gold, found);
        assert_eq!(figure(&report, "holder_accuracy").value, Some(2.0 / 3.0));
        assert_eq!(figure(&report, "actor_accuracy").value, Some(1.0));
        assert_eq!(figure(&report, "speaker_accuracy").value, Some(0.5));
        assert_eq!(figure(&report, "speaker_accuracy").of, 2);
        assert_eq!(figure(&report, "cue_accuracy").value, Some(2.0 / 3.0));
        assert_eq!(row(&report, "quotes_with_holder", "direct"), (2, 3, 3));
    }
}
