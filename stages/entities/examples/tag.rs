//! Tags documents from standard input, separated by the control character U+001E, for measuring by eye or by script.
//!
//! ```text
//! cargo run --release -p chaffinch-entities --example tag < articles.txt     # document, start, end, label, score, id, actor, text
//! cargo run --release -p chaffinch-entities --example tag -- --time < articles.txt
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr)]

use chaffinch_entities::Entities;
use pipeline_core::config::PipelineConfig;
use pipeline_core::{BuiltIn, Document, NoFiles, Outcome, Pipeline, Planner, Registry, Workers};
use std::io::{Read, Write};
use std::time::Instant;

fn main() -> Result<(), String> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).map_err(|e| e.to_string())?;
    let built = Instant::now();
    let pipeline = pipeline()?;
    eprintln!("built in {:.1} ms", built.elapsed().as_secs_f64() * 1e3);
    if std::env::args().any(|a| a == "--time") {
        return time(&pipeline, &input);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut workers = Workers::default();
    for (number, text) in input.split('\u{1e}').enumerate() {
        write(&mut out, number, &tag(&pipeline, text, &mut workers)?).map_err(|e| e.to_string())?;
    }
    Ok(())
}

fn pipeline() -> Result<Pipeline, String> {
    static KIND: BuiltIn<Entities> = BuiltIn::NEW;
    let config = PipelineConfig::parse("tag.toml", "[[stage]]\nuse = \"entities\"\nmin_score = 0.5\n", &[])
        .map_err(|_| "config")?;
    let registry = Registry::new(&[&KIND]);
    let plan = Planner { registry: &registry, env: &NoFiles }.plan(&config);
    plan.map(|p| p.1).map_err(|d| d.iter().map(|d| config.sources.render(d)).collect())
}

fn tag(pipeline: &Pipeline, text: &str, workers: &mut Workers) -> Result<Document, String> {
    let doc = Document::new("tag", text, pipeline.labels()).map_err(|e| e.to_string())?;
    match pipeline.process_one(doc, workers) {
        Outcome::Written(doc) => Ok(*doc),
        _ => Err("not written".to_owned()),
    }
}

fn write(out: &mut impl Write, number: usize, doc: &Document) -> std::io::Result<()> {
    let Some(layer) = doc.layer("entities") else { return Ok(()) };
    for (row, span) in layer.spans().iter().enumerate() {
        let at = |name: &str| layer.str(name).and_then(|c| c.get(row)).unwrap_or("-");
        let text = doc.text()[span.range()].replace(['\n', '\t'], " ");
        let (label, score) = (doc.label_name(span.label()), span.score().unwrap_or(0.0));
        writeln!(
            out,
            "{number}\t{}\t{}\t{label}\t{score:.2}\t{}\t{}\t{text}",
            span.start(),
            span.end(),
            at("id"),
            at("actor")
        )?;
    }
    Ok(())
}

fn time(pipeline: &Pipeline, input: &str) -> Result<(), String> {
    let mut workers = Workers::default();
    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        for text in input.split('\u{1e}') {
            tag(pipeline, text, &mut workers)?;
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    #[allow(clippy::cast_precision_loss, reason = "a rate to print")]
    let rate = input.len() as f64 / best / 1e6;
    println!("{} bytes, {best:.3} s, {rate:.1} MB/s", input.len());
    Ok(())
}
