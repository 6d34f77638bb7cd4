//! Decides, sentence by sentence, who stands how toward each mention.

use std::sync::LazyLock;

use super::action::{self, Action};
use super::clause::{Clause, Subject};
use super::cover::{Cover, Topic};
use super::judge::judge;
use super::model::Odds;
use super::pack::Verbs;
use crate::Voice;
use crate::doc::{Doc, Mention, Sort, Span};
use crate::grammar::Class;
use crate::lexicon::LEXICON;
use crate::tok::Kind;
use crate::{Neutral, Stance};

/// Longer sentences are judged in parts of this many words.
pub(super) const PART: usize = 400;
/// At most this many mentions of one part are judged.
const MOST: usize = 96;
/// The author's own voice must be at least this sure,
const AUTHORS: f32 = 0.65;
/// and this sure in a sentence that quotes somebody, whose words may be all that judges.
const AMONG_QUOTES: f32 = 0.8;
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
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub struct Buffers {
    pub(super) clause: Clause,
    pub(super) actions: Vec<Action>,
}

/// Finds stances; made from options and verb packs.
#[derive(Clone, Debug)]
pub struct Finder {
    pub(super) verbs: Verbs,
    pub(super) options: Stance,
}

impl Finder {
    /// A finder with these options and verbs.
    #[must_use]
    pub fn new(options: Stance, verbs: Verbs) -> Self {
        LazyLock::force(&LEXICON); // here, not in the first document
        Self { verbs, options }
    }

    /// All stances of a document toward the mentions in it.
    pub fn find<'a>(
        &self,
        doc: &Doc<'a>,
        said: &[Said<'a>],
        buffers: &mut Buffers,
        out: &mut Vec<Scored<'a>>,
    ) {
        let mut topic = Topic::default();
        let mut quotes = Cover::new(said);
        for part in parts(doc) {
            let words = &doc.words[part.clone()];
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let span = Span::new(first.start, last.end);
            let from = doc.mentions.partition_point(|m| m.span.end <= span.start);
            if doc.mentions.get(from).is_none_or(|m| m.span.start >= span.end) {
                continue;
            }
            buffers.clause.fill(doc.text, words, doc.mentions, from);
            quotes.advance(span);
            let start = out.len();
            self.reported(doc, &quotes, &topic, buffers, out);
            self.judged(doc, &quotes, span, buffers, start, out);
            topic.next(doc, &buffers.clause);
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

    /// Actions that the text reports.
    fn reported<'a>(
        &self,
        doc: &Doc<'a>,
        quotes: &Cover<'_, 'a>,
        topic: &Topic,
        buffers: &mut Buffers,
        out: &mut Vec<Scored<'a>>,
    ) {
        let Buffers { clause, actions } = buffers;
        action::find(clause, &self.verbs, actions);
        for action in actions.iter() {
            let target = &doc.mentions[clause.places[action.patient].mention];
            let head = clause.toks()[action.head];
            let cover = quotes.around(Span::new(head.start, head.end));
            let agent = self.agent(doc, clause, topic, cover, action);
            let Some((holder, side, voice)) = agent.filter(|(.., voice)| self.hears(*voice)) else {
                continue;
            };
            let weak =
                action.score.abs() < 0.05 || f64::from(action.confidence) < self.options.min_confidence;
            if weak || side == target.side() || holder == target.id || !self.wants(target) {
                continue;
            }
            out.push(Scored {
                evidence: action.evidence,
                mention: target.span,
                label: if action.score > 0.0 { Label::For } else { Label::Against },
                score: action.score,
                confidence: action.confidence,
                holder,
                side,
                target: target.side(),
                voice,
            });
        }
    }

    /// Who acts: a mention, whom a pronoun means, or the speaker (`we condemn …`).
    fn agent<'a>(
        &self,
        doc: &Doc<'a>,
        clause: &Clause,
        topic: &Topic,
        cover: Option<&Said<'a>>,
        action: &Action,
    ) -> Option<(&'a str, &'a str, Voice)> {
        let mention = match action.agent {
            Subject::Place(place) => clause.places[place].mention,
            Subject::Pronoun(token) => {
                let class = clause.toks()[token].class;
                if class.is(Class::OTHER_PRONOUN) {
                    let said = cover.filter(|said| said.holder != UNKNOWN)?;
                    return Some((said.holder, said.side, Voice::Quoted));
                }
                topic.means(doc, class.is(Class::HE))?
            }
        };
        let agent = &doc.mentions[mention];
        Some((agent.id, agent.side(), Voice::Reported))
    }

    /// What the author's or a speaker's words say of each mention.
    fn judged<'a>(
        &self,
        doc: &Doc<'a>,
        quotes: &Cover<'_, 'a>,
        sentence: Span,
        buffers: &mut Buffers,
        start: usize,
        out: &mut Vec<Scored<'a>>,
    ) {
        let clause = &buffers.clause;
        for (number, place) in clause.places.iter().enumerate().take(MOST) {
            let target = &doc.mentions[place.mention];
            let said = quotes.around(target.span);
            let voice = if said.is_some() { Voice::Quoted } else { Voice::Author };
            let (holder, side) = said.map_or((AUTHOR, AUTHOR), |said| (said.holder, said.side));
            let own = side == target.side() || holder == target.id;
            if own || !self.hears(voice) || !self.wants(target) || passing(clause, number, target) {
                continue;
            }
            let again = out[start..]
                .iter()
                .any(|s| s.mention == target.span && (s.holder == holder || voice == Voice::Author));
            if again {
                continue;
            }
            if voice == Voice::Author && quotes.speaks(target.span) {
                continue;
            }
            let odds = judge(self.options.method, &clause.sentence, place.first..place.end);
            let (label, confidence) = decide(odds);
            let floor = match voice {
                Voice::Author if quotes.near(sentence) => AMONG_QUOTES,
                Voice::Author => AUTHORS,
                _ => 0.0,
            };
            if label != Label::Neutral && confidence < floor {
                continue;
            }
            let silent = label == Label::Neutral && self.options.neutral == Neutral::Given;
            if silent || (label != Label::Neutral && f64::from(confidence) < self.options.min_confidence) {
                continue;
            }
            out.push(Scored {
                evidence: said.map_or(sentence, |said| overlap(said.span, sentence)),
                mention: target.span,
                label,
                score: score(label, odds),
                confidence,
                holder,
                side,
                target: target.side(),
                voice,
            });
        }
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

/// A mention in passing, where nobody's side is judged: a place (`in Orland`), an adjective (`the Vennish border`).
fn passing(clause: &Clause, place: usize, mention: &Mention<'_>) -> bool {
    let place_name = mention.sort == Sort::State;
    let somewhere =
        place_name && clause.governed(place).is_some_and(|prep| clause.toks()[prep].class.is(Class::PLACE));
    let next = clause.toks().get(clause.places[place].end);
    let noun = next.is_some_and(|t| t.kind == Kind::Word && t.class == Class::NONE && t.valence.verb == 0);
    somewhere || (mention.sort == Sort::Group && noun)
}

pub(super) fn decide(odds: Odds) -> (Label, f32) {
    let Odds { against, neutral, favor } = odds;
    if against > neutral && against >= favor {
        (Label::Against, against)
    } else if favor > neutral {
        (Label::For, favor)
    } else {
        (Label::Neutral, neutral)
    }
}

pub(super) fn score(label: Label, odds: Odds) -> f32 {
    let raw = odds.favor - odds.against;
    match label {
        Label::For => raw.max(0.05),
        Label::Against => raw.min(-0.05),
        Label::Neutral => raw.clamp(-0.3, 0.3),
    }
}

fn overlap(a: Span, b: Span) -> Span {
    let (start, end) = (a.start.max(b.start), a.end.min(b.end));
    if start < end { Span::new(start, end) } else { b }
}
