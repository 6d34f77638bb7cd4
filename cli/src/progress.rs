//! Progress of a run: bars on a terminal (one of the whole, one a stage, with rate and time
//! left), a plain line now and then elsewhere, a JSON line with `--log-format json`.

use crate::log;
use indicatif::{ProgressBar, ProgressStyle};
use pipeline_core::Pipeline;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

const REDRAW: Duration = Duration::from_millis(200);
const LINE_EVERY: Duration = Duration::from_secs(10);

/// What is done so far; updated by the thread that writes.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) documents: AtomicU64,
    pub(crate) bytes: AtomicU64,
}

/// How progress is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Bars,
    Lines,
}

/// Shows progress while `work` runs. `total` is the input's size in bytes, if known.
pub(crate) fn during<T>(
    quiet: bool,
    pipeline: &Pipeline,
    done: &Done,
    total: Option<u64>,
    work: impl FnOnce() -> T,
) -> T {
    let shown = match (quiet, std::io::stderr().is_terminal() && !log::is_json()) {
        (true, _) => Shown::Nothing,
        (false, true) => Shown::Bars,
        (false, false) => Shown::Lines,
    };
    if shown == Shown::Nothing {
        return work();
    }
    std::thread::scope(|scope| {
        // Dropping the sender, also on a panic of `work`, ends the other thread.
        let (ended, ending) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || match shown {
            Shown::Bars => bars(pipeline, done, total, &ending),
            _ => lines(done, total, &ending),
        });
        let result = work();
        drop(ended);
        result
    })
}

fn bars(pipeline: &Pipeline, done: &Done, total: Option<u64>, ending: &Receiver<()>) {
    let style = |template: &str| {
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
    };
    let width = pipeline.stage_names().map(str::len).max().unwrap_or(0).max("all".len());
    let bar = |name: &str, template: &str| {
        let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
        let bar = log::bars().add(bar.with_style(style(template)));
        bar.set_prefix(format!("{name:<width$}"));
        bar
    };
    let whole = bar("all", "{prefix} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} eta {eta} {msg}");
    let stages: Vec<ProgressBar> = pipeline
        .stage_names()
        .map(|n| bar(n, "{prefix} {wide_bar:.dim} {msg:>12} a thread, eta {eta}"))
        .collect();
    while matches!(ending.recv_timeout(REDRAW), Err(RecvTimeoutError::Timeout)) {
        whole.set_position(done.bytes.load(Relaxed));
        whole.set_message(format!("{} documents", done.documents.load(Relaxed)));
        for (bar, stats) in stages.iter().zip(pipeline.stats().stages) {
            bar.set_position(stats.bytes);
            bar.set_message(format!("{:.1} MB/s", stats.mb_per_second()));
        }
    }
    stages.iter().chain([&whole]).for_each(ProgressBar::finish_and_clear);
}

#[expect(clippy::cast_precision_loss, reason = "rates for people")]
fn lines(done: &Done, total: Option<u64>, ending: &Receiver<()>) {
    let start = Instant::now();
    while matches!(ending.recv_timeout(LINE_EVERY), Err(RecvTimeoutError::Timeout)) {
        let (documents, bytes) = (done.documents.load(Relaxed), done.bytes.load(Relaxed));
        let rate = bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
        let left = total.filter(|t| *t > bytes && rate > 0.0).map(|t| (t - bytes) as f64 / 1e6 / rate);
        let eta = left.map_or_else(String::new, |s| format!(", {s:.0} s left"));
        let message = format!("{documents} documents, {:.1} MB, {rate:.1} MB/s{eta}", bytes as f64 / 1e6);
        let fields = serde_json::json!({"documents": documents, "bytes": bytes, "mb_per_second": rate, "seconds_left": left});
        log::figures(&message, &fields);
    }
}

/// Set by Ctrl-C; the reader stops, what is in flight is written, and the command ends.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static HANDLER: Mutex<bool> = Mutex::new(false);

/// From now on the first Ctrl-C asks to stop, the second stops at once.
pub(crate) fn catch_interrupts() {
    let mut installed = HANDLER.lock().unwrap_or_else(|e| e.into_inner());
    if std::mem::replace(&mut *installed, true) {
        return;
    }
    let result = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Relaxed) {
            std::process::exit(crate::failure::Exit::Interrupted as i32);
        }
        log::warning("stopping; finishing the documents in flight (press Ctrl-C again to stop at once)");
    });
    if let Err(e) = result {
        log::warning(&format!("Ctrl-C cannot be caught: {e}"));
    }
}

pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Relaxed)
}
