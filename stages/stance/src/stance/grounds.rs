//! The words that may carry a judgement of a mention: those that judge, near it, in its clause and its voice.
//!
//! A trained model sees bad news about Venn and calls it a stance against Venn. News is full of events (*attack*, *crisis*,
//! *victory*) that happen to somebody and praise or blame nobody; what judges is mostly an adjective or an adverb
//! (*a graceless candidate*, *shamefully*). Example: in `Venn suffered a horrific defeat` the defeat is no ground, and
//! *horrific* is one.

use super::clause::Clause;
use super::finder::Label;
use super::syntax::Form;
use crate::grammar::Class;
use crate::tok::Tok;

/// How far from the mention a word may be, in tokens.
const NEAR: usize = 12;
/// The lexicon’s mean from which a word has a side.
const SIDE: f32 = 0.15;

/// What the words of a mention’s clause say near it, by side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Grounds {
    /// Those that judge: for and against.
    pub(super) judging: [f32; 2],
    /// All words with a side.
    pub(super) any: [f32; 2],
}

impl Grounds {
    /// The words around a place. None where the clause asks or supposes: `whether Venn was brave`, `which might win Venn favour`.
    pub(super) fn of(clause: &Clause, place: usize) -> Self {
        let toks = clause.toks();
        let here = &clause.places[place];
        let home = &toks[here.first];
        let mut grounds = Self::default();
        let low = here.first.saturating_sub(NEAR);
        let high = (here.end + NEAR).min(toks.len());
        for i in (low..here.first).chain(here.end..high).filter(|i| toks[*i].clause == home.clause) {
            let tok = &toks[i];
            if tok.class.is(Class::IF) || tok.form.is(Form::PERHAPS) {
                return Self::default();
            }
            let value = tok.valence.mean();
            if value.abs() < SIDE || tok.quote != home.quote || tells(tok) || clause.place_at(i).is_some() {
                continue;
            }
            let side = usize::from((value < 0.0) != tok.negated);
            grounds.any[side] += value.abs();
            if tok.form.is(Form::JUDGES) && !tok.form.is(Form::VERB) {
                grounds.judging[side] += value.abs();
            }
        }
        grounds
    }

    fn outweighs(sums: [f32; 2], label: Label) -> bool {
        match label {
            Label::For => sums[0] > sums[1],
            Label::Against => sums[1] > sums[0],
            Label::Neutral => false,
        }
    }

    /// Whether the words of this side outweigh those of the other.
    pub(super) fn bear(&self, label: Label) -> bool {
        Self::outweighs(self.any, label)
    }

    /// Whether they do, and those that judge, too.
    pub(super) fn judge(&self, label: Label) -> bool {
        self.bear(label) && Self::outweighs(self.judging, label)
    }
}

/// Words that name somebody, what befalls him, or what goes on: *insurgents*, *strength*, *threatening*.
fn tells(tok: &Tok) -> bool {
    tok.gerund || tok.class.is(Class::ROLE) || tok.form.is(Form::EVENT)
}

/// Whether a word by its form is an adjective or adverb.
pub(super) fn is_adjective(word: &str) -> bool {
    let suffix = ["ful", "less", "ous", "ive", "able", "ible", "ic", "al", "ant", "ent", "ly", "est"];
    let long = word.len() > 4 && !word.ends_with("ment") && suffix.iter().any(|s| word.ends_with(s));
    long || SHORT.split_whitespace().any(|s| s == word)
}

/// Judging words whose form does not tell.
const SHORT: &str = "good better bad worse great fine fair poor weak strong brave bold wise kind cruel evil ugly wrong right best \
    worst sad proud grim harsh honest corrupt rogue clumsy rude mean nice lovely silly stupid greedy guilty unfair unjust \
    arrogant dishonest mistaken worthy unworthy superb grotesque crude obscene sane insane naive";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Mention, Sort, Span};
    use crate::split;
    use crate::tok::narrow;

    /// The sides that all words around `Venn` take, and those that judge: `for`, `against` or `none`.
    fn check(text: &str, any: &str, judging: &str) {
        let words: Vec<Span> = split::words(text).map(|(s, e)| Span::new(narrow(s), narrow(e))).collect();
        let at = text.find("Venn").map_or(0, narrow);
        let mention = Mention { span: Span::new(at, at + 4), sort: Sort::State, id: "venn", actor: None };
        let mut clause = Clause::default();
        clause.fill(text, &words, &[mention], 0);
        let grounds = Grounds::of(&clause, 0);
        let side = |is: &dyn Fn(Label) -> bool| match (is(Label::For), is(Label::Against)) {
            (true, _) => "for",
            (_, true) => "against",
            _ => "none",
        };
        assert_eq!(side(&|l| grounds.bear(l)), any, "{text}");
        assert_eq!(side(&|l| grounds.judge(l)), judging, "{text}");
    }

    #[test]
    fn adjectives_judge_and_events_do_not() {
        check("Then Venn fought a shameful war.", "against", "against");
        check("Then the crisis reached Venn.", "against", "none");
        check("Then they walked to Venn.", "none", "none");
        check("It was terrible, but Venn waited.", "none", "none");
        check("Venn did not give a terrible answer.", "for", "for");
    }

    #[test]
    fn what_is_asked_or_possible_is_no_ground() {
        check("Tell us whether Venn was brave.", "none", "none");
        check("It might win Venn a wonderful prize.", "none", "none");
        check("The terrifying insurgents of Venn came.", "none", "none");
    }
}
