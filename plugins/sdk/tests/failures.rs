//! What goes wrong in a stage stays in its document.
#![forbid(unsafe_code)]

use chaffinch_plugin::testing::{Harness, Outcome, TestDoc, json};
use chaffinch_plugin::{
    Attr, Create, Doc, Edits, Error, Label, Layer, NoOptions, Spec, Stage, Table, Type, Verdict,
};

/// A payload that is no text. It is leaked, but has no size.
struct Odd;

/// Does what the text says.
struct Obey(Label);

impl Stage for Obey {
    type Config = NoOptions;
    type Worker = Vec<String>;
    const SPEC: Spec = Spec::new("obey", "obeys")
        .layers(&[
            Layer::read("in").attrs(&[Attr::new("n", Type::I64)]),
            Layer::create("out", "")
                .labels(&["good"])
                .attrs(&[Attr::new("n", Type::I64), Attr::reference("in", "in")]),
        ])
        .tables(&[Table::new("numbers", "", &[Attr::new("x", Type::F64)])]);

    fn create(cx: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self(cx.label("bad")?))
    }

    fn process(&self, doc: &mut Doc<'_>, seen: &mut Vec<String>) -> Result<Verdict, Error> {
        seen.push(doc.text().to_owned());
        let row = doc.write("out")?.push(0..0, Label::NONE);
        match doc.text() {
            "panic" => panic!("no {}", "way"),
            "panic oddly" => std::panic::panic_any(Odd),
            "err" => return Err("no date".into()),
            "fatal" => return Err(Error::fatal("the disk is full")),
            "drop" => return Ok(Verdict::Drop("too short".to_owned())),
            "cancel" => doc.check_cancelled()?,
            "reversed" => _ = doc.write("out")?.push(std::ops::Range { start: 3, end: 1 }, Label::NONE),
            "too far" => _ = doc.write("out")?.push(0..99, Label::NONE),
            "cut é" => _ = doc.write("out")?.push(0..5, Label::NONE),
            "label" => _ = doc.write("out")?.push(0..1, self.0),
            "infinite" => _ = doc.write("out")?.push_scored(0..1, Label::NONE, f32::INFINITY),
            "inf cell" => {
                let mut numbers = doc.table("numbers")?;
                let row = numbers.push();
                numbers.set_f64(row, "x", f64::INFINITY);
            }
            "attr" => doc.write("out")?.set_i64(row, "m", 1),
            "type" => doc.write("out")?.set_str(row, "n", "1"),
            "type, dropped" => {
                doc.write("out")?.set_str(row, "n", "1");
                return Ok(Verdict::Drop("hidden".to_owned()));
            }
            "row" => doc.table("numbers")?.set_f64(row, "x", 1.0),
            "reference" => doc.write("out")?.set_ref(row, "in", 5),
            "undeclared" => drop(doc.layer("else")?),
            "read attr" => drop(doc.layer("in")?.str("m")?),
            "read type" => drop(doc.layer("in")?.str("n")?),
            "write read" => _ = doc.write("in")?,
            "table" => _ = doc.table("else")?,
            "meta" => doc.set_meta("else", 1)?,
            "rewrite" => doc.rewrite(&Edits::new())?,
            _ => {}
        }
        Ok(Verdict::Keep)
    }
}

fn obey(text: &str) -> Outcome {
    Harness::new::<Obey>(json!({})).text(text).layer("in", &[(0, 0, "")]).run()
}

#[test]
fn each_mistake_is_named() {
    for (text, error) in [
        ("err", "no date"),
        ("fatal", "the disk is full"),
        ("reversed", "layer `out`: span 3..1 is reversed, out of bounds or cuts a character (8 bytes)"),
        ("too far", "layer `out`: span 0..99 is reversed, out of bounds or cuts a character (7 bytes)"),
        ("cut é", "layer `out`: span 0..5 is reversed, out of bounds or cuts a character (6 bytes)"),
        ("label", "layer `out`: span 0..1 has label 1, which is not declared"),
        ("infinite", "layer `out`: span 0..1 has an infinite score"),
        ("inf cell", "a number is infinite"),
        ("attr", "`out` is declared without attribute `m`"),
        ("type", "attribute `n` of `out` is declared `i64`, but set to a `str`"),
        ("type, dropped", "attribute `n` of `out` is declared `i64`, but set to a `str`"),
        ("row", "`numbers` has no row 0 of this document"),
        ("reference", "`in` refers to row 5 of `in`, which has 1"),
        ("undeclared", "stage `obey` did not declare layer `else`"),
        ("read attr", "layer `in` is declared without attribute `m`"),
        ("read type", "attribute `n` of layer `in` is declared `i64`, but read as `str`"),
        ("write read", "layer `in` is declared `read`, but written"),
        ("table", "stage `obey` did not declare table `else`"),
        ("meta", "stage `obey` did not declare meta key `else`"),
        ("rewrite", "stage `obey` did not declare that it rewrites `text`"),
    ] {
        assert_eq!(obey(text).error(), Some(error), "{text}");
    }
}

#[test]
fn a_panic_is_an_error_with_its_place() {
    let out = obey("panic");
    let error = out.error().expect("a panic is an error");
    assert!(error.starts_with("panicked: no way (at "), "{error}");
    assert!(error.contains("failures.rs:"), "{error}");
    assert!(obey("panic oddly").error().is_some_and(|e| e.contains(": (no message) (at ")));
}

#[test]
fn a_dropped_document_says_why() {
    let out = obey("drop");
    assert_eq!(out.dropped(), Some("too short"));
    assert!(!out.wrote("out"));
}

#[test]
fn cancelling_is_polled() {
    let (go_on, cancel) = (obey("cancel"), Harness::new::<Obey>(json!({})).text("cancel").cancelled().run());
    assert_eq!(go_on.error(), None);
    assert_eq!(cancel.error(), Some("cancelled"));
}

#[test]
fn the_next_document_does_not_notice() {
    let texts = ["fine", "panic", "fine", "type", "drop", "too far", "fine"];
    let docs = texts.map(|text| TestDoc::new().text(text).layer("in", &[]));
    let out = Harness::new::<Obey>(json!({})).run_all(&docs);
    let fine: Vec<_> = texts.iter().zip(&out).filter(|(text, _)| **text == "fine").collect();
    assert!(fine.iter().all(|(_, out)| out.error().is_none() && out.spans("out").len() == 1));
}

/// In batches of three; panics on a document, or on all.
struct Batch;

impl Stage for Batch {
    type Config = NoOptions;
    type Worker = Vec<usize>;
    const SPEC: Spec = Spec::new("batch", "batches").batch(3).meta(&["scratch"]);

    fn create(_: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self)
    }

    fn process(&self, doc: &mut Doc<'_>, seen: &mut Vec<usize>) -> Result<Verdict, Error> {
        seen.push(seen.len());
        doc.set_meta("scratch", &*seen)?;
        if doc.text() == "panic" { panic!("one") } else { Ok(Verdict::Keep) }
    }
}

#[test]
fn one_document_of_a_batch_does_not_take_the_others() {
    let docs = ["a", "panic", "b", "c"].map(|text| TestDoc::new().text(text));
    let out = Harness::new::<Batch>(json!({})).run_all(&docs);
    assert_eq!(out[0].meta("scratch"), Some(&json!([0])));
    assert!(out[1].error().is_some_and(|e| e.contains(": one (at ")), "{}", out[1]);
    // What the panic may have spoilt is new, within the batch and after it.
    assert_eq!(out[2].meta("scratch"), Some(&json!([0])));
    assert_eq!(out[3].meta("scratch"), Some(&json!([0])));
}

/// Its own batch: from the back, and wrongly on demand.
struct Backwards;

impl Stage for Backwards {
    type Config = NoOptions;
    type Worker = ();
    const SPEC: Spec = Spec::new("backwards", "batches").batch(4).meta(&["n"]);

    fn create(_: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self)
    }

    fn process(&self, _: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        unreachable!("a batch is not processed one by one")
    }

    fn process_batch(&self, docs: &mut [Doc<'_>], (): &mut ()) -> Vec<Result<Verdict, Error>> {
        docs.reverse();
        let wrong = docs.iter().filter(|doc| doc.text() == "wrong").count();
        assert!(docs.iter().all(|doc| doc.text() != "panic"), "all");
        let one = |doc: &mut Doc<'_>| doc.set_meta("n", doc.text()).map(|()| Verdict::Keep);
        docs.iter_mut().skip(wrong).map(one).collect()
    }
}

#[test]
fn a_batch_may_be_reordered() {
    let docs = ["a", "b", "c"].map(|text| TestDoc::new().text(text));
    let out = Harness::new::<Backwards>(json!({})).run_all(&docs);
    let n: Vec<_> = out.iter().map(|o| o.meta("n").cloned()).collect();
    assert_eq!(n, ["a", "b", "c"].map(|text| Some(json!(text))));
}

#[test]
fn a_batch_fails_as_one() {
    let all = |texts: [&str; 2]| {
        let out = Harness::new::<Backwards>(json!({})).run_all(&texts.map(|text| TestDoc::new().text(text)));
        out.iter().map(|o| o.error().expect("an error").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(all(["a", "wrong"]), ["`process_batch` returned 1 results for 2 documents"; 2]);
    assert!(all(["a", "panic"]).iter().all(|e| e.contains(": all (at ")));
}

/// Cannot be made.
struct Broken;

impl Stage for Broken {
    type Config = NoOptions;
    type Worker = ();
    const SPEC: Spec = Spec::new("broken", "broken");

    fn create(_: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        panic!("never")
    }

    fn process(&self, _: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        Ok(Verdict::Keep)
    }
}

#[test]
fn a_panic_in_create_is_an_error() {
    let out = Harness::new::<Broken>(json!({})).run();
    assert!(out.error().is_some_and(|e| e.contains(": never (at ")), "{out}");
}
