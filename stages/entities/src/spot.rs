//! Spotting: from tokens to candidate mentions. Runs of capitalised words are cut at what the gazetteers know, at titles and
//! at heads such as *Ministry* or *River*; what is left is judged by [`crate::judge`].
//!
//! `Pakistani Interior Minister Sheikh Rashid Ahmed told` → `Pakistani` NORP, `Sheikh Rashid Ahmed` PER

use crate::class::Class;
use crate::flags::*;
use crate::heads;
use crate::judge;
use crate::lexicon::Lexicon;
use crate::page::{CAPS_LINE, FIRST_WORD, Seen, TITLE_LINE};
use crate::phrases::Match;
use crate::token::{Gap, Kind, Shape, Token};

/// Where a mention comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// A name of a gazetteer.
    Entry(u32),
    /// A pattern.
    Pattern,
    /// A capitalised word that nothing speaks for yet; kept only if the document explains it.
    Guess,
}

/// A candidate: tokens `a..b`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// First token.
    pub(crate) a: usize,
    /// One past the last token.
    pub(crate) b: usize,
    /// Label.
    pub(crate) class: Class,
    /// Confidence, 0 to 1.
    pub(crate) score: f32,
    /// Where it comes from.
    pub(crate) origin: Origin,
    /// Index of the document's entity, set by [`crate::resolve`].
    pub(crate) who: u32,
}

/// What the rules read.
#[derive(Clone, Copy)]
pub(crate) struct Page<'p> {
    /// Names and words.
    pub(crate) lexicon: &'p Lexicon,
    /// The document.
    pub(crate) tokens: &'p [Token],
    /// Its words by case.
    pub(crate) seen: &'p Seen,
}

impl Page<'_> {
    /// Whether token `i` is there and has one of the facts.
    pub(crate) fn is(&self, i: usize, flags: Flags) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is(flags))
    }

    /// Whether token `i` is there and is of that kind.
    pub(crate) fn kind(&self, i: usize, kind: Kind) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == kind)
    }

    /// Whether token `i` begins with a capital and stands on the line of the token before it.
    pub(crate) fn cap(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is_cap() && t.gap <= Gap::Space)
    }

    /// Whether the capital of token `i` may be due to its place, or the word is a common one.
    pub(crate) fn doubtful(&self, i: usize) -> bool {
        let Some(t) = self.tokens.get(i) else { return true };
        if t.place & CAPS_LINE != 0 {
            return t.is(COMMON.with(MIXED).with(FUNCTION)) || self.seen.lower(t.hash);
        }
        let placed = t.place & (FIRST_WORD | TITLE_LINE) != 0;
        let wordlike = t.is(COMMON.with(FUNCTION)) || (self.seen.lower(t.hash) && t.shape != Shape::Upper);
        placed && wordlike && !self.seen.capital(t.hash)
    }

    /// The longest gazetteer name at token `i`, unless its only evidence is a doubtful capital.
    pub(crate) fn name(&self, i: usize) -> Option<Match> {
        let token = self.tokens.get(i).filter(|t| t.is(STARTS))?;
        let found = self.lexicon.phrases.longest(self.tokens, i)?;
        if found.end > i + 1 || token.kind == Kind::Number {
            return Some(found);
        }
        let entry = &self.lexicon.entries[found.entry as usize];
        let word = token.is(COMMON.with(FUNCTION).with(MIXED)) && token.place != 0 && !(entry.listed && entry.class == Class::Gpe);
        let short = token.place & CAPS_LINE != 0 && token.end - token.start <= 3 && token.is(FUNCTION.with(COMMON));
        (!(word && self.doubtful(i)) && !short).then_some(found)
    }
}

/// Finds the candidates of a document.
pub(crate) fn spot(page: &Page<'_>, out: &mut Vec<Mention>) {
    let mut i = 0;
    while i < page.tokens.len() {
        let token = &page.tokens[i];
        if token.is_cap() {
            let end = run_end(page, i);
            i = Run { page, end, out }.parse(i).max(i + 1);
        } else if let Some(found) = page.name(i) {
            push_name(page, i, found, out);
            i = found.end;
        } else {
            i += 1;
        }
    }
}

/// One past the last token of the capitalised run that starts at `i`.
fn run_end(page: &Page<'_>, i: usize) -> usize {
    let mut j = i + 1;
    loop {
        let next = match page.tokens.get(j) {
            Some(t) if t.is_cap() && t.gap <= Gap::Space => j + 1,
            Some(t) if t.kind == Kind::Dot && page.cap(j + 1) => j + 2,
            Some(t) if t.kind == Kind::Hyphen && page.cap(j + 1) => j + 2,
            Some(t) if t.kind == Kind::And && page.cap(j + 1) => j + 2,
            Some(t) if t.kind == Kind::Hyphen && page.is(j + 1, PARTICLE) && page.kind(j + 2, Kind::Hyphen) && page.cap(j + 3) => j + 4,
            Some(t) if particle(page, j, t) => j + 1 + usize::from(page.kind(j + 1, Kind::Hyphen)),
            Some(t) if t.kind == Kind::Possessive && page.cap(j + 1) && plain_owner(page, j - 1) => j + 2,
            _ => return j,
        };
        j = next;
    }
}

/// `bin`, `al-`, `ur-` between two capitalised words.
fn particle(page: &Page<'_>, j: usize, token: &Token) -> bool {
    if token.shape != Shape::Lower || !token.is(PARTICLE) || token.gap > Gap::Space {
        return false;
    }
    let hyphen = page.kind(j + 1, Kind::Hyphen);
    (hyphen && page.cap(j + 2)) || (!token.is(FUNCTION.with(LINK)) && page.cap(j + 1)) || (token.is(LINK) && !token.is(FUNCTION) && page.cap(j + 1))
}

/// `People’s Party`, `Women’s Institute`: an owner that is a plain word, not a name.
fn plain_owner(page: &Page<'_>, j: usize) -> bool {
    page.is(j, COMMON) && !page.is(j, STARTS.with(FIRST).with(SETTLED))
}

/// Adds a gazetteer name; a person's religious title before it is part of the mention.
pub(crate) fn push_name(page: &Page<'_>, a: usize, found: Match, out: &mut Vec<Mention>) {
    let entry = &page.lexicon.entries[found.entry as usize];
    let mut a = a;
    if entry.class == Class::Per {
        while a > 0 && page.is(a - 1, HONORIFIC) && page.cap(a - 1) && out.last().is_none_or(|m| m.b < a) {
            a -= 1;
        }
    }
    let score = if entry.listed { 0.95 } else { 0.8 };
    out.push(Mention { a, b: found.end, class: entry.class, score, origin: Origin::Entry(found.entry), who: 0 });
}

struct Run<'r, 'p> {
    page: &'r Page<'p>,
    end: usize,
    out: &'r mut Vec<Mention>,
}

impl Run<'_, '_> {
    /// Parses from token `a`; returns where to go on, which may lie past the run.
    fn parse(&mut self, a: usize) -> usize {
        let mut at = a;
        let mut titled = false;
        while at < self.end {
            let page = self.page;
            let token = &page.tokens[at];
            let name = page.name(at);
            let head = heads::find(page, at, self.end);
            let (next, keeps_title) = match (name, head) {
                (Some(n), Some(h)) if h.end > n.end && self.splits_before_head(at, n, &h) => (self.name(at, n), false),
                (Some(n), Some(h)) if n.end >= h.end => (self.name(at, n), false),
                (_, Some(h)) => (self.head(h), false),
                (Some(n), None) if self.is_person_instead(at, n) => (self.candidate(at, titled), false),
                (Some(n), None) => (self.name(at, n), false),
                (None, None) => match self.skip(at, token) {
                    Some((next, title)) => (next, title || (titled && !token.is_cap())),
                    None => (self.candidate(at, titled), false),
                },
            };
            titled = keeps_title;
            at = next.max(at + 1);
        }
        at
    }

    fn name(&mut self, at: usize, found: Match) -> usize {
        push_name(self.page, at, found, self.out);
        found.end
    }

    fn head(&mut self, head: heads::Head) -> usize {
        if head.score > 0.0 {
            self.out.push(Mention { a: head.start, b: head.end, class: head.class, score: head.score, origin: Origin::Pattern, who: 0 });
        }
        head.end
    }

    /// `Pakistani | Foreign Ministry`, `Pakistan-| Taliban Accord`: the name stands for itself before a head of its own.
    fn splits_before_head(&self, at: usize, name: Match, head: &heads::Head) -> bool {
        let entry = &self.page.lexicon.entries[name.entry as usize];
        let rest = head.end - name.end;
        match entry.class {
            Class::Norp => rest > 1 && head.class == Class::Org || (head.class == Class::Event && self.page.doubtful(at)),
            Class::Per => name.end > at + 1,
            Class::Gpe | Class::Org => self.page.kind(name.end, Kind::Hyphen) || self.page.kind(name.end, Kind::Possessive),
            _ => false,
        }
    }

    /// `Jordan Peterson`, `Paris Hilton`: a place's name that is a given name before a family name.
    fn is_person_instead(&self, at: usize, name: Match) -> bool {
        let (page, entry) = (self.page, &self.page.lexicon.entries[name.entry as usize]);
        let one = name.end == at + 1 && matches!(entry.class, Class::Gpe | Class::Norp | Class::Loc | Class::Misc);
        one && page.is(at, GIVEN) && name.end < self.end && page.is(name.end, FAMILY) && !page.is(name.end, COMMON.with(TITLE).with(HEAD)) && page.name(name.end).is_none()
    }

    /// Words that are no part of a name: where to go on, and whether they were a title.
    fn skip(&self, at: usize, token: &Token) -> Option<(usize, bool)> {
        let page = self.page;
        if !token.is_cap() && !(token.is(PARTICLE) && page.cap(at + 1)) {
            return Some((at + 1, false));
        }
        if let Some(end) = self.title(at) {
            return Some((end, true));
        }
        let alone = at + 1 >= self.end || !page.cap(at + 1);
        if token.is(ARTICLE) || (token.is(FUNCTION.with(CALENDAR)) && (token.place != 0 || alone || token.is(CALENDAR))) {
            return Some((at + 1, false));
        }
        let opener = token.place & FIRST_WORD != 0 && token.is(COMMON.with(MIXED)) && !token.is(FIRST) && (page.doubtful(at) || token.is(COMMON));
        (opener && !page.seen.capital(token.hash)).then_some((at + 1, false))
    }

    /// The end of a title that starts at `at`: `Prime Minister`, `Deputy Foreign Minister`, `Lt. Gen.`
    fn title(&self, at: usize) -> Option<usize> {
        let page = self.page;
        let mut end = None;
        let mut i = at;
        while i < self.end {
            let token = &page.tokens[i];
            if token.is(TITLE) && !(i > at && token.is(FIRST) && end.is_some()) {
                i += 1 + usize::from(page.kind(i + 1, Kind::Dot));
                end = Some(i);
            } else if token.kind == Kind::Hyphen || token.kind == Kind::And || (token.is(COMMON.with(MIXED)) && !token.is(FIRST.with(STARTS))) {
                i += 1;
            } else {
                break;
            }
        }
        // a family name that is also a title: `Stephen King` is not cut, the candidate before takes it
        end
    }

    /// A stretch that only its words and its surroundings speak for.
    fn candidate(&mut self, at: usize, titled: bool) -> usize {
        let page = self.page;
        let mut end = at + 1;
        while end < self.end && !self.breaks(at, end) {
            end += 1;
        }
        let mut last = end;
        while last > at + 1 && !page.tokens[last - 1].is_cap() && page.tokens[last - 1].kind != Kind::Dot {
            last -= 1;
        }
        if let Some((class, score, origin)) = judge::judge(page, at, last, titled) {
            self.out.push(Mention { a: at, b: last, class, score, origin, who: 0 });
        }
        end
    }

    /// Whether the candidate `at..end` ends before token `end`.
    fn breaks(&self, at: usize, end: usize) -> bool {
        let page = self.page;
        let token = &page.tokens[end];
        if token.kind == Kind::And {
            return false;
        }
        if token.kind == Kind::Hyphen {
            // Abbas-Khan stays one, Obama-Putin does too; a name of its own after the hyphen does not
            return page.name(end + 1).is_some();
        }
        if token.is(CIVIL) || (token.is(OFFICE) && !token.is(FAMILY)) || (token.is(OFFICE) && page.cap(end + 1)) {
            return true;
        }
        if token.is(CALENDAR) && !token.is(FIRST) {
            return true;
        }
        let Some(name) = page.name(end) else { return false };
        let entry = &page.lexicon.entries[name.entry as usize];
        let given = page.is(at, GIVEN.with(HONORIFIC)) || page.tokens[end - 1].shape == Shape::Initial;
        let single = name.end == end + 1;
        match entry.class {
            Class::Per => !(single && (given || !page.is(end - 1, COMMON))),
            Class::Gpe | Class::Loc | Class::Misc | Class::Org => !(single && given && token.is(FAMILY.with(GIVEN)) && token.shape != Shape::Upper),
            _ => !(single && given && token.is(LAST)),
        }
    }
}
