//! Questions as the model sees them.

use crate::ErrorKind;
use crate::TrainError;
use crate::data::Question;
use crate::stance::fit::{BITS, Triple};
use chaffinch_segment::{Segment, Segmented, Segmenter};
use chaffinch_stance::doc::{Doc, Paragraph, Span};
use chaffinch_stance::stance::Scene;
pub(super) use chaffinch_stance::stance::features::Question as Seen;
use chaffinch_stance::stance::features::{Sink, extract};
use chaffinch_stance::stance::pack::{EMBEDDED, Verbs};
use chaffinch_stance::stance::vectors::Vectors;
use std::ops::Range;

/// The features of one question, and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// Buckets of its hashed features.
    pub(super) sparse: Vec<u32>,
    /// The first slots and the numbers of its features with values, and then the values.
    pub(super) blocks: Vec<(usize, usize)>,
    pub(super) values: Vec<f32>,
    /// 0 against, 1 neutral, 2 for.
    pub(super) class: usize,
    /// How likely the classes are: 1 for the one that the gold names, or what it guesses.
    pub(super) odds: Triple,
    /// The odds are a guess.
    pub(super) guessed: bool,
    /// The holder stands behind the target.
    pub(super) behind: bool,
}

impl Row {
    /// The answer to a question, without its features.
    pub(super) fn of(question: &Question) -> Self {
        let class = match question.side {
            side if side < 0 => 0,
            0 => 1,
            _ => 2,
        };
        let mut odds = [0.0; 3];
        odds[class] = 1.0;
        if let Some(guess) = question.odds {
            odds = guess.map(|thousandths| f32::from(thousandths) / 1000.0);
        }
        Self { class, odds, guessed: question.odds.is_some(), ..Self::default() }
    }

    /// The features with values: the first slot and the values of each block.
    pub(super) fn dense(&self) -> impl Iterator<Item = (usize, &[f32])> {
        let mut rest = &self.values[..];
        self.blocks.iter().map(move |&(slot, length)| {
            let (values, more) = rest.split_at(length);
            rest = more;
            (slot, values)
        })
    }
}

impl Sink for Row {
    fn sparse(&mut self, hash: u32) {
        self.sparse.push(hash >> (32 - BITS));
    }

    fn dense(&mut self, slot: usize, value: f32) {
        if value != 0.0 {
            self.block(slot, &[value]);
        }
    }

    fn block(&mut self, slot: usize, values: &[f32]) {
        self.blocks.push((slot, values.len()));
        self.values.extend_from_slice(values);
    }
}

/// Reads texts as the stages `segment` and `stance` do.
pub(super) struct Reader {
    segmenter: Segmenter,
    verbs: Verbs,
    vectors: Vectors,
    scene: Scene,
}

impl Reader {
    pub(super) fn new() -> Result<Self, TrainError> {
        let (verbs, _) = Verbs::read(&[EMBEDDED]).map_err(|e| TrainError::new(ErrorKind::Config, e))?;
        let vectors = Vectors::released().map_err(|e| {
            TrainError::new(ErrorKind::Config, format!("the word vectors in the binary: {e}"))
        })?;
        let segmenter = Segmenter::new(&Segment::default());
        Ok(Self { segmenter, verbs, vectors, scene: Scene::default() })
    }

    /// The rows of the questions, in order.
    pub(super) fn read(&mut self, questions: &[Question]) -> Result<Vec<Row>, TrainError> {
        let vectors = self.vectors.clone();
        self.each(questions, |question, asked| {
            let mut row = Row::of(question);
            if let Some(asked) = asked {
                row.behind = asked.is_behind();
                extract(&asked, &vectors, &mut row);
            }
            row
        })
    }

    /// What `made` makes of each question as the stage sees it, which is `None` where its target has no word; consecutive
    /// questions about one text read it once.
    pub(super) fn each<T>(
        &mut self,
        questions: &[Question],
        mut made: impl FnMut(&Question, Option<Seen<'_>>) -> T,
    ) -> Result<Vec<T>, TrainError> {
        let mut found = Segmented::default();
        let (mut text, mut slices) = (None, Slices::default());
        let mut all = Vec::with_capacity(questions.len());
        for question in questions {
            if text != Some(&question.text) {
                self.segmenter.segment(&question.text, &mut found);
                slices.fill(&found)?;
                text = Some(&question.text);
            }
            let holder = question.holder.as_ref().map(span).transpose()?;
            self.scene.read(&slices.doc(&question.text), &self.verbs, span(&question.target)?, holder);
            all.push(made(question, self.scene.question(&question.text)));
        }
        Ok(all)
    }
}

#[cfg(test)]
impl Reader {
    /// The question as the stage sees it.
    pub(super) fn scene(&mut self, question: &Question) -> Result<&Scene, TrainError> {
        self.read(std::slice::from_ref(question))?;
        Ok(&self.scene)
    }
}

/// A text's parts as the stage reads them.
#[derive(Default)]
struct Slices {
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Span>,
    words: Vec<Span>,
}

impl Slices {
    fn fill(&mut self, found: &Segmented) -> Result<(), TrainError> {
        let paragraph = |range| Ok(Paragraph { span: span(&range)?, heading: false });
        self.paragraphs = found.blocks().map(paragraph).collect::<Result<_, TrainError>>()?;
        self.sentences = found.sentences().iter().map(span).collect::<Result<_, _>>()?;
        self.words = found.tokens().map(|range| span(&range)).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn doc<'a>(&'a self, text: &'a str) -> Doc<'a> {
        Doc {
            text,
            paragraphs: &self.paragraphs,
            sentences: &self.sentences,
            words: &self.words,
            mentions: &[],
            year: None,
        }
    }
}

fn span(range: &Range<usize>) -> Result<Span, TrainError> {
    let offset = |at: usize| {
        u32::try_from(at)
            .map_err(|_| TrainError::new(ErrorKind::Data, "a text has 4 GiB or more, expected less"))
    };
    Ok(Span::new(offset(range.start)?, offset(range.end)?))
}
