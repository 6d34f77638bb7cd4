//! Names that stand again where nothing marked them: *Wasserman* after *Pete Wasserman*, *Beacon Ridge* after *Beacon Ridge
//! Health*, *the Commission* after *the European Commission*. What a name is was decided where it stood in full; here its words are
//! only found once more, inside a sentence and with their capitals.

use crate::class::Class;
use crate::flags::*;
use crate::fold;
use crate::hashed::HashedMap;
use crate::page::{CAPS_LINE, FIRST_WORD, TITLE_LINE};
use crate::spot::{Mention, Origin, Page};
use crate::token::{Gap, Kind, Shape};

/// Names are looked for again by so many of their words.
const WORDS: usize = 6;
/// How sure a name is that stands again.
const SCORE: f32 = 0.6;
/// Names that are less sure are not looked for.
const SURE: f32 = 0.5;

/// What no body of one word is called.
const NO_BODY: Flags = HEAD.with(COMMON).with(MIXED).with(ROLE).with(TITLE).with(FUNCTION);

/// How a name may stand again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// In full, or up to a word: it needs no more evidence.
    Words(Class),
    /// The family name of a person, or a body of one word.
    Single(Class),
    /// The head of one organisation: only after *the*.
    Head(u64),
    /// The head of several.
    Several,
}

/// Buffers.
#[derive(Default)]
pub(crate) struct Again {
    forms: HashedMap<Form>,
    found: Vec<Mention>,
}

impl Again {
    /// Adds the mentions that stand again to `mentions`, which stay in order and apart.
    pub(crate) fn find(&mut self, page: &Page<'_>, mentions: &mut Vec<Mention>) {
        self.forms.clear();
        self.found.clear();
        for mention in mentions.iter().filter(|m| m.score >= SURE) {
            self.learn(page, mention);
        }
        if self.forms.is_empty() {
            return;
        }
        let mut named = mentions.iter().peekable();
        let mut i = 0;
        while i < page.tokens.len() {
            while named.next_if(|m| m.b <= i).is_some() {}
            let free = named.peek().map_or(page.tokens.len(), |m| m.a);
            if free <= i {
                i = named.peek().map_or(i + 1, |m| m.b);
                continue;
            }
            let found = page.tokens[i].is_cap().then(|| self.at(page, i, free)).flatten();
            i = found.map_or(i + 1, |m| m.b);
            self.found.extend(found);
        }
        if !self.found.is_empty() {
            mentions.append(&mut self.found);
            mentions.sort_by_key(|m| m.a);
        }
    }

    fn learn(&mut self, page: &Page<'_>, m: &Mention) {
        let headline = page.tokens[m.a].place & (TITLE_LINE | CAPS_LINE) != 0;
        if headline || !matches!(m.class, Class::Per | Class::Org) {
            return;
        }
        if m.b == m.a + 1 {
            let token = &page.tokens[m.a];
            if m.class == Class::Org
                && m.origin == Origin::Pattern
                && token.shape == Shape::Cap
                && !token.is(NO_BODY)
            {
                self.forms.entry(hash(page, m.a, m.b)).or_insert(Form::Single(Class::Org));
            }
            return;
        }
        let plain = (m.a..m.b).all(|i| page.kind(i, Kind::Word));
        if plain && m.b - m.a <= WORDS {
            self.forms.insert(hash(page, m.a, m.b), Form::Words(m.class));
        }
        if m.class == Class::Per {
            let last = &page.tokens[m.b - 1];
            if last.shape == Shape::Cap && last.end - last.start > 2 && !last.is(SUFFIX.with(CALENDAR)) {
                self.forms.entry(hash(page, m.b - 1, m.b)).or_insert(Form::Single(Class::Per));
            }
            return;
        }
        self.learn_head(page, m);
        let short = (m.a + 2..m.b.min(m.a + WORDS)).take_while(|_| plain).filter(|&b| is_short(page, m, b));
        for b in short {
            self.forms.entry(hash(page, m.a, b)).or_insert(Form::Words(Class::Org));
        }
    }

    /// *Commission* of *European Commission*, *Ministry* of *Ministry of Trade*.
    fn learn_head(&mut self, page: &Page<'_>, m: &Mention) {
        let head = if page.is(m.a + 1, OF) { m.a } else { m.b - 1 };
        if !page.is(head, ORG_HEAD) || page.tokens[head].shape != Shape::Cap {
            return;
        }
        let whole = match m.origin {
            Origin::Entry(entry) => u64::from(entry),
            _ => hash(page, m.a, m.b),
        };
        let form = self.forms.entry(hash(page, head, head + 1)).or_insert(Form::Head(whole));
        if *form != Form::Head(whole) {
            *form = Form::Several;
        }
    }

    fn at(&self, page: &Page<'_>, i: usize, free: usize) -> Option<Mention> {
        if page.tokens[i].place & CAPS_LINE != 0 {
            return None;
        }
        let words = (i..free.min(i + WORDS))
            .take_while(|&k| page.kind(k, Kind::Word) && (k == i || page.tokens[k].gap == Gap::Space));
        let mut key = 0;
        let mut best = None;
        for k in words {
            key = fold::join(key, page.tokens[k].hash);
            let Some(class) = self.forms.get(&key).and_then(|form| fits(page, *form, i, k + 1)) else {
                continue;
            };
            best = Some(Mention { a: i, b: k + 1, class, score: SCORE, origin: Origin::Pattern, who: 0 });
        }
        best.filter(|m| !page.cap(m.b))
    }
}

/// What tokens `a..b` are if they stand in this form.
fn fits(page: &Page<'_>, form: Form, a: usize, b: usize) -> Option<Class> {
    let opens = page.tokens[a].place & (FIRST_WORD | TITLE_LINE) != 0;
    let before = a.checked_sub(1).filter(|_| page.tokens[a].gap <= Gap::Space);
    match form {
        Form::Words(class) => page.tokens[b - 1].is_cap().then_some(class),
        Form::Single(class) => {
            let part = before
                .is_some_and(|i| page.tokens[i].is_cap() && !page.is(i, TITLE) || page.kind(i, Kind::Hyphen));
            let wordlike = opens && page.is(a, COMMON.with(MIXED).with(FUNCTION)) && !page.is(b, SAY);
            (!part && !wordlike && !page.doubtful(a)).then_some(class)
        }
        Form::Head(_) => (!opens && before.is_some_and(|i| page.is(i, ARTICLE))).then_some(Class::Org),
        Form::Several => None,
    }
}

/// *Beacon Ridge* of *Beacon Ridge Health*: two words or more that are not a name of their own, nor end in a small word.
fn is_short(page: &Page<'_>, m: &Mention, b: usize) -> bool {
    let own =
        page.name(m.a).is_some_and(|n| n.end <= b) || page.is(m.a, FUNCTION.with(COMMON).with(DIRECTION));
    !own && page.tokens[b - 1].is_cap() && (m.a..b).all(|i| page.tokens[i].is_cap())
}

fn hash(page: &Page<'_>, a: usize, b: usize) -> u64 {
    page.tokens[a..b].iter().fold(0, |key, t| fold::join(key, t.hash))
}
