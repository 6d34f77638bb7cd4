//! When the model's word is enough: what it may say in whose voice, where no pattern shows a side.
//!
//! News is full of bad news about somebody that blames nobody, and a model that reads words takes it for a stance. So the
//! words must bear it out, and how far depends on the voice:
//!
//! | voice | the model's side counts |
//! |---|---|
//! | quoted | where the words of that side outweigh those of the other near the mention: *“Venn did a wonderful job”* |
//! | reported | the same, where one of them judges (an adjective, an adverb) and the model is sure: a reported clause mostly tells facts |
//! | author | as reported, where the author says *I*: who writes a report takes no side |
//!
//! Measured on `gold/dev` with the model before the released one, of all that it alone said: quoted 23 of 46 right (holder, target and side), and 11 of 19
//! where the words bear it out; reported none of 4; of the author 18 of 41, and 4 of 41 at the very mention.

use super::finder::{Label, Said};
use super::grounds::Grounds;
use crate::Voice;
use crate::doc::Doc;

/// How much of a confidence is borne out in somebody’s words. Measured on `gold/dev`, where a stance is right whose holder,
/// target and side are: of 27 quoted ones 21, with 19 to be expected, of the surest 10 of 13, with 10 to be expected. Of 96
/// reported ones 86 are, with 72 to be expected, and of the surest 52 of 58; of the author’s 11 of 14, with 10 to be expected.
/// Chosen with the model before, where of 29 quoted ones 20 were right, of the surest 9 of 12; the few of now tell neither way.
const QUOTED: f32 = 0.95;
/// How sure the model must be of a side that nobody's own words take.
const SURE: f32 = 0.85;
/// From so many `I`, `me` and `my` on the author speaks for himself.
const FIRST_PERSON: usize = 2;

/// How likely it is that a stance of this voice is right, by how sure its pattern or the model is.
pub(super) fn calibrated(voice: Voice, confidence: f32) -> f32 {
    match voice {
        Voice::Quoted => QUOTED * confidence,
        Voice::Reported | Voice::Author => confidence,
    }
}

/// What the article lets the model say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claims {
    /// Whether the author speaks for himself.
    personal: bool,
}

impl Claims {
    /// Reads who speaks in the article.
    pub(super) fn of(doc: &Doc<'_>, said: &[Said<'_>]) -> Self {
        let mut quotes = said.iter().filter(|s| s.direct).peekable();
        let mut outside = |at: u32| {
            while quotes.next_if(|quote| quote.span.end <= at).is_some() {}
            quotes.peek().is_none_or(|quote| quote.span.start > at)
        };
        let first_person =
            (0..doc.words.len()).filter(|i| is_first_person(doc, *i) && outside(doc.words[*i].start));
        Self { personal: first_person.take(FIRST_PERSON).count() == FIRST_PERSON }
    }

    /// Whether the model has a say in this voice at all.
    pub(super) fn hears(self, voice: Voice) -> bool {
        self.personal || voice != Voice::Author
    }

    /// Whether any side could be claimed on these grounds; if not, the model need not be asked.
    pub(super) fn possible(self, voice: Voice, grounds: &Grounds) -> bool {
        [Label::For, Label::Against].iter().any(|label| self.allow(voice, *label, 1.0, grounds))
    }

    /// Whether the model's side counts.
    pub(super) fn allow(self, voice: Voice, label: Label, confidence: f32, grounds: &Grounds) -> bool {
        match voice {
            Voice::Quoted => grounds.bear(label),
            Voice::Reported | Voice::Author => {
                self.hears(voice) && confidence >= SURE && grounds.judge(label)
            }
        }
    }
}

/// `I`, `me`, `my`; not the numeral of `World War I`.
fn is_first_person(doc: &Doc<'_>, i: usize) -> bool {
    let span = doc.words[i];
    let first = doc.text.as_bytes().get(span.start as usize);
    if span.end - span.start > 2 || !matches!(first, Some(b'I' | b'm' | b'M')) {
        return false;
    }
    let word = |i: usize| doc.words.get(i).and_then(|w| doc.text.get(w.range())).unwrap_or("");
    match word(i) {
        "me" | "my" | "My" => true,
        "I" => i.checked_sub(1).is_none_or(|b| !word(b).starts_with(char::is_uppercase)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Span;
    use crate::split;
    use crate::tok::narrow;

    fn check(text: &str, personal: bool) {
        let words: Vec<Span> = split::words(text).map(|(s, e)| Span::new(narrow(s), narrow(e))).collect();
        let quoted = text.find('“').zip(text.find('”'));
        let said: Vec<Said<'_>> = quoted
            .map(|(start, end)| Said {
                span: Span::new(narrow(start), narrow(end + '”'.len_utf8())),
                holder: "mara",
                side: "mara",
                speaker: None,
                direct: true,
            })
            .into_iter()
            .collect();
        let doc = Doc { text, words: &words, ..Doc::default() };
        assert_eq!(Claims::of(&doc, &said).personal, personal, "{text}");
    }

    #[test]
    fn who_says_i_speaks_for_himself() {
        check("I have sat through this, and my patience is gone.", true);
        check("She said: “I have seen it, and my sister, too.”", false);
        check("Before World War I and World War II, Orland was large.", false);
        check("I said it: “I have seen it.”", false);
    }

    #[test]
    fn words_bear_the_model_out() {
        let grounds = Grounds { judging: [0.0, 0.0], any: [0.0, 0.5] };
        let column = Claims { personal: true };
        assert!(column.allow(Voice::Quoted, Label::Against, 0.5, &grounds));
        assert!(!column.allow(Voice::Quoted, Label::For, 0.9, &grounds));
        assert!(!column.allow(Voice::Reported, Label::Against, 0.9, &grounds));
        let judged = Grounds { judging: [0.0, 0.5], ..grounds };
        assert!(column.allow(Voice::Author, Label::Against, 0.9, &judged));
        assert!(column.allow(Voice::Reported, Label::Against, 0.9, &judged));
        assert!(!column.allow(Voice::Reported, Label::Against, 0.6, &judged));
        assert!(!column.allow(Voice::Author, Label::Against, 0.6, &judged));
        assert!(!Claims { personal: false }.allow(Voice::Author, Label::Against, 0.9, &judged));
        assert!(!column.possible(Voice::Quoted, &Grounds::default()));
    }
}
