//! CONTRIBUTING.md says that a stage is one file and two lines. Here a new crate is made of the
//! very file it shows (`docs/examples/line_count.rs`) and two lines, next to the built-ins, and
//! run: laws, plan, document.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MAIN: &str = r##"
mod line_count; // the first line
use pipeline_core::{BuiltIn, Document, NoFiles, StageKind, testing};

const MORE: &[&dyn StageKind] = &[
    &BuiltIn::<line_count::LineCount>::NEW, // the second line
];

const PIPELINE: &str = r#"
[[stage]]
use = "segment"
[[stage]]
use = "line_count"
longest = 5
"#;

fn main() {
    testing::laws::of(MORE[0]).check();
    let mut registry = chaffinch_stages::registry();
    registry.extend(MORE);
    let pipeline = testing::plan(&registry, PIPELINE, &NoFiles).unwrap_or_else(|e| panic!("{e}"));
    let doc = Document::new("new", "short\nlönger\r\n", pipeline.labels()).unwrap();
    for outcome in pipeline.process([doc]) {
        println!("{}", testing::dump_outcome(&outcome));
    }
}
"##;

#[test]
fn a_stage_is_one_file_and_two_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = make_crate(root);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let run = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{err}");
    assert!(out.contains("meta \"lines\" 2\n"), "{out}");
    assert!(out.contains("layer `long_lines` in text coordinates\n  6..13 long characters=6\n"), "{out}");
    assert!(out.contains("layer `sentences`"), "built-ins ran too: {out}");
}

/// A crate outside the workspace that shares its versions and, as far as cargo can, its builds.
fn make_crate(root: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("one_file_and_two_lines");
    fs::create_dir_all(folder.join("src")).unwrap();
    write(&folder.join("Cargo.toml"), &manifest(root));
    write(&folder.join("src/main.rs"), MAIN);
    let copy = |from: &Path, to: &str| write(&folder.join(to), &fs::read_to_string(from).unwrap());
    copy(&root.join("docs/examples/line_count.rs"), "src/line_count.rs");
    copy(&root.join("Cargo.lock"), "Cargo.lock");
    folder
}

/// Writes only what changed, so that cargo does not build anew.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).unwrap();
    }
}

fn manifest(root: &Path) -> String {
    let mut text = String::from(
        "[package]\nname = \"one_file_and_two_lines\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [workspace]\n\n[dependencies]\n",
    );
    for (name, folder) in [("pipeline-core", "pipeline-core"), ("chaffinch-stages", "stages")] {
        writeln!(text, "{name} = {{ path = {:?} }}", root.join(folder)).unwrap();
    }
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let line = |start: &str| workspace.lines().find(|l| l.starts_with(start)).unwrap().to_owned();
    writeln!(text, "{}\n{}\n", line("serde ="), line("schemars =")).unwrap();
    // The same profile, so that what the workspace has built is used; its own crates, which are
    // dependencies here, stay unoptimised and quick to build.
    text += workspace.find("[profile.dev]").map_or("", |at| &workspace[at..]);
    let ours = |line: &&str| line.contains("\"pipeline-core\"") || line.contains("\"stages");
    let named = workspace.lines().filter(ours).filter_map(|l| l.split_once(" = { path ="));
    for (name, _) in named.filter(|(name, _)| !workspace.contains(&format!("[profile.dev.package.{name}]"))) {
        writeln!(text, "\n[profile.dev.package.{name}]\nopt-level = 0").unwrap();
    }
    text
}
