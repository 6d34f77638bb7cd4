//! Gold with paragraphs run together: where a line break stood between two sentences, a space stands.
//!
//! ```text
//! Relief work\n\nTents came on Monday.  →  Relief work Tents came on Monday.   (and a boundary before `Tents`)
//! ```

use crate::data::Document;
use crate::random::Random;

/// Of a hundred line breaks between sentences, so many become spaces.
const PERCENT: u64 = 50;

/// The text and where its sentences start.
pub(super) fn join(document: &Document, random: &mut Random) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(document.text.len());
    let mut starts = Vec::with_capacity(document.marks.len());
    let mut done = 0;
    for mark in &document.marks {
        let Some(gap) = document.text.get(done..mark.range.start) else { continue };
        let breaks = done > 0 && gap.contains('\n') && gap.trim().is_empty();
        text.push_str(if breaks && random.chance(PERCENT) { " " } else { gap });
        starts.push(text.len());
        text.push_str(&document.text[mark.range.clone()]);
        done = mark.range.end;
    }
    text.push_str(document.text.get(done..).unwrap_or_default());
    (text, starts)
}
