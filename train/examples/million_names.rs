//! How long a gazetteer of a million names takes to compile, to open and to look into.
//!
//! ```text
//! cargo run --release -p chaffinch-train --example million_names [NAMES]
//! ```
//!
//! The names are made up: two or three words of made-up syllables. Opening is measured on a mapped file whose pages the system may
//! already hold, as when a second process opens it.

#![allow(clippy::print_stdout)]

use chaffinch_entities::Entities;
use chaffinch_entities::gazetteer::{Source, compile};
use pipeline_core::config::PipelineConfig;
use pipeline_core::{BuiltIn, Document, Env, Outcome, Pipeline, Planner, Registry, SharedBytes, Workers};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Names in the text that is looked into.
const LOOKED_UP: u64 = 20_000;

/// Files below a folder, mapped.
struct Mapped(PathBuf);

impl Env for Mapped {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|e| e.to_string())
    }

    fn read_shared(&self, path: &str) -> Result<SharedBytes, String> {
        chaffinch_io::map(&self.0.join(path)).map_err(|e| e.to_string())
    }
}

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1).map(String::as_str) {
        Some("open") => use_it(&args[2..]),
        count => make_it(count.unwrap_or("1000000")),
    }
}

/// Compiles, then starts a process that opens the file: this one's allocator is busy with what compiling left behind.
fn make_it(count: &str) -> Result<(), String> {
    let total: u64 = count.parse().map_err(|_| "NAMES is no number")?;
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut lines = "@org\n".to_owned();
    (0..total).for_each(|n| lines.push_str(&(name(n) + "\n")));
    let source = Source { path: "made-up.txt".to_owned(), bytes: lines.into_bytes() };
    let start = Instant::now();
    let made = compile(&[source]).map_err(|e| e.to_string())?;
    println!("{count} names: {} bytes, compiled in {:.2} s", made.file.len(), start.elapsed().as_secs_f64());
    put(&folder.path().join("names.bin"), &made.file).map_err(|e| e.to_string())?;
    let this = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut opener = Command::new(this);
    let status = opener.arg("open").arg(folder.path()).arg(count).status().map_err(|e| e.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("opening ended with {status}")) }
}

fn use_it(args: &[String]) -> Result<(), String> {
    let [folder, count] = args else { return Err("expected a folder and a number".to_owned()) };
    let count: u64 = count.parse().map_err(|_| "NAMES is no number")?;
    let env = Mapped(PathBuf::from(folder));
    let mut pipeline = None;
    for _ in 0..5 {
        let start = Instant::now();
        pipeline = Some(open(&env)?);
        println!("opened in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    }
    pipeline.map_or(Ok(()), |p| look(&p, (count / LOOKED_UP).max(1)))
}

/// Writes and waits for the disk, so that this is not measured with what follows.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Runs over a text that holds every `step`th name.
fn look(pipeline: &Pipeline, step: u64) -> Result<(), String> {
    let text = (0..LOOKED_UP).fold(String::new(), |mut text, n| {
        let _ = write!(text, "They sold {} on Monday. ", name(n * step));
        text
    });
    for round in 1..=2 {
        let doc = Document::new("doc", &*text, pipeline.labels()).map_err(|e| e.to_string())?;
        let start = Instant::now();
        let outcome = pipeline.process_one(doc, &mut Workers::default());
        let time = start.elapsed().as_secs_f64();
        let Outcome::Written(doc) = outcome else { return Err("the document was not written".to_owned()) };
        let found = doc.layer("entities").map_or(0, pipeline_core::Layer::len);
        #[allow(clippy::cast_precision_loss, reason = "a rate to print")]
        let rate = text.len() as f64 / time / 1e6;
        println!("round {round}, {LOOKED_UP} of them in a text: {found} found, {rate:.1} MB/s");
    }
    Ok(())
}

fn open(env: &Mapped) -> Result<Pipeline, String> {
    static KIND: BuiltIn<Entities> = BuiltIn::NEW;
    let text = "[[stage]]\nuse = \"entities\"\nnames = \"names.bin\"\n";
    let config =
        PipelineConfig::parse("million.toml", text, &[]).map_err(|_| "the configuration is wrong")?;
    let registry = Registry::new(&[&KIND]);
    let plan = Planner { registry: &registry, env }.plan(&config);
    plan.map(|p| p.1).map_err(|d| d.iter().map(|d| config.sources.render(d)).collect())
}

/// A made-up name, another one for every number.
fn name(n: u64) -> String {
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let middle = if n.is_multiple_of(3) { format!("{} ", word(mixed >> 40)) } else { String::new() };
    format!("{} {middle}{}", word(mixed >> 20), word(n))
}

fn word(mut n: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu", "xa"];
    let mut word = String::new();
    for _ in 0..5 {
        word.push_str(SYLLABLES[usize::try_from(n % 16).unwrap_or(0)]);
        n /= 16;
    }
    word[..1].to_uppercase() + &word[1..]
}
