//! The laws every stage is held to, built-in or plugin, by one call:
//!
//! ```
//! # use pipeline_core::{Build, BuildError, BuiltIn, Draft, Stage, StageConfig, StageError, StageSpec, Verdict, View, Worker};
//! # #[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
//! # #[serde(default, deny_unknown_fields)]
//! # struct Nothing {}
//! # struct Running;
//! # impl StageConfig for Nothing {
//! #     const SPEC: StageSpec = StageSpec::new("nothing", "does nothing");
//! #     fn build(self, _: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> { Ok(Box::new(Running)) }
//! # }
//! # impl Stage for Running {
//! #     fn process(&self, _: &View<'_>, _: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> { Ok(Verdict::Keep) }
//! # }
//! # static NOTHING: BuiltIn<Nothing> = BuiltIn::NEW;
//! use pipeline_core::testing::laws;
//! laws::of(&NOTHING).check();
//! ```
//!
//! The laws: the stage declares itself and its options; it takes any text without panic or
//! error; it leaves sound documents; it writes only what it declared; and its output is the
//! same twice, with used scratch, built anew, and at any number of threads and size of batch.

mod declared;
mod law;

pub use law::Broken;

use super::{audit, dump_outcome, plan, texts};
use crate::pipeline::{Outcome, Pipeline, Workers};
use crate::{Bounds, Coords, Document, Env, Executor, NoFiles, Registry, Scalar, StageKind};
use law::{ANEW, BUILT, Law, SOUND, TAKES_ANY, THREADS, TWICE, USED_SCRATCH, broke, difference};

/// A stage and the conditions under which it is held to the laws.
pub struct Laws<'l> {
    kind: &'static dyn StageKind,
    env: &'l dyn Env,
    registry: Registry,
    before: String,
    options: String,
    inputs: Vec<Input>,
    huge: usize,
}

/// One text to run, and its name for messages.
#[derive(Clone, Debug)]
struct Input {
    name: String,
    text: String,
    format: Option<&'static str>,
}

impl Input {
    fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), format: None }
    }

    /// A text with tags is run as HTML too.
    fn as_html(&self) -> Option<Self> {
        self.text.contains('<').then(|| Self {
            name: format!("{}, as html", self.name),
            text: self.text.clone(),
            format: Some("html"),
        })
    }

    /// The first characters, for messages.
    fn excerpt(&self) -> String {
        let short: String = self.text.chars().take(120).collect();
        match short.len() < self.text.len() {
            true => format!("{short:?}… ({} bytes)", self.text.len()),
            false => format!("{short:?}"),
        }
    }
}

/// The laws for `kind`, with its default options, as the only stage of its pipeline.
#[must_use]
pub fn of(kind: &'static dyn StageKind) -> Laws<'static> {
    let mut inputs: Vec<Input> = texts::SMALL.iter().map(|(name, text)| Input::new(*name, *text)).collect();
    inputs.extend((0..150).map(|seed| Input::new(format!("soup {seed}"), texts::soup(seed, 60))));
    Laws {
        kind,
        env: &NoFiles,
        registry: Registry::new(&[kind]),
        before: String::new(),
        options: String::new(),
        inputs,
        huge: 256 << 10,
    }
}

impl<'l> Laws<'l> {
    /// With these options: TOML, without `use`.
    #[must_use]
    pub fn options(mut self, toml: &str) -> Self {
        toml.clone_into(&mut self.options);
        self
    }

    /// After these stages of `registry`: TOML with `[[stage]]` tables.
    #[must_use]
    pub fn after(mut self, registry: &Registry, toml: &str) -> Self {
        self.registry = registry.clone();
        if self.registry.get(self.kind.spec().name).is_none() {
            self.registry.extend(&[self.kind]);
        }
        toml.clone_into(&mut self.before);
        self
    }

    /// With these files to read from.
    #[must_use]
    pub fn env<'e>(self, env: &'e dyn Env) -> Laws<'e>
    where
        'l: 'e,
    {
        Laws { env, ..self }
    }

    /// On this text too.
    #[must_use]
    pub fn text(mut self, name: &str, text: &str) -> Self {
        self.inputs.push(Input::new(name, text));
        self
    }

    /// With huge texts of about `bytes` bytes (default 256 KiB, one of them eight times that);
    /// 0 leaves them out.
    #[must_use]
    pub fn huge(self, bytes: usize) -> Self {
        Self { huge: bytes, ..self }
    }

    /// Holds the stage to the laws.
    ///
    /// # Panics
    /// When it breaks one: the message says which, on which input, what was found, and what is
    /// the usual cause.
    pub fn check(&self) {
        let broken = self.broken();
        if broken.is_empty() {
            return;
        }
        let list: Vec<String> = broken.iter().map(Broken::to_string).collect();
        panic!("stage `{}` breaks {} law(s)\n\n{}\n", self.kind.spec().name, broken.len(), list.join("\n\n"));
    }

    /// The laws it breaks; one finding a law is enough to begin with.
    #[must_use]
    pub fn broken(&self) -> Vec<Broken> {
        let mut broken = Vec::new();
        broken.extend(self.declares_itself().err());
        broken.extend(self.options_are_sound().err());
        let (first, again) = match (self.build(), self.build()) {
            (Ok(first), Ok(again)) => (first, again),
            (Err(message), _) | (_, Err(message)) => {
                broken.push(broke(BUILT, "the configuration", message));
                return broken;
            }
        };
        let html: Vec<Input> = self.inputs.iter().filter_map(Input::as_html).collect();
        let inputs: Vec<Input> = self.inputs.iter().cloned().chain(html).collect();
        self.hold(&first, &again, &inputs, &mut broken);
        if self.huge > 0 && broken.is_empty() {
            self.hold_huge(&first, &mut broken);
        }
        broken
    }

    fn build(&self) -> Result<Pipeline, String> {
        let Self { before, options, .. } = self;
        let name = self.kind.spec().name;
        let toml = format!("{before}\n[[stage]]\nuse = {name:?}\n{options}\n");
        let mut pipeline = plan(&self.registry, &toml, self.env)?;
        if pipeline.needs_fit() {
            let labels = pipeline.labels().clone();
            let executor = Executor::new(2, Bounds::default())?;
            let fit = pipeline.fit(
                &executor,
                || self.inputs.iter(),
                |i| i.text.len(),
                |i| Some(document(i, &labels)),
            );
            fit.map_err(|e| e.to_string())?;
        }
        Ok(pipeline)
    }

    fn hold(&self, first: &Pipeline, again: &Pipeline, inputs: &[Input], broken: &mut Vec<Broken>) {
        let fresh = |pipeline: &Pipeline, i: &Input| {
            let doc = document(i, pipeline.labels());
            pipeline.process_one(doc, &mut Workers::default())
        };
        let outcomes: Vec<Outcome> = inputs.iter().map(|i| fresh(first, i)).collect();
        let judged = inputs.iter().zip(&outcomes);
        broken.extend(judged.clone().find_map(|(i, o)| takes_any(i, o).err()));
        broken.extend(judged.clone().find_map(|(i, o)| sound(i, o).err()));
        let declared = judged.map(|(i, o)| self.only_declared(first, i, o));
        broken.extend(declared.into_iter().find_map(Result::err));

        let expected: Vec<String> = outcomes.iter().map(dump_outcome).collect();
        let mut compare = |law: Law, how: &str, found: &mut dyn Iterator<Item = String>| {
            let pairs = inputs.iter().zip(&expected).zip(found);
            let differing = pairs.into_iter().find(|((_, e), f)| *e != f);
            broken.extend(differing.map(|((i, e), f)| {
                let on = format!("`{}` {}{how}", i.name, i.excerpt());
                broke(law, on, difference(e, &f))
            }));
        };
        let run = |pipeline: &Pipeline, i: &Input, workers: &mut Workers| {
            dump_outcome(&pipeline.process_one(document(i, pipeline.labels()), workers))
        };
        let twice = &mut inputs.iter().map(|i| dump_outcome(&fresh(first, i)));
        compare(TWICE, "", twice);
        let anew = &mut inputs.iter().map(|i| dump_outcome(&fresh(again, i)));
        compare(ANEW, "", anew);

        let mut workers = Workers::default();
        let used = &mut inputs.iter().map(|i| run(first, i, &mut workers));
        compare(USED_SCRATCH, ", after the inputs before it", used);
        let mut workers = Workers::default();
        let backwards = inputs.iter().rev().map(|i| run(first, i, &mut workers));
        let mut backwards: Vec<String> = backwards.collect();
        backwards.reverse();
        let how = ", after the inputs behind it";
        compare(USED_SCRATCH, how, &mut backwards.into_iter());

        let documents = inputs.iter().map(|i| document(i, first.labels())).collect();
        let batch = first.process_batch(documents, &mut Workers::default());
        compare(THREADS, ", in one batch", &mut batch.iter().map(dump_outcome));
        for (threads, bounds) in [(1, 64), (2, 1), (8, 1), (8, 5)] {
            let how = format!(", on {threads} threads in batches of {bounds}");
            match in_parallel(first, inputs, threads, bounds) {
                Ok(found) => compare(THREADS, &how, &mut found.into_iter()),
                Err(message) => compare(THREADS, &how, &mut std::iter::once(message)),
            }
        }
    }

    /// Huge texts are run fewer times: once here, once on threads.
    fn hold_huge(&self, pipeline: &Pipeline, broken: &mut Vec<Broken>) {
        let texts = texts::huge(self.huge).into_iter();
        let inputs: Vec<Input> = texts.map(|(name, text)| Input::new(name, text)).collect();
        let mut workers = Workers::default();
        let mut expected = Vec::new();
        for input in &inputs {
            let doc = document(input, pipeline.labels());
            let outcome = pipeline.process_one(doc, &mut workers);
            broken.extend(takes_any(input, &outcome).err());
            broken.extend(sound(input, &outcome).err());
            expected.push(dump_outcome(&outcome));
        }
        let found = in_parallel(pipeline, &inputs, 2, 1).unwrap_or_else(|e| vec![e]);
        let mut pairs = inputs.iter().zip(&expected).zip(&found);
        let differing = pairs.find(|((_, e), f)| e != f);
        broken.extend(differing.map(|((i, e), f)| {
            let on = format!("`{}` {}, on 2 threads", i.name, i.excerpt());
            broke(THREADS, on, difference(e, f))
        }));
    }
}

/// A layer that the laws bring with every small input, to see that it passes through and is
/// carried by rewriting: the words, each with a reference to the word before it.
const WORDS: &str = "law_words";

fn document(input: &Input, labels: &crate::Labels) -> Document {
    let mut doc = Document::new("law", input.text.as_str(), labels).expect("short text");
    if let Some(format) = input.format {
        doc.meta_mut().insert("format".to_owned(), format.into());
    }
    if input.text.len() < 10_000 {
        let mut words = doc.input_layer(WORDS, Coords::Text);
        let mut at = 0;
        for word in input.text.split_inclusive(char::is_whitespace) {
            let row = words.push(at..at + word.len(), "", None).expect("a word");
            if let Some(before) = row.checked_sub(1) {
                let to = Scalar::Ref(before);
                words.set(row, "before", WORDS, &to).expect("a reference");
            }
            at += word.len();
        }
        doc.settle().expect("rows that are there");
    }
    doc
}

fn takes_any(input: &Input, outcome: &Outcome) -> Result<(), Broken> {
    match outcome {
        Outcome::Quarantined(q) => {
            let what = format!("stage `{}` failed: {}", q.stage, q.reason);
            Err(broke(TAKES_ANY, on(input), what))
        }
        _ => Ok(()),
    }
}

fn sound(input: &Input, outcome: &Outcome) -> Result<(), Broken> {
    let (Outcome::Written(document) | Outcome::Dropped { document, .. }) = outcome else {
        return Ok(());
    };
    audit(document).map_err(|what| broke(SOUND, on(input), what))
}

fn on(input: &Input) -> String {
    format!("`{}` {}", input.name, input.excerpt())
}

fn in_parallel(
    pipeline: &Pipeline,
    inputs: &[Input],
    threads: usize,
    batch_items: usize,
) -> Result<Vec<String>, String> {
    let bounds = Bounds { batch_items, ..Bounds::default() };
    let mut found = Vec::with_capacity(inputs.len());
    let done = Executor::new(threads, bounds)?.map_ordered(
        inputs.iter(),
        |i| i.text.len(),
        Workers::default,
        |workers, i| {
            let doc = document(i, pipeline.labels());
            dump_outcome(&pipeline.process_one(doc, workers))
        },
        |dumped| {
            found.push(dumped);
            Ok::<_, std::convert::Infallible>(())
        },
    );
    let Ok(_) = done;
    Ok(found)
}
