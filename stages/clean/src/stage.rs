//! The running stage: read the page, judge its blocks, write edits and layers.

use crate::classify::{self, Asked, Known, Verdicts, Why};
use crate::config::InputSyntax;
use crate::emit::{self, MARKUP, Product, RESIDUE, Seams};
use crate::html;
use crate::kind::{Keep, Noise, Rule};
use crate::mend::glue;
use crate::meta::{self, Found, Source};
use crate::pack::{Active, Origin, Packs, Site};
use crate::page::{Page, Role};
use crate::text;
use chaffinch_layers::{BLOCKS, DROPPED};
use pipeline_core::{Draft, Edits, Label, Stage, StageError, Verdict, View, Worker};

pub(crate) struct CleanStage {
    pub(crate) packs: Packs,
    pub(crate) strictness: classify::Strictness,
    pub(crate) input: InputSyntax,
    pub(crate) explain: bool,
    /// Labels of [`Keep::ALL`] and [`Noise::ALL`], in their order.
    pub(crate) keep: Vec<Label>,
    pub(crate) noise: Vec<Label>,
}

/// Buffers of one thread.
#[derive(Default)]
struct Buffers {
    page: Page,
    text: text::Scratch,
    html: html::Scratch,
    classify: classify::Scratch,
}

impl Stage for CleanStage {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        let buffers: &mut Buffers = worker.scratch();
        let text = doc.text();
        let is_html = self.is_html(doc);
        let mut found = Found::default();
        if is_html {
            found = html::read(text, &mut buffers.page, &mut buffers.html, self.strictness);
        } else {
            text::read(text, &mut buffers.page, &mut buffers.text);
        }
        let given = doc.meta("title").and_then(serde_json::Value::as_str);
        let author = found.byline();
        let known = Known { title: given.or(found.title()), author: author.as_deref() };
        let packs = self.packs_for(doc, &found);
        let page = &buffers.page;
        let asked = match (self.explain, is_html) {
            (false, _) => Asked::Nothing,
            (true, true) => Asked::OfHtml,
            (true, false) => Asked::OfText,
        };
        let verdicts = classify::classify(page, &packs, self.strictness, known, asked, &mut buffers.classify);
        let mut edits = Edits::new();
        let markup = if is_html { MARKUP } else { RESIDUE };
        // A page's own links are no seams: only who strips them glues words.
        let splits = if is_html { Vec::new() } else { glue::splits(page, &verdicts.fates) };
        let seams = Seams { cuts: &verdicts.cuts, splits: &splits };
        let product =
            emit::emit(text, page, &verdicts.fates, seams, markup, |range, with| edits.replace(range, with));
        self.write_meta(doc, draft, page, &verdicts, found)?;
        if !edits.is_empty() {
            draft.rewrite(edits)?;
        }
        self.write_layers(doc, draft, &product, &verdicts.reasons)?;
        Ok(Verdict::Keep)
    }
}

impl CleanStage {
    fn is_html(&self, doc: &View<'_>) -> bool {
        match self.input {
            InputSyntax::Text => false,
            InputSyntax::Html => true,
            InputSyntax::Auto => {
                // The reader's word holds for the source; a text that was edited is looked at.
                let format = doc.meta("format").and_then(serde_json::Value::as_str);
                let untouched = doc.ledger().is_identity();
                untouched && format == Some("html")
                    || (format != Some("text") || !untouched) && html::sniff(doc.text())
            }
        }
    }

    /// The packs that hold for the document's site.
    fn packs_for(&self, doc: &View<'_>, found: &Found) -> Active<'_> {
        if !self.packs.have_sites() {
            return self.packs.all();
        }
        let meta = |key| doc.meta(key).and_then(serde_json::Value::as_str);
        self.packs.on(&Site::of(Origin {
            meta_url: meta("url"),
            meta_site: meta("site"),
            page_url: found.url(),
            page_site: found.site(),
        }))
    }

    fn write_layers(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        product: &Product,
        reasons: &[Option<Why>],
    ) -> Result<(), StageError> {
        let mut blocks = draft.layer(BLOCKS.name)?;
        let mut reasons = reasons.iter().flatten();
        let (rule, label_rule) = (blocks.attr("rule")?, blocks.attr("label_rule")?);
        for (range, keep) in &product.blocks {
            let label = label_of(&self.keep, Keep::ALL, *keep);
            let Some(why) = reasons.next() else {
                blocks.push(range.clone(), label)?;
                continue;
            };
            let row = blocks.push_scored(range.clone(), label, why.stays.score)?;
            blocks.set_str(row, rule, why.stays.rule)?;
            if let Some(shape) = why.label {
                blocks.set_str(row, label_rule, shape)?;
            }
        }
        let ledger = doc.ledger();
        let mut dropped = draft.layer(DROPPED.name)?;
        let rule_column = dropped.attr("rule")?;
        for drop in &product.dropped {
            let label = label_of(&self.noise, Noise::ALL, drop.noise);
            let row = dropped.push_scored(ledger.to_source(drop.range.clone()), label, drop.score)?;
            let rule = match drop.rule {
                Rule::Code(id) => id,
                Rule::Pack(number) => self.packs.id(number),
            };
            dropped.set_str(row, rule_column, rule)?;
        }
        Ok(())
    }

    /// Sets the keys that the document does not have yet, and where each came from.
    fn write_meta(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        page: &Page,
        verdicts: &Verdicts,
        mut found: Found,
    ) -> Result<(), StageError> {
        // A headline that only `<title>` has is not seen on the page.
        let shown = |b: &usize| page.blocks[*b].role != Role::PageTitle;
        let block = |b: Option<usize>| b.filter(shown).map(|b| page.clean(b));
        let visible = [
            ("title", block(verdicts.title)),
            ("byline", block(verdicts.byline)),
            ("date", verdicts.date.as_deref()),
        ];
        for (name, text) in visible {
            found.offer_text(Source::Visible(name), text.unwrap_or_default());
        }
        let mut chosen = found.choose();
        chosen.retain(|c| doc.meta(c.key).is_none());
        if let Some(origins) = meta::provenance(doc.meta(meta::PROVENANCE), &chosen) {
            draft.meta(meta::PROVENANCE, origins)?;
        }
        chosen.into_iter().try_for_each(|c| draft.meta(c.key, c.value))
    }
}

fn label_of<K: PartialEq>(labels: &[Label], all: &[K], kind: K) -> Label {
    all.iter().position(|k| *k == kind).and_then(|at| labels.get(at)).copied().unwrap_or(Label::NONE)
}
