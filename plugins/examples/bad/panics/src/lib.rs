//! Panics on documents with the word PANIC, in the middle of writing: the one failure that cannot
//! be shown in C. The SDK catches it, and nothing of the document remains.
#![forbid(unsafe_code)]

use chaffinch_plugin::{Create, Doc, Error, Label, Layer, NoOptions, Spec, Stage, Verdict};

struct Panics {
    label: Label,
}

impl Stage for Panics {
    type Config = NoOptions;
    type Worker = ();

    const SPEC: Spec =
        Spec::new("panics", "fails on purpose")
            .layers(&[Layer::create("bad_marks", "the whole text").labels(&["mark"])]);

    fn create(cx: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self { label: cx.label("mark")? })
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        let text = doc.text();
        doc.write("bad_marks")?.push(0..text.len(), self.label);
        assert!(!text.contains("PANIC"), "the text has {} bytes", text.len());
        Ok(Verdict::Keep)
    }
}

chaffinch_plugin::export_plugin! { id: "chaffinch.bad.panics", stages: [Panics] }
