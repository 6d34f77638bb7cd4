//! What the border costs: the same three stages as a direct Rust call, as a Rust plugin through the SDK, as a C
//! plugin in a shared library, and isolated in another process, 32 documents a frame and one a frame.
//!
//! One document has about 5 KB and 40 sentences, and 40 spans are written. Figures are a document each; what a
//! plugin costs over a direct call is the difference of two rows of one run.

use std::ffi::OsString;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chaffinch_bench::plugin;
use chaffinch_plugin_host::{ForeignKind, Host, Messages, Module, Policy, isolate};
use criterion::{Criterion, Throughput};
use pipeline_core::config::{Node, PipelineConfig};
use pipeline_core::{
    Build, Document, Draft, LabelsBuilder, NoFiles, Pipeline, Planner, Registry, Stage, StageKind, StageSpec,
    View, Worker, Workers,
};

/// That of the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HELPER: &str = "plugin-host";
const FRAME: usize = 32;

fn main() {
    // This program is its own helper: the isolated stage starts it again.
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|a| a == HELPER) {
        let library = args.next().expect("the host names the library");
        let sha256 = args.next().expect("the host gives its hash");
        let served = isolate::serve(Path::new(&library), &sha256.to_string_lossy(), None);
        served.expect("the pipes of the host hold");
        return;
    }
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let built = build_c();
    for kind in ["noop", "echo", "tagger"] {
        let mut group = criterion.benchmark_group(format!("plugin-{kind}"));
        group.throughput(Throughput::Elements(1));
        let direct = plugin::direct(kind);
        group.bench_function("direct", |b| b.iter_custom(|n| time(direct, n)));
        let linked = Module::linked(plugin::plugin_module()).expect("the linked plugin is sound");
        let kinds =
            ForeignKind::all("rust", Box::leak(Box::new(linked)), &host()).expect("its schemas are sound");
        let twin: &'static ForeignKind = Box::leak(Box::new(found(kinds, kind)));
        group.bench_function("rust-sdk", |b| b.iter_custom(|n| time(twin, n)));
        let config = config(&built, kind, false);
        let loaded = load(&config, &built);
        let in_c = loaded.get(&format!("c/{kind}")).expect("the C library has the same stages");
        group.bench_function("c-library", |b| b.iter_custom(|n| time(in_c, n)));
        if kind != "noop" {
            isolated(&mut group, &built, kind);
        }
        group.finish();
    }
    criterion.final_summary();
}

fn found(kinds: Vec<ForeignKind>, kind: &str) -> ForeignKind {
    kinds.into_iter().find(|k| k.spec().name.ends_with(kind)).expect("a stage of that name")
}

/// The time of `n` calls of a stage, without what the core does before and after it.
fn time(kind: &'static dyn StageKind, n: u64) -> Duration {
    let mut labels = LabelsBuilder::default();
    for label in kind.spec().writes().flat_map(|l| l.labels) {
        labels.intern(label);
    }
    let mut cx = Build::new(&NoFiles, &mut labels);
    let stage: Box<dyn Stage> = kind.build(&Node::default(), &mut cx).expect("a stage without options");
    let labels = labels.freeze();
    let document = plugin::document(&labels);
    let spec: &'static StageSpec = kind.spec();
    let mut worker = Worker::default();
    let start = std::time::Instant::now();
    for _ in 0..n {
        let mut draft = Draft::new(&document, spec);
        let verdict = stage.process(&View::new(&document, spec), &mut draft, &mut worker);
        black_box(verdict).expect("the document is processed");
        black_box(draft);
    }
    start.elapsed()
}

fn isolated(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    built: &Path,
    kind: &str,
) {
    let config = config(built, kind, true);
    let pipeline = plan(&load(&config, built), &config);
    for frame in [1, FRAME] {
        frames(group, &format!("isolated-{frame}"), &pipeline, frame);
    }
    // What to compare with: here the whole pipeline is timed, not only the stage.
    let direct = format!("[input]\nlayers = [\"sentences\"]\n[[stage]]\nuse = {kind:?}\n");
    let direct = parse(&direct);
    frames(group, "pipeline-direct", &plan(&Registry::new(&[plugin::direct(kind)]), &direct), FRAME);
}

/// The time of a document in frames of so many, through a whole pipeline.
fn frames(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    name: &str,
    pipeline: &Pipeline,
    frame: usize,
) {
    let documents: Vec<Document> = (0..frame).map(|_| plugin::document(pipeline.labels())).collect();
    let mut workers = Workers::default();
    group.bench_function(name, |b| {
        b.iter_custom(|n| {
            let mut spent = Duration::ZERO;
            for _ in 0..n.div_ceil(frame as u64) {
                let documents = documents.clone();
                let start = std::time::Instant::now();
                black_box(pipeline.process_batch(documents, &mut workers));
                spent += start.elapsed();
            }
            // Whole frames were timed; the figure is a document's.
            spent.mul_f64(n as f64 / (n.div_ceil(frame as u64) * frame as u64) as f64)
        });
    });
}

fn config(built: &Path, kind: &str, isolate: bool) -> PipelineConfig {
    let toml = format!(
        "[input]\nlayers = [\"sentences\"]\n[plugins]\ndirs = [{built:?}]\n[[plugins.library]]\nname = \"c\"\nfile = \"bench_echo\"\n[[stage]]\nuse = \"c/{kind}\"\nisolate = {isolate}\n"
    );
    parse(&toml)
}

fn parse(toml: &str) -> PipelineConfig {
    let parsed = PipelineConfig::parse("bench.toml", toml, &[]);
    parsed.map_err(|(_, found)| found).expect("a sound configuration")
}

fn load(config: &PipelineConfig, base: &Path) -> Registry {
    let libraries = chaffinch_plugin_host::load(config, base, Policy::default(), &host());
    let libraries = libraries.expect("the C library can be loaded");
    let mut registry = Registry::new(&[]);
    libraries.iter().for_each(|l| registry.extend(&l.kinds));
    registry
}

fn plan(registry: &Registry, config: &PipelineConfig) -> Pipeline {
    match (Planner { registry, env: &NoFiles }).plan(config) {
        Ok((_, pipeline)) => pipeline,
        Err(found) => panic!("a sound pipeline: {found:?}"),
    }
}

/// The C library, built beside the bench.
fn build_c() -> PathBuf {
    let folder = program().with_file_name("bench-plugins");
    std::fs::create_dir_all(&folder).expect("the folder of the bench can be written");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let name = format!("{}bench_echo{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let made = Command::new(std::env::var_os("CC").unwrap_or_else(|| OsString::from("cc")))
        .args(["-std=c11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-o"])
        .arg(folder.join(name))
        .arg(here.join("plugins/echo.c"))
        .arg("-I")
        .arg(here.join("../plugins/abi/include"))
        .status();
    assert!(made.is_ok_and(|m| m.success()), "a C compiler is needed: `cc`, or the one that CC names");
    folder
}

fn program() -> PathBuf {
    std::env::current_exe().expect("the system tells which program this is")
}

struct Silent;

impl Messages for Silent {
    fn log(&self, _: i32, _: &str, _: &str) {}
    fn warning(&self, _: &str) {}
    fn stuck(&self, message: &str) {
        panic!("{message}");
    }
}

fn host() -> Host {
    Host { messages: Arc::new(Silent), helper: vec![program().into(), HELPER.into()] }
}
