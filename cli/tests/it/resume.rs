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
