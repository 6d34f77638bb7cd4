//! Temporary.
#![allow(clippy::print_stderr, missing_docs)]
use chaffinch_entities::gazetteer::{Source, compile};
fn main() -> Result<(), String> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let out = args.pop().ok_or("out")?;
    let sources: Vec<Source> = args
        .iter()
        .map(|p| Ok(Source { path: p.clone(), bytes: std::fs::read(p).map_err(|e| e.to_string())? }))
        .collect::<Result<_, String>>()?;
    let start = std::time::Instant::now();
    let made = compile(&sources).map_err(|e| e.to_string())?;
    eprintln!("{:?} {} bytes {:?}", start.elapsed(), made.file.len(), made.facts);
    std::fs::write(out, made.file).map_err(|e| e.to_string())
}
