//! When a plugin brings the process down, the last words name it: a handler for the signals of
//! a crash, and one for `exit`. Both do nothing but what a signal handler may: read the
//! [`Slot`](crate::watch::Slot) of this thread, `write`, `_exit`.
//!
//! Outside a plugin the handlers leave everything as it was before.

#[cfg(unix)]
pub(crate) use unix::install;

#[cfg(not(unix))]
pub(crate) fn install() {}

#[cfg(unix)]
mod unix {
    use crate::watch::{Slot, here};
    use libc::{c_int, c_void, siginfo_t};
    use std::sync::Once;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Exit code of an internal error.
    const INTERNAL: c_int = 70;

    const SIGNALS: [(c_int, &str); 5] = [
        (libc::SIGSEGV, "SIGSEGV"),
        (libc::SIGBUS, "SIGBUS"),
        (libc::SIGABRT, "SIGABRT"),
        (libc::SIGFPE, "SIGFPE"),
        (libc::SIGILL, "SIGILL"),
    ];

    /// What handled each signal before, to be put back.
    static mut BEFORE: [libc::sigaction; SIGNALS.len()] =
        // SAFETY: all-zero is the default action; replaced before any handler can run.
        unsafe { std::mem::zeroed() };
    static INSTALLED: AtomicBool = AtomicBool::new(false);

    /// Installs both handlers, once a process.
    pub(crate) fn install() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            for (at, (signal, _)) in SIGNALS.iter().enumerate() {
                // SAFETY: the handler is async-signal-safe, and `BEFORE` is written only here, under `Once`, before
                // `INSTALLED` lets a handler read it.
                unsafe {
                    let mut action: libc::sigaction = std::mem::zeroed();
                    action.sa_sigaction = crashed as *const () as usize;
                    action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
                    libc::sigemptyset(&raw mut action.sa_mask);
                    libc::sigaction(
                        *signal,
                        &raw const action,
                        (&raw mut BEFORE).cast::<libc::sigaction>().add(at),
                    );
                }
            }
            INSTALLED.store(true, Ordering::Release);
            // SAFETY: the function takes nothing and does not unwind.
            unsafe { libc::atexit(exited) };
        });
    }

    extern "C" fn crashed(signal: c_int, _: *mut siginfo_t, _: *mut c_void) {
        let known = SIGNALS.iter().position(|(s, _)| *s == signal);
        if let Some(slot) = here() {
            let name = known.map_or("a signal", |at| SIGNALS[at].1);
            last_words(slot, &["crashed (", name, ") on document `"]);
        }
        if let Some(at) = known.filter(|_| INSTALLED.load(Ordering::Acquire)) {
            // SAFETY: `BEFORE` is not written any more. The instruction runs again under the old handler.
            unsafe {
                libc::sigaction(
                    signal,
                    (&raw const BEFORE).cast::<libc::sigaction>().add(at),
                    std::ptr::null_mut(),
                );
            }
        }
    }

    extern "C" fn exited() {
        if let Some(slot) = here() {
            last_words(slot, &["called exit() on document `"]);
        }
    }

    /// Says who did what on which document, and ends the process.
    fn last_words(slot: &Slot, what: &[&str]) -> ! {
        let mut id = [0; 128];
        let len = slot.copy_id(&mut id);
        say(b"\nerror: ");
        say(slot.stage.as_bytes());
        say(b" ");
        for part in what {
            say(part.as_bytes());
        }
        say(&id[..len]);
        say(b"`, and the process cannot go on; with `isolate = true` on the stage, only that document would be lost\n");
        // SAFETY: ends the process without running anything.
        unsafe { libc::_exit(INTERNAL) }
    }

    fn say(bytes: &[u8]) {
        // SAFETY: the buffer is valid for its length; nothing can be done about a failure.
        let _ = unsafe { libc::write(2, bytes.as_ptr().cast(), bytes.len()) };
    }
}
