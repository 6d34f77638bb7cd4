//! A host in memory, for `cargo test` in a plugin's crate: feature `testing`.
//!
//! It speaks to the stage through the same C tables as the real host, and checks what is written
//! just as strictly; it depends on nothing, so that tests build fast.
//!
//! ```
//! # use chaffinch_plugin::{Create, Doc, Error, Label, Layer, NoOptions, Spec, Stage, Verdict};
//! # struct Long(Label);
//! # impl Stage for Long {
//! #     type Config = NoOptions;
//! #     type Worker = ();
//! #     const SPEC: Spec = Spec::new("long", "long words")
//! #         .layers(&[Layer::read("tokens"), Layer::create("long", "long words").labels(&["long"])]);
//! #     fn create(cx: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
//! #         Ok(Self(cx.label("long")?))
//! #     }
//! #     fn process(&self, doc: &mut Doc<'_>, _: &mut ()) -> Result<Verdict, Error> {
//! #         let tokens = doc.layer("tokens")?;
//! #         let mut long = doc.write("long")?;
//! #         for (token, word) in tokens.iter().filter(|(_, word)| word.len() > 5) {
//! #             long.push(token.range(), self.0);
//! #         }
//! #         Ok(Verdict::Keep)
//! #     }
//! # }
//! use chaffinch_plugin::testing::{Harness, json};
//!
//! let out = Harness::new::<Long>(json!({})).text("a sentence").words("tokens").run();
//! assert_eq!(out.texts("long"), ["sentence"]);
//! assert_eq!(out.to_string(), "text: a sentence\nlong:\n  2..10 long \"sentence\"\n");
//! ```

mod document;
mod host;
mod ledger;
mod lent;
mod outcome;
mod session;
mod staged;

pub use document::TestDoc;
pub use outcome::{OutRow, Outcome};
pub use serde_json::json;

use crate::entry::{Library, Plugin, Table};
use crate::running::Kind;
use crate::{Fit, Stage};
use chaffinch_plugin_abi::chf_module;
use serde_json::Value;
use session::Session;
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// A stage, its options, and a document to process.
pub struct Harness {
    library: Loaded,
    /// Empty: the only one.
    kind: String,
    options: Value,
    files: BTreeMap<String, Vec<u8>>,
    cancelled: bool,
    corpus: Vec<TestDoc>,
    doc: TestDoc,
}

enum Loaded {
    Own(Box<Table>),
    Linked(&'static chf_module),
}

impl Harness {
    /// The stage `S` with these options; what is left out has its default.
    #[must_use]
    pub fn new<S: Stage>(options: Value) -> Self {
        Self::with(Loaded::Own(Box::new(Table::of::<Solo<S>>())), "", options)
    }

    /// The stage `S`, which has a corpus pass; [`Harness::corpus`] says over which documents.
    #[must_use]
    pub fn fit<S: Fit>(options: Value) -> Self {
        Self::with(Loaded::Own(Box::new(Table::of::<SoloFit<S>>())), "", options)
    }

    /// The stage `kind` of a whole plugin: what `plugin_module()` of its crate returns.
    #[must_use]
    pub fn module(module: &'static chf_module, kind: &str, options: Value) -> Self {
        Self::with(Loaded::Linked(module), kind, options)
    }

    fn with(library: Loaded, kind: &str, options: Value) -> Self {
        let (files, doc) = (BTreeMap::new(), TestDoc::new());
        Self { library, kind: kind.to_owned(), options, files, cancelled: false, corpus: Vec::new(), doc }
    }

    /// A file that the stage can read while it is made.
    #[must_use]
    pub fn file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), bytes.as_ref().to_owned());
        self
    }

    /// From the start, the host says that calls should end early.
    #[must_use]
    pub fn cancelled(mut self) -> Self {
        self.cancelled = true;
        self
    }

    /// Documents for the corpus pass. Each is observed alone; then all are saved, loaded and
    /// merged.
    #[must_use]
    pub fn corpus(mut self, docs: impl IntoIterator<Item = TestDoc>) -> Self {
        self.corpus.extend(docs);
        self
    }

    /// Processes the document.
    #[must_use]
    pub fn run(&self) -> Outcome {
        let mut outcomes = self.run_all(std::slice::from_ref(&self.doc));
        outcomes.pop().expect("one outcome for each document")
    }

    /// Processes these documents instead, with one stage and one worker, in calls as large as
    /// the stage likes them.
    #[must_use]
    pub fn run_all(&self, docs: &[TestDoc]) -> Vec<Outcome> {
        match Session::start(self) {
            Ok(mut session) => session.process(docs),
            Err(error) => docs.iter().map(|doc| Outcome::failed(doc, error.clone())).collect(),
        }
    }

    fn table(&self) -> &chf_module {
        match &self.library {
            Loaded::Own(table) => &table.module,
            Loaded::Linked(module) => module,
        }
    }
}

macro_rules! delegate {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),*);)*) => {
        impl Harness {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(mut self, $($arg: $ty),*) -> Self {
                self.doc = self.doc.$name($($arg),*);
                self
            }
        )*}
    };
}

delegate! {
    /// As [`TestDoc::id`].
    id(id: &str);
    /// As [`TestDoc::text`].
    text(text: &str);
    /// As [`TestDoc::copied_from`].
    copied_from(source: &str, runs: &[(u32, u32, u32)]);
    /// As [`TestDoc::layer`].
    layer(name: &str, spans: &[(u32, u32, &str)]);
    /// As [`TestDoc::words`].
    words(name: &str);
    /// As [`TestDoc::lines`].
    lines(name: &str);
    /// As [`TestDoc::find`].
    find(name: &str, label: &str, parts: &[&str]);
    /// As [`TestDoc::attr`].
    attr(layer: &str, attr: &str, values: Value);
    /// As [`TestDoc::meta`].
    meta(key: &str, value: Value);
}

struct Solo<S>(PhantomData<S>);

impl<S: Stage> Library for Solo<S> {
    const PLUGIN: &'static Plugin = &solo(&[Kind::of::<S>()]);
}

struct SoloFit<S>(PhantomData<S>);

impl<S: Fit> Library for SoloFit<S> {
    const PLUGIN: &'static Plugin = &solo(&[Kind::fit::<S>()]);
}

const fn solo(kinds: &'static [Kind]) -> Plugin {
    Plugin { id: "test", version: "0.0.0", license: "", summary: "", kinds }
}
