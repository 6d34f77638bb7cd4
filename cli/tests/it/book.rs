//! The book's code is the code that users get: each block stands, as it is, in a file that
//! `chaffinch plugin new` writes. `.ci/plugins` runs the commands.

use crate::{folder, ran_in, root};

/// The fenced blocks of a language.
fn blocks<'b>(book: &'b str, language: &str) -> Vec<&'b str> {
    let fence = format!("```{language}\n");
    book.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_code_of_the_plugin_chapter_is_what_plugin_new_writes() {
    let book = std::fs::read_to_string(root().join("docs/book/write-a-plugin.md")).expect("the chapter");
    for (language, name, file) in [("rust", "shout", "src/lib.rs"), ("c", "loud", "plugin.c")] {
        let dir = folder(&[]);

        let made = ran_in(dir.path(), &["plugin", "new", name, "--lang", language]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        let code = std::fs::read_to_string(dir.path().join(name).join(file)).expect("was made");
        let found = blocks(&book, language);
        assert!(!found.is_empty());
        for block in found {
            assert!(code.contains(block), "not in {name}/{file}:\n{block}");
        }
    }
}

#[test]
fn the_links_of_the_plugin_chapter_lead_somewhere() {
    let book = std::fs::read_to_string(root().join("docs/book/write-a-plugin.md")).expect("the chapter");
    for link in book.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(root().join("docs/book").join(link).exists(), "{link}");
    }
}
