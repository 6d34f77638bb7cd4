//! The command line: what `clap` needs to parse, complete and document it. Help texts, man
//! page and completions all come from here.

mod train;

pub(crate) use train::{OutArgs, StanceArgs, TrainArgs, TrainCommand};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, builder::styling};
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Start here:
  chaffinch init news          make a working project in ./news
  chaffinch stages             what the stages do
  chaffinch run news/pipeline.toml news/sample -o out

Exit codes: 0 done · 1 done, but some documents were quarantined (or a comparison found a
difference) · 2 usage · 65 all input bad · 66 input not found · 70 internal error · 74 cannot
read or write · 78 configuration · 130 interrupted";

/// Turns folders of messy scraped news into clean, segmented, entity-tagged, stance-scored
/// data, with every number traceable to the bytes it came from.
#[derive(Debug, Parser)]
#[command(name = "chaffinch", version, after_help = AFTER_HELP, styles = styles(), max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// How messages on standard error are written.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        env = "CHAFFINCH_LOG_FORMAT",
        value_name = "FORMAT"
    )]
    pub(crate) log_format: LogFormat,
    /// Leave out progress and the closing table.
    #[arg(long, short, global = true, env = "CHAFFINCH_QUIET", action = ArgAction::SetTrue)]
    pub(crate) quiet: bool,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a pipeline over files, directories, globs or standard input
    Run(RunArgs),
    /// Validate a pipeline without running it, and print the plan
    Check(CheckArgs),
    /// Run the tests inside configurations and rule packs
    Test(TestArgs),
    /// Explain one document, step by step: what was dropped by which rule, what stayed and why
    Explain(ExplainArgs),
    /// List the stages, or one stage's options with their defaults
    Stages(StagesArgs),
    /// Make a working project: pipeline, sample input, README
    Init(InitArgs),
    /// Measure the throughput of each stage on your own data
    Bench(BenchArgs),
    /// Score the output of a pipeline against gold annotations
    Eval(EvalArgs),
    /// Train a model, or compile a gazetteer, from your own data
    #[command(subcommand)]
    Train(TrainCommand),
    /// Make, check, list, pin and describe plugins: stages from shared libraries
    #[command(subcommand)]
    Plugin(PluginCommand),
    /// Run a plugin's library in this process for a host at the other end of two pipes
    #[command(hide = true, name = crate::plugins::HELPER)]
    PluginHost(PluginHostArgs),
    /// Print shell completions
    Completions(CompletionsArgs),
    /// Print the manual page (roff)
    Man,
}

const RUN_HELP: &str = "\
Examples:
  chaffinch run config/news.toml articles/                  records to standard output
  chaffinch run config/news.toml 'crawl/**/*.html' -o out/  a run directory
  zcat dump.jsonl.gz | chaffinch run config/news.toml - -o news.jsonl.zst
  chaffinch run config/news.toml articles/ --set stage.stance.targets='[\"taliban\"]'

A run directory holds part-*.jsonl (record v1), quarantine.jsonl and dropped.jsonl (what was
not written, and why) and manifest.json. Output does not depend on the number of threads.

--pairs has one row for each holder and target (month and outlet `all`), one more for each month
and for each outlet: mean score, label, stances for, against and neutral, documents, first and last
day, and the three strongest pieces of evidence as ID:START-END, in the unit of the records.";

/// `run`.
#[derive(Debug, Args)]
#[command(after_help = RUN_HELP)]
pub(crate) struct RunArgs {
    /// The pipeline, a TOML file
    pub(crate) config: PathBuf,
    /// Files, directories, globs, or `-` for standard input [default: `[input] paths`, else piped standard input]
    pub(crate) input: Vec<String>,
    /// A run directory, or a file ending in .jsonl, .jsonl.gz or .jsonl.zst [default: standard output]
    #[arg(long, short, value_name = "OUT", env = "CHAFFINCH_OUTPUT")]
    pub(crate) output: Option<String>,
    /// Format of records [default: `[output] format`, else jsonl]
    #[arg(long, value_name = "F", env = "CHAFFINCH_FORMAT", value_parser = ["jsonl"])]
    pub(crate) format: Option<String>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", env = "CHAFFINCH_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Stop after N documents
    #[arg(long, value_name = "N", env = "CHAFFINCH_LIMIT")]
    pub(crate) limit: Option<u64>,
    #[command(flatten)]
    pub(crate) set: SetArgs,
    /// Write who takes which side toward whom in the whole corpus, by month and outlet, as CSV
    #[arg(long, value_name = "FILE", env = "CHAFFINCH_PAIRS")]
    pub(crate) pairs: Option<PathBuf>,
    /// Go on where an interrupted run in this directory stopped
    #[arg(long, env = "CHAFFINCH_RESUME", conflicts_with = "fresh")]
    pub(crate) resume: bool,
    /// Replace the run that is in this directory
    #[arg(long, env = "CHAFFINCH_FRESH")]
    pub(crate) fresh: bool,
}

/// What every command takes that takes a configuration.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SetArgs {
    /// Override a field of the configuration: stage.entities.min_score=0.5 (repeatable)
    #[arg(long, value_name = "K=V", env = "CHAFFINCH_SET")]
    pub(crate) set: Vec<String>,
    /// Refuse anything that is not pinned: plugin libraries without a sha256
    #[arg(long, env = "CHAFFINCH_LOCKED")]
    pub(crate) locked: bool,
    /// Refuse configurations that load plugins
    #[arg(long, env = "CHAFFINCH_NO_PLUGINS")]
    pub(crate) no_plugins: bool,
}

/// `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The pipeline, a TOML file
    #[arg(required_unless_present = "schema")]
    pub(crate) config: Option<PathBuf>,
    /// Print the JSON Schema of configurations instead, for editors
    #[arg(long, env = "CHAFFINCH_SCHEMA")]
    pub(crate) schema: bool,
    #[command(flatten)]
    pub(crate) set: SetArgs,
}

const TEST_HELP: &str = "\
A rule pack has tests beside its rules; each pack is tested alone. A pipeline has [[test]] tables:

  [[test]]
  text = \"Share on Facebook\\n\\nThe bridge fell in May, the governor said.\"
  clean = \"The bridge fell in May, the governor said.\"
  [test.layers]
  dropped = [{ text = \"Share on Facebook\", label = \"share\" }]

Its stages' packs are tested, too.

Exit codes: 0 all passed · 1 some test failed · 66 a path not found · 78 a file is no sound
configuration or pack

Examples:
  chaffinch test config/packs/spam.toml
  chaffinch test config/news.toml config/packs --json";

/// `test`.
#[derive(Debug, Args)]
#[command(after_help = TEST_HELP)]
pub(crate) struct TestArgs {
    /// Configurations, rule packs, or folders of them
    #[arg(required = true, value_name = "CONFIG|PACK")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) set: SetArgs,
    /// Print JSON
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
}

const EXPLAIN_HELP: &str = "\
Where a stage rewrites the text, each piece of the source is a line, in the source's order:
  - nav       0.90  html/nav                 Home World Opinion      dropped: kind, score, rule
  + body      0.90  text/running-prose       The bridge fell …       stays: label, score, why
`meta` lines say where each value was found. Other stages list what they found, layer by layer.

A stage that reads the whole corpus first sees this document alone, unless --corpus names more.

Examples:
  chaffinch explain config/news.toml article.html
  chaffinch explain config/news.toml crawl.jsonl.gz --id nyt-0042
  chaffinch explain config/news.toml article.html --json | jq '.stages[0].layers.dropped.added'";

/// `explain`.
#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_HELP)]
pub(crate) struct ExplainArgs {
    /// The pipeline, a TOML file
    pub(crate) config: PathBuf,
    /// The document: a file of any format that can be read, or `-`
    pub(crate) file: String,
    /// Of a file with many documents, the one with this id
    #[arg(long, value_name = "ID", env = "CHAFFINCH_ID", conflicts_with = "nth")]
    pub(crate) id: Option<String>,
    /// Of a file with many documents, the N-th, from 1 [default: the first]
    #[arg(long, value_name = "N", env = "CHAFFINCH_NTH", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) nth: Option<u64>,
    /// What stages that read the whole corpus first are to read: files, directories, globs
    #[arg(long, value_name = "INPUT", env = "CHAFFINCH_CORPUS", num_args = 1..)]
    pub(crate) corpus: Vec<String>,
    /// Show at most N rows of a layer, 0 for all; what a rewriting stage did is always shown whole
    #[arg(long, value_name = "N", env = "CHAFFINCH_ROWS", default_value_t = 40)]
    pub(crate) rows: usize,
    #[command(flatten)]
    pub(crate) set: SetArgs,
    /// Print JSON: all rows, offsets in bytes
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
}

/// `stages`.
#[derive(Debug, Args)]
pub(crate) struct StagesArgs {
    /// One stage
    pub(crate) name: Option<String>,
    /// The stages of this pipeline's plugins too
    #[arg(long, value_name = "CONFIG", env = "CHAFFINCH_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) set: SetArgs,
    /// Print JSON
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
}

/// `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Where; made if it does not exist
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
}

/// `bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// The pipeline, a TOML file
    pub(crate) config: PathBuf,
    /// Files, directories, globs, or `-`
    #[arg(required = true)]
    pub(crate) input: Vec<String>,
    /// Threads
    #[arg(long, value_name = "N", env = "CHAFFINCH_THREADS", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: u16,
    /// Passes over the data; the fastest of each stage counts
    #[arg(long, value_name = "N", env = "CHAFFINCH_PASSES", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) passes: u32,
    /// Hold at most this many MB of documents in memory
    #[arg(long, value_name = "MB", env = "CHAFFINCH_MEGABYTES", default_value_t = 64)]
    pub(crate) megabytes: u64,
    #[command(flatten)]
    pub(crate) set: SetArgs,
    /// Print JSON
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
}

const EVAL_HELP: &str = "\
Tasks: clean, sentences, tokens, entities, links, quotes, stance, pairs, or the name of any
layer of record v1.

Examples:
  chaffinch eval entities seeds/gold
  chaffinch eval clean pages.jsonl.gz --config config/news.toml --json";

/// `eval`.
#[derive(Debug, Args)]
#[command(after_help = EVAL_HELP)]
pub(crate) struct EvalArgs {
    /// What to score
    pub(crate) task: String,
    /// Gold: record v1 or a known data set's shape, a file or directory
    pub(crate) gold: String,
    /// The pipeline to score [default: the built-in stages that the task needs]
    #[arg(long, value_name = "C", env = "CHAFFINCH_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Where the documents lie that gold records name by `meta.path` [default: beside GOLD]
    #[arg(long, value_name = "DIR", env = "CHAFFINCH_SOURCE")]
    pub(crate) source: Option<PathBuf>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", env = "CHAFFINCH_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Compare only annotations with these labels, such as `PER,ORG,LOC`
    #[arg(long, value_name = "LABEL,…", value_delimiter = ',', env = "CHAFFINCH_LABELS")]
    pub(crate) labels: Vec<String>,
    /// Leave out documents whose text is also in this gold, such as what a model was trained on (repeatable)
    #[arg(long, value_name = "GOLD", env = "CHAFFINCH_WITHOUT")]
    pub(crate) without: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) set: SetArgs,
    /// Print JSON
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
}

const PLUGIN_HELP: &str = "\
A plugin is a shared library with stages in it, written in Rust, C, or any language that can make
one. A pipeline names it, and uses its stages like any other:

  [plugins]
  dirs = [\"target/release\"]            # the only folders searched
  [[plugins.library]]
  name = \"shout\"
  file = \"libshout.so\"
  sha256 = \"…\"                         # `chaffinch plugin pin` writes it

  [[stage]]
  use = \"shout/shout\"
  timeout = 2.5                          # seconds for one document
  isolate = true                         # a crash costs one document

Start here: chaffinch plugin new shout --lang rust";

/// `plugin`.
#[derive(Debug, Subcommand)]
#[command(after_help = PLUGIN_HELP)]
pub(crate) enum PluginCommand {
    /// Make a plugin that builds, passes its test and runs as it is
    New(NewArgs),
    /// Hold a plugin to what it promises; each test in a process of its own
    Check(PluginCheckArgs),
    /// List the libraries of a pipeline and whether they may be loaded, without loading any
    List(PluginListArgs),
    /// Write the SHA-256 of each library into the pipeline's file
    Pin(PluginPinArgs),
    /// Print what a library says about itself
    Describe(PluginDescribeArgs),
}

/// `plugin new`.
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// Its name: small letters, digits and `-`
    pub(crate) name: String,
    /// The language to write it in
    #[arg(long, value_enum, default_value_t = Lang::Rust, env = "CHAFFINCH_LANG")]
    pub(crate) lang: Lang,
    /// Where; made if it does not exist [default: NAME]
    #[arg(long, value_name = "DIR", env = "CHAFFINCH_DIR")]
    pub(crate) dir: Option<PathBuf>,
}

/// A language that plugins can be started in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Rust.
    Rust,
    /// C.
    C,
    /// C++.
    Cpp,
    /// Zig.
    Zig,
    /// Go.
    Go,
}

/// `plugin check`.
#[derive(Debug, Args)]
pub(crate) struct PluginCheckArgs {
    /// The library, a file
    pub(crate) library: PathBuf,
    /// Options of its stages, as TOML: `[KIND]` tables
    #[arg(long, value_name = "FILE", env = "CHAFFINCH_OPTIONS")]
    pub(crate) options: Option<PathBuf>,
    /// Only the tests of these names (repeatable)
    #[arg(long, value_name = "TEST", env = "CHAFFINCH_TEST")]
    pub(crate) test: Vec<String>,
    /// More documents and more repetitions, for minutes instead of seconds
    #[arg(long, env = "CHAFFINCH_FULL")]
    pub(crate) full: bool,
    /// Print JSON
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
    /// Run one test in this process
    #[arg(long, hide = true)]
    pub(crate) one: Option<String>,
}

/// `plugin list`.
#[derive(Debug, Args)]
pub(crate) struct PluginListArgs {
    /// The pipeline, a TOML file
    pub(crate) config: PathBuf,
    /// Print JSON
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
}

/// `plugin pin`.
#[derive(Debug, Args)]
pub(crate) struct PluginPinArgs {
    /// The pipeline, a TOML file; comments and layout stay as they are
    pub(crate) config: PathBuf,
}

/// `plugin describe`.
#[derive(Debug, Args)]
pub(crate) struct PluginDescribeArgs {
    /// The library, a file; it is loaded by a process of its own
    pub(crate) library: PathBuf,
    /// Print its manifest as it is
    #[arg(long, env = "CHAFFINCH_JSON")]
    pub(crate) json: bool,
}

/// `plugin-host`.
#[derive(Debug, Args)]
pub(crate) struct PluginHostArgs {
    /// The library
    pub(crate) library: PathBuf,
    /// Its SHA-256
    pub(crate) sha256: String,
    /// Memory that the process may use
    pub(crate) memory_mb: Option<u64>,
}

/// `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    pub(crate) shell: clap_complete::Shell,
}

const fn styles() -> styling::Styles {
    styling::Styles::styled()
        .header(styling::AnsiColor::Yellow.on_default().bold())
        .usage(styling::AnsiColor::Yellow.on_default().bold())
        .literal(styling::AnsiColor::Green.on_default())
        .placeholder(styling::AnsiColor::Cyan.on_default())
}
