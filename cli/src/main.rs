//! `chaffinch`: the command line. A thin layer: parse, build the pipeline, connect reader,
//! executor and sink, report.

mod args;
mod cases;
mod commands;
mod failure;
mod log;
mod pairs;
mod plugins;
mod progress;
mod project;
mod table;

use args::{Cli, Command};
use clap::Parser;
use failure::{Exit, Failure};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log::start(cli.global.log_format);
    quiet_panics_of_stages();
    let exit = std::panic::catch_unwind(|| dispatch(&cli)).unwrap_or_else(|_| {
        // The hook has printed the message and the place.
        Err(Failure::new(Exit::Internal, "this is a bug in chaffinch; please report it with the lines above"))
    });
    let exit = exit.unwrap_or_else(|failure| {
        if failure.exit != Exit::Done {
            log::failure(&failure.message);
        }
        failure.exit
    });
    ExitCode::from(exit as u8)
}

fn dispatch(cli: &Cli) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Run(args) => commands::run(args, &cli.global),
        Command::Check(args) => commands::check(args),
        Command::Test(args) => commands::test(args, &cli.global),
        Command::Explain(args) => commands::explain(args),
        Command::Stages(args) => commands::stages(args),
        Command::Init(args) => commands::init(args),
        Command::Bench(args) => commands::bench(args, &cli.global),
        Command::Eval(args) => commands::eval(args),
        Command::Train(command) => commands::train(command, &cli.global),
        Command::Plugin(command) => commands::plugin(command),
        Command::PluginHost(args) => commands::plugin_host(args),
        Command::Completions(args) => commands::completions(args),
        Command::Man => commands::man(),
    }
}

/// A panic inside a stage is caught and quarantines its document, with its message; the hook
/// would only print it over the progress bars.
fn quiet_panics_of_stages() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !pipeline_core::Pipeline::inside_stage() {
            print(info);
        }
    }));
}
