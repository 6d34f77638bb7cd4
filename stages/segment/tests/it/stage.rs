use chaffinch_segment::Segment;
use pipeline_core::{Env, NoFiles, testing};

struct OneFile;

impl Env for OneFile {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == "toy.bin" { Ok(b"not a model".to_vec()) } else { Err("no such file".to_owned()) }
    }
}

#[test]
fn writes_three_layers() {
    let doc = testing::stage::<Segment>("").text("One is here. Two came.").run();
    assert_eq!(testing::texts(&doc, "sentences"), ["One is here.", "Two came."]);
    assert_eq!(testing::texts(&doc, "tokens"), ["One", "is", "here", ".", "Two", "came", "."]);
    assert_eq!(testing::texts(&doc, "blocks"), ["One is here. Two came."]);
}

#[test]
fn keeps_blocks_that_are_there() {
    let text = "Relief work Tents came. More will";
    let doc = testing::stage::<Segment>("")
        .text(text)
        .layer("blocks", &[(0, 11, "heading"), (12, 33, "body")])
        .run();
    assert_eq!(
        testing::labelled(&doc, "blocks"),
        [("Relief work", "heading"), ("Tents came. More will", "body")]
    );
    assert_eq!(testing::texts(&doc, "sentences"), ["Relief work", "Tents came.", "More will"]);
}

#[test]
fn text_outside_blocks_is_not_lost() {
    let doc = testing::stage::<Segment>("").text("One. Two. Three.").layer("blocks", &[(5, 9, "body")]).run();
    assert_eq!(testing::texts(&doc, "sentences"), ["One.", "Two.", "Three."]);
}

#[test]
fn tokens_can_be_left_out() {
    let doc = testing::stage::<Segment>("tokens = \"none\"").text("One. Two.").run();
    assert!(doc.layer("tokens").is_none());
    assert_eq!(testing::texts(&doc, "sentences"), ["One.", "Two."]);
}

#[test]
fn refuses_what_is_no_word() {
    let message = testing::refused::<Segment>("abbreviations = [\"Maulv.\", \"two words\"]", &NoFiles);
    assert!(message.contains("found `two words`, expected one word"), "{message}");
    let message = testing::refused::<Segment>("blocks = \"pages\"", &NoFiles);
    assert!(message.contains("pages"), "{message}");
}

#[test]
fn tokens_carry_what_is_asked_for() {
    let doc = testing::stage::<Segment>("attributes = [\"norm\", \"shape\"]").text("Kabul’s 2,600 men").run();
    let tokens = doc.layer("tokens").unwrap();
    let column = |name| tokens.attrs().str(name).unwrap();
    let of = |name| (0..tokens.spans().len()).map(|row| column(name).get(row).unwrap()).collect::<Vec<_>>();
    assert_eq!(of("norm"), ["kabul", "'s", "2,600", "men"]);
    assert_eq!(of("shape"), ["Xxxxx", "’x", "d,ddd", "xxx"]);
    let message = testing::refused::<Segment>("tokens = \"none\"\nattributes = [\"norm\"]", &NoFiles);
    assert!(message.contains("attributes of tokens are asked for"), "{message}");
}

#[test]
fn boundaries_without_a_mark_are_the_models() {
    let text = "thanks for all your help on the annex\n\nplease call me at noon thanks again for the maps Amina Noor 05/12/2001 09:15 AM We have the keys.";
    let found = |options: &str| {
        let doc = testing::stage::<Segment>(options).text(text).run();
        testing::texts(&doc, "sentences").iter().map(|sentence| (*sentence).to_owned()).collect::<Vec<_>>()
    };
    let (trained, rules) = (found(""), found("boundaries = \"rules\""));
    assert_eq!(rules.len(), 2, "{rules:?}");
    assert!(trained.len() > 2 && trained.last().unwrap() == "We have the keys.", "{trained:?}");
}

#[test]
fn refuses_what_is_no_model() {
    let message = testing::refused::<Segment>("model = \"toy.bin\"", &OneFile);
    assert!(message.contains("the model `toy.bin` is no model file"), "{message}");
    let message = testing::refused::<Segment>("model = \"none.bin\"", &NoFiles);
    assert!(message.contains("none.bin"), "{message}");
    let message = testing::refused::<Segment>("model = \"toy.bin\"\nboundaries = \"rules\"", &OneFile);
    assert!(message.contains("`boundaries = \"rules\"` uses none"), "{message}");
}
