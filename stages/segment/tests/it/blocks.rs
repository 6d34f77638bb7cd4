use chaffinch_segment::Segment;
use pipeline_core::testing;

#[track_caller]
fn check(options: &str, text: &str, expected: &[(&str, &str)]) {
    let doc = testing::stage::<Segment>(options).text(text).run();
    assert_eq!(testing::labelled(&doc, "blocks"), expected);
}

#[test]
fn an_article() {
    check(
        "",
        "Floods in the valley\n\nHundreds fled on Sunday.\nThey are safe.\n\nRelief work\n\nTents came on Monday, the council said.\n\n- rice\n- oil\n",
        &[
            ("Floods in the valley", "title"),
            ("Hundreds fled on Sunday.", "body"),
            ("They are safe.", "body"),
            ("Relief work", "heading"),
            ("Tents came on Monday, the council said.", "body"),
            ("- rice", "list"),
            ("- oil", "list"),
        ],
    );
}

#[test]
fn modes() {
    let text = "they came\nback. They\nate.\n\nThen\nleft.";
    check("", text, &[("they came\nback. They\nate.", "body"), ("Then\nleft.", "body")]);
    check(
        "blocks = \"paragraphs\"",
        text,
        &[("they came\nback. They\nate.", "body"), ("Then\nleft.", "body")],
    );
    check(
        "blocks = \"lines\"",
        "they came\nback.\n\n\nThen\nleft.",
        &[("they came", "body"), ("back.", "body"), ("Then", "heading"), ("left.", "body")],
    );
}

#[test]
fn one_line_is_body() {
    check("", "A single line of text", &[("A single line of text", "body")]);
    check("", "", &[]);
    check("", "\u{a0}\n\r\n ", &[]);
}
