//! `{"html": …, "gold_text": …}`: a page and the text of its article, without the headline.

use crate::EvalError;
use crate::gold::row::Row;
use crate::gold::{Answer, Input, Item};

pub(crate) fn item(row: &Row) -> Result<Item, EvalError> {
    let input = Input { is_html: true, ..Input::plain(row.string("html")?) };
    Ok(Item {
        id: row.id(),
        file: row.file.clone(),
        inputs: vec![input],
        answer: Answer::Article(row.string("gold_text")?.to_owned()),
    })
}
