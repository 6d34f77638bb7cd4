//! The door of trainers: what the tagger sees of a text, and how its weights become a model file.
//!
//! Features come from the same code that runs in the stage, so that a model is never trained on one thing and run on another.

use crate::config;
use crate::lexicon::{self, Lexicon, Names, Wanted};
use crate::recogniser::Scratch;
use crate::roles::Roles;
use crate::spot::Page;
use crate::tagger::clusters::{self, Clusters};
use crate::tagger::facts::Sheet;
use crate::tagger::features::{FEATURES, Reader, Sink};
use crate::tagger::tags::{self, Part};
use crate::tagger::{Tagger, model, runs, weights};
use chaffinch_model::{Model, ModelBuilder, ModelError};
use std::ops::Range;

/// How many tags there are.
pub const TAGS: usize = tags::TAGS;

/// The tag of tokens outside names.
pub const OUTSIDE: usize = tags::OUTSIDE;

/// The classes, in the order of their tags.
pub const CLASSES: [&str; 3] = tags::CLASSES;

/// The name of the feature set; a model of another one is refused.
pub const FEATURE_SET: &str = FEATURES;

/// Whether tag `to` may follow tag `from`.
pub fn follows(from: usize, to: usize) -> bool {
    tags::follows(from, to)
}

/// Whether a run may start with this tag.
pub fn opens(tag: usize) -> bool {
    tags::opens(tag)
}

/// Whether a run may end with this tag.
pub fn closes(tag: usize) -> bool {
    tags::closes(tag)
}

/// The tag of token `i` of a name `a..b` of class `class`, an index of [`CLASSES`].
pub fn tag(class: usize, i: usize, a: usize, b: usize) -> usize {
    tags::tag(class, Part::of(i, a, b))
}

/// One run of tokens that can be names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Bytes of its tokens.
    pub tokens: Vec<Range<usize>>,
    /// Hashes of the features of each token.
    pub features: Vec<Vec<u64>>,
}

/// Reads texts as the stage does, with the embedded gazetteers.
pub struct Extractor {
    lexicon: Lexicon,
    roles: Roles,
    clusters: Model,
    scratch: Scratch,
    sheet: Sheet,
    runs: Vec<Range<usize>>,
}

impl Extractor {
    /// With the embedded gazetteers and word clusters.
    ///
    /// # Errors
    /// When one of them cannot be read, which a test keeps from being released.
    pub fn new() -> Result<Self, ModelError> {
        let all = Wanted { actors: &|_| true, names: Names::Embedded };
        let embedded = lexicon::embedded(all).map_err(ModelError::new)?;
        let roles = Roles::build(&embedded.actors().map_err(ModelError::new)?);
        Ok(Self {
            lexicon: Lexicon::new(vec![embedded]),
            roles,
            clusters: model::word_clusters()?,
            scratch: Scratch::default(),
            sheet: Sheet::default(),
            runs: Vec::new(),
        })
    }

    /// The runs of a text, in order.
    ///
    /// # Errors
    /// None once [`Extractor::new`] has succeeded.
    pub fn runs(&mut self, text: &str) -> Result<Vec<Run>, ModelError> {
        self.scratch.recognise((&self.lexicon, &self.roles), None, text, &[], None);
        let page = self.scratch.page(&self.lexicon, text);
        runs::find(&page, self.scratch.mentions(), &mut self.runs);
        self.sheet.fill(&page, &Clusters::open(&self.clusters)?, self.scratch.mentions(), &self.runs);
        let reader = Reader { page, sheet: &self.sheet };
        Ok(self.runs.iter().map(|run| features(&reader, page, run)).collect())
    }

    /// The persons, organisations and places that the stage finds in a text with a model file: bytes, and an index of
    /// [`CLASSES`].
    ///
    /// # Errors
    /// The file is no model of this stage.
    pub fn names(&mut self, tagger: &Trained, text: &str) -> Vec<(Range<usize>, usize)> {
        self.scratch.recognise((&self.lexicon, &self.roles), Some(&tagger.0), text, &[], None);
        let page = self.scratch.page(&self.lexicon, text);
        let names = self.scratch.mentions().iter().filter_map(|m| {
            let bytes = page.tokens[m.a].start as usize..page.tokens[m.b - 1].end as usize;
            (m.score >= config::MIN_SCORE).then_some((bytes, m.class.tagged()?))
        });
        names.collect()
    }
}

/// An open model.
pub struct Trained(Tagger);

impl Trained {
    /// Opens a model file.
    ///
    /// # Errors
    /// The file is no model of this stage.
    pub fn open(file: Vec<u8>) -> Result<Self, ModelError> {
        Tagger::open(file).map(Self)
    }
}

struct Keys(Vec<u64>);

impl Sink for Keys {
    fn add(&mut self, _: u8, key: u64) {
        self.0.push(key);
    }
}

fn features(reader: &Reader<'_>, page: Page<'_>, run: &Range<usize>) -> Run {
    let mut out = Run::default();
    for i in run.clone() {
        let token = &page.tokens[i];
        out.tokens.push(token.start as usize..token.end as usize);
        let mut keys = Keys(Vec::with_capacity(128));
        reader.token(run, i, &mut keys);
        out.features.push(keys.0);
    }
    out
}

/// Weights as a trainer has them.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// By feature: its hash, and a weight for each tag.
    pub rows: Vec<(u64, [f32; TAGS])>,
    /// The score of each tag at the start of a run, and after each tag.
    pub transitions: Vec<[f32; TAGS]>,
}

/// The model file of some weights, and how many rows of them are in it: weights are rounded to 255 steps, and of those that
/// find no place in `2^size` cache lines of four the lightest are left out.
///
/// # Errors
/// When the embedded word clusters cannot be read.
pub fn model(
    weights: &Weights,
    size: u32,
    facts: &[(String, String)],
) -> Result<(Vec<u8>, usize), ModelError> {
    let all = weights.rows.iter().flat_map(|r| r.1);
    let step = (all.fold(0.0_f32, |most, w| most.max(w.abs())) / 127.0).clamp(1e-6, 0.05);
    let (table, rows) = weights::pack(&weights.rows, size, step);
    let clusters = model::word_clusters()?;
    let builder = ModelBuilder::new(model::KIND)
        .meta("features", FEATURES)
        .meta("classes", CLASSES.join(" "))
        .meta("clusters", clusters.meta("id").unwrap_or_default())
        .section_of("step", &[step])
        .section_of("transitions", weights.transitions.as_flattened())
        .section_of("weights", &table);
    let file = facts.iter().fold(builder, |b, (name, value)| b.meta(name, value)).finish();
    Ok((file, rows))
}

/// The file of word clusters: words with their rows, and the clusters of each row from coarse to fine. Also how many words are
/// in it.
pub fn word_clusters<'w>(
    id: &str,
    words: impl Iterator<Item = (&'w str, u32)>,
    rows: &[[u16; clusters::GRAINS]],
) -> (Vec<u8>, usize) {
    let (table, count) = clusters::pack(words);
    let file = ModelBuilder::new(clusters::KIND)
        .meta("id", id)
        .section_of("words", &table)
        .section_of("rows", rows.as_flattened())
        .finish();
    (file, count)
}
