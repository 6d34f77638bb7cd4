//! Spotting: from tokens to candidate mentions. Runs of capitalised words are cut at what the gazetteers know, at titles and
//! at heads such as *Ministry* or *River*; what is left is judged by [`crate::judge`].
//!
//! `Polish Finance Minister Jan Kowal warned` → `Polish` NORP, `Jan Kowal` PER

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
    pub(crate) text: &'p str,
    /// Its tokens.
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

    /// Whether token `i` is a capitalised plural: `Padres`, `Rangers`.
    pub(crate) fn plural(&self, i: usize) -> bool {
        let Some(t) = self
            .tokens
            .get(i)
            .filter(|t| t.shape == Shape::Cap && t.gap == Gap::Space && t.end - t.start > 3)
        else {
            return false;
        };
        self.text.as_bytes()[t.end as usize - 1] == b's' && !t.is(FIRST.with(CALENDAR).with(TITLE))
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

    /// Whether a gazetteer name begins at token `i`, doubtful or not.
    pub(crate) fn begins_name(&self, i: usize) -> bool {
        self.is(i, STARTS) && self.lexicon.phrases.longest(self.tokens, i).is_some()
    }

    /// Whether the token is the country of a currency: `US$30`, `US\$40`.
    pub(crate) fn money(&self, token: &Token) -> bool {
        let rest = &self.text.as_bytes()[token.end as usize..];
        rest.starts_with(b"$") || rest.starts_with(b"\\$")
    }

    /// The longest gazetteer name at token `i`, unless its only evidence is a doubtful capital.
    pub(crate) fn name(&self, i: usize) -> Option<Match> {
        let token = self.tokens.get(i)?;
        if !token.is(if token.is_cap() { STARTS } else { STARTS_LOWER }) {
            return None;
        }
        let found = self.lexicon.phrases.longest(self.tokens, i)?;
        if found.end > i + 1 || token.kind == Kind::Number {
            return Some(found);
        }
        if self.money(token) {
            return None;
        }
        let country =
            || self.lexicon.is_listed(found.entry) && self.lexicon.class_of(found.entry) == Class::Gpe;
        let word = token.is(COMMON.with(FUNCTION).with(MIXED)) && token.place != 0 && !country();
        let short =
            token.place & CAPS_LINE != 0 && token.end - token.start <= 3 && token.is(FUNCTION.with(COMMON));
        let refused = short || (word && self.doubtful(i));
        (!refused).then_some(found)
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

/// Longer runs are cut: no name is that long, and every rule stays linear in the text.
const LONGEST_RUN: usize = 48;

/// One past the last token of the capitalised run that starts at `i`.
fn run_end(page: &Page<'_>, i: usize) -> usize {
    let mut j = i + 1;
    while j < i + LONGEST_RUN {
        let next = match page.tokens.get(j) {
            Some(t) if t.is_cap() && t.gap <= Gap::Space => j + 1,
            Some(t) if t.kind == Kind::Dot && page.cap(j + 1) => j + 2,
            Some(t) if t.kind == Kind::Hyphen && page.cap(j + 1) => j + 2,
            Some(t) if t.kind == Kind::And && page.cap(j + 1) => j + 2,
            Some(t)
                if t.kind == Kind::Hyphen
                    && page.is(j + 1, PARTICLE)
                    && page.kind(j + 2, Kind::Hyphen)
                    && page.cap(j + 3) =>
            {
                j + 4
            }
            Some(t) if particle(page, j, t) => j + 1 + usize::from(page.kind(j + 1, Kind::Hyphen)),
            Some(t)
                if t.kind == Kind::Possessive
                    && page.cap(j + 1)
                    && (plain_owner(page, j - 1) || many_owners(page, j)) =>
            {
                j + 2
            }
            _ => return j,
        };
        j = next;
    }
    j
}

/// `bin`, `al-`, `ur-` between two capitalised words.
fn particle(page: &Page<'_>, j: usize, token: &Token) -> bool {
    if token.shape != Shape::Lower || !token.is(PARTICLE) || token.gap > Gap::Space {
        return false;
    }
    let hyphen = page.kind(j + 1, Kind::Hyphen);
    // `von der Leyen`, `Correa do Lago`
    let chain = page.is(j + 1, PARTICLE) && page.tokens[j + 1].gap == Gap::Space && page.cap(j + 2);
    if (chain && !token.is(FUNCTION) && !page.is(j + 1, FUNCTION))
        || (token.hash == crate::fold::hash("do") && page.cap(j + 1))
    {
        return true;
    }
    (hyphen && page.cap(j + 2))
        || (!token.is(FUNCTION.with(LINK)) && page.cap(j + 1))
        || (token.is(LINK) && !token.is(FUNCTION) && page.cap(j + 1))
}

/// Whether token `at` closes a title that stands before a name: `Leader of the Opposition`.
pub(crate) fn title_phrase(page: &Page<'_>, at: usize) -> bool {
    at > 2
        && page.is(at, COMMON)
        && page.is(at - 1, ARTICLE)
        && page.is(at - 2, OF)
        && page.is(at - 3, TITLE)
        && page.cap(at)
}

/// `People’s Party`, `Women’s Institute`: an owner that is a plain word, not a name.
fn plain_owner(page: &Page<'_>, j: usize) -> bool {
    page.is(j, COMMON) && !page.is(j, FIRST.with(SETTLED)) && !page.begins_name(j)
}

/// `Shipowners’ Association`, `Transit Workers’ Union`: a plural that owns a head word.
fn many_owners(page: &Page<'_>, mark: usize) -> bool {
    let bare = !page.text[..page.tokens[mark].end as usize].ends_with(['s', 'S']);
    bare && page.plural(mark - 1) && page.is(mark + 1, ORG_HEAD)
}

/// `in Russian,`: a language, not a people. What an adjective describes would follow it.
fn is_language(page: &Page<'_>, a: usize, b: usize) -> bool {
    let told = a > 0 && page.is(a - 1, LOC_PREP) && page.tokens[a - 1].shape == Shape::Lower;
    let describes = page
        .tokens
        .get(b)
        .is_some_and(|t| t.kind == Kind::Word && !t.is(FUNCTION.with(LINK)) || t.kind == Kind::Hyphen);
    let plural = page.text.as_bytes()[page.tokens[b - 1].end as usize - 1] == b's';
    told && !describes && !plural
}

/// Adds a gazetteer name; a person's religious title before it is part of the mention.
pub(crate) fn push_name(page: &Page<'_>, a: usize, found: Match, out: &mut Vec<Mention>) {
    let class = page.lexicon.class_of(found.entry);
    if class == Class::Norp && is_language(page, a, found.end) {
        return;
    }
    let mut a = a;
    if class == Class::Per {
        while a > 0 && page.is(a - 1, HONORIFIC) && page.cap(a - 1) && out.last().is_none_or(|m| m.b < a) {
            a -= 1;
        }
    }
    let score = if page.lexicon.is_listed(found.entry) { 0.95 } else { 0.8 };
    out.push(Mention { a, b: found.end, class, score, origin: Origin::Entry(found.entry), who: 0 });
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
                (None, None) if self.directed(at).is_some() => (self.direction(at), false),
                (Some(n), Some(h)) if h.end > n.end && self.splits_before_head(at, n, &h) => {
                    (self.name(at, n), false)
                }
                (Some(n), Some(h)) if n.end >= h.end => (self.name(at, n), false),
                (_, Some(h)) => (self.head(at, h), false),
                (Some(n), None) if self.is_person_instead(at, n) || self.is_titled(at, n) => {
                    (self.candidate(at, titled), false)
                }
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
        let lexicon = self.page.lexicon;
        // `San Diego Padres`: a town or state with a plural of its own is a team
        let place = lexicon.class_of(found.entry) == Class::Gpe
            && lexicon.entry(found.entry).actor.is_none()
            && self.page.tokens[at].place & (TITLE_LINE | CAPS_LINE) == 0;
        let end = found.end;
        if place
            && end < self.end
            && self.page.plural(end)
            && !self.page.cap(end + 1)
            && self.page.name(end).is_none()
        {
            self.out.push(Mention {
                a: at,
                b: end + 1,
                class: Class::Org,
                score: 0.7,
                origin: Origin::Pattern,
                who: 0,
            });
            return end + 1;
        }
        push_name(self.page, at, found, self.out);
        found.end
    }

    /// `South Vietnam`, `North American`: a point of the compass before the name of a place or people.
    fn directed(&self, at: usize) -> Option<Match> {
        let (token, next) = (&self.page.tokens[at], at + 1);
        if !token.is(DIRECTION) || !token.is_cap() || next >= self.end || !self.page.cap(next) {
            return None;
        }
        let name = self.page.name(next)?;
        let class = self.page.lexicon.class_of(name.entry);
        (token.place & (FIRST_WORD | TITLE_LINE | CAPS_LINE) == 0
            && matches!(class, Class::Gpe | Class::Loc | Class::Norp))
        .then_some(name)
    }

    fn direction(&mut self, at: usize) -> usize {
        let Some(name) = self.directed(at) else { return at + 1 };
        let class = match self.page.lexicon.class_of(name.entry) {
            Class::Gpe if self.page.tokens[at].is(COMMON) => Class::Loc,
            class => class,
        };
        self.out.push(Mention { a: at, b: name.end, class, score: 0.7, origin: Origin::Pattern, who: 0 });
        name.end
    }

    fn head(&mut self, at: usize, head: heads::Head) -> usize {
        if head.score > 0.0 {
            let free = self.out.last().map_or(0, |m| m.b);
            self.out.push(Mention {
                a: if free > head.start { at } else { head.start },
                b: head.end,
                class: head.class,
                score: head.score,
                origin: Origin::Pattern,
                who: 0,
            });
        }
        head.end
    }

    /// `Pakistani | Foreign Ministry`, `Pakistan-| Taliban Accord`: the name stands for itself before a head of its own.
    fn splits_before_head(&self, at: usize, name: Match, head: &heads::Head) -> bool {
        let lexicon = self.page.lexicon;
        let rest = head.end - name.end;
        match lexicon.class_of(name.entry) {
            // a state organ is its own name beside its country's; `Afghan Embassy` names only the country
            Class::Norp => {
                (head.class == Class::Org && self.organ(name.end, head.end))
                    || (rest > 1 && head.class == Class::Event && self.page.doubtful(at))
            }
            Class::Per => name.end > at + 1,
            Class::Org if lexicon.is_listed(name.entry) && rest > 1 && self.organ(name.end, head.end) => true,
            Class::Gpe | Class::Org => {
                self.page.kind(name.end, Kind::Hyphen) || self.page.kind(name.end, Kind::Possessive)
            }
            _ => false,
        }
    }

    /// Whether tokens `a..b` name a ministry, an army or the like.
    fn organ(&self, a: usize, b: usize) -> bool {
        (a..b).any(|i| self.page.is(i, STATE))
    }

    /// `Jordan Peterson`, `Paris Hilton`: a place's name that is a given name before a family name.
    fn is_person_instead(&self, at: usize, name: Match) -> bool {
        let page = self.page;
        let person = name.end == at + 1
            && page.is(at, GIVEN)
            && page.tokens[at].shape != Shape::Upper
            && name.end < self.end
            && page.is(name.end, FAMILY)
            && !page.is(name.end, COMMON.with(TITLE).with(HEAD))
            && page.name(name.end).is_none();
        person && !matches!(page.lexicon.class_of(name.entry), Class::Per | Class::Event)
    }

    /// `Mr. Jordan`, `President Washington`: a name that may be a person's is one right after a title.
    fn is_titled(&self, at: usize, name: Match) -> bool {
        let page = self.page;
        let dot = usize::from(at > 1 && page.kind(at - 1, Kind::Dot));
        let title = at > dot && page.is(at - 1 - dot, TITLE) && page.cap(at - 1 - dot);
        title
            && page.cap(at)
            && name.end == at + 1
            && page.tokens[at].shape == Shape::Cap
            && page.lexicon.class_of(name.entry) != Class::Per
            && page.lexicon.classes(page.tokens, name).has(Class::Per)
    }

    /// Words that are no part of a name: where to go on, and whether they were a title.
    fn skip(&self, at: usize, token: &Token) -> Option<(usize, bool)> {
        let page = self.page;
        let particle = token.is(PARTICLE) && page.cap(at + 1);
        if !token.is_cap() && !particle {
            return Some((at + 1, false));
        }
        if let Some(end) = self.title(at) {
            return Some((end, true));
        }
        let alone = at + 1 >= self.end || !page.cap(at + 1);
        // `Leader of the Opposition Mara Venn`
        if !alone && title_phrase(page, at) {
            return Some((at + 1, true));
        }
        if token.is(FUNCTION)
            && token.is(FIRST)
            && !alone
            && page.is(at + 1, FAMILY)
            && token.shape == Shape::Cap
        {
            return None;
        }
        // the `A.` of `A. Q. Khan` is no article
        let initial = token.shape == Shape::Initial && token.end - token.start == 2 && page.cap(at + 1);
        if (token.is(ARTICLE) && !initial)
            || (token.is(FUNCTION.with(CALENDAR)) && (token.place != 0 || alone || token.is(CALENDAR)))
        {
            return Some((at + 1, false));
        }
        let opener = token.place & FIRST_WORD != 0
            && token.is(COMMON.with(MIXED))
            && !token.is(FIRST)
            && (page.doubtful(at) || token.is(COMMON));
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
            } else if token.kind == Kind::Hyphen
                || token.kind == Kind::And
                || (token.is(COMMON.with(MIXED)) && !token.is(FIRST) && !page.begins_name(i))
            {
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
        // `Carol Lane EB`: an acronym after a name is no part of it
        while last > at + 2
            && page.tokens[at].shape == Shape::Cap
            && page.tokens[last - 1].shape == Shape::Upper
            && page.tokens[last - 2].is_cap()
            && page.is(at, FIRST)
            && !page.is(last - 1, SUFFIX)
        {
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
            // `Sam & Stephanie` are two, `Johnson & Sons` is one
            return page.is(end - 1, FIRST) && page.is(end + 1, FIRST);
        }
        if token.kind == Kind::Hyphen {
            // Abbas-Khan stays one, Obama-Putin does too; a name of its own after the hyphen does not
            return page.name(end + 1).is_some();
        }
        if token.is(CIVIL)
            || (token.is(OFFICE) && !token.is(FAMILY))
            || (token.is(OFFICE) && page.cap(end + 1))
        {
            return true;
        }
        if (token.is(CALENDAR) && !token.is(FIRST))
            || (token.is(FUNCTION) && (token.shape == Shape::Upper || !token.is(GIVEN.with(FAMILY))))
        {
            return true;
        }
        let Some(name) = page.name(end) else { return false };
        let class = page.lexicon.class_of(name.entry);
        let given = page.is(at, GIVEN.with(HONORIFIC)) || page.tokens[end - 1].shape == Shape::Initial;
        let single = name.end == end + 1;
        match class {
            Class::Per => !(single && (given || !page.is(end - 1, COMMON))),
            Class::Gpe | Class::Loc | Class::Misc | Class::Org => {
                // `Gianni Versace`: after a given name that is nothing else, a name of one word is a family name
                let named = class == Class::Org && page.is(at, FIRST) && !page.is(at, SETTLED.with(STARTS));
                !(single && given && (named || token.is(FAMILY.with(GIVEN))) && token.shape != Shape::Upper)
            }
            _ => !(single && given && token.is(LAST)),
        }
    }
}
