//! `chaffinch completions` and `chaffinch man`: both derived from the command line's own
//! definition.

use crate::args::{Cli, CompletionsArgs};
use crate::failure::{Exit, Failure};
use clap::CommandFactory;
use std::io::Write;

pub(crate) fn completions(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "chaffinch", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}

/// The page of `chaffinch`, then one of each command.
pub(crate) fn man() -> Result<Exit, Failure> {
    let mut pages = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut pages)?;
    for sub in command.get_subcommands().filter(|s| s.get_name() != "help") {
        let name = format!("chaffinch-{}", sub.get_name());
        clap_mangen::Man::new(sub.clone().display_name(name.clone()).name(name)).render(&mut pages)?;
    }
    std::io::stdout().write_all(&pages)?;
    Ok(Exit::Done)
}
