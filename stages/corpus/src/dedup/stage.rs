//! The running stage: finds the document by its words, and says which cluster it is in.

use super::cluster::{Cluster, Clusters, Place};
use super::{DIFFERS, Drop, META};
use crate::hash::{self, Content};
use crate::units::units;
use crate::words::Words;
use pipeline_core::{Draft, Label, Stage, StageError, Verdict, View, Worker};

pub(crate) struct Running {
    pub(crate) threshold: f64,
    pub(crate) drop: Drop,
    pub(crate) clusters: Clusters,
}

/// What a document is in its cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Representative,
    /// Another document has the same words, and comes first.
    Exact,
    Near,
}

impl Stage for Running {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        for key in META.iter().filter(|key| doc.meta(key).is_some()) {
            draft.clear_meta(key)?;
        }
        let words: &mut Words = worker.scratch();
        if words.read(doc.text()).is_empty() {
            return Ok(Verdict::Keep);
        }
        let content = Content::of(words.text());
        let Some(place) = self.clusters.places.get(&content) else { return Ok(Verdict::Keep) };
        let Some(cluster) = self.clusters.all.get(place.cluster) else { return Ok(Verdict::Keep) };
        let role = role(doc, content, place, cluster);
        if let Some(reason) = self.reason_to_drop(role, place, cluster) {
            return Ok(Verdict::Drop(reason));
        }
        describe(draft, role, place, cluster)?;
        if role != Role::Representative {
            mark_differences(doc, draft, cluster, words)?;
        }
        Ok(Verdict::Keep)
    }
}

impl Running {
    fn reason_to_drop(&self, role: Role, place: &Place, cluster: &Cluster) -> Option<String> {
        match (role, self.drop) {
            (Role::Exact, Drop::Exact | Drop::Near) => Some(format!("same words as `{}`", place.id)),
            (Role::Near, Drop::Near) if place.similarity >= self.threshold => {
                let (representative, similarity) = (&cluster.representative, place.similarity);
                Some(format!("near duplicate of `{representative}`, similarity {similarity:.3}"))
            }
            _ => None,
        }
    }
}

fn role(doc: &View<'_>, content: Content, place: &Place, cluster: &Cluster) -> Role {
    if (doc.id(), path(doc)) != (&place.id, place.path.as_deref()) {
        return Role::Exact;
    }
    if content == cluster.content { Role::Representative } else { Role::Near }
}

fn describe(draft: &mut Draft<'_>, role: Role, place: &Place, cluster: &Cluster) -> Result<(), StageError> {
    draft.meta("cluster", cluster.name.as_str())?;
    draft.meta("cluster_size", cluster.size)?;
    draft.meta("representative", cluster.representative.as_str())?;
    let duplicate = match role {
        Role::Representative => return Ok(()),
        Role::Exact => "exact",
        Role::Near => "near",
    };
    draft.meta("duplicate", duplicate)?;
    draft.meta("similarity", (place.similarity * 1000.0).round() / 1000.0)
}

fn mark_differences(
    doc: &View<'_>,
    draft: &mut Draft<'_>,
    cluster: &Cluster,
    words: &mut Words,
) -> Result<(), StageError> {
    let mut differs = draft.layer(DIFFERS.name)?;
    for unit in units(doc)? {
        let hash = doc.text().get(unit.range.clone()).and_then(|text| paragraph(text, words));
        if hash.is_some_and(|hash| cluster.paragraphs.lack(hash)) {
            differs.push(unit.range, Label::NONE)?;
        }
    }
    Ok(())
}

/// The hash of a paragraph; `None` when it has no words.
pub(crate) fn paragraph(text: &str, words: &mut Words) -> Option<u32> {
    let words = words.read(text);
    (!words.is_empty()).then(|| u32::try_from(hash::short(words.text()) >> 32).unwrap_or_default())
}

/// `meta.path`, which tells documents of one id apart.
pub(crate) fn path<'d>(doc: &View<'d>) -> Option<&'d str> {
    doc.meta("path")?.as_str()
}
