//! The other commands.

use crate::{SEGMENT, folder, lines, ran_in, root};

#[test]
fn init_makes_a_project_that_runs() {
    let dir = folder(&[]);
    let init = ran_in(dir.path(), &["init", "news"]);
    assert_eq!(init.code, 0, "{}", init.stderr);
    assert_eq!(ran_in(dir.path(), &["check", "news/pipeline.toml"]).code, 0);
    let test = ran_in(dir.path(), &["test", "news/pipeline.toml"]);
    assert_eq!((test.code, &*test.stdout), (0, "news/pipeline.toml: 1 test passed\n"), "{}", test.stderr);
    let run = ran_in(dir.path(), &["run", "news/pipeline.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(lines(&run.stdout).len(), 2);
    assert!(run.stdout.contains("port-authority"), "actors.toml is used");
    let again = ran_in(dir.path(), &["init", "news"]);
    assert_eq!(again.code, 2, "nothing is overwritten");
    assert!(again.stderr.contains("pipeline.toml"), "{}", again.stderr);
}

#[test]
fn stages_lists_every_stage_and_its_options() {
    let list = ran_in(&root(), &["stages"]);
    for name in
        ["clean", "templates", "langid", "quality", "dedup", "segment", "entities", "quotes", "stance"]
    {
        assert!(list.stdout.contains(name), "{name}");
        let one = ran_in(&root(), &["stages", name]);
        assert_eq!(one.code, 0);
        assert!(one.stdout.contains(&format!("use = \"{name}\"")), "{}", one.stdout);
        // What it prints is a configuration that works.
        let toml: String = one.stdout.split_once("[[stage]]").expect("an example").1.to_owned();
        let dir = folder(&[("p.toml", format!("[[stage]]{toml}").as_bytes())]);
        let check = ran_in(dir.path(), &["check", "p.toml"]);
        assert_eq!(check.code, 0, "{}", check.stderr);
    }
    let wrong = ran_in(&root(), &["stages", "entitys"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("did you mean `entities`"), "{}", wrong.stderr);
}

#[test]
fn the_schema_has_every_stage() {
    let ran = ran_in(&root(), &["check", "--schema"]);
    let schema: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let stages = schema["properties"]["stage"]["items"]["oneOf"].as_array().expect("a list");
    let names: Vec<_> = stages.iter().filter_map(|s| s["properties"]["use"]["const"].as_str()).collect();
    assert_eq!(
        names,
        ["clean", "templates", "langid", "quality", "dedup", "segment", "entities", "quotes", "stance"]
    );
    let kept = std::fs::read_to_string(root().join("docs/pipeline.schema.json")).expect("in docs/");
    assert_eq!(
        ran.stdout, kept,
        "docs/pipeline.schema.json is stale: `chaffinch check --schema > docs/pipeline.schema.json`"
    );
}

#[test]
fn every_configuration_of_the_project_is_sound() {
    let folder = root().join("config");
    let files = std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path());
    let tomls: Vec<_> = files.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    assert!(!tomls.is_empty());
    for toml in tomls {
        let check = ran_in(&root(), &["check", &toml.to_string_lossy()]);
        assert_eq!(check.code, 0, "{}", check.stderr);
        let run = ran_in(&root(), &["run", &toml.to_string_lossy(), "seeds/001-border-talks.txt"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn defaults_are_those_of_config_news() {
    let dir = folder(&[("p.toml", crate::ALL)]);
    let config = dir.path().join("p.toml");
    let plain = ran_in(&root(), &["run", &config.to_string_lossy(), "seeds"]);
    let news = ran_in(&root(), &["run", "config/news.toml", "seeds"]);
    assert!(plain.stdout == news.stdout, "a stage without options gives the released behaviour");
}

#[test]
fn bench_measures_every_stage() {
    let dir = folder(&[("p.toml", SEGMENT), ("a.txt", b"One. Two.")]);
    let ran = ran_in(dir.path(), &["bench", "p.toml", "a.txt", "--passes", "1", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(report["stages"][0]["name"], "segment");
    assert_eq!(report["stages"][0]["documents"], 1);
}

#[test]
fn eval_scores_the_seeds() {
    for task in ["clean", "sentences", "tokens", "entities", "links", "quotes", "stance", "pairs"] {
        let ran = ran_in(&root(), &["eval", task, "seeds/gold", "--json"]);
        assert_eq!(ran.code, 0, "{task}: {}", ran.stderr);
        serde_json::from_str::<serde_json::Value>(&ran.stdout).expect("JSON");
    }
    let wrong = ran_in(&root(), &["eval", "entitis", "seeds/gold"]);
    assert_eq!(wrong.code, 2, "{}", wrong.stderr);
}

#[test]
fn shells_and_manual() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(ran_in(&root(), &["completions", shell]).stdout.contains("chaffinch"));
    }
    let man = ran_in(&root(), &["man"]).stdout;
    assert!(man.contains(".TH chaffinch") && man.contains("quarantine"), "{man}");
    for command in ["run", "check", "test", "stages", "init", "bench", "eval"] {
        let help = ran_in(&root(), &[command, "--help"]);
        assert_eq!(help.code, 0);
        assert!(help.stdout.contains("Usage:"), "{}", help.stdout);
    }
}

#[test]
fn pairs_of_the_corpus() {
    let dir = folder(&[("p.toml", crate::ALL)]);
    let seeds = root().join("seeds");
    let csv = |threads: &str, more: &[&str]| {
        let seeds = seeds.to_string_lossy();
        let run = ["run", "p.toml", &seeds, "-o", "out/", "--pairs", "pairs.csv", "--threads", threads];
        let ran = ran_in(dir.path(), &[&run, more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        std::fs::read_to_string(dir.path().join("pairs.csv")).expect("written")
    };
    let one = csv("1", &[]);
    assert!(one.starts_with("holder,target,month,outlet,score,label,for,against,neutral,"), "{one}");
    assert!(one.lines().filter(|l| l.contains(",all,all,")).count() > 5, "{one}");
    assert_eq!(csv("8", &["--fresh"]), one, "threads change nothing");
    std::fs::remove_file(dir.path().join("pairs.csv")).expect("it is there");
    assert_eq!(csv("2", &["--resume"]), one, "summed up from the records of a run that is done");
    assert!(!dir.path().join("pairs.csv.partial").exists());
}

#[test]
fn pairs_of_a_run_without_its_stances_cannot_go_on() {
    let dir = folder(&[("p.toml", crate::ALL), ("a.txt", b"One.")]);
    let run = [
        "run",
        "p.toml",
        "a.txt",
        "-o",
        "out/",
        "--pairs",
        "p.csv",
        "--resume",
        "--set",
        "output.layers=[\"quotes\"]",
    ];
    let ran = ran_in(dir.path(), &run);
    assert_eq!(ran.code, 78, "{}", ran.stderr);
    assert!(ran.stderr.contains("leaves out `stances`"), "{}", ran.stderr);
}

#[test]
fn messages_as_json() {
    let dir = folder(&[("p.toml", SEGMENT), ("a.txt", b"One.")]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt", "--log-format", "json"]);
    let messages = lines(&ran.stderr);
    assert!(messages.iter().any(|m| m["documents"] == 1), "{}", ran.stderr);
    let failed = ran_in(dir.path(), &["run", "p.toml", "b.txt", "--log-format", "json"]);
    assert_eq!(lines(&failed.stderr)[0]["level"], "error");
}
