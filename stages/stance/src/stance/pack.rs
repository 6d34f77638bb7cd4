//! The verb pack: which words say that one actor takes a side toward another.
//!
//! `config/packs/stance-verbs.toml` is embedded; packs named in the option `packs` add to it. CAMEO verbs that no pack
//! lists are known too, with less confidence.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::inflect;
use crate::lexicon::cameo_verbs;
use crate::table::{Table, key};
use crate::tok::{Kind as Shape, Tok};

/// The released verb pack.
pub const EMBEDDED: &str = include_str!("../../../../config/packs/stance-verbs.toml");

/// How many words `*` stands for.
const GAP: usize = 6;
/// The longest tail of a pattern.
const TAIL: usize = 5;
/// The confidence of a verb that only CAMEO knows.
const CAMEO: f32 = 0.45;
/// CAMEO verbs whose class does not say which side their subject takes, or whose everyday sense is another one.
const NOT_SIDES: &str = "admit advertise advertize affect affirm agitate agree aim annex argue arouse attire aver avow \
    bargain barter beat best bill blow break bust buy cage cane carry catch caution challenge charge circle claim clap \
    commemorate compensate compete concert confess confide conform constrain contain contend contest contradict \
    contrast contribute contrive correlate crack cry deal decline defend demonstrate deploy despair detonate die differ \
    disorder divulge dominate duel embolden enclose enforce engage enliven excuse expose extract exult fire flatten \
    forbid gear grab grapple grieve guard haggle hammer hang hold impact impel import influence inhabit interfere \
    intervene invest levy march mar master match moderate mourn object occupy orchestrate organise organize outfit \
    overcome overtake overturn overwhelm own pay pit pluck pound prefer prize profess protect protest provoke pull \
    purchase quell rag ram reckon redeploy regret reinforce reinstate rejoice remove render repel rescind reside \
    restrain reveal ring riot rip risk rouse safeguard scheme send sentence shelter shield ship shock shuttle slap \
    snatch spoil spur stabilise stabilize stock stone struggle stun suffer surmount surround swear take tax tear tempt \
    tend tender toast torch transfer transport triumph understand underwrite unionise unionize unveil upset value \
    wail ward warn weep whip withhold wrest wrestle reassign reassure reassert recapture counter back";

/// A pack file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The pack's name, for messages.
    pub name: String,
    /// The classes.
    #[serde(default)]
    pub class: Vec<Class>,
    /// Irregular forms by lemma.
    #[serde(default)]
    pub forms: BTreeMap<String, Vec<String>>,
    /// Cases that must hold.
    #[serde(default)]
    pub test: Vec<Case>,
}

/// Words that take the same side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// The CAMEO code that it belongs to: a root, `01` to `20`, or one below it.
    pub cameo: Option<String>,
    /// Its weight on the scale of Goldstein, −10 to 10; the score follows from it.
    pub goldstein: Option<f32>,
    /// How the doer stands toward the other, −1 to 1.
    pub score: Option<f32>,
    /// The score where a plain `not` governs the word; without it, the opposite side, weaker.
    pub negated: Option<f32>,
    /// Who takes a side toward whom.
    #[serde(default)]
    pub kind: Kind,
    /// Whether its verbs stand against what a noun after them names: `condemned the attack on Venn`.
    #[serde(default)]
    pub censures: bool,
    /// Verb lemmas with what must follow.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Nouns and adjectives with their preposition.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// For `judged`: what somebody is said to be, `right`, `coward`.
    #[serde(default)]
    pub words: Vec<String>,
}

impl Class {
    /// The score, from the weight where that is given: `sign · (0.4 + 0.06 · |weight|)`. Goldstein’s weights say how
    /// much an act does to relations; even the mildest act takes a side plainly, so the scale starts at 0.4.
    fn score(&self) -> Result<f32, String> {
        let Self { name, .. } = self;
        match (self.score, self.goldstein) {
            (None, None) if self.kind == Kind::Called => Ok(0.0),
            (Some(score), None) if (-1.0..=1.0).contains(&score) => Ok(score),
            (Some(score), None) => Err(format!("class `{name}` has score {score}, expected -1 to 1")),
            (None, Some(0.0)) => Ok(0.0),
            (None, Some(weight)) if (-10.0..=10.0).contains(&weight) => {
                Ok(weight.signum() * (0.4 + 0.06 * weight.abs()))
            }
            (None, Some(weight)) => {
                Err(format!("class `{name}` has the weight {weight}, expected -10 to 10"))
            }
            (None, None) => Err(format!("class `{name}` has no side, expected `score` or `goldstein`")),
            (Some(_), Some(_)) => {
                Err(format!("class `{name}` has two sides, expected `score` or `goldstein`, not both"))
            }
        }
    }

    fn check_cameo(&self) -> Result<(), String> {
        let Some(code) = &self.cameo else { return Ok(()) };
        let root = code.get(..2).and_then(|root| root.parse::<u8>().ok());
        let digits = code.len() <= 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        let known = digits && root.is_some_and(|n| (1..=20).contains(&n));
        let wrong = || {
            format!(
                "class `{}` has the CAMEO code `{code}`, expected `01` to `20`, or one below such as `051`",
                self.name
            )
        };
        known.then_some(()).ok_or_else(wrong)
    }
}

/// Who takes a side toward whom in a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The subject toward the object.
    #[default]
    Act,
    /// Each toward the other.
    Mutual,
    /// The subject toward the object, on the side that the words after it tell: `called Venn a liar`.
    Called,
    /// Whoever speaks toward the subject: `Venn deserves credit`.
    Judged,
}

/// One test inside a pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// One sentence.
    pub text: String,
    /// The name of the doer, as it stands in the text.
    pub source: String,
    /// The name of the other.
    pub target: String,
    /// `for`, `against`, `neutral` or `none`.
    pub expect: String,
}

/// Whether a pattern's head is a verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// A verb: the subject does it to the object.
    #[default]
    Verb,
    /// A noun or adjective: what follows its preposition is the other.
    Noun,
}

#[derive(Clone, Copy, Debug, Default)]
struct Pattern {
    score: f32,
    negated: f32,
    confidence: f32,
    part: Part,
    way: Kind,
    censures: bool,
    tail: [u64; TAIL],
    /// How many words the tail has.
    size: u8,
    next: u32,
}

/// The key that stands for `*` in a tail.
const STAR: u64 = 1;

/// A pattern that was found at a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// How the doer stands toward the other.
    pub score: f32,
    /// How sure the pattern alone makes.
    pub confidence: f32,
    /// The score where it is negated.
    pub negated: f32,
    /// Verb or noun.
    pub part: Part,
    /// Who takes the side.
    pub way: Kind,
    /// Whether it stands against what a noun after it names.
    pub censure: bool,
    /// One past the pattern's last token.
    pub end: usize,
    /// Whether the pattern has more than its head.
    pub tailed: bool,
}

/// The patterns of all packs, by the key of their head's forms.
#[derive(Clone, Debug, Default)]
pub struct Verbs {
    heads: Table<u32>,
    predicates: Table<f32>,
    patterns: Vec<Pattern>,
}

impl Verbs {
    /// Reads packs from their texts.
    ///
    /// # Errors
    /// A message that says what was found and what was expected, when a text is no verb pack.
    pub fn read(packs: &[&str]) -> Result<(Self, Vec<Case>), String> {
        let mut verbs = Self { patterns: vec![Pattern::default()], ..Self::default() };
        let mut cases = Vec::new();
        for text in packs {
            let pack: Pack = toml::from_str(text).map_err(|e| format!("not a verb pack: {e}"))?;
            verbs.add(&pack)?;
            cases.extend(pack.test);
        }
        verbs.add_cameo();
        Ok((verbs, cases))
    }

    /// The longest pattern whose head is the token at `i`; of equally long ones that which ends first.
    #[inline]
    #[must_use]
    pub fn at(&self, toks: &[Tok], i: usize) -> Option<Hit> {
        self.longest(toks, i, self.heads.get(toks[i].key)?)
    }

    /// The longest of the patterns from `number` on.
    fn longest(&self, toks: &[Tok], i: usize, number: u32) -> Option<Hit> {
        let mut best: Option<(&Pattern, usize)> = None;
        let mut number = number as usize;
        while number != 0 {
            let pattern = &self.patterns[number];
            number = pattern.next as usize;
            let Some(end) = follow(toks, i + 1, &pattern.tail) else { continue };
            let better = |(other, there): (&Pattern, usize)| {
                pattern.size > other.size || (pattern.size == other.size && end < there)
            };
            if best.is_none_or(better) {
                best = Some((pattern, end));
            }
        }
        best.map(|(pattern, end)| Hit {
            score: pattern.score,
            negated: pattern.negated,
            way: pattern.way,
            censure: pattern.censures,
            confidence: pattern.confidence,
            part: pattern.part,
            end,
            tailed: pattern.size > 0,
        })
    }

    /// How good or bad it is to be called this; 0 where no pack says so.
    #[must_use]
    pub fn predicate(&self, key: u64) -> f32 {
        self.predicates.get(key).unwrap_or_default()
    }

    fn add(&mut self, pack: &Pack) -> Result<(), String> {
        for class in &pack.class {
            let named = |message: String| format!("pack `{}`: {message}", pack.name);
            let score = class.score().map_err(named)?;
            class.check_cameo().map_err(named)?;
            let negated = class.negated.unwrap_or(-0.6 * score);
            let base =
                Pattern { score, negated, way: class.kind, censures: class.censures, ..Pattern::default() };
            for verb in &class.verbs {
                let (lemma, tail) = self.tail(pack, verb)?;
                let irregular = pack.forms.get(lemma).into_iter().flatten().cloned();
                let forms: Vec<String> = inflect::forms(lemma).into_iter().chain(irregular).collect();
                self.push(&forms, Pattern { confidence: 0.8, part: Part::Verb, tail, ..base });
            }
            for noun in &class.nouns {
                let (lemma, tail) = self.tail(pack, noun)?;
                if tail[0] == 0 {
                    return Err(format!(
                        "pack `{}`: noun `{noun}` has no preposition, expected for example `{noun} of`",
                        pack.name
                    ));
                }
                let forms = [lemma.to_owned(), inflect::plural(lemma)];
                self.push(&forms, Pattern { confidence: 0.7, part: Part::Noun, tail, ..base });
            }
            for word in &class.words {
                *self.predicates.entry(key(word)) = score;
            }
        }
        Ok(())
    }

    fn tail<'a>(&self, pack: &Pack, text: &'a str) -> Result<(&'a str, [u64; TAIL]), String> {
        let mut words = text.split_whitespace();
        let lemma = words.next().ok_or_else(|| format!("pack `{}`: found an empty word", pack.name))?;
        let mut tail = [0; TAIL];
        for (i, word) in words.enumerate() {
            let slot = tail.get_mut(i).ok_or_else(|| {
                format!(
                    "pack `{}`: `{text}` is too long, expected at most {TAIL} words after the first",
                    pack.name
                )
            })?;
            *slot = if word == "*" { STAR } else { key(word) };
        }
        Ok((lemma, tail))
    }

    fn push(&mut self, forms: &[String], pattern: Pattern) {
        let size = pattern.tail.iter().map(|word| u8::from(*word != 0)).sum();
        let pattern = Pattern { size, ..pattern };
        let mut keys: Vec<u64> = forms.iter().map(|form| key(form)).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let number = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
            let head = self.heads.entry(key);
            self.patterns.push(Pattern { next: *head, ..pattern });
            *head = number;
        }
    }

    fn add_cameo(&mut self) {
        let left_out: Vec<&str> = NOT_SIDES.split_whitespace().collect();
        for (lemma, score, irregular) in cameo_verbs() {
            if left_out.contains(&lemma) || self.heads.get(key(lemma)).is_some() {
                continue;
            }
            let forms: Vec<String> =
                inflect::forms(lemma).into_iter().chain(irregular.map(str::to_owned)).collect();
            let score = f32::from(score) / 100.0;
            self.push(
                &forms,
                Pattern { score, negated: -0.6 * score, confidence: CAMEO, ..Pattern::default() },
            );
        }
    }
}

/// Matches a tail from the token `at`; one past its last token.
fn follow(toks: &[Tok], mut at: usize, tail: &[u64; TAIL]) -> Option<usize> {
    let mut gap = 0;
    for &part in tail.iter().take_while(|part| **part != 0) {
        if part == STAR {
            gap = GAP;
            continue;
        }
        let quote = gap == 0 && toks.get(at).is_some_and(|t| t.kind == Shape::Quote);
        at += usize::from(quote);
        let reach = (at + gap + 1).min(toks.len());
        let plain = |i: &usize| matches!(toks[*i].kind, Shape::Word | Shape::Name | Shape::Number);
        let found = (at.min(reach)..reach).take_while(plain).find(|i| toks[*i].key == part)?;
        if gap > 0 && found == at {
            return None;
        }
        at = found + 1;
        gap = 0;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::split;
    use crate::tok::Sentence;

    fn check(text: &str, word: usize, expected: Option<(f32, usize)>) {
        let (verbs, _) = Verbs::read(&[EMBEDDED]).unwrap();
        let mut sentence = Sentence::default();
        sentence.fill(text, split::words(text));
        let hit = verbs.at(&sentence.toks, word).map(|hit| (hit.score, hit.end));
        assert_eq!(hit, expected, "{text}");
    }

    /// Goldstein’s weights by CAMEO code, of those that the released pack uses, as the code book’s table has them.
    const WEIGHTS: [(&str, f32); 16] = [
        ("02", 3.0),
        ("05", 3.5),
        ("051", 3.4),
        ("053", 3.8),
        ("06", 6.0),
        ("07", 7.0),
        ("09", -2.0),
        ("10", -5.0),
        ("11", -2.0),
        ("12", -4.0),
        ("13", -6.0),
        ("14", -6.5),
        ("16", -4.0),
        ("17", -7.0),
        ("18", -9.0),
        ("19", -10.0),
    ];

    #[test]
    fn weights_are_those_of_the_code_book() {
        let pack: Pack = toml::from_str(EMBEDDED).unwrap();
        for class in pack.class.iter().filter(|class| class.goldstein.is_some()) {
            let code = class.cameo.as_deref().unwrap_or_default();
            let published = WEIGHTS.iter().find(|(known, _)| *known == code).map(|(_, weight)| *weight);
            assert_eq!(class.goldstein, published, "{}", class.name);
        }
    }

    #[test]
    fn the_longest_pattern_wins() {
        check("they fought alongside us", 1, Some((0.76, 3)));
        check("they provided safe houses to us", 1, Some((0.82, 5)));
        check("attacks on us", 0, Some((-1.0, 2)));
        check("they went home", 1, None);
    }

    #[test]
    fn messages_say_what_is_wrong() {
        let wrong = |text: &str| Verbs::read(&[text]).unwrap_err();
        let class = "name = 'x'\n[[class]]\nname = 'c'\nscore = ";
        assert_eq!(wrong(&format!("{class}3.0")), "pack `x`: class `c` has score 3, expected -1 to 1");
        assert_eq!(
            wrong(&format!("{class}0.5\nnouns = ['praise']")),
            "pack `x`: noun `praise` has no preposition, expected for example `praise of`"
        );
        assert_eq!(
            wrong("name = 'x'\n[[class]]\nname = 'c'"),
            "pack `x`: class `c` has no side, expected `score` or `goldstein`"
        );
        assert_eq!(
            wrong(&format!("{class}0.5\ngoldstein = 1.0")),
            "pack `x`: class `c` has two sides, expected `score` or `goldstein`, not both"
        );
        assert_eq!(
            wrong(&format!("{class}0.5\ncameo = '21'")),
            "pack `x`: class `c` has the CAMEO code `21`, expected `01` to `20`, or one below such as `051`"
        );
        assert!(wrong(&format!("{class}0.5\ncameo = '0511x'")).contains("the CAMEO code `0511x`"));
        assert!(wrong("name = 'x'\nklass = 1").contains("unknown field `klass`"));
    }
}
