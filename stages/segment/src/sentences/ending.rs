//! Marks that may end a sentence: how far they reach, and whether they do.
//!
//! ```text
//! … to a close.” [3] Next     the marks, the closing quote and the note belong to the sentence that ends
//! “Why?” Ms. Noor asked.      the question does not end it: its reporting clause follows
//! ```

use super::{Splitter, words};
use crate::abbreviations::Class;
use crate::tokens::{Kind, Token};

/// A run of end marks with what closes behind it.
pub(super) struct Ending {
    /// First token of the run.
    first: usize,
    /// Last mark that may end a sentence.
    mark: Kind,
    /// The run is one mark only.
    alone: bool,
    /// A quotation mark closes behind it.
    quote: bool,
    /// A bracket closes behind it.
    bracket: bool,
    /// First token behind it all.
    pub(super) next: usize,
}

/// Marks are looked for among so many last tokens; more than a few never close at once.
const NEAR: usize = 8;

/// `tokens` end with dots or with several marks, which may be a pause: `well... Anyway`, `No!!! Never`. What closes behind
/// them may follow. Dots with spaces between them are set with care; of these, rules know enough.
pub(super) fn may_pause(tokens: &[Token]) -> bool {
    let closes = |token: &&Token| matches!(token.kind, Kind::Close | Kind::Quote);
    let near = &tokens[tokens.len().saturating_sub(NEAR)..];
    let mut marks = near.iter().rev().skip_while(closes);
    match marks.next() {
        Some(mark) if mark.kind == Kind::Ellipsis => true,
        Some(mark) => is_stop(mark) && !mark.spaced() && marks.next().is_some_and(is_stop),
        None => false,
    }
}

/// A mark that may end a sentence.
pub(super) fn is_stop(token: &Token) -> bool {
    matches!(token.kind, Kind::Period | Kind::Stop | Kind::Ellipsis)
}

/// How far a bracket may be from its closing one to hold a sentence together.
const BRACKET_REACH: usize = 40;

impl Splitter<'_> {
    /// The run of marks that starts at token `at`.
    pub(super) fn ending(&mut self, at: usize) -> Ending {
        let mark = self.tokens[at].kind;
        let mut run = Ending { first: at, mark, alone: true, quote: false, bracket: false, next: at + 1 };
        if self.is_bracketed(at) {
            run.mark = Kind::Mark;
            return run;
        }
        while let Some(token) = self.tokens.get(run.next) {
            match token.kind {
                Kind::Period if run.alone && self.omission_follows(run.next) => break,
                Kind::Period | Kind::Stop | Kind::Ellipsis
                    if !token.spaced() || self.goes_on(&run, token.kind) =>
                {
                    run.mark = match token.kind {
                        Kind::Period if matches!(run.mark, Kind::Period | Kind::Ellipsis) => Kind::Ellipsis,
                        kind => kind,
                    };
                    run.alone = false;
                }
                Kind::Close if !token.spaced() || !self.is(run.next, "’") => {
                    let bracket = self.is(run.next, ")") || self.is(run.next, "]");
                    run.bracket |= bracket;
                    run.quote |= !bracket;
                    self.note(run.next);
                }
                Kind::Quote if self.closes(run.next) => {
                    run.quote = true;
                    self.note(run.next);
                }
                Kind::Open if self.is_note(&run) => run.next += 2,
                Kind::Number if self.is_raised(&run) => {}
                _ if self.is_emoticon(run.next) => run.next += 1,
                _ => break,
            }
            run.next += 1;
        }
        run
    }

    /// `. . .` and `! !`: marks with spaces between them.
    fn goes_on(&self, run: &Ending, kind: Kind) -> bool {
        let last = self.kind(run.next - 1);
        kind == Kind::Period && matches!(last, Some(Kind::Period | Kind::Ellipsis))
            || kind == Kind::Stop && last == Some(Kind::Stop)
    }

    /// The straight quotation mark at token `at`, behind an end mark, is a closing one.
    fn closes(&self, at: usize) -> bool {
        let next_spaced = self.tokens.get(at + 1).is_none_or(Token::spaced);
        let double = self.is(at, "\"");
        if self.tokens[at].spaced() {
            double && self.quoted && next_spaced
        } else {
            !double || self.quoted || next_spaced
        }
    }

    /// `[...]`: an omission, not an end.
    fn is_bracketed(&self, at: usize) -> bool {
        at > 0
            && self.kind(at) == Some(Kind::Ellipsis)
            && self.kind(at - 1) == Some(Kind::Open)
            && self.kind(at + 1) == Some(Kind::Close)
    }

    /// Three spaced dots and a capital behind a full stop: they stand for what is left out before the next sentence.
    fn omission_follows(&self, next: usize) -> bool {
        let dots = (next..next + 3).all(|at| self.kind(at) == Some(Kind::Period) && self.tokens[at].spaced());
        dots && !self.tokens[next - 1].spaced() && self.is_upper(next + 3)
    }

    /// A note mark such as `[17]` behind a full stop.
    fn is_note(&self, run: &Ending) -> bool {
        matches!(run.mark, Kind::Period | Kind::Stop)
            && self.is(run.next, "[")
            && self.kind(run.next + 1) == Some(Kind::Number)
            && self.is(run.next + 2, "]")
    }

    /// The number of a note that once stood raised: `… by law. 4 The next sentence`.
    fn is_raised(&self, run: &Ending) -> bool {
        let small =
            self.str(run.next).len() <= 2 && self.str(run.next).bytes().all(|byte| byte.is_ascii_digit());
        small
            && run.mark == Kind::Period
            && !self.is_marker_dot(run.first)
            && self.starter_follows(run.next + 1)
    }

    /// Whether the sentence ends with `run`.
    pub(super) fn ends(&self, run: &Ending) -> bool {
        let Some(next) = self.tokens.get(run.next) else { return true };
        if matches!(next.kind, Kind::Pause | Kind::Suffix | Kind::Close)
            || self.depth > 0 && self.bracket_closes(run.next)
        {
            return false;
        }
        // `… for years.” — Sara Malik, engineer`
        if run.quote && matches!(self.str(run.next), "—" | "–" | "―") {
            return false;
        }
        if !next.spaced() {
            return self.ends_without_space(run);
        }
        match run.mark {
            Kind::Mark => false,
            // `Phone:? 555`: a mark that does not stand behind a word.
            Kind::Stop if run.first > self.start && self.kind(run.first - 1) == Some(Kind::Pause) => false,
            Kind::Abbreviation(_) | Kind::Acronym | Kind::Initial if run.quote => self.is_upper(run.next),
            Kind::Abbreviation(class) => self.abbreviation_ends(run, class),
            Kind::Acronym => self.acronym_ends(run),
            Kind::Initial => run.first > self.start && self.starter_follows(run.next),
            Kind::Ellipsis => self.ellipsis_ends(run),
            Kind::Stop => self.stop_ends(run),
            _ => self.period_ends(run),
        }
    }

    /// `in Kabul.The`: a missing space, if a capital follows a word. East Asian marks need no space.
    fn ends_without_space(&self, run: &Ending) -> bool {
        if self.first_char(run.first).is_some_and(|mark| mark >= '\u{3000}') {
            return true;
        }
        let Some(before) = run.first.checked_sub(1).filter(|&at| at >= self.start) else { return false };
        let word = matches!(self.kind(before), Some(Kind::Word | Kind::Number)) && self.str(before).len() > 1;
        if !word || !matches!(run.mark, Kind::Period | Kind::Stop) {
            return false;
        }
        if matches!(self.kind(run.next), Some(Kind::Open | Kind::Quote)) {
            return self.is_upper(run.next + 1);
        }
        let next = self.str(run.next);
        words::starts_sentences(next) || self.is_upper(run.next) && next.len() > 1 && self.is_lower(before)
    }

    fn period_ends(&self, run: &Ending) -> bool {
        if self.is_marker_dot(run.first) {
            return false;
        }
        if self.is_lower(run.next) {
            return !run.quote && !run.bracket && !self.looks_abbreviated(run);
        }
        true
    }

    fn stop_ends(&self, run: &Ending) -> bool {
        if self.is_lower(run.next) {
            return !run.quote && !run.bracket && !self.is_name_mark(run);
        }
        !(run.quote && self.attribution_follows(run.next))
    }

    fn ellipsis_ends(&self, run: &Ending) -> bool {
        let opens = matches!(self.kind(run.next), Some(Kind::Open | Kind::Quote));
        let word = if opens { run.next + 1 } else { run.next };
        // `I` is always upper case: behind dots with spaces, which mark a pause, it is no evidence.
        let pause = self.is(word, "I") && self.is(run.first, ".") && self.tokens[run.first].spaced();
        run.first > self.start && !pause && (self.is_upper(word) || opens && !self.is_lower(word))
    }

    fn acronym_ends(&self, run: &Ending) -> bool {
        let word = self.str(run.first);
        let time = word.eq_ignore_ascii_case("a.m.") || word.eq_ignore_ascii_case("p.m.");
        if ["e.g.", "i.e.", "p.s."].iter().any(|lead| word.eq_ignore_ascii_case(lead)) {
            return false;
        }
        if time {
            self.tail_ends(run) && !self.time_goes_on(run.next)
        } else {
            self.starter_follows(run.next) && !self.is_fronted(run)
        }
    }

    fn abbreviation_ends(&self, run: &Ending, class: Class) -> bool {
        match class {
            Class::Title | Class::Lead | Class::Number => false,
            Class::Tail if self.is(run.first, "etc.") => self.tail_ends(run),
            Class::Tail | Class::Date | Class::State => {
                self.starter_follows(run.next) && !self.is_fronted(run)
            }
        }
    }

    /// After what cannot be part of a name, any capital starts a sentence.
    fn tail_ends(&self, run: &Ending) -> bool {
        let opens = matches!(self.kind(run.next), Some(Kind::Quote | Kind::Open)) && !self.is(run.next, "(");
        let word = if opens { run.next + 1 } else { run.next };
        self.is_upper(word) && !self.is_fronted(run)
    }

    fn time_goes_on(&self, next: usize) -> bool {
        let word = self.str(next);
        let zone = (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
        zone || words::follows_time(word) || self.kind(next) == Some(Kind::Abbreviation(Class::Date))
    }

    /// The sentence so far is one short phrase in front of its clause: `At 5 a.m. Mr. Noor …`.
    fn is_fronted(&self, run: &Ending) -> bool {
        run.next - self.start <= 4 && words::fronts(self.str(self.start))
    }

    fn starter_follows(&self, next: usize) -> bool {
        let opens = matches!(self.kind(next), Some(Kind::Quote | Kind::Open)) && !self.is(next, "(");
        if opens { self.is_upper(next + 1) } else { words::starts_sentences(self.str(next)) }
    }

    /// `Yahoo! in`: a name with a mark, inside a sentence.
    fn is_name_mark(&self, run: &Ending) -> bool {
        run.alone && run.first > self.start + 1 && self.is_upper(run.first - 1)
    }

    /// An unknown abbreviation: a short word without vowels.
    fn looks_abbreviated(&self, run: &Ending) -> bool {
        let Some(before) = run.first.checked_sub(1) else { return false };
        let word = self.str(before);
        self.kind(before) == Some(Kind::Word)
            && word.len() <= 5
            && word.bytes().all(|byte| byte.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(&byte))
            && !word.bytes().all(|byte| byte.is_ascii_uppercase())
    }

    /// One to four words of a name, then a verb of saying.
    fn attribution_follows(&self, next: usize) -> bool {
        if words::starts_sentences(self.str(next)) {
            return false;
        }
        let name = (next..next + 4).take_while(|&at| self.is_upper(at)).count();
        name > 0 && words::reports(self.str(next + name))
    }

    /// A bracket that is open closes within reach.
    fn bracket_closes(&self, next: usize) -> bool {
        let end = self.tokens.len().min(next + BRACKET_REACH);
        (next..end).any(|at| self.kind(at) == Some(Kind::Close) && (self.is(at, ")") || self.is(at, "]")))
    }
}
