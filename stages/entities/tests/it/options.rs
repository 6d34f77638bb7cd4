//! The options, and what users read when one is wrong.

use chaffinch_entities::Entities;
use pipeline_core::testing::{self, labelled, refused};
use pipeline_core::{BuiltIn, Env, NoFiles};

struct Files(&'static [(&'static str, &'static str)]);

impl Env for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let found = self.0.iter().find(|f| f.0 == path);
        found.map(|f| f.1.as_bytes().to_vec()).ok_or_else(|| format!("no such file: `{path}`"))
    }
}

const OWN: &str = "[[actor]]\nid = \"acme\"\nname = \"Acme\"\nlabel = \"ORG\"\nactor = \"acme\"\n\n[[actor]]\nid = \"tokelia\"\nname = \"Pakistan\"\nlabel = \"GPE\"\n";

fn tag(options: &str, text: &str) -> Vec<(String, String)> {
    static KIND: BuiltIn<Entities> = BuiltIn::NEW;
    let doc =
        testing::kind(&KIND, options, &Files(&[("own.toml", OWN), ("names.txt", "@first\n=3\nzorblax\n")]))
            .text(text)
            .run();
    labelled(&doc, "entities").into_iter().map(|(t, l)| (t.to_owned(), l.to_owned())).collect()
}

fn pairs(want: &[(&str, &str)]) -> Vec<(String, String)> {
    want.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn own_gazetteers_extend_the_embedded_ones() {
    assert_eq!(
        tag("gazetteers = [\"own.toml\"]", "Later Acme left Kenya."),
        pairs(&[("Acme", "ORG"), ("Kenya", "GPE")])
    );
    assert_eq!(
        tag(
            "gazetteers = [\"own.toml\"]\nembedded = \"none\"\nnames = \"names.txt\"",
            "Later Acme sued Zorblax Quim."
        ),
        pairs(&[("Acme", "ORG"), ("Zorblax Quim", "PER")])
    );
}

#[test]
fn labels_scores_and_metonyms() {
    assert_eq!(tag("labels = [\"PER\"]", "Imran Khan left Kenya."), pairs(&[("Imran Khan", "PER")]));
    let doc =
        testing::stage::<Entities>("min_score = 0.95").text("Imran Khan met Oxley, Brin or Vance.").run();
    let spans = doc.layer("entities").unwrap().spans();
    assert!(
        spans.iter().all(|s| s.score().unwrap() >= 0.95)
            && spans.iter().any(|s| &doc.text()[s.range()] == "Imran Khan")
    );
    let doc = testing::stage::<Entities>("metonyms = \"never\"").text("Islamabad said no.").run();
    assert_eq!(doc.layer("entities").unwrap().str("actor").and_then(|c| c.get(0)), None);
}

#[test]
fn refusals() {
    let message = refused::<Entities>("min_score = 2.0", &NoFiles);
    assert!(message.contains("`min_score` is 2, expected a number from 0 to 1"), "{message}");
    let message = refused::<Entities>(
        "gazetteers = [\"bad.toml\"]",
        &Files(&[("bad.toml", "[[actor]]\nid = \"x\"\nname = \"X\"\nlabel = \"ORG\"\nalias = []\n")]),
    );
    assert!(
        message.contains("`bad.toml`, actor 1 (`x`): unknown field `alias`; did you mean `aliases`?"),
        "{message}"
    );
    let message = refused::<Entities>("names = \"n.txt\"", &Files(&[("n.txt", "james\n")]));
    assert!(
        message.contains(
            "`n.txt`, line 1: `james` stands before the first section; start with a line such as `@first`"
        ),
        "{message}"
    );
    let message = refused::<Entities>("gazeteers = []", &NoFiles);
    assert!(message.contains("gazetteers"), "{message}");
}

#[test]
fn descriptions_can_be_left_out() {
    let text = "Prime Minister Imran Khan left. The prime minister smiled.";
    let rows = |options: &str| {
        let doc = testing::stage::<Entities>(options).text(text).run();
        doc.layer("mentions").map(pipeline_core::Layer::len)
    };
    assert_eq!((rows(""), rows("mentions = \"none\""), rows("labels = [\"GPE\"]")), (Some(1), None, Some(0)));
}

#[test]
fn own_roles() {
    const ROLES: &str = "[[actor]]\nid = \"acme\"\nname = \"Acme\"\nlabel = \"ORG\"\nactor = \"acme\"\n\n[[actor]]\nid = \"ada-quim\"\nname = \"Ada Quim\"\nlabel = \"PER\"\nroles = [{ title = \"chief taster\", of = \"acme\", from = \"2020\", to = \"2021-06\" }]\n";
    static KIND: BuiltIn<Entities> = BuiltIn::NEW;
    let who = |date: &str| {
        let rig = testing::kind(&KIND, "gazetteers = [\"roles.toml\"]", &Files(&[("roles.toml", ROLES)]));
        let doc = rig.text("Reporters met Acme’s chief taster.").meta("published_at", date).run();
        doc.layer("mentions").unwrap().str("id").unwrap().get(0).map(str::to_owned)
    };
    assert_eq!(who("2020-05-01T08:00:00Z").as_deref(), Some("ada-quim"));
    assert_eq!(who("2022-05-01T08:00:00Z").as_deref(), Some("acme-chief-taster"));
}

#[test]
fn a_model_that_is_none_is_refused_and_none_is_the_rules_alone() {
    let message = refused::<Entities>("model = \"own.toml\"", &Files(&[("own.toml", OWN)]));
    assert!(message.contains("`own.toml` is no model file"), "{message}");
    assert_eq!(
        tag("model = \"none\"", "Later Imran Khan left Kenya."),
        pairs(&[("Imran Khan", "PER"), ("Kenya", "GPE")])
    );
}
