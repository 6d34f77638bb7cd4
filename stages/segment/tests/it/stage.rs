use chaffinch_segment::Segment;
use pipeline_core::{NoFiles, testing};

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
