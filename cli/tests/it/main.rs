//! The command line as its users meet it: every exit code, every message, the shape of the
//! output. One binary; one module a subject.

mod book;
mod bytes;
mod commands;
mod config_errors;
mod corpus;
mod explain;
mod filters;
mod hostile;
mod outcomes;
mod plugin_check;
mod plugins;
mod resume;
mod snapshots;
mod test_command;
mod train;

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// The binary, in a clean environment.
fn chaffinch() -> Command {
    let mut command = Command::cargo_bin("chaffinch").expect("built by cargo");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CHAFFINCH_")) {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1");
    command
}

/// What came of a call.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Runs with arguments, in a folder.
fn ran_in(dir: &Path, args: &[&str]) -> Ran {
    ran(chaffinch().current_dir(dir).args(args))
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("it starts");
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("has one")).expect("can be made");
        std::fs::write(path, bytes).expect("can be written");
    }
    dir
}

/// A pipeline of all built-in stages.
const ALL: &[u8] = b"[[stage]]\nuse = \"clean\"\n[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"entities\"\n[[stage]]\nuse = \"quotes\"\n[[stage]]\nuse = \"stance\"\n";

/// A pipeline of one quick stage.
const SEGMENT: &[u8] = b"[[stage]]\nuse = \"segment\"\n";

fn lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}
