//! `chaffinch plugin check`: holds a plugin to what it promises.

use crate::args::PluginCheckArgs;
use crate::failure::{Exit, Failure};

pub(crate) fn check(_: &PluginCheckArgs) -> Result<Exit, Failure> {
    Err(Failure::new(Exit::Internal, "in the making"))
}
