//! Byte-identity: the same records, quarantine and part boundaries at any number of threads, and
//! from run to run.

use crate::{ran_in, root};
use std::collections::BTreeMap;
use std::path::Path;

fn run_directory(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(dir).expect("a run directory").map(|entry| entry.expect("readable").path());
    let mut all: BTreeMap<String, Vec<u8>> = files
        .map(|path| {
            (
                path.file_name().expect("named").to_string_lossy().into_owned(),
                std::fs::read(&path).expect("readable"),
            )
        })
        .collect();
    let manifest: serde_json::Value = serde_json::from_slice(&all["manifest.json"]).expect("JSON");
    let mut manifest = manifest.as_object().expect("an object").clone();
    manifest.remove("run").expect("times and threads are under `run`");
    all.insert("manifest.json".into(), serde_json::to_vec(&manifest).expect("JSON"));
    all
}

#[test]
fn output_does_not_depend_on_threads() {
    let dir = tempfile::tempdir().expect("a folder");
    let seeds = root().join("seeds");
    let config = root().join("config/news.toml");
    let runs: Vec<_> = ["1", "2", "8", "2"]
        .iter()
        .enumerate()
        .map(|(i, threads)| {
            let out = dir.path().join(format!("out{i}"));
            let out_arg = format!("{}/", out.display());
            let args = [
                "run",
                &config.to_string_lossy(),
                &seeds.to_string_lossy(),
                "-o",
                &out_arg,
                "--threads",
                threads,
                "--set",
                "output.part_bytes=100000",
            ];
            let ran = ran_in(dir.path(), &args);
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            run_directory(&out)
        })
        .collect();
    assert!(runs[0].len() > 4, "several parts: {:?}", runs[0].keys());
    for other in &runs[1..] {
        assert_eq!(runs[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, bytes) in &runs[0] {
            assert!(bytes == &other[name], "{name} differs");
        }
    }
}

#[test]
fn every_ledger_run_is_verbatim_source() {
    let config = root().join("config/news.toml");
    let ran = ran_in(&root(), &["run", &config.to_string_lossy(), "seeds", "--set", "output.offsets=byte"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let records = crate::lines(&ran.stdout);
    assert_eq!(records.len(), 12);
    let mut compared = 0;
    for record in records.iter().filter(|r| r["meta"]["charset"] == "utf-8") {
        let path = root().join("seeds").join(record["meta"]["path"].as_str().expect("a path"));
        let source = std::fs::read(path).expect("readable");
        let source = source.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&source);
        let text = record["text"].as_str().expect("text").as_bytes();
        assert_eq!(record["source_length"], source.len(), "{}", record["id"]);
        let mut last = (0, 0);
        for run in record["ledger"].as_array().expect("a ledger") {
            let [t, s, len] =
                [0, 1, 2].map(|i| usize::try_from(run[i].as_u64().expect("a number")).expect("small"));
            assert!(t >= last.0 && s >= last.1, "runs increase");
            assert_eq!(text[t..t + len], source[s..s + len]);
            last = (t + len, s + len);
            compared += len;
        }
    }
    assert!(compared > 10_000, "{compared} bytes compared");
}
