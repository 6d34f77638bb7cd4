//! Which bytes go when blocks go: the blocks, and the white space on one side of them.
//!
//! ```text
//! one ¶¶ [two] ¶ three   →   one ¶¶ three        the wider gap stays
//! [one] ¶ two            →   two
//! one ¶ [two] ¶          →   one
//! ```

use std::ops::Range;

/// The ranges of `text` to delete so that `blocks` go, which ascend and do not overlap.
pub(crate) fn cuts(text: &str, blocks: &[Range<usize>]) -> Vec<Range<usize>> {
    let apart = |a: &Range<usize>, b: &Range<usize>| text[a.end..b.start].trim().is_empty();
    let runs = blocks.chunk_by(apart);
    runs.filter_map(|run| Some(widened(text, run.first()?.start..run.last()?.end))).collect()
}

fn widened(text: &str, core: Range<usize>) -> Range<usize> {
    let from = text[..core.start].trim_end().len();
    let to = text.len() - text[core.end..].trim_start().len();
    if from == 0 || to == text.len() {
        return from..to;
    }
    match breaks(&text[from..core.start]) >= breaks(&text[core.end..to]) {
        true => core.start..to,
        false => from..core.end,
    }
}

fn breaks(gap: &str) -> usize {
    gap.matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is in brackets goes.
    fn check(marked: &str, expected: &str) {
        let (mut text, mut blocks, mut open) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '[' => open = text.len(),
                ']' => blocks.push(open..text.len()),
                c => text.push(c),
            }
        }
        let mut left = text.clone();
        for cut in cuts(&text, &blocks).into_iter().rev() {
            left.replace_range(cut, "");
        }
        assert_eq!(left, expected, "{marked:?}");
    }

    #[test]
    fn gaps_stay_as_wide_as_they_were() {
        check("a\n\n[b]\n\nc", "a\n\nc");
        check("a\n[b]\nc", "a\nc");
        check("a\n\n[b]\nc", "a\n\nc");
        check("a\n[b]\n\nc", "a\n\nc");
        check("a [b] c", "a c");
        check("a\n[b]\n[c]\n\n[d]\ne", "a\ne");
        check("\n[a]\n\nb\n", "b\n");
        check("a\n\n[b]\n", "a");
        check("[a]\n[b]", "");
        check("[a]b[c]d[e]", "bd");
        check("a\n [b] x [c]\ny", "a\n x\ny");
    }
}
