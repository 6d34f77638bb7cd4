//! The house of ARCHITECTURE.md, kept: which crate may know which, that each obeys the shared
//! lints, and that `unsafe` stays where it is allowed.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each crate of the workspace and all that it may know of its siblings. A new arrow needs a
/// page in `docs/adr/` and a word here.
const ARROWS: &[(&str, &[&str])] = &[
    ("pipeline-core", &[]),
    ("chaffinch-model", &[]),
    ("chaffinch-encoder", &["chaffinch-model"]),
    ("chaffinch-layers", &["pipeline-core"]),
    ("chaffinch-clean", &["pipeline-core", "chaffinch-layers"]),
    ("chaffinch-corpus", &["pipeline-core", "chaffinch-layers"]),
    ("chaffinch-filters", &["pipeline-core", "chaffinch-layers"]),
    ("chaffinch-segment", &["pipeline-core", "chaffinch-model", "chaffinch-layers"]),
    ("chaffinch-entities", &["pipeline-core", "chaffinch-model", "chaffinch-layers"]),
    ("chaffinch-stance", &["pipeline-core", "chaffinch-model", "chaffinch-encoder", "chaffinch-layers"]),
    (
        "chaffinch-stages",
        &[
            "pipeline-core",
            "chaffinch-layers",
            "chaffinch-clean",
            "chaffinch-corpus",
            "chaffinch-filters",
            "chaffinch-segment",
            "chaffinch-entities",
            "chaffinch-stance",
        ],
    ),
    ("chaffinch-io", &["pipeline-core"]),
    ("chaffinch-eval", &["pipeline-core", "chaffinch-io"]),
    (
        "chaffinch-train",
        &[
            "pipeline-core",
            "chaffinch-model",
            "chaffinch-encoder",
            "chaffinch-segment",
            "chaffinch-entities",
            "chaffinch-stance",
            "chaffinch-io",
            "chaffinch-eval",
        ],
    ),
    ("chaffinch-plugin-abi", &[]),
    ("chaffinch-plugin", &["chaffinch-plugin-abi"]),
    ("chaffinch-example-readability", &["chaffinch-plugin"]),
    ("chaffinch-example-geo", &["chaffinch-plugin"]),
    ("chaffinch-example-common-lines", &["chaffinch-plugin"]),
    ("chaffinch-example-panics", &["chaffinch-plugin"]),
    ("chaffinch-plugin-host", &["pipeline-core", "chaffinch-plugin-abi"]),
    (
        "chaffinch-plugin-check",
        &["pipeline-core", "chaffinch-layers", "chaffinch-plugin-abi", "chaffinch-plugin-host"],
    ),
    ("chaffinch", OUTERMOST),
    ("chaffinch-bench", OUTERMOST),
    ("chaffinch-checks", OUTERMOST),
    ("chaffinch-python", OUTERMOST),
];

/// What a program on top of the house may use.
const OUTERMOST: &[&str] = &[
    "pipeline-core",
    "chaffinch-layers",
    "chaffinch-model",
    "chaffinch-stages",
    "chaffinch-io",
    "chaffinch-eval",
    "chaffinch-train",
    "chaffinch-plugin",
    "chaffinch-plugin-host",
    "chaffinch-plugin-check",
];

/// Files outside `plugins/` that may hold `unsafe`, each earned by a benchmark and with its
/// proof in an ADR.
const UNSAFE_LEAVES: &[&str] = &["io/src/mapped.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn toml(path: &Path) -> toml::Table {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Folder and manifest of each member.
fn members() -> Vec<(String, toml::Table)> {
    let workspace = toml(&root().join("Cargo.toml"));
    let members = workspace["workspace"]["members"].as_array().unwrap().iter();
    let folder = |m: &toml::Value| m.as_str().unwrap().to_owned();
    let read = |folder: String| {
        let manifest = toml(&root().join(&folder).join("Cargo.toml"));
        (folder, manifest)
    };
    members.map(folder).map(read).collect()
}

fn name(manifest: &toml::Table) -> &str {
    manifest["package"]["name"].as_str().unwrap()
}

/// Every table of dependencies: normal, build, dev, and per target.
fn dependency_tables(manifest: &toml::Table) -> Vec<(&str, &toml::Table)> {
    const KINDS: [&str; 3] = ["dependencies", "build-dependencies", "dev-dependencies"];
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let targets = targets.into_iter().flat_map(toml::Table::values).filter_map(toml::Value::as_table);
    std::iter::once(manifest)
        .chain(targets)
        .flat_map(|t| KINDS.into_iter().filter_map(move |k| Some((k, t.get(k)?.as_table()?))))
        .collect()
}

#[test]
fn arrows_go_one_way() {
    let members = members();
    let folders: BTreeMap<&str, &str> = members.iter().map(|(f, m)| (name(m), f.as_str())).collect();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    for (folder, manifest) in &members {
        let own = name(manifest);
        let Some(allowed) = allowed.get(own) else {
            panic!("crate `{own}` ({folder}) has no place in `ARROWS`: say what it may depend on");
        };
        for (kind, dependencies) in dependency_tables(manifest) {
            for (key, value) in dependencies {
                let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                let sibling = folders.contains_key(package);
                assert!(
                    !sibling || allowed.contains(&package) || package == own,
                    "`{own}` has `{package}` among its {kind}: that arrow is not in the house \
                     (ARCHITECTURE.md); move what it needs to a crate that both may know"
                );
                let by_path = value.get("path").and_then(toml::Value::as_str);
                assert!(by_path.is_none(), "`{own}` names `{key}` by path; write `{key}.workspace = true`");
            }
        }
    }
}

#[test]
fn the_table_of_arrows_has_no_cycle() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    // Each list is above the lists of what it names: the table itself is in building order.
    for (at, (own, known)) in ARROWS.iter().enumerate() {
        for other in *known {
            let there = ARROWS.iter().position(|(n, _)| n == other);
            assert!(there.is_some_and(|t| t < at), "`{own}` may know `{other}`, which stands after it");
            assert!(allowed.contains_key(other));
        }
    }
}

#[test]
fn every_crate_obeys_the_shared_lints_and_versions() {
    for (folder, manifest) in members() {
        let shared = |table: &str, key: &str| {
            let value = manifest.get(table).and_then(|t| t.get(key));
            value.and_then(|v| v.as_bool().or_else(|| v.get("workspace")?.as_bool())) == Some(true)
        };
        let unsafe_allowed = folder.starts_with("plugins/") && manifest.contains_key("lints");
        let holds_leaf = UNSAFE_LEAVES.iter().any(|leaf| leaf.starts_with(&format!("{folder}/src/")));
        let denied = || manifest["lints"]["rust"]["unsafe_code"].as_str() == Some("deny");
        assert!(
            shared("lints", "workspace") || unsafe_allowed || (holds_leaf && denied()),
            "{folder}/Cargo.toml needs `[lints] workspace = true` (or, for one of `UNSAFE_LEAVES`, `unsafe_code = \"deny\"`)"
        );
        for key in ["version", "edition", "rust-version", "license"] {
            assert!(shared("package", key), "{folder}/Cargo.toml needs `{key}.workspace = true`");
        }
    }
}

#[test]
fn unsafe_code_lives_in_plugins_only() {
    let workspace = toml(&root().join("Cargo.toml"));
    let lint = &workspace["workspace"]["lints"]["rust"]["unsafe_code"];
    assert_eq!(lint.as_str(), Some("forbid"), "`unsafe_code` in [workspace.lints.rust]");
    for (folder, _) in members().iter().filter(|(f, _)| !f.starts_with("plugins/")) {
        for file in rust_files(&root().join(folder)) {
            let path = file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            if UNSAFE_LEAVES.contains(&path.as_str()) {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            if let Some((line, code)) = text.lines().enumerate().find(|(_, l)| holds_unsafe(l)) {
                panic!("{path}:{}: `{}`: unsafe code lives in plugins/", line + 1, code.trim());
            }
        }
    }
}

/// Whether a line of code, comments and lines with strings aside, begins something unsafe.
fn holds_unsafe(line: &str) -> bool {
    const BEGINNINGS: [&str; 6] =
        ["unsafe {", "unsafe fn ", "unsafe impl ", "unsafe trait ", "unsafe extern ", "[unsafe("];
    let code = line.split("//").next().unwrap_or_default();
    !code.contains('"') && BEGINNINGS.iter().any(|b| code.contains(b))
}

#[test]
fn unsafe_is_told_from_talk_of_it() {
    assert!(holds_unsafe("    let x = unsafe { *p };"));
    assert!(holds_unsafe("pub unsafe fn f() {}"));
    assert!(holds_unsafe("#[unsafe(no_mangle)]"));
    assert!(!holds_unsafe("// unsafe { }"));
    assert!(!holds_unsafe("let unsafe_code = 1;"));
    assert!(!holds_unsafe("println!(\"unsafe fn\");"));
}

/// Every `.rs` file below `folder`, but not of crates or builds within it.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap().map(|e| e.unwrap().path()) {
            let nested = entry.join("Cargo.toml").exists() || entry.ends_with("target");
            match entry.is_dir() {
                true if !nested => folders.push(entry),
                false if entry.extension().is_some_and(|e| e == "rs") => files.push(entry),
                _ => {}
            }
        }
    }
    files.sort();
    files
}
