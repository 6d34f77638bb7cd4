//! `pairs`: which holders and targets a document sets against each other, and on which side.

use crate::metric::counts::{Counts, ratio};
use crate::metric::matching::compare;
use crate::report::{Report, Row};
use crate::score::{Case, Tally, sign};
use crate::side::Pair;

#[derive(Default)]
pub(crate) struct Pairs {
    parties: Counts,
    compared: u64,
    same_sign: u64,
    same_label: u64,
}

impl Tally for Pairs {
    fn add(&mut self, case: &Case<'_>) {
        let (gold, found) = (&case.gold.pairs, &case.found().pairs);
        let keys = |pairs: &[Pair]| pairs.iter().map(|p| (p.holder.clone(), p.target.clone())).collect();
        self.parties += compare::<(String, String)>(keys(gold), keys(found));
        for pair in gold {
            let same = |p: &&Pair| p.holder == pair.holder && p.target == pair.target;
            let Some(other) = found.iter().find(same) else {
                continue;
            };
            self.compared += 1;
            let is_same = sign(&pair.label, pair.score) == sign(&other.label, other.score);
            self.same_sign += u64::from(is_same);
            self.same_label += u64::from(pair.label == other.label);
        }
    }

    fn merge(&mut self, other: Self) {
        self.parties += other.parties;
        self.compared += other.compared;
        self.same_sign += other.same_sign;
        self.same_label += other.same_label;
    }

    fn write(self, report: &mut Report) {
        report.compared = "holder and target of a document's pairs; of the same pairs, the side";
        report.table("holder_and_target", vec![Row::new("all", self.parties)]);
        let of = (self.compared, "pairs of both");
        let sign = ratio(self.same_sign, self.compared);
        report.figure("sign_accuracy", sign, of, "on the right side (mixed: by its score)");
        let label = ratio(self.same_label, self.compared);
        report.figure("label_accuracy", label, of, "for, against, neutral or mixed, rightly");
        report.headline("f1", self.parties.f1());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{check, figure, row};
    use crate::side::Side;

    fn side(pairs: &[(&str, &str, &str, f64)]) -> Side {
        let pair = |&(holder, target, label, score): &(&str, &str, &str, f64)| Pair {
            holder: holder.to_owned(),
            target: target.to_owned(),
            label: label.to_owned(),
            score: Some(score),
        };
        Side { pairs: pairs.iter().map(pair).collect(), ..Side::default() }
    }

    #[test]
    fn pairs_and_their_sides() {
        let gold = side(&[("a", "x", "against", -0.5), ("a", "y", "mixed", -0.1), ("b", "x", "for", 0.4)]);
        let found = side(&[("a", "x", "for", 0.5), ("a", "y", "against", -0.3)]);
        let report = check(Pairs::default(), "", gold, found);
        assert_eq!(row(&report, "holder_and_target", "all"), (2, 2, 3));
        assert_eq!(report.headline.value, Some(0.8));
        assert_eq!(figure(&report, "sign_accuracy").value, Some(0.5));
        assert_eq!(figure(&report, "label_accuracy").value, Some(0.0));
    }
}
