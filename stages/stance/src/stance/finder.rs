//! Decides, sentence by sentence, who stands how toward each mention.

use std::sync::LazyLock;

use super::action::{self, Action};
use super::claim::{Claims, calibrated};
use super::clause::{Clause, Subject};
use super::cover::Cover;
use super::features::{self, Question};
use super::grounds::Grounds;
use super::judge::Judge;
use super::model::Verdict;
use super::pack::Verbs;
use super::past::is_past;
use super::scene;
use super::syntax::{self, Form, WORDS};
use super::who::Everybody;
use crate::Voice;
use crate::doc::{Doc, Mention, Sort, Span};
use crate::grammar::Class;
use crate::lexicon::LEXICON;
use crate::tok::{Kind, Tok};
use crate::{Neutral, Stance};

/// Longer sentences are judged in parts of this many words.
pub(super) const PART: usize = 400;
/// At most this many mentions of one part are judged.
const MOST: usize = 96;
/// At most so many mentions are taken to be joined by `and`.
const SCOPE: usize = 6;
/// How much of its confidence an action keeps that somebody tells.
const TOLD: f32 = 0.8;
/// The holder of what the text itself says.
pub(super) const AUTHOR: &str = "author";
/// The holder of what somebody says who is not known.
pub(super) const UNKNOWN: &str = "unknown";

/// The side taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// For.
    For,
    /// Against.
    Against,
    /// Neither.
    Neutral,
}

impl Label {
    /// 1 for, -1 against, 0 neither.
    #[must_use]
    pub const fn side(self) -> i8 {
        match self {
            Self::For => 1,
            Self::Against => -1,
            Self::Neutral => 0,
        }
    }
}

/// A quotation, as the stage before found it.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Where.
    pub span: Span,
    /// Whose; `unknown` when not known.
    pub holder: &'a str,
    /// The side that the holder stands for.
    pub side: &'a str,
    /// The mention of the speaker.
    pub speaker: Option<Span>,
    /// Whether the words stand in quotation marks.
    pub direct: bool,
}

impl Said<'_> {
    const fn voice(&self) -> Voice {
        if self.direct { Voice::Quoted } else { Voice::Reported }
    }
}

/// A mention that the input asks about.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Where.
    pub span: Span,
    /// Its entity's side, or the slug of its text.
    pub target: &'a str,
    /// Who is asked about, if not the author.
    pub holder: Option<&'a str>,
    /// The mention of that holder.
    pub holder_span: Option<Span>,
}

/// One stance.
#[derive(Clone, Copy, Debug)]
pub struct Scored<'a> {
    /// The words that show it.
    pub evidence: Span,
    /// The mention judged.
    pub mention: Span,
    /// The side.
    pub label: Label,
    /// −1 to 1.
    pub score: f32,
    /// 0 to 1.
    pub confidence: f32,
    /// Who.
    pub holder: &'a str,
    /// The side that the holder stands for.
    pub side: &'a str,
    /// Toward whom.
    pub target: &'a str,
    /// In which voice.
    pub voice: Voice,
    /// Whether it is told as history.
    pub past: bool,
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub struct Buffers {
    pub(super) clause: Clause,
    pub(super) actions: Vec<Action>,
    pub(super) scene: scene::Scene,
}

/// Finds stances; made from options and verb packs.
#[derive(Clone, Debug)]
pub struct Finder {
    pub(super) verbs: Verbs,
    pub(super) judge: Judge,
    pub(super) options: Stance,
}

impl Finder {
    /// A finder with these options and verbs. Files that `options` name are not read: `judge` judges.
    #[must_use]
    pub fn new(options: Stance, verbs: Verbs, judge: Judge) -> Self {
        LazyLock::force(&LEXICON); // here, not in the first document
        syntax::force();
        Self { verbs, judge, options }
    }

    /// All stances of a document toward the mentions in it; `descriptions` mean entities without naming them.
    pub fn find<'a>(
        &self,
        doc: &Doc<'a>,
        descriptions: &[Mention<'a>],
        said: &[Said<'a>],
        buffers: &mut Buffers,
        out: &mut Vec<Scored<'a>>,
    ) {
        let all = Everybody::of(doc, descriptions, said, &mut buffers.clause.sentence.lookups);
        let mut quotes = Cover::new(said);
        let claims = Claims::of(doc, said);
        for part in parts(doc) {
            let words = &doc.words[part.clone()];
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let sentence = Span::new(first.start, last.end);
            let from = all.mentions.partition_point(|m| m.span.end <= sentence.start);
            if all.mentions.get(from).is_none_or(|m| m.span.start >= sentence.end) {
                continue;
            }
            buffers.clause.fill(doc.text, words, &all.mentions, from);
            quotes.advance(sentence);
            let (start, year) = (out.len(), doc.year);
            let text = doc.text;
            let scene = Scene { text, all: &all, quotes: &quotes, sentence, claims, start, year };
            self.reported(&scene, buffers, out);
            self.judged(&scene, buffers, out);
        }
    }

    fn hears(&self, voice: Voice) -> bool {
        self.options.voices.contains(&voice)
    }

    fn wants(&self, mention: &Mention<'_>) -> bool {
        let targets = &self.options.targets;
        mention.sort != Sort::Other
            && (targets.is_empty() || targets.iter().any(|t| t == mention.side() || t == mention.id))
    }

    /// Actions that the text or a speaker reports.
    fn reported<'a>(&self, scene: &Scene<'_, 'a>, buffers: &mut Buffers, out: &mut Vec<Scored<'a>>) {
        let Buffers { clause, actions, .. } = buffers;
        action::find(clause, &self.verbs, actions);
        for action in actions.iter() {
            let head = clause.toks()[action.head];
            let cover = scene.quotes.around(Span::new(head.start, head.end));
            let patient = clause.places[action.patient].mention;
            let told = cover.is_some_and(|said| !said.direct);
            let past = is_past(clause, action.head, told, scene.year);
            let action = &Action { past, ..*action };
            match action.agent {
                Subject::Voice if action.lexical && cover.is_none() => {}
                Subject::Voice => {
                    let (holder, side, voice) = speaker(cover);
                    self.push(
                        scene,
                        Holder { id: holder, side, voice },
                        patient,
                        Weight::of(action, 1.0),
                        out,
                    );
                }
                Subject::Place(place) => {
                    self.told(scene, cover, clause.places[place].mention, patient, action, out)
                }
            }
        }
    }

    /// An action between two mentions, by the text itself or in somebody's words. What a speaker tells of another in
    /// quotation marks is the speaker's side toward who acts, not a report of the act.
    fn told<'a>(
        &self,
        scene: &Scene<'_, 'a>,
        cover: Option<&Said<'a>>,
        agent: usize,
        patient: usize,
        action: &Action,
        out: &mut Vec<Scored<'a>>,
    ) {
        let acts = &scene.all.mentions[agent];
        let trust = scene.all.trust[agent];
        let side = scene.all.side(acts);
        let id = if acts.sort == Sort::State { side } else { acts.id }; // `Islamabad rejected`: Pakistan did
        let own = Holder { id, side, voice: Voice::Reported };
        let Some(said) = cover else {
            return self.push(scene, own, patient, Weight::of(action, trust), out);
        };
        let speaker = Holder { id: said.holder, side: said.side, voice: said.voice() };
        if said.side == side {
            return self.push(scene, speaker, patient, Weight::of(action, trust), out);
        }
        // `Venn attacked us`, not `Venn attacked Tarsk`: to tell is not to blame
        let hit = scene.all.mentions[patient].side() == said.side;
        if action.score < 0.0 && said.holder != UNKNOWN && hit {
            self.push(scene, speaker, agent, Weight::of(action, TOLD), out);
        }
        if !said.direct {
            self.push(scene, own, patient, Weight::of(action, trust * TOLD), out);
        }
    }

    /// One stance of a holder toward a mention, if it counts and is not there yet.
    fn push<'a>(
        &self,
        scene: &Scene<'_, 'a>,
        holder: Holder<'a>,
        target: usize,
        weight: Weight,
        out: &mut Vec<Scored<'a>>,
    ) {
        let mention = &scene.all.mentions[target];
        let confidence = calibrated(holder.voice, weight.confidence * scene.all.trust[target]);
        let own = holder.side == mention.side() || holder.id == mention.id;
        let weak = f64::from(confidence) < self.options.min_confidence;
        let again = out[scene.start..].iter().any(|s| s.mention == mention.span && s.holder == holder.id);
        if weak || own || again || !self.hears(holder.voice) || !self.wants(mention) {
            return;
        }
        out.push(Scored {
            evidence: weight.evidence,
            mention: mention.span,
            label: label(weight.score),
            score: weight.score,
            confidence,
            holder: holder.id,
            side: holder.side,
            target: mention.side(),
            voice: holder.voice,
            past: weight.past,
        });
    }

    /// What the author's or a speaker's words say of each mention.
    fn judged<'a>(&self, scene: &Scene<'_, 'a>, buffers: &mut Buffers, out: &mut Vec<Scored<'a>>) {
        let Scene { text, all, quotes, sentence, claims, start, .. } = *scene;
        let clause = &buffers.clause;
        let every = self.options.neutral == Neutral::All;
        for (number, place) in clause.places.iter().enumerate().take(MOST) {
            let target = &all.mentions[place.mention];
            let said = quotes.around(target.span);
            let (holder, side, voice) = speaker(said);
            let own = side == target.side() || holder == target.id;
            let heard = self.hears(voice) && (every || claims.hears(voice));
            if own || !heard || !self.wants(target) || passing(clause, number, target) {
                continue;
            }
            let again = out[start..]
                .iter()
                .any(|s| s.mention == target.span && (s.holder == holder || voice == Voice::Author));
            if again {
                continue;
            }
            let unnamed = all.trust[place.mention] < 1.0;
            let told = acts(&buffers.actions, number, voice);
            if told || (voice == Voice::Author && (quotes.speaks(target.span) || unnamed)) {
                continue;
            }
            let holder_place =
                said.filter(|_| self.judge.knows_holders()).and_then(|said| spoken(all, clause, said));
            let grounds = Grounds::of(clause, number);
            if !every && !claims.possible(voice, &grounds) {
                continue;
            }
            let verdict = self.judge.judge(&Question {
                text,
                sentence: &clause.sentence,
                own: 0..clause.toks().len(),
                target: place.first..place.end,
                holder: holder_place.map(|holder| holder_of(clause, &buffers.actions, holder, number)),
            });
            let verdict = match decide(verdict) {
                (Label::Neutral, _) => verdict,
                (label, sure)
                    if claims.allow(voice, label, sure, &grounds) && !advised(clause, number, label) =>
                {
                    verdict
                }
                _ => Verdict { class: 1, ..verdict },
            };
            let (label, confidence) = decide(verdict);
            let confidence = calibrated(voice, confidence);
            let silent = label == Label::Neutral && (!every || unnamed);
            if silent || (label != Label::Neutral && f64::from(confidence) < self.options.min_confidence) {
                continue;
            }
            out.push(Scored {
                evidence: said.map_or(sentence, |said| overlap(said.span, sentence)),
                mention: target.span,
                label,
                score: verdict.score(),
                confidence,
                holder,
                side,
                target: target.side(),
                voice,
                past: false,
            });
        }
    }
}

/// One sentence and what is known around it.
struct Scene<'s, 'a> {
    text: &'a str,
    all: &'s Everybody<'a>,
    quotes: &'s Cover<'s, 'a>,
    sentence: Span,
    /// The year of the document.
    year: Option<u16>,
    /// What the article lets the model say.
    claims: Claims,
    /// The first stance of this sentence.
    start: usize,
}

/// Whose side.
#[derive(Clone, Copy)]
struct Holder<'a> {
    id: &'a str,
    side: &'a str,
    voice: Voice,
}

/// Which side, how sure, and where it says so.
#[derive(Clone, Copy)]
struct Weight {
    score: f32,
    confidence: f32,
    evidence: Span,
    past: bool,
}

impl Weight {
    fn of(action: &Action, trust: f32) -> Self {
        let Action { score, confidence, evidence, past, .. } = *action;
        Self { score, confidence: confidence * trust, evidence, past }
    }
}

/// Who speaks under a quotation, or the author.
fn speaker<'a>(said: Option<&Said<'a>>) -> (&'a str, &'a str, Voice) {
    said.map_or((AUTHOR, AUTHOR, Voice::Author), |said| (said.holder, said.side, said.voice()))
}

pub(super) fn label(score: f32) -> Label {
    match score {
        s if s > 0.0 => Label::For,
        s if s < 0.0 => Label::Against,
        _ => Label::Neutral,
    }
}

/// Sentences as ranges of words, long ones in parts.
fn parts<'d>(doc: &'d Doc<'_>) -> impl Iterator<Item = std::ops::Range<usize>> + 'd {
    let mut at = 0;
    doc.sentences.iter().flat_map(move |sentence| {
        while at < doc.words.len() && doc.words[at].end <= sentence.start {
            at += 1;
        }
        let from = at;
        while at < doc.words.len() && doc.words[at].start < sentence.end {
            at += 1;
        }
        let to = at;
        (from..to).step_by(PART).map(move |start| start..(start + PART).min(to))
    })
}

/// A mention in passing, where nobody's side is judged: a place (`in Orland`), an adjective (`the Vennish border`), a part of
/// a longer word (`Vennish-led`).
fn passing(clause: &Clause, place: usize, mention: &Mention<'_>) -> bool {
    let place_name = mention.sort == Sort::State;
    let somewhere =
        place_name && clause.governed(place).is_some_and(|prep| clause.toks()[prep].class.is(Class::PLACE));
    let next = clause.toks().get(clause.places[place].end);
    let plain = |t: &Tok| t.kind == Kind::Word && t.class == Class::NONE;
    let noun = next.is_some_and(|t| plain(t) && (t.valence.verb == 0 || clause.governed(place).is_some()));
    let part = !clause.places[place].actor;
    part || somewhere || related(clause, place) || (mention.sort == Sort::Group && noun)
}

/// `the rift between Orland and Venn`, `the fall of Venn`: what is said is said of the rift or the fall.
fn related(clause: &Clause, place: usize) -> bool {
    let toks = clause.toks();
    let first =
        std::iter::successors(Some(place), |p| clause.joined_left(*p)).take(SCOPE).last().unwrap_or(place);
    let Some(preposition) = clause.governed(first) else { return false };
    let event = || preposition.checked_sub(1).is_some_and(|i| toks[i].form.is(Form::EVENT));
    toks[preposition].key == WORDS.between || (toks[preposition].key == WORDS.of && event())
}

/// `Venn should use its ties wisely`: who is told what to do is not praised by it.
fn advised(clause: &Clause, place: usize, label: Label) -> bool {
    let next = clause.toks().get(clause.places[place].end);
    label == Label::For && next.is_some_and(|t| t.key == WORDS.should || t.key == WORDS.must)
}

/// Whether a pattern says what the mention does or suffers; then the words around tell that act. In the author’s voice
/// neither side of an act is judged by it, in a speaker’s not who suffers it.
fn acts(actions: &[Action], place: usize, voice: Voice) -> bool {
    let suffers = |a: &Action| a.patient == place && matches!(a.agent, Subject::Place(_));
    match voice {
        Voice::Author => actions.iter().any(|a| a.patient == place || a.agent == Subject::Place(place)),
        Voice::Quoted | Voice::Reported => actions.iter().any(suffers),
    }
}

/// The place of a speaker who is named in the sentence.
fn spoken(all: &Everybody<'_>, clause: &Clause, said: &Said<'_>) -> Option<usize> {
    let span = said.speaker?;
    clause.places.iter().position(|place| all.mentions[place.mention].span == span)
}

/// A holder at a place, with what it and the target do to each other.
pub(super) fn holder_of(
    clause: &Clause,
    actions: &[Action],
    holder: usize,
    target: usize,
) -> features::Holder {
    let does = |agent: usize, patient: usize| {
        let found = actions.iter().find(|a| a.patient == patient && a.agent == Subject::Place(agent));
        found.map_or(0.0, |action| action.score)
    };
    let place = &clause.places[holder];
    features::Holder {
        tokens: place.first..place.end,
        does: does(holder, target),
        suffers: does(target, holder),
    }
}

pub(super) fn decide(verdict: Verdict) -> (Label, f32) {
    let label = match verdict.class {
        0 => Label::Against,
        2 => Label::For,
        _ => Label::Neutral,
    };
    (label, verdict.confidence())
}

fn overlap(a: Span, b: Span) -> Span {
    let (start, end) = (a.start.max(b.start), a.end.min(b.end));
    if start < end { Span::new(start, end) } else { b }
}
