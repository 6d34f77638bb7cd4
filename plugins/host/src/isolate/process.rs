//! The host's side of one child process.

use super::wire::{Request, Response, frame};
use crate::manifest::Manifest;
use crate::trust::Trusted;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a child may take to load its library and make its stage.
const START: Duration = Duration::from_secs(60);
/// How long a child is given to end by itself.
const END: Duration = Duration::from_millis(300);

/// A child process that answers.
pub(crate) struct Child {
    process: std::process::Child,
    /// `None` once the child is to end.
    to: Option<ChildStdin>,
    from: ChildStdout,
    outgoing: Vec<u8>,
    incoming: Vec<u8>,
    pub(crate) manifest: String,
}

/// Why a child does not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gone {
    /// It took too long, and was killed.
    TimedOut,
    /// It died: how.
    Died(String),
}

impl std::fmt::Display for Gone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TimedOut => f.write_str("did not answer in time"),
            Self::Died(how) => f.write_str(how),
        }
    }
}

impl Child {
    /// Starts a child for a library.
    pub(crate) fn start(helper: &[OsString], file: &Trusted, memory_mb: Option<u64>) -> Result<Self, String> {
        let (program, first) =
            helper.split_first().ok_or("no program is known that could run it isolated")?;
        let mut command = Command::new(program);
        command.args(first).arg(&file.path).arg(&file.sha256);
        command.args(memory_mb.map(|m| m.to_string()));
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = spawned.map_err(|e| format!("cannot start a process for it: {e}"))?;
        let (Some(to), Some(from)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("cannot talk to its process".to_owned());
        };
        widen(&to);
        widen(&from);
        let mut child = Self {
            process,
            to: Some(to),
            from,
            outgoing: Vec::new(),
            incoming: Vec::new(),
            manifest: String::new(),
        };
        match child.receive(Some(Instant::now() + START)) {
            Ok(Response::Hello(manifest)) => child.manifest = manifest,
            Ok(Response::Unusable(message)) => return Err(message),
            Ok(other) => return Err(format!("its process said something else than hello: {other:?}")),
            Err(gone) => return Err(format!("its process {gone} while it was loaded")),
        }
        Ok(child)
    }

    /// Sends a request and waits for the answer; `aside` is given what comes before it, and may
    /// have something to send back.
    pub(crate) fn ask(
        &mut self,
        request: &Request<'_>,
        deadline: Option<Instant>,
        mut aside: impl FnMut(Response) -> Result<Option<Request<'static>>, Response>,
    ) -> Result<Response, Gone> {
        self.send(request)?;
        loop {
            match aside(self.receive(deadline)?) {
                Ok(None) => {}
                Ok(Some(more)) => self.send(&more)?,
                Err(answer) => return Ok(answer),
            }
        }
    }

    fn send(&mut self, request: &Request<'_>) -> Result<(), Gone> {
        let mut outgoing = std::mem::take(&mut self.outgoing);
        frame(request, &mut outgoing).map_err(Gone::Died)?;
        let sent = self.to.as_mut().map(|to| to.write_all(&outgoing));
        self.outgoing = outgoing;
        match sent {
            Some(Ok(())) => Ok(()),
            _ => Err(self.died()),
        }
    }

    fn receive(&mut self, deadline: Option<Instant>) -> Result<Response, Gone> {
        let mut length = [0; 4];
        self.fill(&mut length, deadline)?;
        let mut incoming = std::mem::take(&mut self.incoming);
        incoming.resize(u32::from_le_bytes(length) as usize, 0);
        self.fill(&mut incoming, deadline)?;
        let response = postcard::from_bytes(&incoming);
        self.incoming = incoming;
        response.map_err(|e| Gone::Died(format!("sent something that is no answer ({e})")))
    }

    fn fill(&mut self, mut to: &mut [u8], deadline: Option<Instant>) -> Result<(), Gone> {
        while !to.is_empty() {
            if !self.wait(deadline) {
                let _ = self.process.kill();
                let _ = self.process.wait();
                return Err(Gone::TimedOut);
            }
            match self.from.read(to) {
                Ok(0) => return Err(self.died()),
                Ok(n) => to = &mut to[n..],
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => return Err(self.died()),
            }
        }
        Ok(())
    }

    /// Whether there is something to read before the deadline.
    fn wait(&self, deadline: Option<Instant>) -> bool {
        let Some(deadline) = deadline else { return true };
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let milliseconds = i32::try_from(left.as_millis()).unwrap_or(i32::MAX);
            let fd = std::os::fd::AsRawFd::as_raw_fd(&self.from);
            let mut poll = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
            // SAFETY: one valid entry.
            let ready = unsafe { libc::poll(&raw mut poll, 1, milliseconds) };
            match ready {
                1.. => return true,
                0 if left.is_zero() => return false,
                _ => {}
            }
        }
    }

    fn died(&mut self) -> Gone {
        // Its end of the pipe is closed; it is ending, or has.
        let started = Instant::now();
        loop {
            match self.process.try_wait() {
                Ok(Some(status)) => return Gone::Died(how(status)),
                Ok(None) if started.elapsed() < END => std::thread::sleep(Duration::from_millis(1)),
                _ => {
                    let _ = self.process.kill();
                    let _ = self.process.wait();
                    return Gone::Died("closed its pipe".to_owned());
                }
            }
        }
    }
}

/// Gives a pipe room for a whole frame of usual documents, so that the two sides need not take turns. What the system
/// does not allow is left as it is.
#[cfg(target_os = "linux")]
fn widen(pipe: &impl std::os::fd::AsRawFd) {
    const ROOM: libc::c_int = 1 << 20;
    // SAFETY: the descriptor is open, and the call changes nothing but its buffer.
    let _ = unsafe { libc::fcntl(pipe.as_raw_fd(), libc::F_SETPIPE_SZ, ROOM) };
}

#[cfg(not(target_os = "linux"))]
fn widen<T>(_: &T) {}

impl Drop for Child {
    fn drop(&mut self) {
        self.to = None;
        let started = Instant::now();
        while started.elapsed() < END {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How a process ended.
pub(crate) fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exited with code {code}"),
        (None, Some(libc::SIGSEGV)) => "crashed (SIGSEGV)".to_owned(),
        (None, Some(libc::SIGBUS)) => "crashed (SIGBUS)".to_owned(),
        (None, Some(libc::SIGABRT)) => "aborted (SIGABRT)".to_owned(),
        (None, Some(libc::SIGFPE)) => "crashed (SIGFPE)".to_owned(),
        (None, Some(libc::SIGILL)) => "crashed (SIGILL)".to_owned(),
        (None, Some(libc::SIGXCPU)) => "used up its processor time (`isolate.cpu_seconds`)".to_owned(),
        (None, Some(libc::SIGKILL)) => "was killed (SIGKILL)".to_owned(),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "ended".to_owned(),
    }
}

/// What a library says about itself, told by a process of its own.
///
/// # Errors
/// Why it cannot be used.
pub fn describe(helper: &[OsString], file: &Trusted) -> Result<Manifest, String> {
    let child = Child::start(helper, file, None)?;
    Manifest::parse(&child.manifest)
}
