//! `--set K=V`: overrides of a configuration. `stage.NAME.KEY` means the stage of that name
//! (or `use`); other paths are keys of tables: `input.format=text`.

use super::{Diagnostic, Key, Node, Place, Sources, Value};

/// Applies one override; its text becomes a source of its own, so that messages show it.
pub(super) fn apply(root: &mut Node, assignment: &str, sources: &mut Sources) -> Result<(), Diagnostic> {
    let source = sources.add("--set", assignment);
    let at = |span| Place { source, span };
    let Some(eq) = assignment.find('=') else {
        return Err(Diagnostic::new(at(0..assignment.len()), "`--set` without `=`")
            .help("write `--set stage.entities.min_score=0.5`"));
    };
    let path: Vec<&str> = assignment[..eq].trim().split('.').collect();
    let key_at = at(0..eq);
    let value = parse_value(assignment, eq + 1, source);
    let (target, rest) = match path.as_slice() {
        path if path.contains(&"") => {
            return Err(Diagnostic::new(key_at, "a key before `=` is empty")
                .help("write `--set stage.entities.min_score=0.5`"));
        }
        ["stage"] | ["stage", _] => {
            return Err(Diagnostic::new(key_at, "this names a stage, not one of its options")
                .help("write `--set stage.NAME.KEY=VALUE`"));
        }
        ["stage", name, rest @ ..] => (stage(root, name, &key_at)?, rest),
        path => (root, path),
    };
    assign(target, rest, &path, &key_at, value)
}

/// The part after `=` as TOML, else as a plain string: `--set input.format=text` needs no quotes.
fn parse_value(assignment: &str, from: usize, source: usize) -> Node {
    let text = &assignment[from..];
    let at = Place { source, span: from..assignment.len() };
    let parsed = Node::parse(&format!("v = {text}"), source).ok().and_then(|mut n| n.take("v"));
    let value = parsed.map_or_else(|| Value::Str(text.trim().to_owned()), |(_, v)| v.value);
    let mut node = Node { value, at: at.clone() };
    place(&mut node, &at);
    node
}

/// Every part of an override is shown by the override as a whole.
fn place(node: &mut Node, at: &Place) {
    node.at = at.clone();
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|n| place(n, at)),
        Value::Table(entries) => entries.iter_mut().for_each(|(k, n)| {
            k.at = at.clone();
            place(n, at);
        }),
        _ => {}
    }
}

fn stage<'n>(root: &'n mut Node, name: &str, at: &Place) -> Result<&'n mut Node, Diagnostic> {
    let names = |node: &Node| -> Vec<String> {
        let Some(Node { value: Value::Array(stages), .. }) = node.get("stage") else {
            return vec![];
        };
        stages.iter().filter_map(stage_name).collect()
    };
    let known = names(root);
    let Some(index) = known.iter().position(|n| n == name) else {
        return Err(Diagnostic::new(at.clone(), format!("no stage is named `{name}`"))
            .suggest(name, known.iter().map(String::as_str)));
    };
    let stages = entry(root, "stage", at);
    match &mut stages.value {
        Value::Array(stages) => Ok(&mut stages[index]),
        _ => Err(Diagnostic::new(at.clone(), "`stage` is not an array")),
    }
}

fn stage_name(stage: &Node) -> Option<String> {
    match &stage.get("name").or_else(|| stage.get("use"))?.value {
        Value::Str(s) => Some(s.clone()),
        _ => None,
    }
}

/// Puts `value` at `rest`, the part of `path` below `node`; tables on the way are made.
fn assign(
    mut node: &mut Node,
    rest: &[&str],
    path: &[&str],
    at: &Place,
    value: Node,
) -> Result<(), Diagnostic> {
    for (depth, key) in rest.iter().enumerate() {
        if !matches!(node.value, Value::Table(_)) {
            let here = path[..path.len() - rest.len() + depth].join(".");
            let found = node.value.kind();
            return Err(Diagnostic::new(
                at.clone(),
                format!("`{here}` is {found}, so it has no key `{key}`"),
            )
            .help(format!("set it as a whole: `--set {here}=VALUE`")));
        }
        node = entry(node, key, at);
    }
    *node = value;
    Ok(())
}

/// The value of `key`, made (an empty table) when absent. `node` is a table.
fn entry<'n>(node: &'n mut Node, key: &str, at: &Place) -> &'n mut Node {
    if !matches!(node.value, Value::Table(_)) {
        node.value = Value::default();
    }
    let Value::Table(entries) = &mut node.value else { unreachable!("made a table above") };
    let index = entries.iter().position(|(k, _)| k.name == key).unwrap_or_else(|| {
        let key = Key { name: key.to_owned(), at: at.clone() };
        entries.push((key, Node { value: Value::default(), at: at.clone() }));
        entries.len() - 1
    });
    &mut entries[index].1
}
