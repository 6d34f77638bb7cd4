//! The running stage: the segmenter between a view and a draft.

use chaffinch_layers::{BLOCKS, SENTENCES, TOKENS};
use pipeline_core::{
    Attr, Build, BuildError, Draft, Label, LayerDraft, Scalar, Span, Stage, StageConfig, StageError,
    StageSpec, Verdict, View, Worker,
};

use crate::blocks::Role;
use crate::tokens::attributes;
use crate::{Boundaries, Segment, Segmented, Segmenter, TokenAttribute, TokenMode};

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
        if self.tokens == TokenMode::None && !self.attributes.is_empty() {
            let message = "attributes of tokens are asked for, but `tokens = \"none\"` writes none; leave one of the two out";
            return Err(BuildError::at("attributes", message));
        }
        let labels = Labels {
            title: cx.label("title"),
            heading: cx.label("heading"),
            body: cx.label("body"),
            list: cx.label("list"),
        };
        let segmenter = segmenter(&self, cx)?;
        Ok(Box::new(Running { segmenter, tokens: self.tokens, attributes: self.attributes, labels }))
    }
}

fn segmenter(config: &Segment, cx: &Build<'_>) -> Result<Segmenter, BuildError> {
    let Some(path) = &config.model else { return Ok(Segmenter::new(config)) };
    if config.boundaries == Boundaries::Rules {
        let message = "a model is named, but `boundaries = \"rules\"` uses none; leave one of the two out";
        return Err(BuildError::at("model", message));
    }
    let file = cx.read("model", path)?;
    Segmenter::with_model(config, file)
        .map_err(|error| BuildError::at("model", format!("the model `{path}` {error}")))
}

fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphabetic) && !word.contains(char::is_whitespace)
}

struct Running {
    segmenter: Segmenter,
    tokens: TokenMode,
    attributes: Vec<TokenAttribute>,
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
            write_tokens(doc.text(), found, &self.attributes, &mut draft.layer(TOKENS.name)?)?;
        }
        Ok(Verdict::Keep)
    }
}

/// Writes an attribute of a token.
type Write = fn(&str, &mut String);

/// Writes the tokens with what they shall carry.
fn write_tokens(
    text: &str,
    found: &Segmented,
    attributes: &[TokenAttribute],
    out: &mut LayerDraft<'_>,
) -> Result<(), StageError> {
    let mut columns: Vec<(Attr, Write)> = Vec::with_capacity(attributes.len());
    for attribute in attributes {
        columns.push(match attribute {
            TokenAttribute::Shape => (out.attr("shape")?, attributes::shape),
            TokenAttribute::Norm => (out.attr("norm")?, attributes::norm),
        });
    }
    let mut value = String::new();
    for token in found.tokens() {
        let row = out.push(token.clone(), Label::NONE)?;
        for (column, write) in &columns {
            write(&text[token.clone()], &mut value);
            out.set(row, *column, &Scalar::Str(&value))?;
        }
    }
    Ok(())
}
