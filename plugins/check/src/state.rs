//! The state of this process: what a plugin has to leave as it was.

use std::collections::BTreeMap;
use std::fmt;

/// What the number of threads is called.
pub(crate) const THREADS: &str = "the number of threads";

/// A snapshot: what, and how it is.
pub(crate) struct State(BTreeMap<String, String>);

/// A difference between two snapshots.
pub(crate) struct Change {
    pub(crate) what: String,
    was: String,
    is: String,
    /// Whether the runtime of a language may change it when it is loaded.
    pub(crate) is_of_a_runtime: bool,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, was, is, .. } = self;
        write!(f, "{what}: was {was}, is now {is}")
    }
}

impl State {
    /// How things are; `None` where the system does not say.
    pub(crate) fn now() -> Option<Self> {
        let mut all = BTreeMap::from([
            ("the working directory".to_owned(), directory()),
            ("the rounding mode".to_owned(), arithmetic()),
        ]);
        system::read(&mut all)?;
        Some(Self(all))
    }

    /// A number in it.
    pub(crate) fn number(&self, what: &str) -> Option<usize> {
        self.0.get(what)?.parse().ok()
    }

    /// What is different later.
    pub(crate) fn changes(&self, later: &Self) -> Vec<Change> {
        let keys = self.0.keys().chain(later.0.keys().filter(|k| !self.0.contains_key(*k)));
        let told =
            |state: &Self, key: &String| state.0.get(key).cloned().unwrap_or_else(|| "not there".to_owned());
        let change = |what: &String| {
            let runtime = ["signal", "file descriptor", THREADS];
            let is_of_a_runtime = runtime.iter().any(|r| what.contains(r));
            Change { what: what.clone(), was: told(self, what), is: told(later, what), is_of_a_runtime }
        };
        keys.map(change).filter(|c| c.was != c.is).collect()
    }
}

fn directory() -> String {
    std::env::current_dir().map_or_else(|e| e.to_string(), |d| format!("`{}`", d.display()))
}

/// Rounding mode and treatment of small numbers, as they show in sums.
fn arithmetic() -> String {
    let hidden = std::hint::black_box::<f64>;
    let tiny = f64::EPSILON / 4.0;
    let up = hidden(1.0) + hidden(tiny) > 1.0;
    let down = hidden(-1.0) - hidden(tiny) < -1.0;
    let zero = hidden(f64::MIN_POSITIVE) / hidden(2.0) == 0.0;
    let mode = match (up, down, hidden(1.0) - hidden(tiny) < 1.0) {
        (false, false, false) => "to nearest",
        (true, _, _) => "upward",
        (_, true, _) => "downward",
        _ => "towards zero",
    };
    format!("{mode}{}", if zero { ", small numbers are 0" } else { "" })
}

/// The memory of this process that is in use, in bytes.
pub(crate) fn memory() -> Option<usize> {
    system::memory()
}

#[cfg(unix)]
mod system {
    use std::collections::BTreeMap;
    use std::ffi::CStr;
    use std::path::Path;

    pub(super) fn read(all: &mut BTreeMap<String, String>) -> Option<()> {
        all.insert("the locale".to_owned(), locale());
        for signal in 1..=64 {
            if let Some(handler) = handler(signal) {
                all.insert(format!("the handler of signal {}", name(signal)), handler);
            }
        }
        if Path::new("/proc/self/task").exists() {
            let threads = std::fs::read_dir("/proc/self/task").ok()?.count();
            all.insert(super::THREADS.to_owned(), threads.to_string());
            all.extend(open_files()?);
        }
        Some(())
    }

    fn locale() -> String {
        // SAFETY: without a new locale the call only asks; the text is copied before another can change it.
        unsafe {
            let locale = libc::setlocale(libc::LC_ALL, std::ptr::null());
            if locale.is_null() {
                "unknown".to_owned()
            } else {
                CStr::from_ptr(locale).to_string_lossy().into_owned()
            }
        }
    }

    fn handler(signal: libc::c_int) -> Option<String> {
        // SAFETY: without a new action the call only asks, into a structure that is valid.
        let action = unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            (libc::sigaction(signal, std::ptr::null(), &raw mut action) == 0).then_some(action)?
        };
        Some(match action.sa_sigaction {
            libc::SIG_DFL => "the default".to_owned(),
            libc::SIG_IGN => "to ignore it".to_owned(),
            function => format!("a function at {function:#x}"),
        })
    }

    fn name(signal: libc::c_int) -> String {
        let known = match signal {
            libc::SIGHUP => "SIGHUP",
            libc::SIGINT => "SIGINT",
            libc::SIGQUIT => "SIGQUIT",
            libc::SIGILL => "SIGILL",
            libc::SIGABRT => "SIGABRT",
            libc::SIGBUS => "SIGBUS",
            libc::SIGFPE => "SIGFPE",
            libc::SIGUSR1 => "SIGUSR1",
            libc::SIGUSR2 => "SIGUSR2",
            libc::SIGSEGV => "SIGSEGV",
            libc::SIGPIPE => "SIGPIPE",
            libc::SIGALRM => "SIGALRM",
            libc::SIGTERM => "SIGTERM",
            libc::SIGCHLD => "SIGCHLD",
            other => return other.to_string(),
        };
        known.to_owned()
    }

    fn open_files() -> Option<Vec<(String, String)>> {
        let folder = std::fs::read_dir("/proc/self/fd").ok()?;
        let own = format!("/proc/{}/fd", std::process::id());
        let entries = folder.flatten().filter_map(|entry| {
            let to = std::fs::read_link(entry.path()).ok()?;
            let number = entry.file_name().to_string_lossy().into_owned();
            // The folder that is being read.
            (to != Path::new(&own)).then(|| (format!("file descriptor {number}"), to.display().to_string()))
        });
        Some(entries.collect())
    }

    pub(super) fn memory() -> Option<usize> {
        let pages: usize =
            std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
        // SAFETY: `sysconf` has no conditions.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        pages.checked_mul(usize::try_from(page).ok()?)
    }
}

#[cfg(not(unix))]
mod system {
    use std::collections::BTreeMap;

    pub(super) fn read(_: &mut BTreeMap<String, String>) -> Option<()> {
        None
    }

    pub(super) fn memory() -> Option<usize> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{State, arithmetic};

    #[test]
    fn arithmetic_is_as_it_should_be() {
        assert_eq!(arithmetic(), "to nearest");
    }

    #[cfg(unix)]
    #[test]
    fn a_change_is_seen() {
        let before = State::now();
        let mut after = State::now();
        if let (Some(before), Some(after)) = (&before, &mut after) {
            after.0.insert("the locale".to_owned(), "another".to_owned());
            let changes: Vec<String> = before.changes(after).iter().map(|c| c.what.clone()).collect();
            assert!(changes.contains(&"the locale".to_owned()), "{changes:?}");
        }
    }
}
