//! Everything that a stage can read and write, through the C tables and back.
#![forbid(unsafe_code)]

use chaffinch_plugin::testing::{Harness, TestDoc, json};
use chaffinch_plugin::{
    Attr, Create, Doc, Edits, Error, Label, Layer, Level, NoOptions, Spec, Stage, Table, Type, Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const ATTRS: &[Attr] = &[
    Attr::new("i", Type::I64),
    Attr::new("f", Type::F64),
    Attr::new("s", Type::Str),
    Attr::new("b", Type::Bool),
    Attr::new("at", Type::Span),
    Attr::reference("one", "in"),
    Attr::references("many", "in"),
];

/// Copies a layer with attributes of every type, and a table of the same.
struct Copy(Label);

impl Stage for Copy {
    type Config = NoOptions;
    type Worker = ();
    const SPEC: Spec = Spec::new("copy", "copies")
        .layers(&[
            Layer::read("in").attrs(ATTRS),
            Layer::create("out", "a copy").labels(&["copy"]).attrs(ATTRS),
            Layer::use_if_present("maybe"),
        ])
        .tables(&[Table::new("rows", "a copy", ATTRS)])
        .meta(&["seen"]);

    fn create(cx: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self(cx.label("copy")?))
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        let input = doc.layer("in")?;
        let (i, f, s) = (input.i64("i")?, input.f64("f")?, input.str("s")?);
        let (b, at) = (input.bool("b")?, input.span("at")?);
        let (one, many) = (input.reference("one")?, input.references("many")?);
        assert!(!doc.layer("maybe")?.is_present());
        macro_rules! copy {
            ($writer:ident, $n:ident, $row:ident) => {{
                if let Some(v) = i.get($n) {
                    $writer.set_i64($row, "i", v)
                }
                if let Some(v) = f.get($n) {
                    $writer.set_f64($row, "f", v)
                }
                if let Some(v) = s.get($n) {
                    $writer.set_str($row, "s", v)
                }
                if let Some(v) = b.get($n) {
                    $writer.set_bool($row, "b", v)
                }
                if let Some(v) = at.get($n) {
                    $writer.set_span($row, "at", v)
                }
                if let Some(v) = one.get($n) {
                    $writer.set_ref($row, "one", v)
                }
                if let Some(v) = many.get($n) {
                    $writer.set_refs($row, "many", v)
                }
            }};
        }
        let mut out = doc.write("out")?;
        for (n, span) in input.spans().iter().enumerate() {
            let row = out.push_scored(span.range(), self.0, 0.5);
            copy!(out, n, row);
        }
        let mut rows = doc.table("rows")?;
        for n in 0..input.len() {
            let row = rows.push();
            copy!(rows, n, row);
        }
        let labels: Vec<_> = input.spans().iter().map(|s| doc.label_name(s.label())).collect();
        doc.set_meta("seen", json!({"labels": labels, "date": doc.meta("date"), "none": doc.meta("none")}))?;
        doc.log(Level::Info, doc.id());
        Ok(Verdict::Keep)
    }
}

#[test]
fn every_type_of_attribute_survives() {
    let out = Harness::new::<Copy>(json!({}))
        .id("d1")
        .text("añb\0c")
        .layer("in", &[(0, 3, "X"), (3, 4, ""), (4, 6, "Y")])
        .attr("in", "i", json!([i64::MAX, null, -1]))
        .attr("in", "f", json!([0.5, null, -1e300]))
        .attr("in", "s", json!(["é", null, ""]))
        .attr("in", "b", json!([true, null, false]))
        .attr("in", "at", json!([[1, 3], null, [6, 6]]))
        .attr("in", "one", json!([2, null, 0]))
        .attr("in", "many", json!([[0, 1, 2], null, []]))
        .meta("date", json!("2024-05-01"))
        .run();
    let (max, small) = (i64::MAX, -1e300);
    assert_eq!(out.error(), None);
    assert_eq!(out.attr("out", "i"), [json!(max), json!(null), json!(-1)]);
    assert_eq!(out.attr("out", "f"), [json!(0.5), json!(null), json!(small)]);
    assert_eq!(out.attr("out", "s"), [json!("é"), json!(null), json!("")]);
    assert_eq!(out.attr("out", "b"), [json!(true), json!(null), json!(false)]);
    assert_eq!(out.attr("out", "at"), [json!([1, 3]), json!(null), json!([6, 6])]);
    assert_eq!(out.attr("out", "one"), [json!(2), json!(null), json!(0)]);
    assert_eq!(out.attr("out", "many"), [json!([0, 1, 2]), json!(null), json!([])]);
    assert_eq!(out.labels("out"), ["copy"; 3]);
    assert_eq!(out.spans("out")[0].score, Some(0.5));
    for (row, table) in out.spans("out").iter().zip(out.table("rows")) {
        assert_eq!(row.attrs, *table);
    }
    let seen = json!({"labels": ["X", "", "Y"], "date": "2024-05-01", "none": null});
    assert_eq!(out.meta("seen"), Some(&seen));
    assert_eq!(out.log(), ["info: d1"]);
}

#[test]
fn absent_columns_read_as_absent_values() {
    let out = Harness::new::<Copy>(json!({})).text("ab").layer("in", &[(0, 1, ""), (1, 2, "")]).run();
    assert_eq!(out.texts("out"), ["a", "b"]);
    assert!(out.spans("out").iter().all(|row| row.attrs.is_empty()));
}

#[test]
fn an_empty_layer_says_that_nothing_was_found() {
    let out = Harness::new::<Copy>(json!({})).run();
    assert!(out.wrote("out"));
    assert!(out.spans("out").is_empty());
    assert!(out.table("rows").is_empty());
}

/// Words in reverse order, each with a reference to the one before, in two layers.
struct Chain;

impl Stage for Chain {
    type Config = NoOptions;
    type Worker = ();
    const SPEC: Spec = Spec::new("chain", "words").layers(&[
        Layer::extend("words").attrs(&[Attr::reference("next", "words")]),
        Layer::create("marks", "").attrs(&[Attr::references("words", "words")]),
    ]);

    fn create(_: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self)
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        let mut next = None;
        let mut rows = Vec::new();
        for at in (0..doc.text().len()).rev() {
            let mut words = doc.write("words")?;
            let row = words.push(at..at + 1, Label::NONE);
            if let Some(next) = next.replace(row) {
                words.set_ref(row, "next", next.number());
            }
            rows.push(u32::try_from(row.number()).map_err(|e| e.to_string())?);
        }
        let mut marks = doc.write("marks")?;
        let mark = marks.push(0..0, Label::NONE);
        marks.set_refs(mark, "words", &rows);
        Ok(Verdict::Keep)
    }
}

#[test]
fn references_to_new_rows_follow_the_sorting() {
    let out = Harness::new::<Chain>(json!({})).text("abc").run();
    assert_eq!(out.texts("words"), ["a", "b", "c"]);
    assert_eq!(out.attr("words", "next"), [json!(1), json!(2), json!(null)]);
    assert_eq!(out.attr("marks", "words"), [json!([2, 1, 0])]);
}

#[test]
fn rows_of_an_extended_layer_are_numbered_after_those_that_were_there() {
    let out = Harness::new::<Chain>(json!({})).text("abc").layer("words", &[(0, 3, "")]).run();
    assert_eq!(out.attr("words", "next"), [json!(2), json!(3), json!(null)]);
    assert_eq!(out.attr("marks", "words"), [json!([3, 2, 1])]);
}

/// Takes `[…]` out, puts `!` at the end, and marks both in the new text and the source.
struct Strip;

impl Stage for Strip {
    type Config = NoOptions;
    type Worker = ();
    const SPEC: Spec = Spec::new("strip", "brackets")
        .rewrites()
        .layers(&[
            Layer::create("all", "the new text"),
            Layer::create("dropped", "what was taken out").in_source(),
        ])
        .meta(&["runs", "way"]);

    fn create(_: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self)
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        let old = doc.text();
        let start = old.find('[').ok_or("no bracket")?;
        let end = old.find(']').ok_or("no bracket")? + 1;
        let dropped = doc.to_source(start..end).ok_or("not from the source")?;
        let back = doc.to_text(dropped.clone());
        let mut edits = Edits::new();
        edits.delete(start..end);
        edits.insert(old.len(), "!");
        doc.rewrite(&edits)?;
        let new = doc.text();
        doc.write("all")?.push(0..new.len(), Label::NONE);
        doc.write("dropped")?.push(dropped, Label::NONE);
        let runs: Vec<_> = doc.ledger().iter().map(|r| (r.text(), r.source())).collect();
        doc.set_meta("runs", runs)?;
        doc.set_meta("way", back)?;
        Ok(Verdict::Keep)
    }
}

#[test]
fn a_rewritten_text_is_what_new_spans_index() {
    let out = Harness::new::<Strip>(json!({})).text("a[b]c").copied_from("xxa[b]c", &[(0, 2, 5)]).run();
    assert_eq!(out.error(), None);
    assert_eq!(out.text(), "ac!");
    assert_eq!(out.texts("all"), ["ac!"]);
    assert_eq!(out.texts("dropped"), ["[b]"]);
    let runs = json!([[{"start": 0, "end": 1}, {"start": 2, "end": 3}], [{"start": 1, "end": 2}, {"start": 6, "end": 7}]]);
    assert_eq!(out.meta("runs"), Some(&runs));
    assert_eq!(out.meta("way"), Some(&json!({"start": 1, "end": 4})));
}

/// Makes `words` unless they are there.
struct Words;

impl Stage for Words {
    type Config = NoOptions;
    type Worker = Vec<usize>;
    const SPEC: Spec = Spec::new("words", "words").layers(&[Layer::create_if_absent("words", "words")]);

    fn create(_: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self)
    }

    fn process(&self, doc: &mut Doc<'_>, seen: &mut Vec<usize>) -> Result<Verdict, Error> {
        let text = doc.text();
        seen.push(text.len());
        if text != "force" && doc.layer("words")?.is_present() {
            return Ok(Verdict::Keep);
        }
        doc.write("words")?.push(0..text.len(), Label::NONE);
        Ok(Verdict::Keep)
    }
}

#[test]
fn a_layer_is_made_only_if_absent() {
    let words = Harness::new::<Words>(json!({}));
    let docs = ["there", "missing", "force"].map(|text| TestDoc::new().text(text));
    let [there, missing, force] = docs;
    let out = words.run_all(&[there.words("words"), missing, force.words("words")]);
    assert!(!out[0].wrote("words"));
    assert_eq!(out[1].texts("words"), ["missing"]);
    assert_eq!(out[2].error(), Some("layer `words` is already there"));
}

/// Options of all kinds.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// How many.
    n: u32,
    /// A file of words.
    file: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { n: 3, file: None }
    }
}

struct Optional(Options, usize);

impl Stage for Optional {
    type Config = Options;
    type Worker = ();
    const SPEC: Spec = Spec::new("optional", "options").meta(&["n", "bytes"]);

    fn create(cx: &mut Create<'_>, options: Options) -> Result<Self, Error> {
        if options.n == 0 {
            return Err(Error::config("/n", "must be at least 1, but is 0"));
        }
        if options.n > 100 {
            cx.warn("/n", "is large");
        }
        let file = options.file.as_deref().map(|f| cx.read_text("/file", f)).transpose()?;
        let bytes = file.map_or(0, str::len);
        Ok(Self(options, bytes))
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        doc.set_meta("n", self.0.n)?;
        doc.set_meta("bytes", self.1)?;
        Ok(Verdict::Keep)
    }
}

#[test]
fn options_are_read_and_have_defaults() {
    assert_eq!(Harness::new::<Optional>(json!({})).run().meta("n"), Some(&json!(3)));
    let warned = Harness::new::<Optional>(json!({"n": 101})).run();
    assert_eq!(warned.log(), ["warning: at `/n`: is large"]);
    let refused = Harness::new::<Optional>(json!({"n": 0})).run();
    assert_eq!(refused.error(), Some("at `/n`: must be at least 1, but is 0"));
    let unknown = Harness::new::<Optional>(json!({"m": 0})).run();
    assert!(unknown.error().is_some_and(|e| e.contains("unknown field `m`")), "{unknown}");
}

#[test]
fn files_are_read_while_a_stage_is_made() {
    let there = Harness::new::<Optional>(json!({"file": "w.txt"})).file("w.txt", "wörter").run();
    assert_eq!(there.meta("bytes"), Some(&json!(7)));
    let missing = Harness::new::<Optional>(json!({"file": "w.txt"})).run();
    assert_eq!(missing.error(), Some("at `/file`: there is no file `w.txt`"));
    let latin1 = Harness::new::<Optional>(json!({"file": "w.txt"})).file("w.txt", b"w\xf6rter").run();
    assert_eq!(latin1.error(), Some("at `/file`: `w.txt` is not UTF-8 text (byte 1); save it as UTF-8"));
}
