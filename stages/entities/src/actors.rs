//! Actor gazetteers: TOML lists of who there is and whom they speak for.
//!
//! ```toml
//! [[actor]]
//! id = "isi"
//! name = "Inter-Services Intelligence"
//! label = "ORG"
//! aliases = ["ISI", "I.S.I."]
//! actor = "pakistan"
//! ```
//!
//! A person may have `roles`, see [`crate::roles`].

use crate::class::Class;
use crate::roles::Role;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One `[[actor]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Actor {
    /// Slug of the canonical entity.
    pub(crate) id: String,
    /// Canonical name; matched like an alias.
    pub(crate) name: String,
    /// Label name.
    pub(crate) label: String,
    /// Other names.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Adjectives and demonyms; labelled NORP, same id.
    #[serde(default)]
    pub(crate) adjectives: Vec<String>,
    /// The side it always speaks for.
    pub(crate) actor: Option<String>,
    /// The side it stands for where it acts.
    pub(crate) metonym_of: Option<String>,
    /// The offices it holds or held.
    #[serde(default)]
    pub(crate) roles: Vec<Role>,
}

const FIELDS: [&str; 8] = ["id", "name", "label", "aliases", "adjectives", "actor", "metonym_of", "roles"];

/// Reads one gazetteer; `file` is named in errors.
///
/// # Errors
/// A message for people: file, actor by index and id, what is wrong, what to write.
pub(crate) fn parse(file: &str, text: &str) -> Result<Vec<Actor>, String> {
    let mut table: toml::Table = text
        .parse()
        .map_err(|e: toml::de::Error| format!("`{file}` is not valid TOML: {}", e.to_string().trim_end()))?;
    if let Some(key) = table.keys().find(|k| *k != "actor") {
        return Err(format!(
            "`{file}`: unknown key `{key}` at the top; a gazetteer is a list of `[[actor]]` tables"
        ));
    }
    let Some(toml::Value::Array(rows)) = table.remove("actor") else {
        return Err(format!(
            "`{file}` lists no actor; write at least one `[[actor]]` table with `id`, `name` and `label`"
        ));
    };
    let mut actors = Vec::with_capacity(rows.len());
    for (index, row) in rows.into_iter().enumerate() {
        let id = row.get("id").and_then(toml::Value::as_str).map(str::to_owned);
        actors.push(read(row).map_err(|m| format!("`{file}`, {}: {m}", place(index, id.as_deref())))?);
    }
    unique(file, &actors)?;
    Ok(actors)
}

/// Checks that every side named by `actor`, `metonym_of` or a role's `of` is itself listed in one of the gazetteers.
///
/// # Errors
/// As [`parse`].
pub(crate) fn check_sides(files: &[(String, Vec<Actor>)]) -> Result<(), String> {
    let ids: BTreeSet<&str> = files.iter().flat_map(|f| &f.1).map(|a| a.id.as_str()).collect();
    for (file, actors) in files {
        for (index, actor) in actors.iter().enumerate() {
            let own = [("actor", actor.actor.as_deref()), ("metonym_of", actor.metonym_of.as_deref())];
            let offices = actor.roles.iter().map(|r| ("of", Some(r.of.as_str())));
            for (key, side) in own.into_iter().chain(offices) {
                let Some(side) = side.filter(|s| !ids.contains(s)) else { continue };
                let hint = near(side, ids.iter().copied())
                    .map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
                return Err(format!(
                    "`{file}`, actor {} (`{}`): `{key} = \"{side}\"` names no actor of any loaded gazetteer{hint} (else add an `[[actor]]` with that id)",
                    index + 1,
                    actor.id
                ));
            }
        }
    }
    Ok(())
}

fn place(index: usize, id: Option<&str>) -> String {
    let id = id.map_or_else(String::new, |id| format!(" (`{id}`)"));
    format!("actor {}{id}", index + 1)
}

fn read(row: toml::Value) -> Result<Actor, String> {
    let Some(table) = row.as_table() else { return Err("expected a table".to_owned()) };
    if let Some(key) = table.keys().find(|k| !FIELDS.contains(&k.as_str())) {
        let hint = near(key, FIELDS).map_or_else(
            || format!("; expected one of `{}`", FIELDS.join("`, `")),
            |n| format!("; did you mean `{n}`?"),
        );
        return Err(format!("unknown field `{key}`{hint}"));
    }
    let actor: Actor = row.try_into().map_err(|e: toml::de::Error| e.message().to_owned())?;
    check(&actor)?;
    Ok(actor)
}

fn check(actor: &Actor) -> Result<(), String> {
    let mut slug = String::new();
    crate::fold::slug(&actor.id, &mut slug);
    if slug != actor.id {
        return Err(format!("`id = \"{}\"` is not a slug; write `id = \"{slug}\"`", actor.id));
    }
    if Class::parse(&actor.label).is_none() {
        let names = Class::ALL.map(Class::name);
        let hint = near(&actor.label.to_uppercase(), names).map_or_else(
            || format!("; expected one of {}", names.join(", ")),
            |n| format!("; did you mean `{n}`?"),
        );
        return Err(format!("`label = \"{}\"` is no entity label{hint}", actor.label));
    }
    if actor.actor.is_some() && actor.metonym_of.is_some() {
        return Err("has both `actor` (always) and `metonym_of` (only where it acts); keep one".to_owned());
    }
    actor.roles.iter().try_for_each(Role::check)?;
    let names = std::iter::once(&actor.name).chain(&actor.aliases).chain(&actor.adjectives);
    match names.into_iter().find(|n| !n.chars().any(char::is_alphanumeric)) {
        Some(name) => Err(format!("`{name}` is no name: it has neither letter nor digit; remove it")),
        None => Ok(()),
    }
}

/// Within one file an id stands once and a name means one actor.
fn unique(file: &str, actors: &[Actor]) -> Result<(), String> {
    let mut ids = BTreeMap::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, actor) in actors.iter().enumerate() {
        if let Some(first) = ids.insert(actor.id.as_str(), index) {
            return Err(format!(
                "`{file}`: actors {} and {} have the same id `{}`; merge them",
                first + 1,
                index + 1,
                actor.id
            ));
        }
        for name in std::iter::once(&actor.name).chain(&actor.aliases).chain(&actor.adjectives) {
            match names.insert(name, index) {
                Some(first) if first != index => {
                    let other = &actors[first].id;
                    return Err(format!(
                        "`{file}`, actor {} (`{}`): the name `{name}` already means actor {} (`{other}`); keep it in one of them",
                        index + 1,
                        actor.id,
                        first + 1
                    ));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn near<'a>(word: &str, options: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = options.into_iter().map(|o| (strsim::damerau_levenshtein(word, o), o));
    let best = scored.min_by_key(|&(distance, _)| distance)?;
    (best.0 <= 1 + word.len() / 4).then_some(best.1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn refused(text: &str, want: &str) {
        assert_eq!(parse("a.toml", text).unwrap_err(), want);
    }

    #[test]
    fn errors_say_where_and_what_to_change() {
        let head = "[[actor]]\nid = \"x\"\nname = \"X\"\nlabel = \"ORG\"\n";
        refused(
            &format!("{head}alias = [\"Y\"]\n"),
            "`a.toml`, actor 1 (`x`): unknown field `alias`; did you mean `aliases`?",
        );
        refused(
            "[[actor]]\nid = \"x\"\nname = \"X\"\nlabel = \"ORGS\"\n",
            "`a.toml`, actor 1 (`x`): `label = \"ORGS\"` is no entity label; did you mean `ORG`?",
        );
        refused(
            "[[actor]]\nid = \"The X\"\nname = \"X\"\nlabel = \"ORG\"\n",
            "`a.toml`, actor 1 (`The X`): `id = \"The X\"` is not a slug; write `id = \"x\"`",
        );
        refused("[[actor]]\nid = \"x\"\nlabel = \"ORG\"\n", "`a.toml`, actor 1 (`x`): missing field `name`");
        refused(&format!("{head}\n{head}"), "`a.toml`: actors 1 and 2 have the same id `x`; merge them");
        refused(
            "",
            "`a.toml` lists no actor; write at least one `[[actor]]` table with `id`, `name` and `label`",
        );
        refused(
            &format!("{head}\n[[actor]]\nid = \"y\"\nname = \"X\"\nlabel = \"PER\"\n"),
            "`a.toml`, actor 2 (`y`): the name `X` already means actor 1 (`x`); keep it in one of them",
        );
    }

    #[test]
    fn roles_are_checked() {
        let head = "[[actor]]\nid = \"x\"\nname = \"X\"\nlabel = \"PER\"\n";
        refused(
            &format!("{head}roles = [{{ title = \"king\", of = \"y\", from = \"01/02/2003\" }}]\n"),
            "`a.toml`, actor 1 (`x`): `from = \"01/02/2003\"` of the role `king` is no day; write it as \"2018-08-18\", \"2018-08\" or \"2018\"",
        );
        let unknown = format!("{head}roles = [{{ title = \"king\", off = \"y\" }}]\n");
        assert!(parse("a.toml", &unknown).unwrap_err().contains("unknown field `off`"));
        let text = format!(
            "{head}roles = [{{ title = \"king\", of = \"norwya\" }}]\n\n[[actor]]\nid = \"norway\"\nname = \"Norway\"\nlabel = \"GPE\"\n"
        );
        let files = [("a.toml".to_owned(), parse("a.toml", &text).unwrap())];
        assert_eq!(
            check_sides(&files).unwrap_err(),
            "`a.toml`, actor 1 (`x`): `of = \"norwya\"` names no actor of any loaded gazetteer; did you mean `norway`? (else add an `[[actor]]` with that id)"
        );
    }

    #[test]
    fn sides_must_exist() {
        let text = "[[actor]]\nid = \"pakistan\"\nname = \"Pakistan\"\nlabel = \"GPE\"\n\n[[actor]]\nid = \"isi\"\nname = \"ISI\"\nlabel = \"ORG\"\nactor = \"pakitsan\"\n";
        let files = [("a.toml".to_owned(), parse("a.toml", text).unwrap())];
        assert_eq!(
            check_sides(&files).unwrap_err(),
            "`a.toml`, actor 2 (`isi`): `actor = \"pakitsan\"` names no actor of any loaded gazetteer; did you mean `pakistan`? (else add an `[[actor]]` with that id)"
        );
    }
}
