//! `chaffinch plugin check`: holds a plugin to what it promises.
//!
//! Each test runs in a process of its own, this program with `--one TEST`: a plugin that crashes,
//! exits or never returns fails that test and no other. The child prints its report behind a mark,
//! so that what the plugin prints is told from it.

use super::by_hand;
use crate::args::PluginCheckArgs;
use crate::failure::{Exit, Failure};
use chaffinch_plugin_check::{Given, Outcome, Report, SPEED, TESTS, Target, run_one};
use serde_json::json;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Stands before the report of a child.
const MARK: &str = "\u{1}chaffinch-report ";

pub(crate) fn check(args: &PluginCheckArgs) -> Result<Exit, Failure> {
    by_hand(&args.library)?;
    let target = Target { library: args.library.clone(), given: given(args)?, full: args.full };
    if let Some(name) = &args.one {
        return one(name, &target);
    }
    if let Some(unknown) = args.test.iter().find(|t| TESTS.iter().all(|known| known.name != **t)) {
        let known: Vec<&str> = TESTS.iter().map(|t| t.name).collect();
        let message = format!("there is no test `{unknown}`; the tests are {}", known.join(", "));
        return Err(Failure::new(Exit::Usage, message));
    }
    let wanted = |name: &str| args.test.is_empty() || args.test.iter().any(|t| t == name);
    let mut done = Vec::new();
    for test in TESTS.iter().filter(|t| wanted(t.name)) {
        let start = Instant::now();
        let report = run(test.name, args)?;
        done.push(Done { test: test.name, summary: test.summary, report, spent: start.elapsed() });
    }
    let sound = done.iter().all(|d| d.report.result != Outcome::Failed);
    let speed = if sound && args.test.is_empty() { run(SPEED, args)?.notes } else { Vec::new() };
    let text = if args.json { as_json(args, &done, &speed) } else { as_text(&done, &speed) };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(if sound { Exit::Done } else { Exit::Partly })
}

fn given(args: &PluginCheckArgs) -> Result<Given, Failure> {
    let Some(path) = &args.options else { return Ok(Given::default()) };
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| {
        let exit = if e.kind() == std::io::ErrorKind::NotFound { Exit::NoInput } else { Exit::Io };
        Failure::new(exit, format!("cannot read the options `{shown}`: {e}"))
    })?;
    let base = path.parent().unwrap_or(Path::new("."));
    Given::parse(&shown, &text, base).map_err(|message| Failure::new(Exit::Config, message))
}

/// The child's side.
fn one(name: &str, target: &Target) -> Result<Exit, Failure> {
    let Some(report) = run_one(name, target) else {
        return Err(Failure::new(Exit::Usage, format!("there is no test `{name}`")));
    };
    let report = serde_json::to_string(&report).unwrap_or_default();
    std::io::stdout().write_all(format!("\n{MARK}{report}\n").as_bytes())?;
    Ok(Exit::Done)
}

/// A test that was run.
struct Done {
    test: &'static str,
    summary: &'static str,
    report: Report,
    spent: Duration,
}

/// Runs a test in a process of its own.
fn run(test: &str, args: &PluginCheckArgs) -> Result<Report, Failure> {
    let limit = Duration::from_secs(if args.full { 600 } else { 60 });
    let cannot = |e: std::io::Error| Failure::new(Exit::Io, format!("cannot run test `{test}`: {e}"));
    let mut child = command(test, args).map_err(cannot)?.spawn().map_err(cannot)?;
    let (stdout, stderr) = (read(child.stdout.take()), read(child.stderr.take()));
    let status = wait(&mut child, limit).map_err(cannot)?;
    let (stdout, stderr) = (all(&stdout), all(&stderr));
    let Some((printed, report)) = stdout.rsplit_once(MARK) else {
        return Ok(Report::failed(ended(status, limit, &stderr)));
    };
    let (json, after) = report.split_once('\n').unwrap_or((report, ""));
    let mut report: Report =
        serde_json::from_str(json).unwrap_or_else(|e| Report::failed(format!("the report is broken: {e}")));
    if !printed.trim().is_empty() || !after.trim().is_empty() {
        report.result = Outcome::Failed;
        report.findings.push(
            "the plugin prints to standard output, where records may go; expected nothing there: use `log` of the host".to_owned(),
        );
    }
    Ok(report)
}

fn command(test: &str, args: &PluginCheckArgs) -> std::io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["plugin", "check"]).arg(&args.library).args(["--one", test]);
    if let Some(options) = &args.options {
        command.arg("--options").arg(options);
    }
    if args.full {
        command.arg("--full");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Ok(command)
}

/// Reads a pipe on a thread of its own.
fn read(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is what there is.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        // Nobody waits for it any more.
        let _ = send.send(bytes);
    });
    receive
}

/// What came through a pipe; nothing while another process, that the plugin started, has it open.
fn all(pipe: &Receiver<Vec<u8>>) -> String {
    let bytes = pipe.recv_timeout(Duration::from_secs(2)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// How the child ended; `None` when it had to be ended.
fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Why a child ended without a report: the host's last words, if it had any.
fn ended(status: Option<ExitStatus>, limit: Duration, stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().filter(|l| !l.trim().is_empty()).collect();
    let words = lines.iter().rev().find_map(|l| l.strip_prefix("error: "));
    if let Some(words) = words {
        // What follows is advice for people who run the plugin.
        let end = words.find("; with `isolate").or_else(|| words.find(". With `isolate"));
        return words[..end.unwrap_or(words.len())].to_owned();
    }
    let how = match status {
        None => format!("did not end within {} s", limit.as_secs()),
        Some(status) => how(status),
    };
    let tail = lines[lines.len().saturating_sub(2)..].join("\n  ");
    match tail.as_str() {
        "" => format!("the process of the test {how}"),
        tail => format!("the process of the test {how}:\n  {tail}"),
    }
}

#[cfg(unix)]
fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        Some(4) => "crashed (SIGILL)".to_owned(),
        Some(6) => "crashed (SIGABRT)".to_owned(),
        Some(7) => "crashed (SIGBUS)".to_owned(),
        Some(8) => "crashed (SIGFPE)".to_owned(),
        Some(9) => "was killed (SIGKILL)".to_owned(),
        Some(11) => "crashed (SIGSEGV)".to_owned(),
        Some(signal) => format!("was ended by signal {signal}"),
        None => format!("exited with code {} and no report", status.code().unwrap_or(-1)),
    }
}

#[cfg(not(unix))]
fn how(status: ExitStatus) -> String {
    format!("exited with code {} and no report", status.code().unwrap_or(-1))
}

fn as_text(done: &[Done], speed: &[String]) -> String {
    let width = done.iter().map(|d| d.test.len()).max().unwrap_or(0);
    let mut text = format!("{:<width$}  result   found\n", "test");
    for Done { test, summary, report, .. } in done {
        let Report { result, findings, notes } = report;
        let told = if findings.is_empty() { notes } else { findings };
        let fallback = [(*summary).to_owned()];
        let told = if told.is_empty() { &fallback[..] } else { told };
        for (at, line) in told.iter().flat_map(|t| t.lines()).enumerate() {
            let (test, result) = if at == 0 { (*test, result.name()) } else { ("", "") };
            text += format!("{test:<width$}  {result:<7}  {line}").trim_end();
            text.push('\n');
        }
    }
    let count = |outcome| done.iter().filter(|d| d.report.result == outcome).count();
    let (passed, failed, skipped) = (count(Outcome::Passed), count(Outcome::Failed), count(Outcome::Skipped));
    text += &format!("\n{passed} passed, {failed} failed, {skipped} skipped\n");
    speed.iter().for_each(|line| text += &format!("{line}\n"));
    text
}

fn as_json(args: &PluginCheckArgs, done: &[Done], speed: &[String]) -> String {
    let one = |d: &Done| {
        json!({
            "test": d.test,
            "summary": d.summary,
            "result": d.report.result.name(),
            "findings": d.report.findings,
            "notes": d.report.notes,
            "seconds": (d.spent.as_secs_f64() * 1e3).round() / 1e3,
        })
    };
    let passed = done.iter().all(|d| d.report.result != Outcome::Failed);
    let tests: Vec<_> = done.iter().map(one).collect();
    let library = args.library.display().to_string();
    format!("{:#}\n", json!({"library": library, "passed": passed, "tests": tests, "speed": speed}))
}
