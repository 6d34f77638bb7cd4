//! The tests inside a pack: each text is judged as a block of a page is, by this pack alone.
//!
//! A test belongs to its rule: one that expects the rule's own kind passes only when that rule
//! fires itself, so that a test cannot be kept green by another rule. `strictness` does not
//! matter here, nor what stands around the block: a rule with `near_noise` counts as beside noise.

use super::error::{PackError, line_of};
use super::fold;
use super::matcher::{Active, Counts, Hit, Packs, Scope, Zone, parse};
use super::schema::{Case, RuleTable, Spot};
use super::site::Site;
use crate::classify::shape::Stats;
use crate::kind::Noise;
use crate::page::{Block, Page};
use chaffinch_layers::{PackFailure, PackReport, Untested};

/// What a test expects when its text must stay.
const KEEP: &str = "keep";

/// Runs the tests inside a pack; `file` is for messages.
///
/// ```
/// let pack = r#"
/// [pack]
/// name = "mine"
/// [[rule]]
/// id = "more"
/// kind = "related"
/// match = "starts"
/// phrases = ["more from us"]
/// tests = [
///   { text = "More from us: the ferry", where = "bottom", kind = "related" },
///   { text = "Much more from us", where = "bottom", kind = "keep" },
/// ]
/// "#;
/// let report = chaffinch_clean::pack::test("mine.toml", pack)?;
/// assert_eq!((report.tests, report.passed()), (2, true));
/// # Ok::<(), chaffinch_clean::pack::PackError>(())
/// ```
///
/// # Errors
/// When the text is no pack, or a test in it makes no sense.
pub fn test(file: &str, text: &str) -> Result<PackReport, PackError> {
    let packs = Packs::compile([(file, text)])?;
    let pack = parse(file, text)?;
    let mut report = PackReport { pack: pack.pack.name.clone(), ..PackReport::default() };
    for rule in &pack.rules {
        let id = rule.id.get_ref();
        if rule.tests.is_empty() {
            let line = line_of(text, rule.id.span().start);
            report.untested.push(Untested { line, rule: Some(id.clone()) });
        }
        for case in &rule.tests {
            check(case.get_ref()).map_err(|(span, e)| PackError::file(file, e).in_rule(id).at(text, span))?;
            report.tests += 1;
            if let Some(failure) = run(&packs, &format!("pack:{}/{id}", pack.pack.name), rule, case.get_ref())
            {
                let line = line_of(text, case.span().start);
                report.failures.push(PackFailure { line, ..failure });
            }
        }
    }
    Ok(report)
}

/// Whether a test can be run.
fn check(case: &Case) -> Result<(), (std::ops::Range<usize>, String)> {
    let kind = case.kind.get_ref();
    if kind == KEEP || Noise::from_name(kind).is_some() {
        return Ok(());
    }
    let known = Noise::NAMES.join(", ");
    let message = format!("a test expects the unknown kind `{kind}`; expected `{KEEP}` or one of {known}");
    Err((case.kind.span(), message))
}

/// Runs a test of the rule with this full id; its line is left to the caller.
fn run(packs: &Packs, id: &str, rule: &RuleTable, case: &Case) -> Option<PackFailure> {
    let expected = case.kind.get_ref();
    let active = case.site.as_deref().map_or_else(|| packs.all(), |site| packs.on(&Site::named(site)));
    let hits = hits(&active, &case.text, case.spot);
    // The first of the best, as in the stage.
    let best = hits.iter().reduce(|a, b| if b.score > a.score { b } else { a });
    let found = best.map_or(KEEP, |h| h.noise.name());
    let own = expected == rule.kind.get_ref();
    let itself = hits.iter().any(|h| packs.id(h.rule) == id);
    if found == expected && (itself || !own) {
        return None;
    }
    let blame = match best {
        None => "no rule fires".to_owned(),
        Some(hit) if found == expected => {
            format!("not by this rule, but by `{}`", packs.id(hit.rule))
        }
        Some(hit) => format!("rule `{}` fires, score {}", packs.id(hit.rule), hit.score),
    };
    let site = case.site.as_ref().map_or_else(String::new, |s| format!(" on {s}"));
    Some(PackFailure {
        line: 0,
        rule: Some(rule.id.get_ref().clone()),
        text: case.text.clone(),
        place: format!("{}{site}", case.spot.name()),
        expected: format!("`{expected}`"),
        found: format!("`{found}`: {blame}"),
    })
}

/// The rules that hold for `text` at this place, mended as a block of a page is.
fn hits(active: &Active<'_>, text: &str, spot: Spot) -> Vec<Hit> {
    let mut page = Page::default();
    page.push_plain(text, 0..text.len(), Block::default());
    if page.blocks.is_empty() {
        return Vec::new();
    }
    let clean = page.clean(0);
    let mut folded = String::new();
    fold(clean, &mut folded);
    let mut hits = Vec::new();
    active.find(&folded, Stats::of(clean).shape(), Scope::Everywhere, &mut Counts::default(), &mut hits);
    let zone = match spot {
        Spot::Top => Zone::Top,
        Spot::Body => Zone::Body,
        Spot::Bottom => Zone::Bottom,
    };
    hits.retain(|h| h.holds_in(zone));
    hits
}
