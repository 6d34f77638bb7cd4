//! The running stage: the segmenter between a view and a draft.

use chaffinch_layers::{BLOCKS, SENTENCES, TOKENS};
use pipeline_core::{
    Build, BuildError, Draft, Label, Span, Stage, StageConfig, StageError, StageSpec, Verdict, View, Worker,
};

use crate::blocks::Role;
use crate::{Segment, Segmented, Segmenter, TokenMode};

impl StageConfig for Segment {
    const SPEC: StageSpec = StageSpec::new("segment", "cuts text into blocks, sentences and tokens")
        .uses(&[BLOCKS.name])
        .creates(&[SENTENCES, TOKENS])
        .creates_if_absent(&[BLOCKS]);

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if let Some(bad) = self.abbreviations.iter().find(|word| !is_word(word)) {
            return Err(BuildError::at(
                "abbreviations",
                format!("found `{bad}`, expected one word such as `Maulv.`: letters, without spaces"),
            ));
        }
        let labels = Labels {
            title: cx.label("title"),
            heading: cx.label("heading"),
            body: cx.label("body"),
            list: cx.label("list"),
        };
        Ok(Box::new(Running { segmenter: Segmenter::new(&self), tokens: self.tokens, labels }))
    }
}

fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphabetic) && !word.contains(char::is_whitespace)
}

struct Running {
    segmenter: Segmenter,
    tokens: TokenMode,
    labels: Labels,
}

struct Labels {
    title: Label,
    heading: Label,
    body: Label,
    list: Label,
}

impl Labels {
    fn of(&self, role: Role) -> Label {
        match role {
            Role::Title => self.title,
            Role::Heading => self.heading,
            Role::Body => self.body,
            Role::List => self.list,
        }
    }
}

impl Stage for Running {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let found: &mut Segmented = worker.scratch();
        match doc.layer(BLOCKS.name)? {
            Some(blocks) => {
                self.segmenter.segment_within(
                    doc.text(),
                    blocks.spans().iter().map(|span| Span::range(*span)),
                    found,
                );
            }
            None => {
                self.segmenter.segment(doc.text(), found);
                let mut blocks = draft.layer(BLOCKS.name)?;
                for block in &found.blocks {
                    blocks.push(block.range.clone(), self.labels.of(block.role))?;
                }
            }
        }
        let mut sentences = draft.layer(SENTENCES.name)?;
        for sentence in found.sentences() {
            sentences.push(sentence.clone(), Label::NONE)?;
        }
        if self.tokens == TokenMode::Words {
            let mut tokens = draft.layer(TOKENS.name)?;
            for token in found.tokens() {
                tokens.push(token, Label::NONE)?;
            }
        }
        Ok(Verdict::Keep)
    }
}
