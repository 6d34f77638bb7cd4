//! What `templates` drops and what it leaves.

use crate::synthetic::{Numbers, article, changed, sentence};
use crate::{Item, TEMPLATES, documents, fitted};
use pipeline_core::{Document, Outcome, Workers, testing};

const LETTER: &str = "Sign up for the evening letter of the Orva Courier.";
const NOTICE: &str = "© The Orva Courier. All rights reserved.";

/// Articles of `site`, with a template before and behind each.
fn framed(site: &str, count: usize) -> Vec<Item> {
    let mut numbers = Numbers::from(1);
    let mut one = |n: usize| {
        let text = format!("{LETTER}\n\n{}\n\n{NOTICE}\n", article(&mut numbers, 4));
        Item::new(format!("{site}/{n}"), text)
    };
    (0..count).map(&mut one).collect()
}

fn dropped(doc: &Document) -> Vec<&str> {
    testing::texts(doc, "dropped")
}

#[test]
fn what_recurs_on_a_site_goes_and_points_into_the_source() {
    let corpus = framed("orva", 12);
    for (doc, item) in documents(TEMPLATES, &corpus).iter().zip(&corpus) {
        assert_eq!(dropped(doc), [LETTER, NOTICE]);
        let body = item.text.replace(LETTER, "").replace(NOTICE, "");
        assert_eq!(doc.text(), body.trim());
        let layer = doc.layer("dropped").unwrap();
        assert_eq!(layer.str("rule").unwrap().get(1), Some("corpus/template"));
        assert_eq!(layer.spans()[0].score(), Some(1.0));
        assert_eq!(testing::labelled(doc, "dropped")[0].1, "boilerplate");
        testing::audit(doc).unwrap();
    }
}

#[test]
fn the_score_is_the_share_of_the_site() {
    let mut corpus = framed("orva", 24);
    for item in &mut corpus[..12] {
        item.text = item.text.replace(NOTICE, "");
    }
    let docs = documents(TEMPLATES, &corpus);
    let score = docs[20].layer("dropped").unwrap().spans()[1].score().unwrap();
    assert!((score - 0.5).abs() < 0.1, "{score}");
}

#[test]
fn each_site_has_its_own_templates() {
    let mut corpus = framed("orva", 8);
    corpus.extend(framed("kell", 8).into_iter().enumerate().map(|(n, mut item)| {
        item.text = item.text.replace(LETTER, &format!("Line number {n} is not here twice."));
        item
    }));
    corpus.push(Item::new("kell/x", format!("{LETTER}\n\nThe letter is quoted here.\n")));
    let docs = documents(TEMPLATES, &corpus);
    assert_eq!(dropped(&docs[16]), [""; 0], "on kell it stands once");
    assert_eq!(dropped(&docs[15]), [NOTICE]);
    let all = documents("[[stage]]\nuse = \"templates\"\nby = \"corpus\"\n", &corpus);
    assert_eq!(dropped(&all[16]), [LETTER]);
}

#[test]
fn the_site_is_host_then_name_then_folder() {
    let check = |key: &'static str, one: &str, other: &str, by: &str| {
        let corpus: Vec<Item> = framed("same", 10)
            .into_iter()
            .enumerate()
            .map(|(n, item)| item.meta(key, if n < 6 { one } else { other }))
            .collect();
        let toml = format!("{TEMPLATES}by = {by:?}\n");
        let docs = documents(&toml, &corpus);
        (dropped(&docs[0]).len(), dropped(&docs[9]).len())
    };
    assert_eq!(check("url", "https://www.orva.org/1", "https://kell.org/1", "site"), (2, 0));
    assert_eq!(check("url", "https://www.orva.org/1", "http://ORVA.org/2", "site"), (2, 2));
    assert_eq!(check("site", "Orva Courier", "Kell Post", "site"), (2, 0));
    assert_eq!(check("path", "orva/1.txt", "kell/1.txt", "site"), (2, 0));
    assert_eq!(check("url", "https://orva.org", "https://kell.org", "folder"), (2, 2));
    assert_eq!(check("path", "orva/1.txt", "kell/1.txt", "corpus"), (2, 2));
}

#[test]
fn a_sentence_of_two_articles_is_no_template() {
    const SENTENCE: &str = "The ministry did not answer questions.";
    let mut corpus = framed("orva", 40);
    for item in &mut corpus[..3] {
        item.text += SENTENCE;
    }
    // Three are less than a tenth of the site, whatever `min_documents` says.
    for toml in [TEMPLATES.to_owned(), format!("{TEMPLATES}min_documents = 2\n")] {
        assert!(documents(&toml, &corpus)[..3].iter().all(|d| d.text().ends_with(SENTENCE)));
    }
    // Of three documents, they are a third; but two are not five.
    for doc in &documents(TEMPLATES, &corpus[1..4])[..2] {
        assert!(doc.text().ends_with(SENTENCE) && doc.text().starts_with(LETTER));
    }
}

/// Ten crawls of one article, each a little changed, among thirty others: its paragraphs stand
/// in ten of forty documents, and are news.
#[test]
fn versions_of_one_article_are_no_template() {
    for seed in 0..20 {
        let mut numbers = Numbers::from(seed);
        let story = article(&mut numbers, 8);
        let mut corpus = framed("orva", 30);
        corpus.extend((0..10).map(|n| {
            let text = changed(&story, 0.004, &mut numbers);
            Item::new(format!("orva/story{n}"), format!("{LETTER}\n\n{text}\n"))
        }));
        for doc in &documents(TEMPLATES, &corpus)[30..] {
            assert_eq!(dropped(doc), [LETTER], "seed {seed}");
        }
    }
}

#[test]
fn the_same_page_many_times_is_one_document() {
    let mut corpus = framed("orva", 4);
    let again = corpus[0].text.clone();
    corpus.extend((0..20).map(|n| Item::new(format!("orva/again{n}"), again.as_str())));
    let docs = documents(TEMPLATES, &corpus);
    assert!(docs.iter().all(|d| dropped(d).is_empty()), "four articles are not enough");
}

#[test]
fn titles_stay() {
    let corpus: Vec<Item> = framed("orva", 10)
        .into_iter()
        .map(|item| {
            let text = format!("Morning briefing\n\n{}", item.text);
            Item { text, ..item }.meta("title", "Morning briefing")
        })
        .collect();
    for doc in documents(TEMPLATES, &corpus) {
        assert!(doc.text().starts_with("Morning briefing\n\n"), "{}", doc.text());
    }
}

#[test]
fn blocks_are_used_where_they_are_there() {
    let pipeline = fitted(TEMPLATES, &framed("orva", 10));
    // One line that is two blocks, of which the first is the title.
    let text = format!("{LETTER} {NOTICE} {LETTER}");
    let mut doc = Item::new("orva/new", text.as_str()).document(&pipeline);
    let mut blocks = doc.input_layer("blocks", pipeline_core::Coords::Text);
    let (second, third) = (LETTER.len() + 1, LETTER.len() + NOTICE.len() + 2);
    blocks.push(0..second - 1, "title", None).unwrap();
    blocks.push(second..third - 1, "body", None).unwrap();
    blocks.push(third..text.len(), "list", None).unwrap();
    doc.settle().unwrap();
    let Outcome::Written(doc) = pipeline.process_one(doc, &mut Workers::default()) else { panic!() };
    assert_eq!(doc.text(), LETTER);
    assert_eq!(testing::labelled(&doc, "blocks"), [(LETTER, "title")]);
    assert_eq!(dropped(&doc), [NOTICE, LETTER]);
}

#[test]
fn long_blocks_and_marks_stay() {
    let mut numbers = Numbers::from(3);
    let long = sentence(&mut numbers, 101);
    let mut corpus = framed("orva", 10);
    for item in &mut corpus {
        item.text += &format!("\n{long}\n\n* * *\n");
    }
    for doc in documents(TEMPLATES, &corpus) {
        assert!(doc.text().ends_with(&format!("{long}\n\n* * *\n")), "{}", doc.text());
    }
    let toml = format!("{TEMPLATES}max_words = 101\n");
    assert!(documents(&toml, &corpus).iter().all(|d| !d.text().contains(&long)));
}
