//! Sources into the builder, in order of precedence.

use super::Source;
use super::build::{Builder, Kind, Named};
use super::line::{self, Line};
use super::policy::Policy;
use crate::actors::{self, Actor};
use crate::class::Class;
use crate::flags::ROLE;
use crate::fold;

/// Adds sources of both kinds: `.toml` files list actors, others names.
///
/// # Errors
/// As [`super::compile`].
pub(crate) fn add_all(builder: &mut Builder, sources: &[Source]) -> Result<(), String> {
    let is_actors = |s: &&Source| s.path.to_lowercase().ends_with(".toml");
    let lists: Vec<_> = sources.iter().filter(is_actors).map(parsed).collect::<Result<_, _>>()?;
    actors::check_sides(&lists)?;
    let mut lists = lists.iter().peekable();
    for source in sources {
        match lists.next_if(|l| l.0 == source.path && is_actors(&source)) {
            Some((path, actors)) => {
                builder.source(stem(path), Kind::Actors)?;
                add_actors(builder, path, actors)?;
            }
            None => {
                builder.source(stem(&source.path), Kind::Names)?;
                add_names(builder, source)?;
            }
        }
    }
    Ok(())
}

/// The name of a source in the compiled file: that of its file, without folder and ending.
fn stem(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.split('.').next().unwrap_or(file).replace([',', ':'], "-")
}

/// Adds a list of names and words.
///
/// # Errors
/// As [`super::compile`].
pub(crate) fn add_names(builder: &mut Builder, source: &Source) -> Result<(), String> {
    line::read(&source.path, &source.bytes, |line| add_line(builder, &line))
}

fn parsed(source: &Source) -> Result<(String, Vec<Actor>), String> {
    Ok((source.path.clone(), actors::parse(&source.path, text(source)?)?))
}

/// Adds a list of actors; `path` is named in errors.
///
/// # Errors
/// As [`super::compile`].
pub(crate) fn add_actors(builder: &mut Builder, path: &str, actors: &[Actor]) -> Result<(), String> {
    builder.keep(actors);
    let add = |actor: &Actor| add_actor(builder, actor).map_err(|m| format!("`{path}`, `{}`: {m}", actor.id));
    actors.iter().try_for_each(add)
}

fn text(source: &Source) -> Result<&str, String> {
    std::str::from_utf8(&source.bytes).map_err(|e| {
        let line = source.bytes[..e.valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
        format!("`{}`, line {line}: is not UTF-8; save the file as UTF-8", source.path)
    })
}

fn add_actor(builder: &mut Builder, actor: &Actor) -> Result<(), String> {
    titles(builder, actor);
    let named = Named {
        id: Some(&actor.id),
        name: &actor.name,
        class: Class::parse(&actor.label).unwrap_or(Class::Misc),
        actor: actor.actor.as_deref(),
        metonym_of: actor.metonym_of.as_deref(),
    };
    let entry = builder.entry(&named)?;
    for name in std::iter::once(&actor.name).chain(&actor.aliases) {
        builder.name(name, entry, Policy::default())?;
    }
    if actor.adjectives.is_empty() {
        return Ok(());
    }
    let entry = builder.entry(&Named { class: Class::Norp, ..named })?;
    actor.adjectives.iter().try_for_each(|name| builder.name(name, entry, Policy::default()))
}

/// The last words of the offices of persons are roles.
fn titles(builder: &mut Builder, actor: &Actor) {
    for role in actor.roles.iter().filter(|_| actor.label == Class::Per.name()) {
        if let Some(word) = role.title.split([' ', '-']).next_back() {
            builder.mark(word, ROLE);
        }
    }
}

fn add_line(builder: &mut Builder, line: &Line<'_>) -> Result<(), String> {
    match *line {
        Line::Word(word, flags) => builder.mark(word, flags),
        Line::Name(section, name, canonical) => {
            let mut side = String::new();
            fold::slug(canonical, &mut side);
            let named = Named {
                id: None,
                name: canonical,
                class: section.class,
                actor: section.own_side.then_some(side.as_str()),
                metonym_of: None,
            };
            let entry = builder.entry(&named)?;
            return builder.name(name, entry, section.policy);
        }
    }
    Ok(())
}
