//! Decides, sentence by sentence, who stands how toward each mention.

use super::action::{self, Action};
use super::clause::{Clause, Subject};
use super::judge::judge;
use super::model::Odds;
use super::pack::Verbs;
use crate::Voice;
use crate::doc::{Doc, Mention, Sort, Span};
use crate::grammar::Class;
use crate::{Neutral, Stance};

/// Longer sentences are judged in parts of this many words.
const PART: usize = 400;
/// At most this many mentions of one part are judged.
const MOST: usize = 96;
/// The author's own voice must be at least this sure,
const AUTHORS: f32 = 0.6;
/// and this sure in a sentence that quotes somebody, whose words may be all that judges.
const AMONG_QUOTES: f32 = 0.75;
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
    clause: Clause,
    actions: Vec<Action>,
}

/// Finds stances; made from options and verb packs.
#[derive(Clone, Debug)]
pub struct Finder {
    verbs: Verbs,
    options: Stance,
}

impl Finder {
    /// A finder with these options and verbs.
    #[must_use]
    pub fn new(options: Stance, verbs: Verbs) -> Self {
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
            if own || !self.hears(voice) || !self.wants(target) || is_where(clause, number, target) {
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

    /// One stance for a mention that the input gives, whatever it is.
    pub fn given<'a>(
        &self,
        doc: &Doc<'a>,
        given: &Given<'a>,
        said: &[Said<'a>],
        buffers: &mut Buffers,
    ) -> Scored<'a> {
        let (words, sentence) = around(doc, given.span);
        let mention = Mention { span: given.span, sort: Sort::State, id: given.target, actor: None };
        let mut mentions = vec![mention];
        if let Some(span) = given.holder_span.filter(|span| *span != given.span) {
            mentions.push(Mention {
                span,
                sort: Sort::State,
                id: given.holder.unwrap_or(AUTHOR),
                actor: None,
            });
            mentions.sort_by_key(|m| m.span.start);
        }
        buffers.clause.fill(doc.text, words, &mentions, 0);
        let clause = &buffers.clause;
        let place = clause.places.iter().position(|p| mentions[p.mention].span == given.span);
        let odds = match place.map(|p| &clause.places[p]) {
            Some(place) => judge(self.options.method, &clause.sentence, place.first..place.end),
            None => Odds { against: 0.0, neutral: 1.0, favor: 0.0 },
        };
        let (label, confidence) = decide(odds);
        let mut scored = Scored {
            evidence: sentence,
            mention: given.span,
            label,
            score: score(label, odds),
            confidence,
            holder: given.holder.unwrap_or(AUTHOR),
            side: given.holder.unwrap_or(AUTHOR),
            target: given.target,
            voice: Voice::Author,
        };
        if let Some(holder) = given.holder_span {
            let quoted = said.iter().any(|s| s.span.contains(given.span) && Some(s.holder) == given.holder);
            scored.voice = if quoted { Voice::Quoted } else { Voice::Reported };
            action::find(&buffers.clause, &self.verbs, &mut buffers.actions);
            let span = |place: usize| mentions[buffers.clause.places[place].mention].span;
            let act = buffers.actions.iter().find(|a| {
                span(a.patient) == given.span && matches!(a.agent, Subject::Place(p) if span(p) == holder)
            });
            if let Some(act) = act {
                scored.label = if act.score > 0.0 { Label::For } else { Label::Against };
                (scored.score, scored.confidence, scored.evidence) =
                    (act.score, act.confidence, act.evidence);
            }
        }
        scored
    }
}

/// The words of the sentence around a span, or those near it; and the sentence.
fn around<'a>(doc: &Doc<'a>, span: Span) -> (&'a [Span], Span) {
    let next = doc.sentences.partition_point(|s| s.start <= span.start);
    let sentence =
        next.checked_sub(1).map(|i| doc.sentences[i]).filter(|s| s.end > span.start).unwrap_or(span);
    let from = doc.words.partition_point(|w| w.end <= sentence.start);
    let to = doc.words.partition_point(|w| w.start < sentence.end.max(span.end));
    if to - from <= PART {
        return (&doc.words[from..to], sentence);
    }
    let here = doc.words.partition_point(|w| w.end <= span.start);
    let (low, high) = (here.saturating_sub(PART / 2).max(from), (here + PART / 2).min(to));
    let part = &doc.words[low.min(high)..high];
    let ends = part
        .first()
        .zip(part.last())
        .map_or(span, |(a, b)| Span::new(a.start.min(span.start), b.end.max(span.end)));
    (part, ends)
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

/// `in Orland`, `from Venn`: a place, where nobody's side is judged.
fn is_where(clause: &Clause, place: usize, mention: &Mention<'_>) -> bool {
    let place_name = mention.sort == Sort::State;
    place_name && clause.governed(place).is_some_and(|prep| clause.toks()[prep].class.is(Class::PLACE))
}

fn decide(odds: Odds) -> (Label, f32) {
    let Odds { against, neutral, favor } = odds;
    if against > neutral && against >= favor {
        (Label::Against, against)
    } else if favor > neutral {
        (Label::For, favor)
    } else {
        (Label::Neutral, neutral)
    }
}

fn score(label: Label, odds: Odds) -> f32 {
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

/// The quotations around the sentence at hand; both advance together.
struct Cover<'s, 'a> {
    said: &'s [Said<'a>],
    from: usize,
    to: usize,
}

impl<'s, 'a> Cover<'s, 'a> {
    /// `said` is sorted by start, outer before inner.
    fn new(said: &'s [Said<'a>]) -> Self {
        Self { said, from: 0, to: 0 }
    }

    fn advance(&mut self, sentence: Span) {
        while self.from < self.said.len() && self.said[self.from].span.end <= sentence.start {
            self.from += 1;
        }
        self.to = self.to.max(self.from);
        while self.to < self.said.len() && self.said[self.to].span.start < sentence.end {
            self.to += 1;
        }
    }

    /// Whether a quotation lies in the sentence at hand.
    fn near(&self, sentence: Span) -> bool {
        let mut near = self.said[self.from..self.to].iter().take(64);
        near.any(|s| s.span.start < sentence.end && s.span.end > sentence.start)
    }

    /// Whether the mention names the speaker of a quotation near it.
    fn speaks(&self, mention: Span) -> bool {
        let low = self.from.saturating_sub(4);
        let high = (self.to + 4).min(self.said.len());
        self.said[low..high].iter().take(64).any(|s| s.speaker == Some(mention))
    }

    /// The innermost quotation around a span, of those near it; one with a known holder wins over one without.
    fn around(&self, span: Span) -> Option<&'s Said<'a>> {
        let near = self.said[self.from..self.to].iter().take(64);
        let all = near.filter(|s| s.span.contains(span));
        all.min_by_key(|s| (s.holder == UNKNOWN, s.span.end - s.span.start))
    }
}

/// What the last sentence was about, for pronouns.
#[derive(Default)]
struct Topic {
    person: Option<usize>,
    other: Option<usize>,
}

impl Topic {
    fn next(&mut self, doc: &Doc<'_>, clause: &Clause) {
        let free = |person: bool| {
            let fits = |p: &&super::clause::Place| {
                (doc.mentions[p.mention].sort == Sort::Person) == person && p.actor
            };
            let numbered = clause.places.iter().enumerate().filter(|(_, p)| fits(p));
            numbered.take(8).find(|(n, _)| clause.governed(*n).is_none()).map(|(_, p)| p.mention)
        };
        self.person = free(true).or(self.person);
        self.other = free(false);
    }

    fn means(&self, doc: &Doc<'_>, person: bool) -> Option<usize> {
        let found = if person { self.person } else { self.other };
        found.filter(|m| *m < doc.mentions.len())
    }
}
