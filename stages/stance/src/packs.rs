//! The tests inside cue packs and verb packs, for those who write packs: each is run with the
//! pack alone, not with the embedded one beside it (verb packs still know the verbs of CAMEO,
//! and both the closed classes of the grammar). The names that the tests of a pack give are
//! found in all its texts; they need no gazetteer.

use chaffinch_layers::{PackFailure, PackReport, Untested, fallback};
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::doc::{Doc, Mention, Paragraph, Sort, Span};
use crate::quotes::cues::{self, Cues};
use crate::quotes::{Buffers, Finder};
use crate::split;
use crate::stance::action;
use crate::stance::clause::{Clause, Subject};
use crate::stance::pack::{self, Verbs};
use crate::tok::narrow;
use crate::{QuoteKind, Quotes};

/// Runs the tests inside a cue pack.
///
/// ```
/// let pack = "name = 'mine'\n[cues]\nsay = ['opine']\n\
///     [[test]]\ntext = 'Mara Venn opined that it was late.'\n\
///     quote = 'that it was late'\nlabel = 'indirect'\nspeaker = 'Mara Venn'\n";
/// assert!(chaffinch_stance::packs::test_cues(pack)?.passed());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// When the text is no cue pack, or a test in it makes no sense.
pub fn test_cues(text: &str) -> Result<PackReport, String> {
    let (cues, cases) = Cues::read(&[text])?;
    let finder = Finder::new(Quotes::default(), cues);
    run(text, cases, |case, line| cue_case(&finder, case, line))
}

/// Runs the tests inside a verb pack.
///
/// ```
/// let pack = "name = 'mine'\n[[class]]\nname = 'snub'\nscore = -0.5\nverbs = ['cold-shoulder']\n\
///     [[test]]\ntext = 'Orland thanked Venn.'\nsource = 'Orland'\ntarget = 'Venn'\nexpect = 'for'\n";
/// assert_eq!(chaffinch_stance::packs::test_verbs(pack)?.tests, 1);
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// When the text is no verb pack, or a test in it makes no sense.
pub fn test_verbs(text: &str) -> Result<PackReport, String> {
    let (verbs, cases) = Verbs::read(&[text])?;
    let mut names: Vec<String> = cases.iter().flat_map(|c| [c.source.clone(), c.target.clone()]).collect();
    names.sort_unstable();
    names.dedup();
    run(text, cases, |case, line| verb_case(&verbs, &names, case, line))
}

/// What both kinds of packs have: a name and tests, here with their places.
#[derive(Deserialize)]
struct Outline {
    name: Spanned<String>,
    #[serde(default)]
    test: Vec<Spanned<IgnoredAny>>,
}

fn run<C>(
    text: &str,
    cases: Vec<C>,
    mut test: impl FnMut(&C, usize) -> Result<Option<PackFailure>, String>,
) -> Result<PackReport, String> {
    let outline: Outline = toml::from_str(text).map_err(|e| e.to_string())?;
    let line = |span: std::ops::Range<usize>| 1 + text[..span.start].matches('\n').count();
    let mut report =
        PackReport { pack: outline.name.get_ref().clone(), tests: cases.len(), ..PackReport::default() };
    if cases.is_empty() {
        report.untested.push(Untested { line: line(outline.name.span()), rule: None });
    }
    for (case, at) in cases.iter().zip(&outline.test) {
        report.failures.extend(test(case, line(at.span()))?);
    }
    Ok(report)
}

fn cue_case(finder: &Finder, case: &cues::Case, line: usize) -> Result<Option<PackFailure>, String> {
    let label = case.label.as_deref().unwrap_or("direct");
    if !matches!(label, "direct" | "indirect") {
        return Err(format!("line {line}: `label` is `{label}`, but a test expects `direct` or `indirect`"));
    }
    let text = case.text.as_str();
    let speakers = case.speaker.as_deref().map_or(Ok(Vec::new()), |name| named(text, name, line))?;
    let found = quotations(finder, text, &speakers);
    let wanted = Found { quote: &case.quote, label, known: case.speaker.is_some() };
    let passed = if case.quote.is_empty() { found.is_empty() } else { found.contains(&wanted) };
    let speaker = case.speaker.as_deref().unwrap_or_default();
    let show = |found: &[Found<'_>]| match found {
        [] => "no quotation".to_owned(),
        found => found.iter().map(|f| f.show(speaker)).collect::<Vec<_>>().join("; "),
    };
    let wanted = if case.quote.is_empty() { Vec::new() } else { vec![wanted] };
    Ok((!passed).then(|| PackFailure {
        line,
        text: text.to_owned(),
        expected: show(&wanted),
        found: show(&found),
        ..PackFailure::default()
    }))
}

/// A quotation, and whether the speaker that the test names said it.
#[derive(PartialEq)]
struct Found<'a> {
    quote: &'a str,
    label: &'a str,
    known: bool,
}

impl Found<'_> {
    fn show(&self, speaker: &str) -> String {
        let by = if self.known { speaker } else { "nobody known" };
        format!("{} “{}” by {by}", self.label, self.quote)
    }
}

/// The quotations of a text in which the same person is named at all `speakers`.
fn quotations<'a>(finder: &Finder, text: &'a str, speakers: &[Span]) -> Vec<Found<'a>> {
    let person = |span: &Span| Mention { span: *span, sort: Sort::Person, id: "speaker", actor: None };
    let mentions: Vec<Mention<'_>> = speakers.iter().map(person).collect();
    let span = |r: std::ops::Range<usize>| Span::new(narrow(r.start), narrow(r.end));
    let paragraph = |r| Paragraph { span: span(r), heading: false };
    let doc = Doc {
        text,
        paragraphs: &fallback::lines(text).map(paragraph).collect::<Vec<_>>(),
        sentences: &fallback::sentences(text).map(span).collect::<Vec<_>>(),
        words: &fallback::words(text).map(span).collect::<Vec<_>>(),
        mentions: &mentions,
        year: None,
    };
    let mut buffers = Buffers::default();
    finder.find(&doc, &mut buffers);
    let found = |q: &crate::quotes::Quote| Found {
        quote: &text[q.span.range()],
        label: if q.kind == QuoteKind::Direct { "direct" } else { "indirect" },
        known: q.speaker.is_some(),
    };
    buffers.quotes.iter().map(found).collect()
}

/// `names` are all those of the pack's tests, so that a third party is one here, too.
fn verb_case(
    verbs: &Verbs,
    names: &[String],
    case: &pack::Case,
    line: usize,
) -> Result<Option<PackFailure>, String> {
    if !matches!(case.expect.as_str(), "for" | "against" | "neutral" | "none") {
        let found = &case.expect;
        return Err(format!(
            "line {line}: `expect` is `{found}`, but a test expects `for`, `against`, `neutral` or `none`"
        ));
    }
    let text = case.text.as_str();
    named(text, &case.source, line)?;
    named(text, &case.target, line)?;
    let mut mentions = Vec::new();
    for name in names {
        let spans = named(text, name, line).unwrap_or_default().into_iter();
        mentions.extend(spans.map(|span| Mention { span, sort: Sort::State, id: name, actor: None }));
    }
    mentions.sort_by_key(|m| m.span);
    let words: Vec<Span> = split::words(text).map(|(s, e)| Span::new(narrow(s), narrow(e))).collect();
    let mut clause = Clause::default();
    clause.fill(text, &words, &mentions, 0);
    let mut actions = Vec::new();
    action::find(&clause, verbs, &mut actions);
    let name = |place: usize| mentions[clause.places[place].mention].id;
    let found = actions.iter().find(|a| {
        name(a.patient) == case.target && matches!(a.agent, Subject::Place(p) if name(p) == case.source)
    });
    let label = found.map_or("none", |a| side(a.score));
    Ok((label != case.expect).then(|| PackFailure {
        line,
        text: text.to_owned(),
        place: format!("{} toward {}", case.source, case.target),
        expected: format!("`{}`", case.expect),
        found: match found {
            None => "`none`: no word takes a side".to_owned(),
            Some(a) => format!("`{label}`: “{}”, score {:.2}", &text[a.evidence.range()], a.score),
        },
        ..PackFailure::default()
    }))
}

fn side(score: f32) -> &'static str {
    match score {
        s if s > 0.0 => "for",
        s if s < 0.0 => "against",
        _ => "neutral",
    }
}

/// Where a name stands in the text as whole words.
fn named(text: &str, name: &str, line: usize) -> Result<Vec<Span>, String> {
    let whole = |at: usize| {
        !text[..at].ends_with(char::is_alphanumeric)
            && !text[at + name.len()..].starts_with(char::is_alphanumeric)
    };
    let found = text.match_indices(name).filter(|(at, _)| !name.is_empty() && whole(*at));
    let spans: Vec<Span> = found.map(|(at, _)| Span::new(narrow(at), narrow(at + name.len()))).collect();
    if spans.is_empty() {
        return Err(format!("line {line}: the name `{name}` does not stand in the test’s text"));
    }
    Ok(spans)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_embedded_packs_pass() {
        for report in [test_cues(cues::EMBEDDED).unwrap(), test_verbs(pack::EMBEDDED).unwrap()] {
            assert_eq!(report.failures, [], "{}", report.pack);
            assert!(report.tests > 5 && report.untested.is_empty());
        }
    }

    const CUES: &str = "name = 'x'\n[cues]\nsay = ['say']\n\n[[test]]\n";
    const VERBS: &str = "name = 'x'\n[[class]]\nname = 'c'\nscore = 0.5\nverbs = ['thank']\n\n[[test]]\n";

    #[test]
    fn failures_say_what_was_found() {
        let pack = format!("{CUES}text = 'Mara Venn says it was late.'\nquote = ''\nspeaker = 'Mara Venn'\n");
        let report = test_cues(&pack).unwrap();
        let failure = &report.failures[0];
        assert_eq!((failure.line, &*failure.expected), (5, "no quotation"));
        assert_eq!(failure.found, "indirect “it was late” by Mara Venn");

        let pack = format!(
            "{VERBS}text = 'Orland thanked Venn.'\nsource = 'Orland'\ntarget = 'Venn'\nexpect = 'against'\n"
        );
        let report = test_verbs(&pack).unwrap();
        let failure = &report.failures[0];
        assert_eq!((failure.line, &*failure.place), (7, "Orland toward Venn"));
        assert!(
            failure.found.starts_with("`for`: “") && failure.found.ends_with("score 0.50"),
            "{}",
            failure.found
        );
    }

    #[test]
    fn tests_that_make_no_sense() {
        let wrong =
            test_cues(&format!("{CUES}text = 'It is late.'\nquote = ''\nlabel = 'loud'\n")).unwrap_err();
        assert_eq!(wrong, "line 5: `label` is `loud`, but a test expects `direct` or `indirect`");
        let wrong =
            test_cues(&format!("{CUES}text = 'It is late.'\nquote = ''\nspeaker = 'Venn'\n")).unwrap_err();
        assert_eq!(wrong, "line 5: the name `Venn` does not stand in the test’s text");
        let wrong =
            test_verbs(&format!("{VERBS}text = 'A met B.'\nsource = 'A'\ntarget = 'B'\nexpect = 'pro'\n"))
                .unwrap_err();
        assert_eq!(
            wrong,
            "line 7: `expect` is `pro`, but a test expects `for`, `against`, `neutral` or `none`"
        );
    }

    #[test]
    fn a_pack_without_tests_says_so() {
        let report = test_cues("name = 'x'\n[cues]\nsay = ['say']\n").unwrap();
        assert_eq!(report.untested, [Untested { line: 1, rule: None }]);
    }
}
