//! Tells hard-wrapped text from text with a paragraph on each line.
//!
//! Where many lines end in the middle of a sentence and the next begins with a small letter,
//! the document is wrapped, and a single line break is a space. In any document a long line
//! that stops in the middle of a sentence is joined to a next line that begins with a small
//! letter.

use super::lines::Line;

/// How the document breaks its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrap {
    /// A line is a paragraph.
    None,
    /// Lines break at about this many bytes.
    At(usize),
}

/// Nobody wraps beyond this.
const WIDEST: usize = 200;
/// A line shorter than this part of the width ends its paragraph, if it ends a sentence.
const SHORT: f32 = 0.6;

impl Wrap {
    pub(crate) fn of(text: &str, lines: &[Line]) -> Self {
        let (mut breaks, mut running, mut widest) = (0usize, 0usize, 0usize);
        for pair in lines.windows(2).filter(|p| !p[1].after_blank) {
            breaks += 1;
            widest = widest.max(pair[0].len());
            running += usize::from(runs_on(text, &pair[0], &pair[1], 30));
        }
        if running >= 3 && running * 3 >= breaks && widest <= WIDEST { Self::At(widest) } else { Self::None }
    }

    /// Whether `next` continues the paragraph of `line`.
    pub(crate) fn joins(self, text: &str, line: &Line, next: &Line) -> bool {
        if next.after_blank || is_item(&text[next.start..next.end]) {
            return false;
        }
        let Self::At(width) = self else { return runs_on(text, line, next, 60) };
        if next.indent >= line.indent + 2 {
            return false;
        }
        #[allow(clippy::cast_precision_loss)]
        let short = (line.len() as f32) < SHORT * width as f32;
        !short || !ends_sentence(&text[line.start..line.end]) && runs_on(text, line, next, 1)
    }
}

/// Whether a sentence visibly goes on over the line break.
fn runs_on(text: &str, line: &Line, next: &Line, at_least: usize) -> bool {
    line.len() >= at_least
        && text[next.start..next.end].starts_with(char::is_lowercase)
        && !ends_sentence(&text[line.start..line.end])
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':'])
}

fn is_item(line: &str) -> bool {
    line.starts_with(['•', '*', '-', '–', '>', '#'])
}
