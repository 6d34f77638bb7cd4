//! The back end of both front ends: decides for each block whether it stays, and as what, or
//! goes, and why.
//!
//! What the words say (packs, detectors) counts only where a block stands: the same words
//! inside the article stay. So the zones are found first: the top ends where the text begins to
//! run, the bottom begins after its last paragraph. Then each block is judged alone, then by its
//! neighbours.

mod dateline;
mod dates;
mod labels;
mod nav;
mod neighbours;
mod people;
pub(crate) mod shape;
mod sheet;
mod title;
mod why;
mod zones;

use crate::emit::Cut;
use crate::kind::{Fate, Keep, Noise, Rule};
use crate::pack::{Active, Zone};
use crate::page::{Page, Role};
pub(crate) use sheet::Scratch;
use sheet::Sheet;
pub(crate) use why::{Asked, Why};

/// Which mistake is worse.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Strictness {
    /// Losing a sentence is worse: only sure noise goes.
    Recall,
    /// Neither.
    #[default]
    Balanced,
    /// Keeping noise is worse: short lines outside the text go, too.
    Precision,
}

impl Strictness {
    /// Rules below this score do not fire.
    fn least_score(self) -> f32 {
        match self {
            Self::Recall => 0.85,
            Self::Balanced => 0.6,
            Self::Precision => 0.4,
        }
    }
}

/// The verdict on a page.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    /// One for each block.
    pub(crate) fates: Vec<Fate>,
    pub(crate) cuts: Vec<Cut>,
    /// The block that is the headline.
    pub(crate) title: Option<usize>,
    /// The first byline.
    pub(crate) byline: Option<usize>,
    /// The day that the first date line names.
    pub(crate) date: Option<String>,
    /// Why each block that stays does, where that was asked; empty otherwise.
    pub(crate) reasons: Vec<Option<Why>>,
}

/// What the document's metadata say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) author: Option<&'a str>,
}

/// Judges every block of `page`.
pub(crate) fn classify(
    page: &Page,
    packs: &Active<'_>,
    strictness: Strictness,
    known: Known<'_>,
    asked: Asked,
    scratch: &mut Scratch,
) -> Verdicts {
    let mut sheet = Sheet::measure(page, packs, scratch);
    let zones = zones::find(&mut sheet);
    sheet.look_where_it_matters(zones, asked);
    let title = title::find(&sheet, &zones, known.title);
    sheet.title = title.map(|(block, _)| block);
    sheet.author = known.author.filter(|a| a.len() >= 5);
    let mut fates: Vec<Fate> =
        (0..page.blocks.len()).map(|b| alone(&sheet, b, zones.of(b), strictness)).collect();
    neighbours::judge(&sheet, &zones, strictness, &mut fates);
    labels::assign(&sheet, &mut fates);
    let cuts = datelines(&sheet, &fates);
    let reasons = why::reasons(&sheet, &zones, &fates, title.map(|(_, reason)| reason), asked);
    let first = |noise| fates.iter().position(|f| f.noise() == Some(noise));
    let byline = first(Noise::Byline);
    let date = first(Noise::Date).and_then(|b| dates::iso(sheet.folded(b)?));
    Verdicts { cuts, title: sheet.title, byline, date, reasons, fates }
}

const KEPT: Fate = Fate::Keep(Keep::Body);

fn alone(sheet: &Sheet<'_>, block: usize, zone: Zone, strictness: Strictness) -> Fate {
    if sheet.title == Some(block) {
        return Fate::Keep(Keep::Title);
    }
    if sheet.block(block).role == Role::PageTitle {
        return Fate::Drop(Noise::Markup, Rule::Code("html/page-title"), 1.0);
    }
    let hint = sheet.block(block).hint.filter(|h| h.score >= strictness.least_score());
    if let Some(hint) = hint.filter(|h| !h.is_vague()) {
        return Fate::Drop(hint.noise, Rule::Code(hint.rule), hint.score);
    }
    let zone = if hint.is_some() && zone == Zone::Body { Zone::Bottom } else { zone };
    let found = detectors(sheet, block, zone).into_iter().chain(
        sheet
            .hits(block)
            .filter(|h| h.holds_in(zone) && !h.near_noise)
            .map(|h| (h.noise, Rule::Pack(h.rule), h.score)),
    );
    let best = found.filter(|f| f.2 >= strictness.least_score()).reduce(|a, b| if b.2 > a.2 { b } else { a });
    // What an element is called stands, unless the words name another kind.
    let other = |noise| hint.is_none_or(|h| h.is_place() || noise != h.noise && noise != Noise::Boilerplate);
    let best = best.filter(|b| other(b.0)).or(hint.map(|h| (h.noise, Rule::Code(h.rule), h.score)));
    best.map_or(KEPT, |(noise, rule, score)| Fate::Drop(noise, rule, score))
}

/// The best of the rules in code.
fn detectors(sheet: &Sheet<'_>, block: usize, zone: Zone) -> Option<(Noise, Rule, f32)> {
    let stats = sheet.stats(block);
    let folded = sheet.folded(block)?;
    let text = sheet.page.clean(block);
    let edge = zone != Zone::Body;
    let code = |noise, rule, score| Some((noise, Rule::Code(rule), score));
    if sheet.repeats_title(block) && (edge || !stats.ends) {
        return code(Noise::RepeatedTitle, "text/repeated-title", 0.95);
    }
    if !edge {
        return None;
    }
    if dates::is_counter(folded) {
        return code(Noise::Share, "text/share-counter", 0.9);
    }
    if dates::is_date_line(folded) {
        return code(Noise::Date, "text/date-line", 0.92);
    }
    if nav::is_breadcrumb(folded, sheet.folded_title()) {
        return code(Noise::Nav, "text/breadcrumb", 0.9);
    }
    if nav::is_hashtags(text) {
        return code(Noise::Nav, "text/hashtags", 0.85);
    }
    if text.starts_with('©') && stats.words <= 8 && stats.numbers == 0 {
        return code(Noise::Credit, "text/copyright-credit", 0.92);
    }
    if zone == Zone::Top && people::is_byline(text, folded, &stats) {
        return code(Noise::Byline, "text/byline", 0.9);
    }
    if !stats.is_prose() && nav::is_menu(folded) {
        return code(Noise::Nav, "text/menu", 0.7);
    }
    let after_title = sheet.title.is_some_and(|t| t < block);
    if zone == Zone::Top && after_title && nav::is_alt_text(text) {
        return code(Noise::Caption, "text/alt-text", 0.75);
    }
    if zone == Zone::Bottom
        && people::is_bio(text, folded, &stats, |name| sheet.mentioned_before(block, name))
    {
        return code(Noise::AuthorBio, "text/author-note", 0.8);
    }
    None
}

/// A dateline stands at the start of the first paragraph, or of the one after a standfirst.
fn datelines(sheet: &Sheet<'_>, fates: &[Fate]) -> Vec<Cut> {
    let body = fates
        .iter()
        .enumerate()
        .filter(|(b, f)| matches!(f, Fate::Keep(Keep::Body)) && sheet.stats(*b).is_prose());
    let found =
        body.take(3).map(|(b, _)| (b, dateline::length(sheet.page.clean(b)))).find(|(_, len)| *len > 0);
    let rule = Rule::Code("text/dateline");
    found
        .map(|(block, len)| Cut { block, len, noise: Noise::Dateline, rule, score: 0.9 })
        .into_iter()
        .collect()
}
