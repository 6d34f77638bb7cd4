//! The child's side: runs one library for a host at the other end of two pipes.

use super::wire::{Create, Doc, Ended, Processed, Request, Response, frame};
use crate::Messages;
use crate::fit::ForeignFit;
use crate::manifest::KindManifest;
use crate::module::Module;
use crate::stage::{Memory, Recipe, Scratch, Shared};
use crate::trust::Trusted;
use pipeline_core::{
    Document, Draft, Env, Fit, Labels, LabelsBuilder, Sketch, StageSpec, Task, Verdict, View,
};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Serves a host until it closes its end: loads the library at `path`, which must have this
/// SHA-256, and does what the host asks. `memory_mb` limits what the process may map beside what it
/// has mapped when it starts.
///
/// Standard input and output are taken away from the library: it gets nothing to read, and what
/// it prints goes to standard error.
///
/// # Errors
/// When the pipes break.
pub fn serve(path: &Path, sha256: &str, memory_mb: Option<u64>) -> io::Result<()> {
    outlive_interrupts();
    let (from, to) = take_pipes()?;
    let pipes = Arc::new(Pipes { from: Mutex::new(from), to: Mutex::new(to) });
    if let Some(megabytes) = memory_mb {
        limit(libc::RLIMIT_AS, bytes_mapped() + megabytes.saturating_mul(1_000_000));
    }
    let trusted = Trusted::by_hand(path)?;
    let module = if trusted.sha256 == sha256 {
        Module::open(&trusted)
    } else {
        Err("the file has changed since the run began".to_owned())
    };
    let module: &'static Module = match module {
        Ok(module) => Box::leak(Box::new(module)),
        Err(message) => return pipes.send(&Response::Unusable(message)),
    };
    pipes.send(&Response::Hello(module.manifest.json.clone()))?;
    let messages: Arc<dyn Messages> = Arc::clone(&pipes) as Arc<dyn Messages>;
    let mut child = Child { module, pipes, messages, made: None, cpu_seconds: None };
    let mut buffer = Vec::new();
    while child.pipes.receive(&mut buffer)? {
        let request = postcard::from_bytes(&buffer).map_err(io::Error::other)?;
        let response = child.answer(request);
        child.pipes.send(&response)?;
    }
    Ok(())
}

struct Pipes {
    from: Mutex<File>,
    to: Mutex<File>,
}

impl Pipes {
    fn send(&self, response: &Response) -> io::Result<()> {
        let mut bytes = Vec::new();
        frame(response, &mut bytes).map_err(io::Error::other)?;
        self.to.lock().unwrap_or_else(PoisonError::into_inner).write_all(&bytes)
    }

    /// The next frame; false at the end.
    fn receive(&self, buffer: &mut Vec<u8>) -> io::Result<bool> {
        let mut from = self.from.lock().unwrap_or_else(PoisonError::into_inner);
        let mut length = [0; 4];
        match from.read_exact(&mut length) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(e) => return Err(e),
        }
        buffer.resize(u32::from_le_bytes(length) as usize, 0);
        from.read_exact(buffer)?;
        Ok(true)
    }
}

impl Messages for Pipes {
    fn log(&self, level: i32, _: &str, message: &str) {
        // The host has gone if this fails, and the next read says so.
        let _ = self.send(&Response::Log(level, message.to_owned()));
    }

    fn warning(&self, message: &str) {
        self.log(chaffinch_plugin_abi::WARN, "", message);
    }

    fn stuck(&self, _: &str) {
        // Without a watchdog here: the host has a clock of its own.
    }
}

/// Files come from the host.
struct Asks<'p>(&'p Pipes);

impl Env for Asks<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let mut buffer = Vec::new();
        self.0.send(&Response::Need(path.to_owned())).map_err(|e| e.to_string())?;
        match self.0.receive(&mut buffer) {
            Ok(true) => {}
            Ok(false) => return Err("the host has gone".to_owned()),
            Err(e) => return Err(e.to_string()),
        }
        match postcard::from_bytes(&buffer) {
            Ok(Request::File(file)) => file,
            _ => Err("the host did not answer with a file".to_owned()),
        }
    }
}

struct Child {
    module: &'static Module,
    pipes: Arc<Pipes>,
    messages: Arc<dyn Messages>,
    made: Option<Made>,
    cpu_seconds: Option<u64>,
}

/// The stage, once it is made.
struct Made {
    shared: Arc<Shared>,
    fit: Option<(ForeignFit, Option<Sketch>)>,
    scratch: Scratch,
    labels: Labels,
    spec: &'static StageSpec,
}

impl Child {
    fn answer(&mut self, request: Request<'_>) -> Response {
        if let Request::Create(create) = request {
            return self
                .create(&create)
                .unwrap_or_else(|(pointer, message)| Response::Refused(pointer, message));
        }
        let cpu_seconds = self.cpu_seconds;
        let Some(made) = &mut self.made else { return Response::Failed("no stage was made".to_owned()) };
        if let Some(seconds) = cpu_seconds {
            limit(libc::RLIMIT_CPU, seconds_used() + seconds);
        }
        let answer = match request {
            Request::Process(documents) => Ok(Response::Processed(made.process(documents))),
            Request::Sketch => made.begin(),
            Request::Observe(document) => made.observe(document),
            Request::Merge(other) => made.merge(other),
            Request::Save => made.save(),
            Request::Create(_) | Request::File(_) => Err("nobody asked for this".to_owned()),
        };
        answer.unwrap_or_else(Response::Failed)
    }

    fn create(&mut self, create: &Create<'_>) -> Result<Response, (String, String)> {
        let plain = |message: String| (String::new(), message);
        let kind: Option<&'static KindManifest> =
            self.module.manifest.stages.iter().find(|k| k.kind == create.kind);
        let kind = kind.ok_or_else(|| plain(format!("the library has no stage `{}`", create.kind)))?;
        let options = serde_json::from_str(create.options).map_err(|e| plain(e.to_string()))?;
        self.cpu_seconds = create.cpu_seconds;
        let mut labels = LabelsBuilder::default();
        let title = crate::manifest::leak_str(create.title.to_owned());
        let shared = Shared::create(Recipe {
            module: self.module,
            kind,
            title,
            options: &options,
            env: &Asks(&self.pipes),
            labels: &mut labels,
            timeout: create.timeout_ms.map(Duration::from_millis),
            memory: Memory::default(),
            refuses: false,
            messages: &self.messages,
        })?;
        let mut shared = Arc::new(shared);
        let mut fit = shared.fit.then(|| (ForeignFit::new(Arc::clone(&shared)), None));
        if let (Some((pass, _)), Some(sketch)) = (&fit, create.sketch) {
            let fitted = pass.load(sketch).and_then(|sketch| pass.fitted(sketch));
            shared = Arc::new(fitted.map_err(|e| plain(e.to_string()))?);
            fit = None;
        }
        let labels = labels.freeze();
        let names = (0..labels.len()).filter_map(|id| {
            labels.name(pipeline_core::Label::from_id(u32::try_from(id).ok()?)).map(str::to_owned)
        });
        let names = names.collect();
        let spec = kind.spec_in("isolated");
        self.made = Some(Made { shared, fit, scratch: Scratch::default(), labels, spec });
        Ok(Response::Made(names))
    }
}

impl Made {
    fn process(&mut self, documents: Vec<Doc<'_>>) -> Vec<Processed> {
        let slots = self.shared.slots;
        let built: Vec<Result<Document, String>> =
            documents.into_iter().map(|d| d.into_document(slots, &self.labels)).collect();
        let spec = self.spec;
        let task = |d| Task { doc: View::new(d, spec), draft: Draft::new(d, spec) };
        let mut tasks: Vec<Task<'_>> = built.iter().filter_map(|d| d.as_ref().ok()).map(task).collect();
        let mut done = self.shared.record(&mut tasks, &mut self.scratch).into_iter();
        let each = built.iter().map(|d| match d {
            Err(message) => Processed { ended: Ended::Failed(message.clone()), writes: Vec::new() },
            Ok(_) => {
                let (verdict, writes) = done.next().unwrap_or((Ok(Verdict::Keep), Vec::new()));
                let ended = match verdict {
                    Ok(Verdict::Keep) => Ended::Kept,
                    Ok(Verdict::Drop(reason)) => Ended::Dropped(reason),
                    Err(e) if e.is_fatal() => Ended::Fatal(e.to_string()),
                    Err(e) => Ended::Failed(e.to_string()),
                };
                Processed { ended, writes }
            }
        });
        each.collect()
    }

    fn pass(&mut self) -> Result<&mut (ForeignFit, Option<Sketch>), String> {
        self.fit.as_mut().ok_or_else(|| "the stage has no corpus pass".to_owned())
    }

    fn begin(&mut self) -> Result<Response, String> {
        let (fit, sketch) = self.pass()?;
        *sketch = Some(fit.empty());
        Ok(Response::Done)
    }

    fn observe(&mut self, document: Doc<'_>) -> Result<Response, String> {
        let document = document.into_document(self.shared.slots, &self.labels)?;
        let view = View::new(&document, self.spec);
        let (fit, sketch) = self.pass()?;
        let sketch = sketch.as_mut().ok_or("no corpus pass was begun")?;
        fit.observe(&view, sketch).map_err(|e| e.to_string())?;
        Ok(Response::Done)
    }

    fn merge(&mut self, other: &[u8]) -> Result<Response, String> {
        let (fit, sketch) = self.pass()?;
        let sketch = sketch.as_mut().ok_or("no corpus pass was begun")?;
        fit.merge(sketch, fit.load(other).map_err(|e| e.to_string())?);
        Ok(Response::Done)
    }

    fn save(&mut self) -> Result<Response, String> {
        let (fit, sketch) = self.pass()?;
        let sketch = sketch.as_ref().ok_or("no corpus pass was begun")?;
        fit.save(sketch).map(Response::Saved).map_err(|e| e.to_string())
    }
}

/// Ctrl-C reaches every process of a terminal. What is in flight is still to be finished: the host decides when this
/// process ends, by closing its pipe.
fn outlive_interrupts() {
    for signal in [libc::SIGINT, libc::SIGHUP] {
        // SAFETY: ignoring a signal runs no code.
        unsafe { libc::signal(signal, libc::SIG_IGN) };
    }
}

/// Keeps standard input and output for frames alone.
fn take_pipes() -> io::Result<(File, File)> {
    use std::os::fd::FromRawFd;
    let null = File::options().read(true).open("/dev/null")?;
    // SAFETY: the numbers are open descriptors; the copies are owned by the files made of them.
    unsafe {
        let (from, to) = (libc::dup(0), libc::dup(1));
        if from < 0 || to < 0 {
            return Err(io::Error::last_os_error());
        }
        for fd in [from, to] {
            libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC);
        }
        if libc::dup2(std::os::fd::AsRawFd::as_raw_fd(&null), 0) < 0 || libc::dup2(2, 1) < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok((File::from_raw_fd(from), File::from_raw_fd(to)))
    }
}

/// Sets a soft limit; what the system does not allow is left as it is.
fn limit(what: libc::__rlimit_resource_t, value: u64) {
    // SAFETY: the structure is valid, and limits of this process are its own affair.
    unsafe {
        let mut limits: libc::rlimit = std::mem::zeroed();
        if libc::getrlimit(what, &raw mut limits) == 0 {
            limits.rlim_cur = value.min(limits.rlim_max);
            libc::setrlimit(what, &raw const limits);
        }
    }
}

/// Address space of this process, where the system tells: allocators reserve more of it than they use.
fn bytes_mapped() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|s| s.split(' ').next()?.parse::<u64>().ok()).unwrap_or(0);
    // SAFETY: `sysconf` has no conditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    pages.saturating_mul(u64::try_from(page).unwrap_or(4096))
}

/// Processor time of this process so far, in whole seconds.
fn seconds_used() -> u64 {
    // SAFETY: the structure is valid.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1;
    u64::try_from(seconds).unwrap_or(0)
}
