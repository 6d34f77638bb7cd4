//! How long cleaning takes on the worst cases, at sizes that double.
//!
//! ```text
//! cargo run --release -p chaffinch-checks --example worst_cases -- [FILTER] [--bytes N] [--doublings N] [--pages N]
//! ```
//!
//! Each measurement is a process of its own (this program again), so that its peak memory is its own. Seconds are the
//! processor's, where the kernel tells them (Linux), so that a busy machine does not matter much. The ratio is time over
//! time at half the size: 2 is linear. `!` marks a ratio above 2.5 at the largest doubling, and less than
//! 5 MB/s. `--pages` is the size to which the family `page` is doubled (50 MB unless said otherwise).
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

use std::process::{Command, ExitCode};
use std::time::Instant;

use chaffinch_checks::{cleaner, worst};
use pipeline_core::{Document, Outcome, Workers};

/// A ratio above this is marked.
const TOO_STEEP: f64 = 2.5;
/// A speed below this is marked, in MB/s.
const TOO_SLOW: f64 = 5.0;
/// A case that took so long is not doubled any more, in seconds.
const ENOUGH: f64 = 30.0;
/// Sizes that take less are measured again, and the fastest counts, in seconds.
const SHORT: f64 = 1.0;

/// The kernel's account of the processor is behind by some milliseconds; of less than this it is not asked, in seconds.
const TICKS: f64 = 0.05;

struct Plan {
    filter: String,
    bytes: usize,
    doublings: usize,
    pages: usize,
}

/// One measurement.
#[derive(Clone, Copy)]
struct Measured {
    bytes: usize,
    seconds: f64,
    /// Memory at its peak, over what was in use before, in bytes.
    peak: f64,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.split_first() {
        Some((first, rest)) if first == "--one" => one(rest),
        _ => plan(&args).and_then(|plan| table(&plan)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn plan(args: &[String]) -> Result<Plan, String> {
    let mut plan = Plan { filter: String::new(), bytes: 1 << 20, doublings: 2, pages: 50 << 20 };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut number = || {
            let value = args.next().ok_or_else(|| format!("`{arg}` needs a number"))?;
            value.parse::<usize>().map_err(|e| format!("`{arg} {value}`: {e}"))
        };
        match arg.as_str() {
            "--bytes" => plan.bytes = number()?,
            "--doublings" => plan.doublings = number()?,
            "--pages" => plan.pages = number()?,
            filter => filter.clone_into(&mut plan.filter),
        }
    }
    Ok(plan)
}

fn table(plan: &Plan) -> Result<(), String> {
    println!("{:<30} {:>9} {:>9} {:>8} {:>8}  ratios", "case", "MB", "seconds", "MB/s", "mem/byte");
    for case in worst::cases().filter(|case| case.name.contains(&plan.filter)) {
        let measured = doubled(case.name, plan)?;
        let Some(last) = measured.last() else { continue };
        let ratios: Vec<f64> = measured.windows(2).map(|pair| pair[1].seconds / pair[0].seconds).collect();
        let speed = last.bytes as f64 / last.seconds / 1e6;
        let steep = ratios.last().is_some_and(|ratio| *ratio > TOO_STEEP);
        let mark = if steep || speed < TOO_SLOW { " !" } else { "" };
        let shown: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
        println!(
            "{:<30} {:>9.1} {:>9.3} {:>8.1} {:>8.1}  {}{mark}",
            case.name,
            last.bytes as f64 / 1e6,
            last.seconds,
            speed,
            last.peak / last.bytes as f64,
            shown.join(" "),
        );
    }
    Ok(())
}

/// The case at the first size, twice that, and so on.
fn doubled(name: &str, plan: &Plan) -> Result<Vec<Measured>, String> {
    let mut sizes: Vec<usize> = (0..=plan.doublings).map(|times| plan.bytes << times).collect();
    if name.starts_with("page/") {
        let more = (plan.doublings + 1..).map(|times| plan.bytes << times);
        sizes.extend(more.take_while(|bytes| *bytes < plan.pages));
        sizes.push(plan.pages);
        sizes.retain(|bytes| *bytes <= plan.pages);
        sizes.dedup();
    }
    let mut measured = Vec::new();
    for bytes in sizes {
        let mut best = measure(name, bytes)?;
        for _ in 0..2 {
            if best.seconds < SHORT {
                let again = measure(name, bytes)?;
                best.seconds = best.seconds.min(again.seconds);
            }
        }
        measured.push(best);
        if best.seconds > ENOUGH {
            break;
        }
    }
    Ok(measured)
}

fn measure(name: &str, bytes: usize) -> Result<Measured, String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let output = Command::new(program).args(["--one", name, &bytes.to_string()]).output();
    let output = output.map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().map_while(|word| word.parse().ok()).collect();
    match numbers[..] {
        [seconds, peak] if output.status.success() => Ok(Measured { bytes, seconds, peak }),
        _ => Err(format!(
            "{name} at {bytes} bytes failed ({}): {text}{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// Cleans one case at one size; prints seconds and bytes of memory.
fn one(args: &[String]) -> Result<(), String> {
    let [name, bytes] = args else { return Err("`--one` needs a case and a size".to_owned()) };
    let bytes = bytes.parse().map_err(|e| format!("`{bytes}`: {e}"))?;
    let case = worst::find(name).ok_or_else(|| format!("no case `{name}`"))?;
    let pipeline = cleaner(case.syntax)?;
    let document = Document::new("worst", case.make(bytes), pipeline.labels()).map_err(|e| e.to_string())?;
    let mut workers = Workers::default();
    let small = Document::new("warm", case.make(1000), pipeline.labels()).map_err(|e| e.to_string())?;
    pipeline.process_one(small, &mut workers);
    forget_peak();
    let before = memory("VmRSS:");
    let (begin, busy) = (Instant::now(), processor_seconds());
    let outcome = pipeline.process_one(document, &mut workers);
    let elapsed = begin.elapsed().as_secs_f64();
    let processor = processor_seconds().zip(busy).map(|(after, before)| after - before);
    let seconds = processor.filter(|_| elapsed > TICKS).unwrap_or(elapsed);
    let peak = (memory("VmHWM:") - before).max(0.0);
    if let Outcome::Quarantined(bad) = outcome {
        return Err(format!("quarantined by `{}`: {}", bad.stage, bad.reason));
    }
    println!("{seconds} {peak}");
    Ok(())
}

/// What this thread has had of the processor; `None` where the kernel does not say.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Making the input took memory too: the kernel is asked to begin anew, where it can be.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// A line of the kernel's account of this process, in bytes; 0 where there is none.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|l| l.strip_prefix(line));
    let kilobytes = found.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}
