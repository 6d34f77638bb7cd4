//! The options of the stage, and what is said when they are wrong.

#![allow(missing_docs)]

use chaffinch_clean::Clean;
use pipeline_core::{Env, NoFiles, testing};

const TEXT: &str = "Why the Orva Bridge Fell\n\nThe bridge over the Orva fell on Monday, and nobody was hurt, the governor said.\n\nTwo lorries lie in the gorge, and the road to the north will stay shut until spring.\n\nShare.\n\nMoo said the cow";

struct OnePack(&'static str);

impl Env for OnePack {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        assert_eq!(path, "packs/mine.toml");
        Ok(self.0.as_bytes().to_vec())
    }
}

const PACK: &str = "[pack]\nname = \"mine\"\n[[rule]]\nid = \"cow\"\nkind = \"spam\"\nmatch = \"starts\"\nphrases = [\"moo\"]\n";

fn kind() -> &'static pipeline_core::BuiltIn<Clean> {
    static KIND: pipeline_core::BuiltIn<Clean> = pipeline_core::BuiltIn::<Clean>::NEW;
    &KIND
}

#[test]
fn own_packs_replace_the_built_in_ones() {
    let doc = testing::kind(kind(), "packs = [\"packs/mine.toml\"]", &OnePack(PACK)).text(TEXT).run();
    assert_eq!(testing::labelled(&doc, "dropped"), [("Moo said the cow", "spam")]);
    let dropped = doc.layer("dropped");
    assert_eq!(dropped.and_then(|l| l.str("rule")).and_then(|r| r.get(0)), Some("pack:mine/cow"));
}

#[test]
fn bad_packs_are_refused() {
    let message = testing::refused::<Clean>("packs = [\"packs/mine.toml\"]", &OnePack("[pack]\nname = 1\n"));
    assert!(message.contains("rule pack `packs/mine.toml`, line 2"), "{message}");
    let message = testing::refused::<Clean>("packs = [\"packs/none.toml\"]", &NoFiles);
    assert!(message.contains("packs/none.toml"), "{message}");
    let message = testing::refused::<Clean>("strictness = \"loose\"", &NoFiles);
    assert!(message.contains("recall"), "{message}");
}

#[test]
fn strictness() {
    let last = |options: &str| {
        testing::texts(&testing::stage::<Clean>(options).text(TEXT).run(), "blocks")
            .last()
            .map(|s| (*s).to_owned())
    };
    assert_eq!(last("strictness = \"recall\"").as_deref(), Some("Moo said the cow"));
    assert!(last("strictness = \"precision\"").is_some_and(|s| s.ends_with("spring.")));
}

#[test]
fn the_syntax_can_be_forced() {
    let page = "<p>One.</p>";
    let doc = testing::stage::<Clean>("input = \"html\"").text(page).run();
    assert_eq!(doc.text(), "One.");
    let doc = testing::stage::<Clean>("input = \"text\"").text(page).run();
    assert_eq!(doc.text(), page);
    let doc = testing::stage::<Clean>("").text(page).meta("format", "html").run();
    assert_eq!(doc.text(), "One.");
}
