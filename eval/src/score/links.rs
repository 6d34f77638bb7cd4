//! `links`: does an entity have the right `id`, the right `actor`, and do the mentions of one entity stand together?
//!
//! - `span_and_id` (precision, recall, F1): end to end, spans with their ids; the headline.
//! - `same_entity_pairs` (precision, recall, F1): pairs of mentions of one entity within a document, whatever its id.
//! - `b_cubed_precision`, `b_cubed_recall`, `b_cubed_f1`: the same by mention ([`crate::metric::clusters`]).
//! - `id_accuracy`, `actor_accuracy`, `actor_recall`: of entities whose span was found, so that finding names does not count.

use crate::metric::clusters::Clusters;
use crate::metric::counts::{Counts, ratio};
use crate::metric::matching;
use crate::report::{Report, Row};
use crate::score::{Case, Tally};
use crate::side::Mark;

#[derive(Default)]
pub(crate) struct Links {
    end_to_end: Counts,
    clusters: Clusters,
    /// Over entities whose span is found: with an id in the gold, and the right one.
    linked: u64,
    right_id: u64,
    /// The same for actors, where absent is an answer too.
    spans: u64,
    right_actor: u64,
    with_actor: u64,
    right_with_actor: u64,
}

impl Tally for Links {
    fn add(&mut self, case: &Case<'_>) {
        let (gold, found) = (&case.gold.marks, &case.found().marks);
        self.end_to_end += matching::compare(keys(gold), keys(found));
        self.clusters.add(&keys(gold), &keys(found));
        for (gold, found) in matching::same_span(gold, found) {
            self.linked += u64::from(gold.id.is_some());
            self.right_id += u64::from(gold.id.is_some() && gold.id == found.id);
            let is_right = gold.actor == found.actor;
            self.spans += 1;
            self.right_actor += u64::from(is_right);
            self.with_actor += u64::from(gold.actor.is_some());
            self.right_with_actor += u64::from(gold.actor.is_some() && is_right);
        }
    }

    fn merge(&mut self, other: Self) {
        self.end_to_end += other.end_to_end;
        self.clusters.merge(other.clusters);
        self.linked += other.linked;
        self.right_id += other.right_id;
        self.spans += other.spans;
        self.right_actor += other.right_actor;
        self.with_actor += other.with_actor;
        self.right_with_actor += other.right_with_actor;
    }

    fn write(self, report: &mut Report) {
        report.compared = "ids and actors of entities with exactly the same span, in the source";
        report.table("span_and_id", vec![Row::new("all", self.end_to_end)]);
        report.table("same_entity_pairs", vec![Row::new("all", self.clusters.pairs)]);
        let [precision, recall, f1] = self.clusters.b_cubed();
        let (found, gold) = self.clusters.mentions();
        report.figure(
            "b_cubed_precision",
            precision,
            (found, "entities found"),
            "share of their entity's mentions that belong together",
        );
        report.figure(
            "b_cubed_recall",
            recall,
            (gold, "entities of the gold"),
            "share of their entity's mentions that were put together",
        );
        report.figure("b_cubed_f1", f1, (gold, "entities of the gold"), "the harmonic mean of both");
        report.figure(
            "id_accuracy",
            ratio(self.right_id, self.linked),
            (self.linked, "entities with the right span"),
            "with the right id",
        );
        report.figure(
            "actor_accuracy",
            ratio(self.right_actor, self.spans),
            (self.spans, "entities with the right span"),
            "with the right actor, or rightly none",
        );
        report.figure(
            "actor_recall",
            ratio(self.right_with_actor, self.with_actor),
            (self.with_actor, "such entities that have an actor"),
            "with the right actor",
        );
        report.headline("span_and_id_f1", self.end_to_end.f1());
    }
}

/// Spans with ids; what has no id cannot be right.
fn keys(marks: &[Mark]) -> Vec<(usize, usize, &str)> {
    let linked = marks.iter().filter_map(|m| Some((m, m.id.as_deref()?)));
    linked.map(|(m, id)| (m.range.start, m.range.end, id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{check, figure, row};
    use crate::side::Side;

    fn side(marks: &[(usize, usize, &str, &str)]) -> Side {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let mark = |&(start, end, id, actor): &(usize, usize, &str, &str)| Mark {
            id: some(id),
            actor: some(actor),
            ..Mark::new(start..end, "GPE")
        };
        Side { marks: marks.iter().map(mark).collect(), ..Side::default() }
    }

    #[test]
    fn ids_and_actors() {
        let gold = side(&[(0, 4, "oslo", "norway"), (5, 9, "lima", ""), (10, 14, "bern", "switzerland")]);
        let found = side(&[(0, 4, "oslo", "norway"), (5, 9, "peru", ""), (20, 24, "rome", "italy")]);
        let report = check(Links::default(), "", gold, found);
        assert_eq!(row(&report, "span_and_id", "all"), (1, 3, 3));
        assert_eq!(figure(&report, "id_accuracy").value, Some(0.5));
        assert_eq!(figure(&report, "actor_accuracy").value, Some(1.0));
        assert_eq!(figure(&report, "actor_recall").of, 1);
    }

    #[test]
    fn entities_that_stand_together() {
        let gold = side(&[(0, 4, "oslo", ""), (5, 9, "oslo", ""), (10, 14, "bern", "")]);
        let found = side(&[(0, 4, "x", ""), (5, 9, "x", ""), (10, 14, "x", "")]);
        let report = check(Links::default(), "", gold, found);
        assert_eq!(row(&report, "same_entity_pairs", "all"), (1, 3, 1));
        let value = |name| figure(&report, name).value.map(|v| (v * 1000.0).round());
        assert_eq!(value("b_cubed_precision"), Some(556.0));
        assert_eq!(value("b_cubed_recall"), Some(1000.0));
        assert_eq!((figure(&report, "b_cubed_f1").of, figure(&report, "id_accuracy").value), (3, Some(0.0)));
    }
}
