//! Rows that judge one mention in a short text.
//!
//! | shape | row | what is asked |
//! |---|---|---|
//! | NewsMTSC | `text`, `target_span`, `label` or `odds` | the author's stance toward the span: positive is for, negative is against |
//! | SEESAW | `text` with a sentence before and after, `source_entity`, `target` | the sign of the source's stance toward the target |
//! | DSE | `text`, `p_span`, `q_span`, `label5` | who stands how to whom: 0 nobody, 1 p for q, 2 q for p, 3 p against q, 4 q against p |
//!
//! `odds` are a guess, such as a bigger model's: how likely against, neutral and for are. The likeliest is the label. A row
//! with odds may have a `holder_span`: then they are those of its stance, not of the author's.
//!
//! Each question is one document with one row in `targets`, and in `holders` where the holder is
//! mentioned; DSE asks both directions, in a document each. SEESAW names entities that the text
//! may call otherwise: a mention is looked for by the whole name, then by its last word, then by the
//! first letters of its words, in the sentence before its neighbours; a target that is not found is judged on the whole sentence.

use crate::EvalError;
use crate::gold::row::{Row, short};
use crate::gold::{Answer, Input, Item, Shape};
use chaffinch_io::{Offsets, Unit};
use serde_json::Value;
use std::ops::Range;

/// What happened while rows were read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Targets and holders that the text does not name.
    pub(crate) no_target: u64,
    pub(crate) no_holder: u64,
}

pub(crate) fn item(row: &Row, shape: Shape, found: &mut Found) -> Result<Item, EvalError> {
    if shape == Shape::NewsMtsc && row.get("label").is_none() {
        let input = guessed(row)?;
        return Ok(Item { id: row.id(), file: row.file.clone(), inputs: vec![input], answer: odds(row)? });
    }
    let (inputs, class) = match shape {
        Shape::Dse => dse(row)?,
        Shape::Seesaw => (vec![seesaw(row, found)?], polarity(row, &["positive", "negative"])?),
        _ => (vec![newsmtsc(row)?], polarity(row, &["positive", "negative", "neutral"])?),
    };
    Ok(Item { id: row.id(), file: row.file.clone(), inputs, answer: Answer::Class(class) })
}

fn polarity(row: &Row, classes: &[&str]) -> Result<usize, EvalError> {
    let label = row.string("label")?;
    let class = classes.iter().position(|c| *c == label);
    class.ok_or_else(|| {
        let wanted: Vec<String> = classes.iter().map(|c| format!("`{c}`")).collect();
        row.error(format!("`label`: found `{label}`, expected {}", wanted.join(", ")))
    })
}

/// `[against, neutral, for]`, which need not sum to 1. Of equal ones the first in the order of the shape's classes counts.
fn odds(row: &Row) -> Result<Answer, EvalError> {
    let list = row.get("odds").and_then(Value::as_array);
    let numbers: Option<Vec<f64>> = list.and_then(|list| list.iter().map(Value::as_f64).collect());
    let odds: [f64; 3] = numbers.and_then(|numbers| numbers.try_into().ok()).unwrap_or_default();
    let sum: f64 = odds.iter().sum();
    if odds.iter().any(|odd| *odd < 0.0) || sum <= 0.0 {
        let found = row.get("odds").map_or_else(String::new, short);
        let expected = "three numbers that are 0 or more, against, neutral and for, and not all 0";
        return Err(row.error(format!("`odds`: found {found}, expected {expected}")));
    }
    let [against, neutral, favor] = odds;
    let order = [favor, against, neutral];
    let class = (1..3).fold(0, |best, next| if order[next] > order[best] { next } else { best });
    Ok(Answer::Odds(class, odds.map(|odd| thousandths(odd / sum))))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 1000
fn thousandths(share: f64) -> u16 {
    (share * 1000.0).round().clamp(0.0, 1000.0) as u16
}

fn newsmtsc(row: &Row) -> Result<Input, EvalError> {
    let text = row.string("text")?;
    Ok(Input { target: Some(row.span("target_span", text)?), ..Input::plain(text) })
}

fn guessed(row: &Row) -> Result<Input, EvalError> {
    let input = newsmtsc(row)?;
    let has_holder = row.get("holder_span").is_some_and(|span| !span.is_null());
    let holder = has_holder.then(|| row.span("holder_span", &input.text)).transpose()?;
    Ok(Input { holder, ..input })
}

fn dse(row: &Row) -> Result<(Vec<Input>, usize), EvalError> {
    let text = row.string("text")?;
    let (p, q) = (row.span("p_span", text)?, row.span("q_span", text)?);
    let label = row.get("label5").and_then(Value::as_u64).and_then(|l| usize::try_from(l).ok());
    let Some(class) = label.filter(|l| *l < Shape::Dse.classes().len()) else {
        let found = row.get("label5").map_or_else(String::new, short);
        return Err(row.error(format!("`label5`: found {found}, expected 0 to 4")));
    };
    let ask = |holder: &Range<usize>, target: &Range<usize>| Input {
        holder: Some(holder.clone()),
        target: Some(target.clone()),
        ..Input::plain(text)
    };
    Ok((vec![ask(&p, &q), ask(&q, &p)], class))
}

fn seesaw(row: &Row, found: &mut Found) -> Result<Input, EvalError> {
    let (before, after) = (row.string_or_empty("context_before"), row.string_or_empty("context_after"));
    let middle = row.string("text")?;
    let parts = [before, middle, after];
    let text = parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let at = if before.is_empty() { 0 } else { before.len() + 1 };
    let sentence = at..at + middle.len();
    let holder = find(&text, &sentence, row.string("source_entity")?);
    found.no_holder += u64::from(holder.is_none());
    let target = match row.get("target_span") {
        Some(span) => {
            let offsets = Offsets::new(middle, Unit::Char);
            let span = row.span_of("target_span", span, &offsets)?;
            Some(span.start + at..span.end + at)
        }
        None => find(&text, &sentence, row.string("target")?),
    };
    found.no_target += u64::from(target.is_none());
    Ok(Input { target: Some(target.unwrap_or(sentence)), holder, ..Input::plain(text) })
}

/// Where the text names an entity: by its whole name, its last word, or a word of the same stem as one of its words (`Democrats` for
/// `Democratic Party`), in the sentence or else around it.
fn find(text: &str, sentence: &Range<usize>, name: &str) -> Option<Range<usize>> {
    let last = name.rsplit(' ').next().filter(|l| l.chars().count() > 2);
    let places = [sentence.clone(), 0..text.len()];
    for wanted in [Some(name), last].into_iter().flatten() {
        if let Some(range) = places.iter().find_map(|place| word(text, place.clone(), wanted)) {
            return Some(range);
        }
    }
    let stems: Vec<&str> = name.split(' ').filter_map(stem).collect();
    places.into_iter().find_map(|place| stems.iter().find_map(|stem| begins(text, place.clone(), stem)))
}

/// The first letters of a word that is long enough to be known by them.
fn stem(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(STEM).map_or(word.len(), |(at, _)| at);
    (word.chars().count() >= STEM && word.starts_with(char::is_uppercase)).then(|| &word[..end])
}

/// So many letters tell a word.
const STEM: usize = 6;

/// The first word in `place` that begins so.
fn begins(text: &str, place: Range<usize>, stem: &str) -> Option<Range<usize>> {
    text[place.clone()].match_indices(stem).find_map(|(at, _)| {
        let start = place.start + at;
        let alone = !text[..start].ends_with(char::is_alphanumeric);
        let length = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
        alone.then_some(start..start + length)
    })
}

/// The first time that the words stand in `place` as whole words, in the case they are written.
fn word(text: &str, place: Range<usize>, wanted: &str) -> Option<Range<usize>> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text[place.clone()].match_indices(wanted).find_map(|(at, _)| {
        let range = place.start + at..place.start + at + wanted.len();
        let inside =
            is_word(text[..range.start].chars().next_back()) || is_word(text[range.end..].chars().next());
        (!inside).then_some(range)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::path::Path;
    use std::sync::Arc;

    fn read(shape: Shape, json: &str) -> Result<Item, String> {
        let file: Arc<Path> = Arc::from(Path::new("s.jsonl"));
        let row = Row::parse(&file, 4, json.as_bytes()).unwrap();
        item(&row, shape, &mut Found::default()).map_err(|e| e.to_string())
    }

    fn mention(input: &Input) -> (Option<&str>, Option<&str>) {
        let text = |r: &Option<Range<usize>>| r.clone().map(|r| &input.text[r]);
        (text(&input.holder), text(&input.target))
    }

    #[test]
    fn spans_count_characters() {
        let item =
            read(Shape::NewsMtsc, r#"{"text":"Señor Díaz lost.","target_span":[6,10],"label":"negative"}"#);
        assert_eq!(mention(&item.unwrap().inputs[0]), (None, Some("Díaz")));
        let error = read(Shape::NewsMtsc, r#"{"text":"Oh.","target_span":[1,9],"label":"neutral"}"#);
        assert_eq!(
            error.unwrap_err(),
            "`s.jsonl`, line 4: `target_span`: found [1, 9], expected start ≤ end within the text, which has 3 characters"
        );
        let error = read(Shape::NewsMtsc, r#"{"text":"Oh.","target_span":[0,1],"label":"good"}"#);
        assert_eq!(
            error.unwrap_err(),
            "`s.jsonl`, line 4: `label`: found `good`, expected `positive`, `negative`, `neutral`"
        );
    }

    #[test]
    fn odds_stand_for_a_label() {
        let row = |odds: &str| format!(r#"{{"text":"Oh.","target_span":[0,2],"odds":{odds}}}"#);
        let item = read(Shape::NewsMtsc, &row("[3, 1, 0]")).unwrap();
        assert!(matches!(item.answer, Answer::Odds(1, [750, 250, 0])), "{item:?}");
        for odds in ["[0, 0, 0]", "[1, 2]", "[0.5, -0.1, 0.6]", "\"high\""] {
            let error = read(Shape::NewsMtsc, &row(odds)).unwrap_err();
            let start = "`s.jsonl`, line 4: `odds`: found ";
            let end = "expected three numbers that are 0 or more, against, neutral and for, and not all 0";
            assert!(error.starts_with(start) && error.ends_with(end), "{error}");
        }
    }

    #[test]
    fn odds_may_be_those_of_a_holder() {
        let row = |span: &str| {
            let json =
                r#"{"text":"Ada praised Bo.","target_span":[12,14],"holder_span":SPAN,"odds":[0,0,1]}"#;
            read(Shape::NewsMtsc, &json.replace("SPAN", span))
        };
        assert_eq!(mention(&row("[0, 3]").unwrap().inputs[0]), (Some("Ada"), Some("Bo")));
        assert_eq!(mention(&row("null").unwrap().inputs[0]), (None, Some("Bo")));
        let error = row("[0, 99]").unwrap_err();
        assert!(error.starts_with("`s.jsonl`, line 4: `holder_span`: found [0, 99]"), "{error}");
    }

    #[test]
    fn dse_asks_both_directions() {
        let item =
            read(Shape::Dse, r#"{"text":"Ada praised Bo.","p_span":[0,3],"q_span":[12,14],"label5":1}"#);
        let item = item.unwrap();
        assert_eq!(mention(&item.inputs[0]), (Some("Ada"), Some("Bo")));
        assert_eq!(mention(&item.inputs[1]), (Some("Bo"), Some("Ada")));
        assert!(matches!(item.answer, Answer::Class(1)));
    }

    #[test]
    fn seesaw_finds_mentions_by_the_last_word() {
        let item = read(
            Shape::Seesaw,
            r#"{"text":"Mora accused the union.","context_before":"The Unionist left.","context_after":"",
                "source_entity":"Eva Mora","target":"union","target_span":null,"label":"negative"}"#,
        );
        assert_eq!(mention(&item.unwrap().inputs[0]), (Some("Mora"), Some("union")));
        let item = read(
            Shape::Seesaw,
            r#"{"text":"Velmians accused the Tarskish.","source_entity":"Velmian League","target":"House of Tarskia","label":"negative"}"#,
        );
        assert_eq!(mention(&item.unwrap().inputs[0]), (Some("Velmians"), Some("Tarskish")));
        let item = read(
            Shape::Seesaw,
            r#"{"text":"They accused them.","source_entity":"<Author>","target":"Eva Mora","label":"positive"}"#,
        );
        assert_eq!(mention(&item.unwrap().inputs[0]), (None, Some("They accused them.")));
    }
}
