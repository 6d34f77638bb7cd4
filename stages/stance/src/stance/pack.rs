//! The verb pack: which words say that one actor takes a side toward another.
//!
//! `config/packs/stance-verbs.toml` is embedded; packs named in the option `packs` add to it. CAMEO verbs that no pack
//! lists are known too, with less confidence.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::inflect;
use crate::lexicon::cameo_verbs;
use crate::table::{Table, key};
use crate::tok::{Kind, Tok};

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
    /// How the doer stands toward the other, −1 to 1.
    pub score: f32,
    /// Verb lemmas with what must follow.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Nouns and adjectives with their preposition.
    #[serde(default)]
    pub nouns: Vec<String>,
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
    /// `for`, `against` or `none`.
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
    confidence: f32,
    part: Part,
    tail: [u64; TAIL],
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
    /// Verb or noun.
    pub part: Part,
    /// One past the pattern's last token.
    pub end: usize,
    /// Whether the pattern has more than its head.
    pub tailed: bool,
}

/// The patterns of all packs, by the key of their head's forms.
#[derive(Clone, Debug, Default)]
pub struct Verbs {
    heads: Table<u32>,
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
    #[must_use]
    pub fn at(&self, toks: &[Tok], i: usize) -> Option<Hit> {
        let mut best: Option<Hit> = None;
        let mut longest = 0;
        let mut number = self.heads.get(toks[i].key)? as usize;
        while number != 0 {
            let pattern = &self.patterns[number];
            if let Some(end) = follow(toks, i + 1, &pattern.tail) {
                let hit = Hit {
                    score: pattern.score,
                    confidence: pattern.confidence,
                    part: pattern.part,
                    end,
                    tailed: pattern.tail[0] != 0,
                };
                let size = pattern.tail.iter().filter(|word| **word != 0).count();
                let better = |b: &Hit| size > longest || (size == longest && hit.end < b.end);
                if best.as_ref().is_none_or(better) {
                    best = Some(hit);
                    longest = size;
                }
            }
            number = pattern.next as usize;
        }
        best
    }

    fn add(&mut self, pack: &Pack) -> Result<(), String> {
        for class in &pack.class {
            if !(-1.0..=1.0).contains(&class.score) {
                let (name, score) = (&class.name, class.score);
                return Err(format!(
                    "pack `{}`: class `{name}` has score {score}, expected -1 to 1",
                    pack.name
                ));
            }
            for verb in &class.verbs {
                let (lemma, tail) = self.tail(pack, verb)?;
                let irregular = pack.forms.get(lemma).into_iter().flatten().cloned();
                let forms: Vec<String> = inflect::forms(lemma).into_iter().chain(irregular).collect();
                self.push(
                    &forms,
                    Pattern { score: class.score, confidence: 0.8, part: Part::Verb, tail, next: 0 },
                );
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
                self.push(
                    &forms,
                    Pattern { score: class.score, confidence: 0.7, part: Part::Noun, tail, next: 0 },
                );
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
                Pattern { score, confidence: CAMEO, part: Part::Verb, tail: [0; TAIL], next: 0 },
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
        let reach = (at + gap + 1).min(toks.len());
        let plain = |i: &usize| matches!(toks[*i].kind, Kind::Word | Kind::Name | Kind::Number);
        let found = (at..reach).take_while(plain).find(|i| toks[*i].key == part)?;
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

    #[test]
    fn the_longest_pattern_wins() {
        check("they fought alongside us", 1, Some((0.6, 3)));
        check("they provided safe houses to us", 1, Some((0.6, 5)));
        check("attacks on us", 0, Some((-0.9, 2)));
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
        assert!(wrong("name = 'x'\nklass = 1").contains("unknown field `klass`"));
    }
}
