//! CoNLL files: one token a line in columns, a blank line behind each sentence.
//!
//! ```text
//! -DOCSTART- -X- O O          CoNLL-2003: the token first, its tag last
//! EU NNP I-NP B-ORG
//!
//! 1   Lima   B-LOC   -   -    UNER: number, token, tag
//!
//! # newdoc id = w01           CoNLL-U: ten columns, text in a comment, tags in MISC as `NER=B-LOC`
//! 1   Lima   Lima   PROPN …   SpaceAfter=No|NER=B-LOC
//! ```
//!
//! Of CoNLL-2003 (Tjong Kim Sang and De Meulder, 2003) and UNER (Mayhew et al., 2024) tokens are joined by spaces; of
//! CoNLL-U (Universal Dependencies, version 2) the text is the one that was cut: a multiword token is one token, and
//! `SpaceAfter=No` is heeded. Sentences of CoNLL-U are joined by a space, or by a blank line at `# newpar`.

use crate::gold::{Answer, Input, Item, TagSet, tagged};
use crate::side::Mark;
use crate::task::Kind;
use crate::{EvalError, Task};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Endings of files in columns.
const ENDINGS: [&str; 6] = [".conll", ".conllu", ".bio", ".iob", ".iob2", ".tsv"];

/// Whether the file is one in columns, by its name.
pub(crate) fn is_conll(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// One token of the file.
struct Token {
    text: String,
    tag: String,
    is_glued: bool,
}

/// Collects the lines of one file.
pub(crate) struct Reader<'t> {
    file: Arc<Path>,
    task: &'t Task,
    is_conllu: bool,
    tokens: Vec<Token>,
    /// Words of the multiword token that is open.
    inside: usize,
    document: u64,
    name: Option<String>,
    starts_paragraph: bool,
    sentences: Vec<tagged::Sentence>,
    items: Vec<Item>,
    open: Option<Text>,
}

/// The document of a CoNLL-U file that is being read.
#[derive(Default)]
struct Text {
    id: String,
    text: String,
    marks: Vec<Mark>,
}

/// What one file came to.
pub(crate) struct Read {
    /// Sentences of tagged tokens, for files without a text of their own.
    pub(crate) sentences: Vec<tagged::Sentence>,
    /// Documents of CoNLL-U.
    pub(crate) items: Vec<Item>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(file: &Arc<Path>, task: &'t Task) -> Self {
        Self {
            file: file.clone(),
            task,
            is_conllu: file.to_string_lossy().contains(".conllu"),
            tokens: Vec::new(),
            inside: 0,
            document: 0,
            name: None,
            starts_paragraph: false,
            sentences: Vec::new(),
            items: Vec::new(),
            open: None,
        }
    }

    /// Takes one line that is not blank.
    pub(crate) fn line(&mut self, number: u64, line: &[u8], tags: &mut TagSet) -> Result<(), EvalError> {
        let Ok(line) = std::str::from_utf8(line) else {
            return Err(self.error(number, "is not UTF-8"));
        };
        let line = line.trim_end_matches(['\r', '\n']);
        if let Some(comment) = line.strip_prefix('#').filter(|_| self.tokens.is_empty()) {
            self.comment(comment.trim());
            return Ok(());
        }
        if line.starts_with("-DOCSTART-") {
            self.blank(tags);
            self.document += 1;
            return Ok(());
        }
        let columns: Vec<&str> = match line.contains('\t') {
            true => line.split('\t').collect(),
            false => line.split_ascii_whitespace().collect(),
        };
        if self.is_conllu { self.universal(number, &columns) } else { self.plain(number, &columns) }
    }

    fn comment(&mut self, comment: &str) {
        let (key, value) = comment.split_once('=').map_or((comment, ""), |(k, v)| (k.trim(), v.trim()));
        match key.split_ascii_whitespace().next() {
            Some("newdoc") => {
                self.finish_text();
                self.document += 1;
                self.name = Some(value.to_owned()).filter(|v| !v.is_empty());
            }
            Some("newpar") => self.starts_paragraph = true,
            _ => {}
        }
    }

    /// `TOKEN … TAG`, or `NUMBER TOKEN TAG …`.
    fn plain(&mut self, number: u64, columns: &[&str]) -> Result<(), EvalError> {
        let is_numbered = columns.len() >= 3
            && columns[0].parse::<u32>().is_ok_and(|n| usize::try_from(n) == Ok(self.tokens.len() + 1));
        let (token, tag) = match (is_numbered, columns) {
            (true, [_, token, tag, ..]) => (token, tag),
            (_, [token, .., tag]) => (token, tag),
            _ => return Err(self.error(number, "has one column, expected a token and its tag")),
        };
        let is_tag = *tag == "O" || tag.contains('-') || tag.chars().all(|c| c.is_ascii_uppercase());
        if !is_tag {
            return Err(self.error(number, &format!("found the tag `{tag}`, expected `O`, `B-…` or `I-…`")));
        }
        self.tokens.push(Token { text: (*token).to_owned(), tag: (*tag).to_owned(), is_glued: false });
        Ok(())
    }

    /// Ten columns of CoNLL-U.
    fn universal(&mut self, number: u64, columns: &[&str]) -> Result<(), EvalError> {
        let [id, form, _, _, _, _, _, _, _, misc] = columns else {
            let found = format!("has {} columns, expected the ten of CoNLL-U", columns.len());
            return Err(self.error(number, &found));
        };
        if id.contains('.') {
            return Ok(());
        }
        let is_glued = misc.split('|').any(|m| m == "SpaceAfter=No");
        let tag = misc.split('|').find_map(|m| m.strip_prefix("NER=")).unwrap_or("O").to_owned();
        if let Some((from, to)) = id.split_once('-') {
            let ends = (from.parse::<usize>(), to.parse::<usize>());
            let (Ok(from), Ok(to)) = ends else {
                return Err(self.error(number, &format!("found the id `{id}`, expected a number or a range")));
            };
            self.inside = (to + 1).saturating_sub(from);
            self.tokens.push(Token { text: (*form).to_owned(), tag, is_glued });
            return Ok(());
        }
        match self.inside.checked_sub(1) {
            Some(left) => {
                self.inside = left;
                if let Some(whole) = self.tokens.last_mut().filter(|t| t.tag == "O") {
                    whole.tag = tag;
                }
            }
            None => self.tokens.push(Token { text: (*form).to_owned(), tag, is_glued }),
        }
        Ok(())
    }

    /// Ends the sentence.
    pub(crate) fn blank(&mut self, tags: &mut TagSet) {
        self.inside = 0;
        if self.tokens.is_empty() {
            return;
        }
        let tokens = std::mem::take(&mut self.tokens);
        if self.is_conllu {
            self.sentence_of_text(&tokens, tags);
            return;
        }
        let id = format!("{}:{}", self.file.display(), self.sentences.len() + 1);
        let pairs = tokens.iter().map(|t| (t.text.as_str(), t.tag.as_str()));
        self.sentences.push(tagged::sentence_of(id, self.document.to_string(), pairs, tags));
    }

    fn sentence_of_text(&mut self, tokens: &[Token], tags: &mut TagSet) {
        let starts_paragraph = std::mem::take(&mut self.starts_paragraph);
        let id = self.name.clone().unwrap_or_else(|| format!("{}:{}", self.file.display(), self.document));
        let text = self.open.get_or_insert_with(|| Text { id, ..Text::default() });
        if !text.text.is_empty() {
            let ends = text.text.trim_end().len();
            text.text.truncate(ends);
            text.text.push_str(if starts_paragraph { "\n\n" } else { " " });
        }
        let start = text.text.len();
        let mut ranges = Vec::with_capacity(tokens.len());
        for token in tokens {
            let from = text.text.len();
            text.text.push_str(&token.text);
            ranges.push(from..text.text.len());
            if !token.is_glued {
                text.text.push(' ');
            }
        }
        let end = text.text.trim_end().len();
        match self.task.kind() {
            Kind::Entities => {
                let of_tokens = ranges.into_iter().zip(tokens.iter().map(|t| t.tag.as_str()));
                tagged::entities(of_tokens, tags, &mut text.marks);
            }
            _ if self.task.layer() == "tokens" => {
                text.marks.extend(ranges.into_iter().map(|range: Range<usize>| Mark::new(range, "")));
            }
            _ => text.marks.push(Mark::new(start..end, "")),
        }
    }

    fn finish_text(&mut self) {
        if let Some(mut text) = self.open.take() {
            let end = text.text.trim_end().len();
            text.text.truncate(end);
            self.items.push(Item {
                id: text.id,
                file: self.file.clone(),
                inputs: vec![Input::plain(text.text)],
                answer: Answer::Marks(text.marks),
            });
        }
    }

    /// Ends the file.
    pub(crate) fn finish(mut self, tags: &mut TagSet) -> Read {
        self.blank(tags);
        self.finish_text();
        Read { sentences: self.sentences, items: self.items }
    }

    fn error(&self, number: u64, what: &str) -> EvalError {
        EvalError::data(format!("`{}`, line {number}: {what}", self.file.display()))
    }

    /// Whether the files of this kind can score the task.
    pub(crate) fn check(&self) -> Result<(), EvalError> {
        let can = match self.is_conllu {
            true => {
                matches!(self.task.layer(), "sentences" | "tokens" | "entities")
                    && self.task.kind() != Kind::Links
            }
            false => self.task.kind() == Kind::Entities,
        };
        let scores = if self.is_conllu { "`sentences`, `tokens` and `entities`" } else { "`entities`" };
        match can {
            true => Ok(()),
            false => Err(EvalError::data(format!(
                "`{}`: a file in columns can score {scores}, not `{}`",
                self.file.display(),
                self.task.name()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::load;
    use std::path::PathBuf;

    /// Text and annotations of each document of a file of that name.
    fn read(name: &str, task: &str, lines: &str) -> Result<Vec<(String, Vec<String>)>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path: PathBuf = dir.path().join(name);
        std::fs::write(&path, lines).unwrap();
        let gold = load(&Task::parse(task, []).unwrap(), &[path]);
        let gold = gold.map_err(|e| e.to_string().replace(&*dir.path().to_string_lossy(), "DIR"))?;
        let documents = gold.documents().unwrap();
        let spell = |text: &str, mark: &crate::GoldMark| {
            format!("{} {}", &text[mark.range.clone()], mark.label).trim().to_owned()
        };
        let document = |d: crate::GoldDocument| {
            (d.text.to_string(), d.marks.iter().map(|m| spell(&d.text, m)).collect())
        };
        Ok(documents.into_iter().map(document).collect())
    }

    #[test]
    fn conll_2003() {
        let file = "-DOCSTART- -X- -X- O\n\nEU NNP B-NP I-ORG\nsaid VBD B-VP O\n\nAna NNP B-NP I-PER\nB. NNP I-NP I-PER\nRio NNP I-NP B-LOC\n\n-DOCSTART- -X- -X- O\n\nLima NNP B-NP B-LOC";
        let found = read("a.conll", "entities", file).unwrap();
        let first = ["EU ORG", "Ana B. PER", "Rio LOC"].map(str::to_owned).to_vec();
        assert_eq!(
            found,
            [("EU said\n\nAna B. Rio".to_owned(), first), ("Lima".to_owned(), vec!["Lima LOC".to_owned()])]
        );
    }

    #[test]
    fn uner() {
        let file = "# sent_id = 1\n1\tLa\tB-LOC\t-\t-\n2\tPaz\tI-LOC\t-\t-\n3\t!\tO\t-\t-\n";
        let found = read("a.iob2", "entities", file).unwrap();
        assert_eq!(found, [("La Paz !".to_owned(), vec!["La Paz LOC".to_owned()])]);
    }

    const UNIVERSAL: &str = "# newdoc id = w1\n# newpar\n# text = Don't go.\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\t_\t_\t_\t_\t_\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n3\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n3.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n# text = Lima\n1\tLima\t_\t_\t_\t_\t_\t_\t_\tNER=B-LOC\n\n# newpar\n1\tYes\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    #[test]
    fn universal_dependencies() {
        for (task, marks) in [
            ("sentences", &["Don't go.", "Lima", "Yes"][..]),
            ("tokens", &["Don't", "go", ".", "Lima", "Yes"]),
            ("entities", &["Lima LOC"]),
        ] {
            let found = read("a.conllu", task, UNIVERSAL).unwrap();
            assert_eq!(
                found,
                [("Don't go. Lima\n\nYes".to_owned(), marks.iter().map(|m| (*m).to_owned()).collect())]
            );
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let refused = |name: &str, task: &str, file: &str| read(name, task, file).unwrap_err();
        assert_eq!(
            refused("a.conll", "entities", "EU B-ORG\nalone\n"),
            "`DIR/a.conll`, line 2: has one column, expected a token and its tag"
        );
        assert_eq!(
            refused("a.conll", "entities", "EU said\n"),
            "`DIR/a.conll`, line 1: found the tag `said`, expected `O`, `B-…` or `I-…`"
        );
        assert_eq!(
            refused("a.conllu", "tokens", "1\tEU\n"),
            "`DIR/a.conllu`, line 1: has 2 columns, expected the ten of CoNLL-U"
        );
        assert_eq!(
            refused("a.conll", "sentences", "EU B-ORG\n"),
            "`DIR/a.conll`: a file in columns can score `entities`, not `sentences`"
        );
        assert!(refused("a.conll", "entities", "\n\n").contains("no gold in"));
    }
}
