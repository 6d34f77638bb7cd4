//! Tokens that start outside ASCII: letters of any script, typographic marks, ideographs, emoji.
//!
//! Letters that join make words. Everything that UAX #29 treats specially (ideographs, kana, marks, emoji
//! sequences, flags) is cut by `unicode-segmentation`.
//!
//! ```text
//! “Élysée” 東京 👨‍👩‍👧 → “ | Élysée | ” | 東 | 京 | 👨‍👩‍👧
//! ```

use unicode_segmentation::UnicodeSegmentation;

use super::contraction;
use super::{Gap, Kind, Lexer};
use crate::bytes;

/// What was read.
pub(super) enum Step {
    /// White space up to there.
    Space(usize, Gap),
    /// A token up to there.
    Token(usize),
}

impl Lexer<'_> {
    /// Reads what starts at `at`, a byte outside ASCII.
    pub(super) fn wide(&mut self, at: usize, gap: Gap) -> Step {
        let Some(c) = bytes::char_at(self.text, at) else { return Step::Space(at + 1, Gap::None) };
        let end = at + c.len_utf8();
        if let Some(kind) = mark_kind(c) {
            return Step::Token(self.wide_mark(c, at..end, kind, gap));
        }
        if c.is_whitespace() {
            let line = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
            return Step::Space(end, if line { Gap::Line } else { Gap::Space });
        }
        if joins(c) {
            return Step::Token(self.word(at, end, gap));
        }
        let kind = if c.is_alphanumeric() { Kind::Word } else { Kind::Mark };
        Step::Token(self.push(at..cluster_end(self.text, at), kind, gap))
    }

    fn wide_mark(&mut self, c: char, range: std::ops::Range<usize>, kind: Kind, gap: Gap) -> usize {
        if c == '\u{2019}'
            && gap == Gap::None
            && let Some(end) = contraction::suffix_end(self.text, range.start)
        {
            return self.push(range.start..end, Kind::Suffix, gap);
        }
        self.push(range, kind, gap)
    }
}

/// Scripts written without spaces, and emoji: `unicode-segmentation` cuts them.
#[rustfmt::skip]
const APART: &[(u32, u32)] = &[
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F),
    (0x1F000, 0x1FAFF), (0x20000, 0x3FFFF),
];

/// Letters and digits that make words with their neighbours.
#[inline]
pub(super) fn joins(c: char) -> bool {
    let code = u32::from(c);
    c.is_alphanumeric()
        && (code < 0x0E00 || !APART.iter().any(|&(first, last)| (first..=last).contains(&code)))
}

/// The end of the UAX #29 segment that starts at `at`.
pub(super) fn cluster_end(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.split_word_bounds().next()).map_or(1, str::len)
}

/// Marks outside ASCII that the rules know.
pub(super) fn mark_kind(c: char) -> Option<Kind> {
    Some(match c {
        '“' | '‘' | '«' | '„' | '‚' | '‹' | '「' | '『' | '（' | '【' => Kind::Open,
        '”' | '’' | '»' | '›' | '」' | '』' | '）' | '】' => Kind::Close,
        '…' => Kind::Ellipsis,
        '–' | '—' | '―' | '−' | '‒' | '‐' => Kind::Dash,
        '•' | '⁃' | '◦' | '▪' | '‣' | '●' | '■' | '►' | '◆' | '∙' => Kind::Bullet,
        '。' | '．' | '।' | '॥' | '۔' | '｡' => Kind::Period,
        '！' | '？' | '؟' | '‼' | '⁇' | '⁈' | '⁉' => Kind::Stop,
        '，' | '、' | '；' | '：' | '،' | '؛' => Kind::Pause,
        _ => return None,
    })
}
