//! Stages from shared libraries: the same records as anywhere, at any number of threads and in
//! any process; and every way in which a plugin can be bad, with what its users see.

use crate::{Ran, chaffinch, folder, lines, ran, ran_in, root};
use chaffinch_plugin_host::{ForeignKind, Host, Messages, Module, Trusted};
use pipeline_core::testing::laws;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// The folder of a C example, built.
pub(crate) fn c_example(name: &'static str) -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        for name in ["keywords", "bad"] {
            let folder = root().join("plugins/examples").join(name);
            let made = Command::new("make").arg("-s").arg("-C").arg(folder).status();
            assert!(
                made.is_ok_and(|m| m.success()),
                "`make` and a C compiler are needed for plugins/examples/{name}"
            );
        }
    });
    root().join("plugins/examples").join(name).join("build")
}

/// The folder with the Rust examples, built.
pub(crate) fn rust_examples() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        // Their own folder: what the tests around are built with need not be the same.
        let target = chaffinch_target().join("plugin-examples");
        let mut command = Command::new(cargo);
        command.args(["build", "--quiet", "--offline", "--target-dir"]).arg(&target);
        for example in ["readability", "geo", "common-lines", "panics"] {
            command.args(["-p", &format!("chaffinch-example-{example}")]);
        }
        let built = command.current_dir(root()).status();
        assert!(built.is_ok_and(|b| b.success()), "the Rust examples build");
        target.join("debug")
    };
    BUILT.get_or_init(build).clone()
}

/// The folder that cargo builds into: the binary's, without the profile.
fn chaffinch_target() -> PathBuf {
    let binary = PathBuf::from(chaffinch().get_program());
    binary.ancestors().nth(2).expect("target/debug/chaffinch").to_owned()
}

fn library_file(name: &str) -> String {
    format!("{}{name}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// A `[plugins]` table with one library, named `p`.
pub(crate) fn plugins(dir: &Path, file: &str) -> String {
    format!("[plugins]\ndirs = [{dir:?}]\n[[plugins.library]]\nname = \"p\"\nfile = \"{file}\"\n\n")
}

/// A folder with a pipeline `p.toml` and documents in `in/`.
fn project(config: &str, documents: &[(&str, &str)]) -> TempDir {
    let named: Vec<(String, &[u8])> =
        documents.iter().map(|(n, t)| (format!("in/{n}.txt"), t.as_bytes())).collect();
    let mut files: Vec<(&str, &[u8])> = named.iter().map(|(n, t)| (n.as_str(), *t)).collect();
    files.push(("p.toml", config.as_bytes()));
    folder(&files)
}

fn keywords(more: &str) -> String {
    let table = plugins(&c_example("keywords"), "keywords");
    let stages = "[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"entities\"\n";
    format!("{table}{stages}[[stage]]\nuse = \"p/keywords\"\nwords = [\"border\", \"Kabul\"]\n{more}\n")
}

const NEWS: [(&str, &str); 3] = [
    ("a", "Talks in Kabul failed. The border stays shut, and Kabul blames Islamabad.\n"),
    ("b", "Nothing here.\n"),
    ("c", "The BORDER opened.\n"),
];

/// Runs `p.toml` over `in` in every way; the records are the same in all of them.
fn everywhere(config: impl Fn(&str) -> String, documents: &[(&str, &str)]) -> Vec<Value> {
    let mut first: Option<String> = None;
    for isolate in ["", "isolate = true", "isolate = { memory_mb = 4000, cpu_seconds = 20 }", "timeout = 20"]
    {
        let dir = project(&config(isolate), documents);
        for threads in ["1", "2", "8"] {
            let ran = ran_in(dir.path(), &["run", "p.toml", "in", "--quiet", "--threads", threads]);
            assert_eq!(ran.code, 0, "{isolate} {}", ran.stderr);
            let expected = first.get_or_insert_with(|| ran.stdout.clone());
            assert_eq!(&ran.stdout, expected, "{isolate}, {threads} threads");
        }
    }
    lines(&first.expect("was run"))
}

#[test]
fn layers_references_and_tables_of_a_c_plugin_are_in_the_records() {
    let records = everywhere(keywords, &NEWS);
    let layer = |r: usize, name: &str| records[r]["layers"][name].clone();
    assert_eq!(
        layer(0, "keywords"),
        serde_json::json!([
            {"start": 9, "end": 14, "label": "keyword", "word": "Kabul", "sentence": 0},
            {"start": 27, "end": 33, "label": "keyword", "word": "border", "sentence": 1},
            {"start": 50, "end": 55, "label": "keyword", "word": "Kabul", "sentence": 1}
        ])
    );
    assert_eq!(layer(0, "keyword_contexts")[0]["hits"], serde_json::json!([0, 1, 2]));
    assert_eq!(layer(1, "keywords"), serde_json::json!([]), "looked, and found nothing");
    assert_eq!(layer(2, "keywords")[0]["word"], "border");
    let counts = &records[0]["tables"]["keyword_counts"];
    assert_eq!(counts, &serde_json::json!([{"word": "Kabul", "n": 2}, {"word": "border", "n": 1}]));
}

#[test]
fn a_rust_plugin_writes_attributes_tables_and_meta() {
    let readability = |more: &str| {
        let table = plugins(&rust_examples(), "readability");
        format!("{table}[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"p/readability\"\n{more}\n")
    };
    let records = everywhere(readability, &NEWS);
    assert!(records[0]["meta"]["flesch"].is_number(), "{}", records[0]["meta"]);
    assert_eq!(records[0]["layers"]["readability"][0]["words"], 4);
    assert_eq!(records[0]["tables"]["readability_scores"][0]["sentences"], 2);
}

#[test]
fn a_rust_plugin_reads_entities_and_refers_to_them() {
    let geo = |more: &str| {
        let table = plugins(&rust_examples(), "geo");
        format!(
            "{table}[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"entities\"\n[[stage]]\nuse = \"p/places\"\n{more}\n"
        )
    };
    let records = everywhere(geo, &NEWS);
    let (places, entities) = (&records[0]["layers"]["places"], &records[0]["layers"]["entities"]);
    let kabul = &places[0];
    assert_eq!(kabul["country"], "AF");
    assert!((kabul["lat"].as_f64().expect("a number") - 34.5).abs() < 0.2);
    let row = usize::try_from(kabul["entity"].as_u64().expect("a reference")).expect("small");
    assert_eq!(entities[row]["id"], "kabul");
}

#[test]
fn a_corpus_pass_of_a_plugin_is_the_same_in_any_number_of_pieces() {
    let common = |more: &str| {
        let table = plugins(&rust_examples(), "common_lines");
        format!("{table}[[stage]]\nuse = \"p/common-lines\"\ndocuments = 2\n{more}\n")
    };
    let documents: Vec<(String, String)> = (0..40)
        .map(|n| (format!("d{n:02}"), format!("Story {n}.\nHome | World\nPart {}.\n", n / 2)))
        .collect();
    let documents: Vec<(&str, &str)> = documents.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let records = everywhere(common, &documents);
    let found = &records[0]["layers"]["common_lines"];
    assert_eq!(found[0]["documents"], 40);
    assert_eq!(found[1]["documents"], 2);
    assert_eq!(found.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_plugin_is_shown_planned_measured_and_scored_like_a_built_in() {
    let dir = project(&keywords(""), &NEWS);
    let check = ran_in(dir.path(), &["check", "p.toml"]);
    assert!(check.stdout.contains("p/keywords — finds keywords"), "{}", check.stdout);
    assert!(
        check.stdout.contains("writes    keywords, keyword_contexts, keyword_counts"),
        "{}",
        check.stdout
    );
    let stages = ran_in(dir.path(), &["stages", "p/keywords", "--config", "p.toml"]);
    assert!(stages.stdout.contains("ignore_case = true"), "{}", stages.stdout);
    let schema = ran_in(dir.path(), &["check", "p.toml", "--schema"]);
    assert!(schema.stdout.contains("\"p/keywords\"") && schema.stdout.contains("\"isolate\""));
    let bench = ran_in(dir.path(), &["bench", "p.toml", "in", "--passes", "1"]);
    assert!(bench.stdout.contains("p/keywords"), "{}", bench.stdout);
    let run = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "gold.jsonl"]);
    assert!(run.code == 0 && run.stderr.contains("p/keywords"), "{}", run.stderr);
    let eval = ran_in(dir.path(), &["eval", "keywords", "gold.jsonl", "--config", "p.toml", "--json"]);
    assert_eq!(eval.code, 0, "{}", eval.stderr);
    assert!(eval.stdout.contains("\"f1\": 1.0"), "{}", eval.stdout);
}

#[test]
fn the_manifest_of_a_run_names_its_libraries_and_a_run_goes_on_with_them_only() {
    let dir = project(&keywords(""), &NEWS);
    let ran = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out", "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let manifest = std::fs::read_to_string(dir.path().join("out/manifest.json")).expect("written");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    let library = &manifest["plugins"][0];
    assert_eq!((&library["name"], &library["id"]), (&"p".into(), &"chaffinch.keywords".into()));
    assert_eq!(library["sha256"].as_str().map(str::len), Some(64));
    assert!(manifest["config"]["text"].as_str().is_some_and(|t| t.contains("# plugin p sha256 ")));
}

/// The library, the word that triggers it, and what is said in this process and in another: exit
/// code and a part of the message.
type Bad = (&'static str, (i32, &'static str), (i32, &'static str));

const BAD: [Bad; 15] = [
    (
        "out_of_bounds",
        (65, "in layer `bad_marks` is reversed, out of bounds or cuts a character"),
        (65, "out of bounds"),
    ),
    ("splits_character", (1, "span 0..1 in layer `bad_marks`"), (1, "span 0..1 in layer `bad_marks`")),
    ("undeclared_layer", (65, "slot 1 does not exist"), (65, "slot 1 does not exist")),
    (
        "undeclared_label",
        (65, "is none of those that layer `bad_marks` declares: `mark`"),
        (65, "none of those"),
    ),
    ("ignores_refusal", (65, "out of bounds"), (65, "out of bounds")),
    ("half_written", (1, "stopped half-way"), (1, "stopped half-way")),
    (
        "fatal",
        (70, "a stage stopped the run at `t-FATAL`: p/fatal"),
        (70, "a stage stopped the run at `t-FATAL`"),
    ),
    ("slow", (1, "was stopped after its timeout of 0.2 s"), (1, "was stopped after its timeout of 0.2 s")),
    (
        "never_returns",
        (70, "has not returned from document `t-HANG`"),
        (1, "did not return within its timeout of 0.2 s"),
    ),
    (
        "exits",
        (70, "called exit() on document `t-EXIT`"),
        (1, "exited with code 3; it is isolated, so only this document is lost"),
    ),
    ("segfaults", (70, "crashed (SIGSEGV) on document `t-CRASH`"), (1, "crashed (SIGSEGV); it is isolated")),
    ("aborts", (70, "crashed (SIGABRT) on document `t-ABORT`"), (1, "aborted (SIGABRT); it is isolated")),
    (
        "wrong_version",
        (78, "is built for version 2 of the plugin interface, this chaffinch has 1"),
        (78, "version 2"),
    ),
    ("no_entry", (78, "does not export `chaffinch_plugin_v1`"), (78, "does not export")),
    ("bad_manifest", (78, "manifest: unknown field `layer`"), (78, "unknown field `layer`")),
];

fn bad(name: &str, isolate: bool) -> (TempDir, Ran) {
    let table = plugins(&c_example("bad"), name);
    let stage = name.replace('_', "-");
    let config = format!("{table}[[stage]]\nuse = \"p/{stage}\"\ntimeout = 0.2\nisolate = {isolate}\n");
    let mut documents =
        vec![("a".to_owned(), "A plain one.".to_owned()), ("z".to_owned(), "The last.".to_owned())];
    for word in ["HANG", "EXIT", "CRASH", "ABORT", "HALF", "FATAL"] {
        documents.push((format!("t-{word}"), format!("It says {word}.")));
    }
    documents.push(("u".to_owned(), "Žluťoučký kůň.".to_owned()));
    let documents: Vec<(&str, &str)> = documents.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let dir = project(&config, &documents);
    let ran = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out", "--quiet"]);
    (dir, ran)
}

#[test]
fn every_bad_plugin_ends_as_documented() {
    for (name, here, isolated) in BAD {
        for (isolate, (code, part)) in [(false, here), (true, isolated)] {
            let (dir, ran) = bad(name, isolate);
            let quarantine =
                std::fs::read_to_string(dir.path().join("out/quarantine.jsonl")).unwrap_or_default();
            let said = format!("{}{quarantine}", ran.stderr);
            assert_eq!(ran.code, code, "{name}, isolate = {isolate}: {said}");
            assert!(said.contains(part), "{name}, isolate = {isolate}: {said}");
            if code != 78 {
                assert!(
                    said.contains(&format!("of plugin `chaffinch.bad.{}` 0.1.0", name.replace('_', "-"))),
                    "{said}"
                );
            }
            if code == 1 {
                assert_eq!(quarantine.lines().count(), 1, "{name}: one document is lost\n{quarantine}");
                let records =
                    std::fs::read_to_string(dir.path().join("out/part-00000.jsonl")).expect("a part");
                assert_eq!(records.lines().count(), 8, "{name}: the others are written");
            }
        }
    }
}

#[test]
fn the_tests_of_a_configuration_are_the_corpus_of_its_corpus_passes() {
    let table = plugins(&rust_examples(), "common_lines");
    let test = |story: &str, count: usize| {
        format!(
            "[[test]]\ntext = \"{story}\\nHome | World\\n\"\n[test.layers]\ncommon_lines = {{ exact = [{{ text = \"Home | World\", documents = {count} }}] }}\n"
        )
    };
    let config = |count: usize| {
        let stage = "[[stage]]\nuse = \"p/common-lines\"\ndocuments = 2\n";
        format!("{table}{stage}{}{}{}", test("One.", count), test("Two.", count), test("Three.", count))
    };
    let dir = project(&config(3), &[]);
    let ran = ran_in(dir.path(), &["test", "p.toml"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "p.toml: 3 tests passed\n"), "{}", ran.stderr);
    let dir = project(&config(4), &[]);
    assert_eq!(ran_in(dir.path(), &["test", "p.toml"]).code, 1);
    let locked = ran_in(dir.path(), &["test", "p.toml", "--locked"]);
    assert_eq!(locked.code, 78, "a library without a hash is refused: {}", locked.stdout);
}

#[test]
fn a_test_of_a_configuration_can_expect_a_quarantine() {
    let table = plugins(&rust_examples(), "panics");
    let test = "[[test]]\ntext = \"PANIC!\"\noutcome = \"quarantined\"\nreason = \"panicked\"\n";
    let dir = project(&format!("{table}[[stage]]\nuse = \"p/panics\"\n{test}"), &[]);
    let ran = ran_in(dir.path(), &["test", "p.toml"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "p.toml: 1 test passed\n"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("panicked at"), "{}", ran.stderr);
}

#[test]
fn a_panic_of_a_plugin_costs_one_document_and_is_not_printed_over_the_bars() {
    for isolate in [false, true] {
        let table = plugins(&rust_examples(), "panics");
        let config = format!("{table}[[stage]]\nuse = \"p/panics\"\nisolate = {isolate}\n");
        let dir = project(&config, &[("a", "One."), ("b", "PANIC!"), ("c", "Three.")]);
        let ran = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out", "--quiet"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(!ran.stderr.contains("PANIC") && !ran.stderr.contains("panicked at"), "{}", ran.stderr);
        let quarantine = std::fs::read_to_string(dir.path().join("out/quarantine.jsonl")).expect("written");
        assert!(quarantine.contains("panicked: the text has 6 bytes"), "{quarantine}");
        assert_eq!(quarantine.lines().count(), 1);
        let records = std::fs::read_to_string(dir.path().join("out/part-00000.jsonl")).expect("written");
        assert_eq!(records.matches("\"label\":\"mark\"").count(), 2, "{records}");
    }
}

#[test]
fn limits_of_an_isolated_stage_cost_one_document() {
    for (name, limits, word, part) in [
        ("hungry", "{ memory_mb = 700 }", "HUNGRY", "aborted (SIGABRT); it is isolated"),
        (
            "never_returns",
            "{ cpu_seconds = 1 }",
            "HANG",
            "used up its processor time (`isolate.cpu_seconds`)",
        ),
    ] {
        let table = plugins(&c_example("bad"), name);
        let stage = name.replace('_', "-");
        let config = format!("{table}[[stage]]\nuse = \"p/{stage}\"\nisolate = {limits}\n");
        let dir = project(&config, &[("a", "One."), ("b", word), ("c", "Three.")]);
        let ran = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out", "--quiet"]);
        let quarantine = std::fs::read_to_string(dir.path().join("out/quarantine.jsonl")).expect("written");
        assert_eq!(ran.code, 1, "{}{quarantine}", ran.stderr);
        assert!(quarantine.contains(part), "{quarantine}");
        assert_eq!(quarantine.lines().count(), 1, "{quarantine}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupt_does_not_reach_isolated_stages() {
    use std::os::unix::process::CommandExt;

    let table = plugins(&c_example("bad"), "slow");
    let config = format!("{table}[[stage]]\nuse = \"p/slow\"\ntimeout = 1\nisolate = true\n");
    let dir = project(&config, &[("a", "HANG"), ("b", "Two.")]);
    let mut run = Command::new(env!("CARGO_BIN_EXE_chaffinch"))
        .current_dir(dir.path())
        .args(["run", "p.toml", "in", "-o", "out", "--quiet", "--threads", "1"])
        .process_group(0)
        .spawn()
        .expect("it starts");
    while !dir.path().join("out/run-state.json").exists() {
        std::thread::yield_now();
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    // To all of its processes, as a terminal does.
    let group = format!("-{}", run.id());
    let kill = Command::new("kill").args(["-INT", "--", &group]).status().expect("kill is there");
    assert!(kill.success());
    assert_eq!(run.wait().expect("it ends").code(), Some(130));
    let quarantine = std::fs::read_to_string(dir.path().join("out/quarantine.jsonl")).expect("written");
    assert!(quarantine.contains("was stopped after its timeout of 1 s"), "in flight, finished: {quarantine}");
}

#[test]
fn what_a_stage_had_written_before_it_failed_is_nowhere() {
    let (dir, _) = bad("half_written", false);
    let records = std::fs::read_to_string(dir.path().join("out/part-00000.jsonl")).expect("a part");
    assert!(!records.contains("t-HALF"));
}

#[test]
fn an_isolated_crash_inside_a_frame_costs_one_document_at_any_number_of_threads() {
    let table = plugins(&c_example("bad"), "segfaults");
    let config = format!("{table}[[stage]]\nuse = \"p/segfaults\"\nisolate = true\n");
    let documents: Vec<(String, String)> = (0..90)
        .map(|n| (format!("d{n:02}"), if n % 30 == 7 { "CRASH".to_owned() } else { format!("Text {n}.") }))
        .collect();
    let documents: Vec<(&str, &str)> = documents.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let dir = project(&config, &documents);
    let mut outputs = Vec::new();
    for threads in ["1", "2", "8"] {
        let out = format!("out{threads}");
        let ran = ran_in(dir.path(), &["run", "p.toml", "in", "-o", &out, "--quiet", "--threads", threads]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let read = |file: &str| std::fs::read_to_string(dir.path().join(&out).join(file)).expect("written");
        assert_eq!(read("quarantine.jsonl").lines().count(), 3);
        outputs.push((read("part-00000.jsonl"), read("quarantine.jsonl")));
    }
    assert!(outputs.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn options_are_checked_by_the_plugins_schema_and_by_the_plugin() {
    let table = plugins(&c_example("keywords"), "keywords");
    let stage = format!("{table}[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"p/keywords\"\n");
    let refused = |line: &str| {
        let dir = project(&format!("{stage}{line}\n"), &NEWS);
        let ran = ran_in(dir.path(), &["run", "p.toml", "in"]);
        assert_eq!(ran.code, 78, "{}", ran.stderr);
        ran.stderr
    };
    let said = refused("wrods = [\"x\"]");
    assert!(said.contains("unknown key `wrods`") && said.contains("did you mean `words`?"), "{said}");
    assert!(said.contains("p.toml:11:1"), "{said}");
    let said = refused("words = [\"x\"]\nwindow = -1");
    assert!(said.contains("less than the minimum of 0") && said.contains("p.toml:12:10"), "{said}");
    let said = refused("words = [\"fine\", \"two words\"]");
    assert!(said.contains("p.toml:11:18"), "the plugin's own check knows its place: {said}");
    for isolate in ["", "\nisolate = true"] {
        let said = refused(&format!("words = [\"two words\"]{isolate}"));
        assert!(said.contains("p.toml:11:10"), "{said}");
    }
}

#[test]
fn libraries_are_pinned_listed_and_refused() {
    let dir = project(&keywords("# the end"), &NEWS);
    let run = |args: &[&str]| {
        let mut all = vec!["run", "p.toml", "in", "--quiet"];
        all.extend(args);
        ran_in(dir.path(), &all)
    };
    let unpinned = run(&[]);
    assert!(unpinned.code == 0 && unpinned.stderr.contains("is not pinned"), "{}", unpinned.stderr);
    let locked = run(&["--locked"]);
    assert_eq!(locked.code, 78);
    assert!(
        locked.stderr.contains("library `p` is not pinned, and `--locked` asks for pins"),
        "{}",
        locked.stderr
    );
    let none = run(&["--no-plugins"]);
    assert!(none.code == 78 && none.stderr.contains("`--no-plugins` refuses that"), "{}", none.stderr);

    let list = ran_in(dir.path(), &["plugin", "list", "p.toml"]);
    assert!(list.code == 0 && list.stdout.contains("is not pinned"), "{}", list.stdout);
    let pin = ran_in(dir.path(), &["plugin", "pin", "p.toml"]);
    assert!(pin.code == 0 && pin.stderr.contains("p: pinned, "), "{}", pin.stderr);
    let config = std::fs::read_to_string(dir.path().join("p.toml")).expect("there");
    assert!(config.ends_with("# the end\n"), "the rest stays: {config}");
    assert_eq!(run(&["--locked"]).code, 0);
    let list = ran_in(dir.path(), &["plugin", "list", "p.toml", "--json"]);
    assert!(list.stdout.contains("\"status\": \"pinned\""), "{}", list.stdout);
    let again = ran_in(dir.path(), &["plugin", "pin", "p.toml"]);
    assert!(again.stderr.contains("unchanged"), "{}", again.stderr);

    let pinned = config.lines().find(|l| l.starts_with("sha256")).expect("a pin").to_owned();
    let other = config.replace(&pinned, &format!("sha256 = \"{}\"", "0".repeat(64)));
    std::fs::write(dir.path().join("p.toml"), other).expect("can be written");
    let changed = run(&[]);
    assert_eq!(changed.code, 78);
    assert!(changed.stderr.contains("is not the one that was pinned"), "{}", changed.stderr);
    assert_eq!(ran_in(dir.path(), &["plugin", "list", "p.toml"]).code, 1);
}

#[test]
fn a_library_is_described_by_a_process_of_its_own() {
    let file = c_example("keywords").join(library_file("keywords"));
    let described = ran(chaffinch().args(["plugin", "describe"]).arg(&file));
    assert_eq!(described.code, 0, "{}", described.stderr);
    assert!(
        described.stdout.starts_with("chaffinch.keywords 0.1.0 (MIT OR Apache-2.0)"),
        "{}",
        described.stdout
    );
    let text = ran(chaffinch().args(["plugin", "describe"]).arg(root().join("README.md")));
    assert!(text.code == 78 && text.stderr.contains("is not a shared library"), "{}", text.stderr);
    let missing = ran(chaffinch().args(["plugin", "describe", "nowhere.so"]));
    assert_eq!(missing.code, 66, "{}", missing.stderr);
}

#[test]
fn a_new_c_plugin_builds_and_runs_as_printed() {
    let dir = folder(&[]);
    let new = ran_in(dir.path(), &["plugin", "new", "loud-words", "--lang", "c"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    let made = dir.path().join("loud-words");
    for target in ["build/libloud_words.so", "test"] {
        let make = Command::new("make").arg("-s").arg(target).current_dir(&made).output().expect("make");
        assert!(make.status.success(), "{}", String::from_utf8_lossy(&make.stderr));
    }
    let ran = ran_in(&made, &["run", "pipeline.toml", "sample.txt", "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let record = &lines(&ran.stdout)[0];
    assert!(!record["layers"]["loud_words_words"].as_array().expect("a layer").is_empty(), "{record}");
    let again = ran_in(dir.path(), &["plugin", "new", "loud-words", "--lang", "c"]);
    assert!(again.code == 2 && again.stderr.contains("nothing was written"), "{}", again.stderr);
    let odd = ran_in(dir.path(), &["plugin", "new", "Loud Words"]);
    assert_eq!(odd.code, 2, "{}", odd.stderr);
}

struct Silent;

impl Messages for Silent {
    fn log(&self, _: i32, _: &str, _: &str) {}
    fn warning(&self, _: &str) {}
    fn stuck(&self, message: &str) {
        panic!("{message}");
    }
}

/// Holds the stage of a library to what every stage is held to.
fn law_abiding(file: &Path, before: &str, options: &str) {
    let trusted = Trusted::by_hand(file).expect("built");
    let module: &'static Module = Box::leak(Box::new(Module::open(&trusted).expect("a plugin")));
    let host = Host { messages: Arc::new(Silent), helper: Vec::new() };
    for kind in ForeignKind::all("p", module, &host).expect("sound") {
        let kind: &'static ForeignKind = Box::leak(Box::new(kind));
        laws::of(kind).after(&chaffinch_stages::registry(), before).options(options).huge(32 << 10).check();
    }
}

const SEGMENTED: &str = "[[stage]]\nuse = \"segment\"\n";
const TAGGED: &str = "[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"entities\"\n";

#[test]
fn the_rust_examples_keep_the_laws() {
    let built = rust_examples();
    law_abiding(&built.join(library_file("readability")), SEGMENTED, "");
    law_abiding(&built.join(library_file("geo")), TAGGED, "");
    law_abiding(&built.join(library_file("common_lines")), "", "");
}

#[test]
fn the_c_example_keeps_the_laws() {
    law_abiding(
        &c_example("keywords").join(library_file("keywords")),
        TAGGED,
        "words = [\"the\", \"a\", \"й\"]",
    );
}
