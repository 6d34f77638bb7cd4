//! From the options to the rules that are asked: names and groups, thresholds, and what is wrong
//! with them.

use super::rules::{Group, RULES, Rule, Unit};
use super::{Quality, shown};
use pipeline_core::BuildError;
use pipeline_core::config::suggest;

/// A rule and the threshold it is held to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) rule: &'static Rule,
    pub(super) threshold: f64,
}

/// The rules that `options` ask for, in the order of [`RULES`].
pub(super) fn select(options: &Quality) -> Result<Vec<Asked>, BuildError> {
    check_names("rules", &options.rules)?;
    check_names("except", &options.except)?;
    for (name, threshold) in &options.thresholds {
        check_threshold(name, *threshold, options)?;
    }
    let mut asked = Vec::new();
    for rule in RULES {
        if !is_wanted(rule, options) {
            continue;
        }
        let given = options.thresholds.get(&rule.name()).copied();
        match given.or(rule.threshold()) {
            Some(threshold) => asked.push(Asked { rule, threshold }),
            None => check_not_named(rule, options)?,
        }
    }
    Ok(asked)
}

fn is_wanted(rule: &Rule, options: &Quality) -> bool {
    let named = |list: &[String]| list.iter().any(|n| n == rule.group().name() || rule.is_named(n));
    named(&options.rules) && !named(&options.except)
}

/// Names of groups and rules.
pub(super) fn names() -> Vec<String> {
    let groups = Group::ALL.iter().map(|g| g.name().to_owned());
    groups.chain(RULES.iter().map(Rule::name)).collect()
}

fn check_names(key: &str, given: &[String]) -> Result<(), BuildError> {
    let known = names();
    match given.iter().position(|n| !known.contains(n)) {
        None => Ok(()),
        Some(at) => Err(BuildError::at(format!("{key}[{at}]"), unknown(&given[at], &known))),
    }
}

fn unknown(name: &str, known: &[String]) -> String {
    // `min-words` is meant as `gopher/min-words`.
    let whole = || known.iter().find(|k| k.rsplit('/').next() == Some(name)).map(String::as_str);
    match suggest(name, known.iter().map(String::as_str)).or_else(whole) {
        Some(meant) => format!("unknown rule `{name}`; did you mean `{meant}`?"),
        None => {
            let groups: Vec<String> = Group::ALL.iter().map(|g| format!("`{}`", g.name())).collect();
            format!(
                "unknown rule `{name}`; there are the groups {}, and `chaffinch stages quality` lists their rules",
                groups.join(", ")
            )
        }
    }
}

fn check_threshold(name: &str, threshold: f64, options: &Quality) -> Result<(), BuildError> {
    let wrong = |message: String| Err(BuildError::at(format!("thresholds.{name}"), message));
    let Some(rule) = RULES.iter().find(|r| r.is_named(name)) else {
        let rules: Vec<String> = RULES.iter().map(Rule::name).collect();
        return wrong(unknown(name, &rules));
    };
    if !is_wanted(rule, options) {
        return wrong(format!(
            "`{name}` has a threshold but is not asked: add it to `rules`, or leave this out"
        ));
    }
    let expected = match rule.unit() {
        Unit::Share if !(0.0..=1.0).contains(&threshold) => "a share from 0 to 1",
        Unit::Number | Unit::Ratio if !(threshold.is_finite() && threshold >= 0.0) => "a number, 0 or more",
        _ => return Ok(()),
    };
    let published = rule.threshold().map(|t| format!("; the published threshold is {}", shown(t)));
    wrong(format!(
        "`{name}`: found {}, expected {expected}{}",
        shown(threshold),
        published.unwrap_or_default()
    ))
}

/// A rule without a published threshold is passed over in its group, but not when it is named.
fn check_not_named(rule: &Rule, options: &Quality) -> Result<(), BuildError> {
    match options.rules.iter().position(|n| rule.is_named(n)) {
        None => Ok(()),
        Some(at) => Err(BuildError::at(
            format!("rules[{at}]"),
            format!(
                "rule `{0}` has no published threshold; give it one: `thresholds = {{ \"{0}\" = 0.5 }}`",
                rule.name()
            ),
        )),
    }
}
