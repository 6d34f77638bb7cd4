//! Compiled gazetteers: the embedded one is what its sources say, a file is used as its text would be, and a damaged one is refused
//! or harmless.

use chaffinch_entities::Entities;
use chaffinch_entities::gazetteer::{Source, compile};
use pipeline_core::testing::{self, labelled, refused};
use pipeline_core::{BuiltIn, Env};
use std::path::Path;

/// One file.
struct File(&'static str, Vec<u8>);

/// One file, checked to the last byte.
struct Checked(File);

impl Env for Checked {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.read(path)
    }

    fn thorough(&self) -> bool {
        true
    }
}

impl Env for File {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == self.0 { Ok(self.1.clone()) } else { Err(format!("no such file: `{path}`")) }
    }
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

const NAMES: &str =
    "@first\n=3\nzorblax\n@side\nQuim Holdings\nQuim Co = Quim Holdings\n@place\nOuter Tokelia\n";
const TEXT: &str = "Later Zorblax Pelm left Outer Tokelia for Quim Co headquarters.";

fn tagged(path: &'static str, bytes: Vec<u8>) -> Vec<(String, String)> {
    static KIND: BuiltIn<Entities> = BuiltIn::NEW;
    let options = format!("names = \"{path}\"\nembedded = \"none\"");
    let doc = testing::kind(&KIND, &options, &File(path, bytes)).text(TEXT).run();
    labelled(&doc, "entities").into_iter().map(|(t, l)| (t.to_owned(), l.to_owned())).collect()
}

#[test]
fn a_compiled_file_is_read_as_its_text() {
    let text = tagged("n.txt", NAMES.as_bytes().to_vec());
    let want = [("Zorblax Pelm", "PER"), ("Outer Tokelia", "GPE"), ("Quim Co", "ORG")];
    assert_eq!(text, want.map(|(t, l)| (t.to_owned(), l.to_owned())));
    let made = compile(&[source("n.txt", NAMES)]).unwrap();
    assert_eq!(tagged("n.bin", made.file), text);
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let sources = [source("n.txt", NAMES)];
    assert_eq!(compile(&sources).unwrap().file, compile(&sources).unwrap().file);
}

#[test]
fn damaged_files_are_refused() {
    let made = compile(&[source("n.txt", NAMES)]).unwrap().file;
    let message = |file: &[u8]| refused::<Entities>("names = \"n.bin\"", &File("n.bin", file.to_vec()));
    let mut header = made.clone();
    header[40] ^= 0x20;
    let want = "`n.bin` its header is damaged; copy the file again, or train it anew";
    assert!(message(&header).contains(want), "{}", message(&header));
    let cut = message(&made[..made.len() - 10]);
    assert!(cut.contains("`n.bin` is cut off: section `actors` should reach beyond its"), "{cut}");
    let other = chaffinch_model::ModelBuilder::new("sentences").finish();
    let other = message(&other);
    assert!(other.contains("`n.bin` is a model for `sentences`, expected one for `gazetteer`"), "{other}");
    let newer = chaffinch_model::ModelBuilder::new("gazetteer").meta("format", "99").finish();
    let newer = message(&newer);
    assert!(newer.contains("`n.bin` has `format` `99`, this program needs"), "{newer}");
}

#[test]
fn a_thorough_check_finds_damage_behind_the_header() {
    let mut file = compile(&[source("n.txt", NAMES)]).unwrap().file;
    *file.last_mut().unwrap() ^= 1;
    let message = refused::<Entities>("names = \"n.bin\"", &Checked(File("n.bin", file)));
    assert!(message.contains("`n.bin` is damaged in section `actors`; copy the file again"), "{message}");
}

/// Opening reads the header only; what is behind it is checked as it is used, so damage there gives other names, never a panic.
#[test]
fn damaged_sections_are_harmless() {
    let made = compile(&[source("n.txt", NAMES)]).unwrap().file;
    let body = chaffinch_model::header(&made).unwrap().len();
    for fill in [0x00, 0x01, 0x7f, 0xff] {
        let mut file = made.clone();
        file[body..].fill(fill);
        tagged("n.bin", file);
    }
    for at in (body..made.len()).step_by(29) {
        let mut file = made.clone();
        file[at] = !file[at];
        tagged("n.bin", file);
    }
}

#[test]
fn sources_are_refused_by_name_and_line() {
    let message = |sources: &[Source]| compile(sources).unwrap_err().to_string();
    let words = vec!["word"; 30].join(" ");
    assert_eq!(
        message(&[source("lists/n.txt", &format!("@org\n{words}\n"))]),
        format!("`lists/n.txt`, line 2: the name `{words}` has 30 words and marks, expected at most 24")
    );
    assert_eq!(
        message(&[source("a/n.txt", NAMES), source("b/n.txt", NAMES)]),
        "two sources are named `n`; rename one of the files"
    );
    let actor = "[[actor]]\nid = \"x\"\nname = \"X\"\nlabel = \"ORG\"\nactor = \"y\"\n";
    let sides = message(&[source("own.toml", actor)]);
    assert!(sides.starts_with("`own.toml`, actor 1 (`x`): `actor = \"y\"` names no actor"), "{sides}");
    let bytes = Source { path: "own.toml".to_owned(), bytes: b"# x\n\xff".to_vec() };
    assert_eq!(message(&[bytes]), "`own.toml`, line 2: is not UTF-8; save the file as UTF-8");
}

/// `models/names.bin` is what the command in its card makes of the sources of today.
#[test]
fn the_embedded_gazetteer_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = [
        "config/actors/south-asia.toml",
        "config/actors/world.toml",
        "config/actors/leaders.toml",
        "stages/entities/data/names.txt",
        "stages/entities/data/orgs.txt",
        "stages/entities/data/others.txt",
    ];
    let read = |path: &str| Source { path: path.to_owned(), bytes: std::fs::read(root.join(path)).unwrap() };
    let made = compile(&sources.map(read)).unwrap().file;
    let embedded = std::fs::read(root.join("models/names.bin")).unwrap();
    assert!(
        made == embedded,
        "`models/names.bin` is older than its sources; run: chaffinch train gazetteer {} -o models/names.bin",
        sources.join(" ")
    );
}
