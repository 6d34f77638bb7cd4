//! The card of a model: a page of Markdown that says what it is, what it was trained on, under which licence, and how
//! well it does. Mitchell et al., *Model Cards for Model Reporting* (2019).

use crate::Trained;
use std::fmt::Write;

/// What only people know of a model.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The file's name, without its folder.
    pub name: String,
    /// The task, as in `chaffinch train TASK`.
    pub task: String,
    /// The day, `2026-11-26`.
    pub date: String,
    /// The command that makes it again.
    pub command: String,
    /// The data, one source each, with its licence; empty when nobody said.
    pub sources: Vec<String>,
    /// The licence of the model; `None` when nobody said.
    pub licence: Option<String>,
}

/// The card.
pub fn write(about: &About, trained: &Trained) -> String {
    let mut card = format!("# `{}`: a model for `{}`\n\n", about.name, about.task);
    let licence = about.licence.as_deref().unwrap_or("not stated");
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(card, "| {name} | {} |", value.replace('|', "\\|"));
    };
    row("what", "value");
    row("---", "---");
    row("made", &about.date);
    row("licence", licence);
    row("size", &format!("{} bytes", trained.file.len()));
    trained.facts.iter().for_each(|(name, value)| row(name, value));
    card.push_str("\n## Data\n\n");
    if about.sources.is_empty() {
        card.push_str("Not stated (`--source \"NAME (LICENCE)\"`).\n");
    }
    for source in &about.sources {
        let _ = writeln!(card, "- {source}");
    }
    let _ = write!(
        card,
        "\n## Make it again\n\nThe same data and program give the same bytes:\n\n```\n{}\n```\n",
        about.command
    );
    card
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_known_and_what_is_not() {
        let trained = Trained { file: vec![0; 3], facts: vec![("dev F1".to_owned(), "0.9|".to_owned())] };
        let about = About {
            name: "toy.bin".to_owned(),
            task: "entities".to_owned(),
            date: "2026-11-26".to_owned(),
            command: "chaffinch train entities toy.jsonl -o toy.bin".to_owned(),
            ..About::default()
        };
        let card = write(&about, &trained);
        assert!(card.starts_with("# `toy.bin`: a model for `entities`\n"), "{card}");
        for line in
            ["| licence | not stated |", "| size | 3 bytes |", "| dev F1 | 0.9\\| |", "Not stated (`--source"]
        {
            assert!(card.contains(line), "{line}\n{card}");
        }
        let said =
            About { sources: vec!["X (CC BY)".to_owned()], licence: Some("CC BY 4.0".to_owned()), ..about };
        let card = write(&said, &trained);
        assert!(card.contains("| licence | CC BY 4.0 |\n") && card.contains("\n- X (CC BY)\n"), "{card}");
    }
}
