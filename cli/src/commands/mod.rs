//! One file a command.

mod bench;
mod check;
mod eval;
mod explain;
mod init;
mod plugin;
mod run;
mod shell;
pub(crate) mod stages;
mod test;
mod train;

pub(crate) use bench::bench;
pub(crate) use check::check;
pub(crate) use eval::eval;
pub(crate) use explain::explain;
pub(crate) use init::init;
pub(crate) use plugin::{plugin, plugin_host};
pub(crate) use run::run;
pub(crate) use shell::{completions, man};
pub(crate) use stages::stages;
pub(crate) use test::test;
pub(crate) use train::train;
