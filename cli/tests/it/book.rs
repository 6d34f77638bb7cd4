//! The book's code is the code that users get: each block stands, as it is, in a file that
//! `chaffinch plugin new` writes (`.ci/plugins` runs the commands), and packs and pipelines pass
//! their tests.

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
fn the_pack_and_the_pipeline_of_the_pack_chapter_pass_their_tests() {
    let book = std::fs::read_to_string(root().join("docs/book/write-a-rule-pack.md")).expect("the chapter");
    let blocks = blocks(&book, "toml");
    let [pack, _, pipeline] = blocks[..] else { panic!("a pack, its use, a pipeline: {}", blocks.len()) };
    let dir = folder(&[
        ("northern-courier.toml", format!("{pack}\n").as_bytes()),
        ("pipeline.toml", format!("{pipeline}\n").as_bytes()),
    ]);
    let ran = ran_in(dir.path(), &["test", "northern-courier.toml"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(book.contains(ran.stdout.trim()), "the chapter says what is printed: {}", ran.stdout);
    let ran = ran_in(dir.path(), &["test", "pipeline.toml"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.starts_with("pipeline.toml: 1 test passed"), "{}", ran.stdout);
}

#[test]
fn the_links_of_the_chapters_lead_somewhere() {
    for chapter in ["write-a-plugin.md", "write-a-rule-pack.md"] {
        let book = std::fs::read_to_string(root().join("docs/book").join(chapter)).expect("the chapter");
        let links = book.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|l| !l.starts_with("https://")) {
            assert!(root().join("docs/book").join(link).exists(), "{chapter}: {link}");
        }
    }
}
