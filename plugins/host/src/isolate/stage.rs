//! The stage whose work is done by child processes.

use super::FRAME;
use super::process::{Child, Gone};
use super::wire::{Create, Doc, Ended, Processed, Request, Response};
use crate::document::Lent;
use crate::kind::{ForeignKind, Host};
use crate::manifest::{KindManifest, Slot};
use crate::stage::Refusal;
use crate::trust::Trusted;
use pipeline_core::{
    Draft, Env, Fit, Isolate, LabelsBuilder, Sketch, Stage, StageError, Task, Verdict, View, Worker,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The longest pause before a child is started again.
const MOST_PAUSE: Duration = Duration::from_secs(1);

/// All that is needed to start another child that is like the first.
#[derive(Clone)]
struct Recipe {
    host: Host,
    file: Trusted,
    kind: KindManifest,
    title: &'static str,
    options: String,
    timeout: Option<Duration>,
    isolate: Isolate,
    /// Files that `create` asked for while the pipeline was built.
    files: BTreeMap<String, Result<Vec<u8>, String>>,
    /// What a corpus pass came to.
    sketch: Option<Vec<u8>>,
}

/// A stage that runs in processes of its own.
pub(crate) struct IsolatedStage {
    recipe: Arc<Recipe>,
    /// For each slot, the ids of its labels.
    labels: Vec<Vec<u32>>,
    /// Children without a worker: the one that was started to check the options.
    spare: Mutex<Vec<Child>>,
    fit: Option<IsolatedFit>,
}

/// The child of one worker.
#[derive(Default)]
struct Scratch {
    child: Option<Child>,
    /// Deaths since the last answer.
    deaths: u32,
}

impl IsolatedStage {
    /// Starts a child, which checks the options.
    ///
    /// # Errors
    /// What the plugin, or its process, says.
    #[expect(clippy::too_many_arguments, reason = "all that a stage is made of, in one place")]
    pub(crate) fn start(
        kind: &ForeignKind,
        file: &Trusted,
        title: &'static str,
        options: &Value,
        env: &dyn Env,
        labels: &mut LabelsBuilder,
        timeout: Option<Duration>,
        isolate: Isolate,
    ) -> Result<Self, Refusal> {
        let mut recipe = Recipe {
            host: kind.host().clone(),
            file: file.clone(),
            kind: kind.manifest().clone(),
            title,
            options: options.to_string(),
            timeout,
            isolate,
            files: BTreeMap::new(),
            sketch: None,
        };
        let (child, names, files) = recipe.start(Some(env))?;
        recipe.files = files;
        names.iter().for_each(|name| {
            labels.intern(name);
        });
        let slots = recipe.kind.slots.iter();
        let labels = slots.map(|s| s.labels.iter().map(|l| labels.intern(l).id()).collect()).collect();
        Ok(Self::of(recipe, labels, child))
    }

    fn of(recipe: Recipe, labels: Vec<Vec<u32>>, child: Child) -> Self {
        let fits = recipe.kind.fit && recipe.sketch.is_none();
        let recipe = Arc::new(recipe);
        let fit = fits.then(|| IsolatedFit { recipe: Arc::clone(&recipe), labels: labels.clone() });
        Self { recipe, labels, spare: Mutex::new(vec![child]), fit }
    }

    fn spare(&self) -> Option<Child> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Sends a frame; the answers, or how the child went.
    fn exchange(&self, documents: Vec<Doc<'_>>, scratch: &mut Scratch) -> Result<Vec<Processed>, Failed> {
        let n = u32::try_from(documents.len()).unwrap_or(u32::MAX);
        if scratch.child.is_none() {
            scratch.child = self.spare();
        }
        let child = match &mut scratch.child {
            Some(child) => child,
            empty => {
                std::thread::sleep(pause(scratch.deaths));
                let (child, ..) = self.recipe.start(None).map_err(|(_, message)| Failed::Here(message))?;
                empty.insert(child)
            }
        };
        let deadline =
            self.recipe.timeout.map(|t| Instant::now() + t * n + t.max(Duration::from_millis(500)));
        let answer = child.ask(&Request::Process(documents), deadline, |r| self.recipe.aside(r));
        let failed = match answer {
            Ok(Response::Processed(done)) => {
                scratch.deaths = 0;
                return Ok(done);
            }
            Ok(Response::Failed(message)) => return Err(Failed::Here(message)),
            Ok(other) => Failed::Here(format!("its process said {other:?}")),
            Err(gone) => Failed::Gone(gone),
        };
        scratch.child = None;
        scratch.deaths += 1;
        Err(failed)
    }

    /// Processes one frame; when the child dies, each document again on its own.
    fn frame(&self, tasks: &mut [Task<'_>], scratch: &mut Scratch) -> Vec<Result<Verdict, StageError>> {
        let slots = self.recipe.kind.slots;
        let documents: Result<Vec<Doc<'_>>, StageError> =
            tasks.iter().map(|t| Doc::of(&t.doc, slots)).collect();
        let documents = match documents {
            Ok(documents) => documents,
            Err(e) => return vec![Err(e); tasks.len()],
        };
        match self.exchange(documents, scratch) {
            Ok(done) => {
                let done = done.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
                tasks.iter_mut().zip(done).map(|(t, d)| self.take(&t.doc, &mut t.draft, d)).collect()
            }
            Err(Failed::Here(message)) => {
                let title = self.recipe.title;
                vec![Err(StageError::new(format!("{title}: {message}"))); tasks.len()]
            }
            Err(Failed::Gone(gone)) if tasks.len() == 1 => vec![Err(self.lost(&gone))],
            Err(Failed::Gone(_)) => {
                tasks.iter_mut().flat_map(|t| self.frame(std::slice::from_mut(t), scratch)).collect()
            }
        }
    }

    fn lost(&self, gone: &Gone) -> StageError {
        let title = self.recipe.title;
        StageError::new(match gone {
            Gone::TimedOut => {
                let seconds = self.recipe.timeout.unwrap_or_default().as_secs_f64();
                format!("{title} did not return within its timeout of {seconds} s; its process was ended")
            }
            Gone::Died(how) => format!("{title} {how}; it is isolated, so only this document is lost"),
        })
    }

    /// Does here what the plugin wrote there.
    fn take(
        &self,
        view: &View<'_>,
        draft: &mut Draft<'_>,
        done: Option<Processed>,
    ) -> Result<Verdict, StageError> {
        let title = self.recipe.title;
        let Some(Processed { ended, writes }) = done else {
            return Err(StageError::new(format!("{title}: its process left the document out")));
        };
        match ended {
            Ended::Failed(message) => Err(StageError::new(message)),
            Ended::Fatal(message) => Err(StageError::fatal(message)),
            Ended::Dropped(reason) => Ok(Verdict::Drop(reason)),
            Ended::Kept => {
                let slots: &'static [Slot] = self.recipe.kind.slots;
                let mut lent = Lent::new(*view, Some(draft), slots, &self.labels);
                let repeated = writes.iter().try_for_each(|w| w.repeat(&mut lent, view));
                repeated.map_err(|e| StageError::new(format!("{title}: {e}")))?;
                Ok(Verdict::Keep)
            }
        }
    }
}

/// Why a frame has no answer.
enum Failed {
    /// The child is gone.
    Gone(Gone),
    /// For another reason, which another try would not mend.
    Here(String),
}

fn pause(deaths: u32) -> Duration {
    match deaths {
        0 | 1 => Duration::ZERO,
        n => (Duration::from_millis(10) * 2_u32.pow(n.min(8) - 2)).min(MOST_PAUSE),
    }
}

type Files = BTreeMap<String, Result<Vec<u8>, String>>;

impl Recipe {
    /// A child with the stage made; the labels it interned, and the files it asked for.
    fn start(&self, env: Option<&dyn Env>) -> Result<(Child, Vec<String>, Files), Refusal> {
        let plain = |message: String| (String::new(), message);
        let mut child = Child::start(&self.host.helper, &self.file, self.isolate.memory_mb).map_err(plain)?;
        let mut files = self.files.clone();
        let milliseconds = |t: Duration| u64::try_from(t.as_millis()).unwrap_or(u64::MAX);
        let create = Request::Create(Create {
            kind: self.kind.kind,
            title: self.title,
            options: &self.options,
            timeout_ms: self.timeout.map(milliseconds),
            cpu_seconds: self.isolate.cpu_seconds,
            sketch: self.sketch.as_deref(),
        });
        let deadline = Some(Instant::now() + Duration::from_secs(60));
        let answer = child.ask(&create, deadline, |response| match response {
            Response::Need(path) => {
                let file = files.entry(path.clone()).or_insert_with(|| match env {
                    Some(env) => env.read(&path),
                    None => Err(format!("`{path}` was not read while the pipeline was built")),
                });
                Ok(Some(Request::File(file.clone())))
            }
            other => self.aside(other),
        });
        match answer {
            Ok(Response::Made(names)) => Ok((child, names, files)),
            Ok(Response::Refused(pointer, message)) => Err((pointer, message)),
            Ok(other) => Err(plain(format!("its process said {other:?}"))),
            Err(gone) => Err(plain(format!("{} {gone} while it was made", self.title))),
        }
    }

    /// What comes before an answer.
    fn aside(&self, response: Response) -> Result<Option<Request<'static>>, Response> {
        match response {
            Response::Log(level, message) => {
                self.host.messages.log(level, self.title, &message);
                Ok(None)
            }
            answer => Err(answer),
        }
    }
}

impl Stage for IsolatedStage {
    fn process(
        &self,
        doc: &View<'_>,
        draft: &mut Draft<'_>,
        worker: &mut Worker,
    ) -> Result<Verdict, StageError> {
        one(self, *doc, draft, worker.scratch())
    }

    fn batch(&self) -> usize {
        FRAME
    }

    fn process_batch(&self, tasks: &mut [Task<'_>], worker: &mut Worker) -> Vec<Result<Verdict, StageError>> {
        self.frame(tasks, worker.scratch())
    }

    fn fit(&self) -> Option<&dyn Fit> {
        self.fit.as_ref().map(|fit| fit as &dyn Fit)
    }
}

fn one(
    stage: &IsolatedStage,
    doc: View<'_>,
    draft: &mut Draft<'_>,
    scratch: &mut Scratch,
) -> Result<Verdict, StageError> {
    let document = Doc::of(&doc, stage.recipe.kind.slots)?;
    match stage.exchange(vec![document], scratch) {
        Ok(mut done) => stage.take(&doc, draft, done.pop()),
        Err(Failed::Gone(gone)) => Err(stage.lost(&gone)),
        Err(Failed::Here(message)) => Err(StageError::new(format!("{}: {message}", stage.recipe.title))),
    }
}

/// The corpus pass: each sketch is in a child of its own.
struct IsolatedFit {
    recipe: Arc<Recipe>,
    labels: Vec<Vec<u32>>,
}

/// A child with a sketch in it, or why there is none.
struct IsolatedSketch(Result<Child, StageError>);

impl IsolatedFit {
    fn error(&self, why: impl std::fmt::Display) -> StageError {
        StageError::new(format!("{}: {why}", self.recipe.title))
    }

    fn begin(&self) -> Result<Child, StageError> {
        let (mut child, ..) = self.recipe.start(None).map_err(|(_, message)| self.error(message))?;
        self.ask(&mut child, &Request::Sketch)?;
        Ok(child)
    }

    fn ask(&self, child: &mut Child, request: &Request<'_>) -> Result<Vec<u8>, StageError> {
        let deadline = self.recipe.timeout.map(|t| Instant::now() + t + t.max(Duration::from_millis(500)));
        match child.ask(request, deadline, |r| self.recipe.aside(r)) {
            Ok(Response::Done) => Ok(Vec::new()),
            Ok(Response::Saved(bytes)) => Ok(bytes),
            Ok(Response::Failed(message)) => Err(self.error(message)),
            Ok(other) => Err(self.error(format!("its process said {other:?}"))),
            Err(gone) => Err(self.error(format!("its process {gone} in the corpus pass"))),
        }
    }

    /// The bytes of a sketch, which ends with this.
    fn bytes(&self, sketch: IsolatedSketch) -> Result<Vec<u8>, StageError> {
        self.ask(&mut sketch.0?, &Request::Save)
    }
}

impl Fit for IsolatedFit {
    fn empty(&self) -> Sketch {
        Sketch::new(Mutex::new(IsolatedSketch(self.begin())))
    }

    fn observe(&self, doc: &View<'_>, sketch: &mut Sketch) -> Result<(), StageError> {
        let sketch: &mut Mutex<IsolatedSketch> = sketch.get_mut()?;
        let IsolatedSketch(child) = sketch.get_mut().unwrap_or_else(PoisonError::into_inner);
        let document = Doc::of(doc, self.recipe.kind.slots)?;
        match child {
            Err(e) => Err(e.clone()),
            Ok(running) => self.ask(running, &Request::Observe(document)).map(|_| ()),
        }
    }

    fn merge(&self, into: &mut Sketch, other: Sketch) {
        let other = other.into_inner::<Mutex<IsolatedSketch>>();
        let (Ok(into), Ok(other)) = (into.get_mut::<Mutex<IsolatedSketch>>(), other) else { return };
        let IsolatedSketch(child) = into.get_mut().unwrap_or_else(PoisonError::into_inner);
        let bytes = self.bytes(other.into_inner().unwrap_or_else(PoisonError::into_inner));
        let merged = match child {
            Err(_) => return,
            Ok(running) => bytes.and_then(|b| self.ask(running, &Request::Merge(&b))),
        };
        if let Err(e) = merged {
            *child = Err(e);
        }
    }

    fn finish(&self, sketch: Sketch) -> Result<Box<dyn Stage>, StageError> {
        let sketch: Mutex<IsolatedSketch> = sketch.into_inner()?;
        let bytes = self.bytes(sketch.into_inner().unwrap_or_else(PoisonError::into_inner))?;
        let recipe = Recipe { sketch: Some(bytes), ..(*self.recipe).clone() };
        let (child, ..) = recipe.start(None).map_err(|(_, message)| self.error(message))?;
        Ok(Box::new(IsolatedStage::of(recipe, self.labels.clone(), child)))
    }

    fn save(&self, sketch: &Sketch) -> Result<Vec<u8>, StageError> {
        let sketch: &Mutex<IsolatedSketch> = sketch.get()?;
        match &mut sketch.lock().unwrap_or_else(PoisonError::into_inner).0 {
            Err(e) => Err(e.clone()),
            Ok(child) => self.ask(child, &Request::Save),
        }
    }

    fn load(&self, bytes: &[u8]) -> Result<Sketch, StageError> {
        let mut child = self.begin()?;
        self.ask(&mut child, &Request::Merge(bytes))?;
        Ok(Sketch::new(Mutex::new(IsolatedSketch(Ok(child)))))
    }
}
