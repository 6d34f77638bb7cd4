//! A wrong configuration: exit 78, before any document, with file, line, column, the line
//! itself, and what to change.

use crate::{folder, ran_in};

/// Runs the configuration over one file; gives what standard error says.
fn refused(config: &str) -> String {
    let dir = folder(&[("p.toml", config.as_bytes()), ("a.txt", b"One.")]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt"]);
    assert_eq!(ran.code, 78, "{}", ran.stderr);
    assert_eq!(ran.stdout, "", "nothing is written");
    let check = ran_in(dir.path(), &["check", "p.toml"]);
    assert_eq!((check.code, &check.stderr), (78, &ran.stderr), "check says the same");
    ran.stderr
}

#[test]
fn a_misspelt_key() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"clean\"\nstrictnes = \"recall\"\n"));
}

#[test]
fn a_misspelt_table() {
    insta::assert_snapshot!(refused("[outptu]\noffsets = \"char\"\n[[stage]]\nuse = \"clean\"\n"));
}

#[test]
fn a_misspelt_stage() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"clena\"\n"));
}

#[test]
fn a_wrong_type() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"entities\"\ngazetteers = \"actors.toml\"\n"));
}

#[test]
fn a_wrong_choice() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"clean\"\nstrictness = \"high\"\n"));
}

#[test]
fn a_missing_file() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"entities\"\ngazetteers = [\"actors/mine.toml\"]\n"));
}

#[test]
fn a_misspelt_rule() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"quality\"\nrules = [\"c4\", \"gopher/min-word\"]\n"));
}

#[test]
fn a_threshold_out_of_range() {
    insta::assert_snapshot!(refused(
        "[[stage]]\nuse = \"quality\"\n[stage.thresholds]\n\"gopher/bullet-lines\" = 90\n"
    ));
}

#[test]
fn a_language_by_its_name() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"langid\"\nkeep = [\"german\"]\n"));
}

#[test]
fn no_stage() {
    insta::assert_snapshot!(refused("[pipeline]\nname = \"empty\"\n"));
}

#[test]
fn one_bracket() {
    insta::assert_snapshot!(refused("[stage]\nuse = \"clean\"\n"));
}

#[test]
fn not_toml() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = clean\n"));
}

#[test]
fn two_stages_of_one_name() {
    insta::assert_snapshot!(refused("[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"segment\"\n"));
}

#[test]
fn two_creators_of_one_layer() {
    insta::assert_snapshot!(refused(
        "[[stage]]\nuse = \"segment\"\n[[stage]]\nuse = \"segment\"\nname = \"again\"\n"
    ));
}

#[test]
fn a_layer_nobody_writes() {
    insta::assert_snapshot!(refused(
        "[output]\nlayers = [\"tokens\", \"entities\"]\n[[stage]]\nuse = \"segment\"\n"
    ));
}

#[test]
fn a_plugin() {
    insta::assert_snapshot!(refused(
        "[plugins]\ndirs = [\".\"]\n[[plugins.library]]\nname = \"acme\"\nfile = \"libacme.so\"\n[[stage]]\nuse = \"acme/headline\"\n"
    ));
}

#[test]
fn every_finding_is_shown() {
    let text = refused(
        "[[stage]]\nuse = \"clena\"\n[[stage]]\nuse = \"segment\"\ntoken = 1\n[output]\noffsets = \"bytes\"\n",
    );
    for part in ["clena", "token", "bytes"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn an_override() {
    let dir = folder(&[("p.toml", b"[[stage]]\nuse = \"clean\"\n"), ("a.txt", b"One.")]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt", "--set", "stage.clean.strictness=high"]);
    assert_eq!(ran.code, 78);
    insta::assert_snapshot!(ran.stderr);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt", "--set", "stage.claen.strictness=recall"]);
    assert_eq!(ran.code, 78);
    insta::assert_snapshot!(ran.stderr);
}

#[test]
fn no_such_configuration() {
    let dir = folder(&[("a.txt", b"One.")]);
    let ran = ran_in(dir.path(), &["run", "p.toml", "a.txt"]);
    assert_eq!(ran.code, 78);
    insta::assert_snapshot!(ran.stderr);
}
