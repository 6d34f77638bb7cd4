//! The words of a text as comparisons see them: small letters and digits, one space between two
//! words. Case, punctuation, white space and invisible characters make no difference.
//!
//! ```text
//! “The Bridge’s safe,” \n he said.  →  the bridge s safe he said
//! ```
//!
//! A letter of a script that is written without spaces is a word of its own.

/// Words of one text; a buffer to be used again.
#[derive(Debug, Default)]
pub(crate) struct Words {
    text: String,
    /// Where each word ends in `text`.
    ends: Vec<usize>,
}

impl Words {
    /// Reads `text` in place of what was read before.
    pub(crate) fn read(&mut self, text: &str) -> &Self {
        self.text.clear();
        self.ends.clear();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (letters, after) = rest.split_at(run.max(c.len_utf8()));
            rest = after;
            match run {
                0 if c.is_ascii() => self.close(),
                0 => self.wide(c),
                _ => self.letters(letters),
            }
        }
        self.close();
        self.text.make_ascii_lowercase();
        self
    }

    fn wide(&mut self, c: char) {
        if is_invisible(c) {
            return;
        }
        if !c.is_alphanumeric() {
            return self.close();
        }
        if stands_alone(c) {
            self.close();
            self.letters(c.encode_utf8(&mut [0; 4]));
            return self.close();
        }
        c.to_lowercase().for_each(|c| self.letters(c.encode_utf8(&mut [0; 4])));
    }

    fn letters(&mut self, letters: &str) {
        if self.ends.last() == Some(&self.text.len()) {
            self.text.push(' ');
        }
        self.text.push_str(letters);
    }

    fn close(&mut self) {
        if self.text.len() > self.ends.last().copied().unwrap_or_default() {
            self.ends.push(self.text.len());
        }
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All of them, one space between two.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Every `n` words that follow each other; all words, when there are fewer.
    pub(crate) fn shingles(&self, n: usize) -> impl Iterator<Item = &str> {
        let n = n.min(self.len()).max(1);
        let last = self.ends.get(n - 1..).unwrap_or_default();
        let starts = std::iter::once(0).chain(self.ends.iter().map(|end| end + 1));
        starts.zip(last).map(|(start, end)| &self.text[start..*end])
    }
}

/// Marks that combine, and characters without a shape: soft hyphen, joiners, directions.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Letters of scripts written without spaces: Thai, Lao, Myanmar, Khmer, Han, kana.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn check(text: &str, expected: &str, shingles: &[&str]) {
        let mut words = Words::default();
        words.read("what was there before");
        assert_eq!(words.read(text).text(), expected);
        assert_eq!(words.len(), expected.split_whitespace().count());
        assert_eq!(words.shingles(3).collect::<Vec<_>>(), shingles);
    }

    #[test]
    fn words_and_shingles() {
        check("", "", &[]);
        check(" \n…—", "", &[]);
        check("Safe!", "safe", &["safe"]);
        check("“A b,” \t C.", "a b c", &["a b c"]);
        check("don’t go\nNOW 2", "don t go now 2", &["don t go", "t go now", "go now 2"]);
        check("so\u{ad}ft cafe\u{301} İ", "soft cafe i\u{307}", &["soft cafe i\u{307}"]);
        check("桥是a安全", "桥 是 a 安 全", &["桥 是 a", "是 a 安", "a 安 全"]);
    }
}
