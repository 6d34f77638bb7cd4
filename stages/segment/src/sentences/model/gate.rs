//! Which gaps are worth a look: what edited text leaves no doubt about is never scored.
//!
//! ```text
//! The dam near Karez held on Monday.    scored: near|Karez, on|Monday    not: The|dam, dam|near, Karez|held, held|on
//! thanks for your help see you          scored: every gap, for the sentence has no mark
//! ```

use super::features::Form;
use crate::sentences::ending::{is_stop, may_pause};
use crate::tokens::{Kind, Token};

/// A sentence of more tokens is looked through gap by gap.
const LONG: usize = 70;

/// The sentence looks as in edited text.
pub(super) fn is_edited(form: Form, tokens: usize) -> bool {
    form.is_regular() && tokens <= LONG
}

/// A boundary may lie before `tokens[at]`, inside a sentence of the rules.
pub(super) fn is_open(text: &str, tokens: &[Token], at: usize, form: Form) -> bool {
    let (left, right) = (&tokens[at - 1], &tokens[at]);
    if is_edited(form, tokens.len()) && right.spaced() && goes_on(text, right) {
        return false;
    }
    // The rules have judged single marks before white space; they say nothing of gaps without it.
    let judged = is_stop(left) == right.spaced() && !may_pause(&tokens[..at]);
    !judged && !is_marker(text, &tokens[..at])
}

/// In an edited document the rules are right about this sentence, but for stops without white space behind them.
pub(super) fn is_settled(form: Form, tokens: usize) -> bool {
    form.heading || is_edited(form, tokens)
}

/// No white space stands behind a mark that may end a sentence.
#[inline]
pub(super) fn is_glued(left: &Token, right: &Token) -> bool {
    !right.spaced() && is_stop(left)
}

/// Nothing but the marker of a list item: a bullet, or a number or letters with dots or brackets.
fn is_marker(text: &str, tokens: &[Token]) -> bool {
    let tokens = match tokens {
        [mark, rest @ ..] if matches!(mark.kind, Kind::Bullet | Kind::Open) => rest,
        _ => tokens,
    };
    match tokens {
        [] => true,
        [value, marks @ ..] if marks.len() <= 2 => {
            let short = value.end - value.start <= 4
                && matches!(value.kind, Kind::Word | Kind::Number | Kind::Initial);
            let dotted = value.kind == Kind::Initial || !marks.is_empty();
            short && dotted && marks.iter().all(|mark| matches!(&text[mark.range()], "." | ")"))
        }
        _ => false,
    }
}

/// No sentence of edited text begins like this: a word in lower case, a comma, a closing bracket.
fn goes_on(text: &str, token: &Token) -> bool {
    match token.kind {
        Kind::Word => text.as_bytes().get(token.range().start).is_some_and(u8::is_ascii_lowercase),
        Kind::Suffix | Kind::Close | Kind::Pause => true,
        _ => false,
    }
}
