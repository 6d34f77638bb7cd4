//! The options' schema, completed from the list of rules: what `chaffinch stages quality` shows and editors complete.

use super::rules::{Group, RULES, Rule};
use super::{select, shown};
use schemars::Schema;
use serde_json::{Value, json};

/// Adds the names of all groups and rules to an array of names.
pub(super) fn names(schema: &mut Schema) {
    schema.insert("items".to_owned(), json!({"type": "string", "enum": select::names()}));
}

/// As [`names`], and lists the rules in the description.
pub(super) fn names_and_list(schema: &mut Schema) {
    names(schema);
    let before = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let whole = format!("{before}\n\n{}", list());
    schema.insert("description".to_owned(), whole.into());
}

/// Names the rules as keys of a table of numbers.
pub(super) fn keys(schema: &mut Schema) {
    let rules: Vec<String> = RULES.iter().map(Rule::name).collect();
    schema.insert("propertyNames".to_owned(), json!({"enum": rules}));
}

/// One line a rule, by group.
fn list() -> String {
    let mut text = String::new();
    for group in Group::ALL {
        text += &format!("{}:\n", group.name());
        for rule in RULES.iter().filter(|r| r.group() == group) {
            let wanted = match rule.threshold() {
                Some(threshold) => format!("{} {}", rule.sense(), shown(threshold)),
                None => format!("{} what `thresholds` says:", rule.sense()),
            };
            text += &format!("  {}  {wanted} {}\n", rule.name(), rule.what());
        }
    }
    text.trim_end().to_owned()
}
