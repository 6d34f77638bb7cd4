//! The corpus pass of `templates`: which blocks of which site recur.

use super::Templates;
use super::page::{Block, Page};
use super::site;
use super::sketch::{Seen, Site};
use super::stage::{Known, Running};
use super::stories;
use pipeline_core::{Draft, Fit, FitStage, Label, Stage, StageError, Verdict, View, Worker};
use std::collections::BTreeSet;

/// The stage before it knows the corpus.
pub(crate) struct Learner {
    pub(crate) options: Templates,
    pub(crate) boilerplate: Label,
}

impl Stage for Learner {
    fn process(&self, _: &View<'_>, _: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        Err(StageError::new("`templates` needs a pass over the corpus (`fit`) before it judges a document"))
    }

    fn fit(&self) -> Option<&dyn Fit> {
        Some(self)
    }
}

impl FitStage for Learner {
    type Sketch = Seen;

    fn observe(&self, doc: &View<'_>, sketch: &mut Seen) -> Result<(), StageError> {
        if let Some(page) = Page::of(doc)? {
            sketch.add(site::of(doc, self.options.by), page);
        }
        Ok(())
    }

    fn merge(&self, into: &mut Seen, other: Seen) {
        into.merge(other);
    }

    fn finish(&self, sketch: Seen) -> Result<Box<dyn Stage>, StageError> {
        let sites = sketch.sites.into_iter().map(|(hash, site)| (hash, self.templates(&site)));
        Ok(Box::new(Running {
            options: self.options.clone(),
            boilerplate: self.boilerplate,
            sites: sites.filter(|(_, known)| !known.is_empty()).collect(),
        }))
    }
}

impl Learner {
    /// The templates of a site, and the share of its stories that each stands in.
    fn templates(&self, site: &Site) -> Known {
        let pages: Vec<&Page> = site.pages.iter().collect();
        let stories = stories::stories(&pages);
        let all = count(stories.iter().copied());
        let recurring = |places: &[(Block, usize)]| {
            let block = places.first()?.0;
            let stories = count(places.iter().map(|(_, page)| stories[*page]));
            let is_short = block.words() <= self.options.max_words;
            let is_frequent = u32::from(stories) >= self.options.min_documents
                && f64::from(stories) >= self.options.min_share * f64::from(all);
            (is_short && is_frequent).then(|| (block, f32::from(stories) / f32::from(all)))
        };
        stories::places(&pages).chunk_by(|a, b| a.0 == b.0).filter_map(recurring).collect()
    }
}

/// How many different ones; a site keeps no more pages than fit.
fn count(stories: impl Iterator<Item = usize>) -> u16 {
    u16::try_from(stories.collect::<BTreeSet<_>>().len()).unwrap_or(u16::MAX)
}
