//! Run directories: refused when taken, replaced with `--fresh`, continued with `--resume`.

use crate::{SEGMENT, folder, ran_in};

#[test]
fn a_run_is_not_overwritten_by_accident() {
    let dir = folder(&[("p.toml", SEGMENT), ("in/a.txt", b"A.")]);
    assert_eq!(ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out/"]).code, 0);
    let again = ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out/"]);
    assert_eq!(again.code, 2, "{}", again.stderr);
    assert!(again.stderr.contains("--fresh") && again.stderr.contains("--resume"), "{}", again.stderr);
    assert_eq!(ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out/", "--fresh"]).code, 0);
    assert_eq!(ran_in(dir.path(), &["run", "p.toml", "in", "-o", "out/", "--resume"]).code, 0);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_can_go_on() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let dir = folder(&[("p.toml", SEGMENT)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_chaffinch"))
        .current_dir(dir.path())
        .args(["run", "p.toml", "-", "-o", "out/", "--threads", "2"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(b"{\"id\":\"a\",\"text\":\"One.\"}\n").expect("it reads");
    // The state file is there once the run has begun, and with it the handler of Ctrl-C.
    while !dir.path().join("out/run-state.json").exists() {
        std::thread::yield_now();
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(kill.success());
    // The reader waits for a line; it sees the interrupt when one comes or the input ends.
    std::thread::sleep(std::time::Duration::from_millis(200));
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("--resume"), "{stderr}");
    assert!(!dir.path().join("out/manifest.json").exists(), "an interrupted run is not finished");
}
