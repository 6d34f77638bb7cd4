//! `--set`.

use super::set_refused;

#[test]
fn set_without_a_value() {
    set_refused(
        "stage.clean.limit",
        "\
error: `--set` without `=`
 --> --set:1:1
  |
1 | stage.clean.limit
  | ^^^^^^^^^^^^^^^^^
  |
  = help: write `--set stage.entities.min_score=0.5`",
    );
}

#[test]
fn set_without_a_key() {
    set_refused(
        "=5",
        "\
error: a key before `=` is empty
 --> --set:1:1
  |
1 | =5
  | ^
  |
  = help: write `--set stage.entities.min_score=0.5`",
    );
}

#[test]
fn set_with_an_empty_key() {
    set_refused(
        "stage..limit=5",
        "\
error: a key before `=` is empty
 --> --set:1:1
  |
1 | stage..limit=5
  | ^^^^^^^^^^^^
  |
  = help: write `--set stage.entities.min_score=0.5`",
    );
}

#[test]
fn set_of_a_stage_as_a_whole() {
    set_refused(
        "stage.clean=5",
        "\
error: this names a stage, not one of its options
 --> --set:1:1
  |
1 | stage.clean=5
  | ^^^^^^^^^^^
  |
  = help: write `--set stage.NAME.KEY=VALUE`",
    );
}

#[test]
fn set_of_an_unknown_stage() {
    set_refused(
        "stage.claen.limit=5",
        "\
error: no stage is named `claen`
 --> --set:1:1
  |
1 | stage.claen.limit=5
  | ^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `clean`?",
    );
}

#[test]
fn set_of_an_unknown_option() {
    set_refused(
        "stage.clean.limt=5",
        "\
error: unknown key `limt`
 --> --set:1:1
  |
1 | stage.clean.limt=5
  | ^^^^^^^^^^^^^^^^
  |
  = help: did you mean `limit`?",
    );
}

#[test]
fn set_of_an_unknown_table() {
    set_refused(
        "outptu.format=x",
        "\
error: unknown key `outptu`
 --> --set:1:1
  |
1 | outptu.format=x
  | ^^^^^^^^^^^^^
  |
  = help: did you mean `output`?",
    );
}

#[test]
fn set_with_a_value_of_the_wrong_type() {
    set_refused(
        "stage.clean.limit=many",
        "\
error: expected a whole number, 0 or more, found the string \"many\"
 --> --set:1:19
  |
1 | stage.clean.limit=many
  |                   ^^^^",
    );
}

#[test]
fn set_with_one_string_for_a_list() {
    set_refused(
        "stage.clean.packs=good.toml",
        "\
error: expected an array, found the string \"good.toml\"
 --> --set:1:19
  |
1 | stage.clean.packs=good.toml
  |                   ^^^^^^^^^
  |
  = help: put it in brackets: `[\"good.toml\"]`",
    );
}

#[test]
fn set_below_a_value_that_is_no_table() {
    set_refused(
        "stage.clean.packs.0=good.toml",
        "\
error: `stage.clean.packs` is an array, so it has no key `0`
 --> --set:1:1
  |
1 | stage.clean.packs.0=good.toml
  | ^^^^^^^^^^^^^^^^^^^
  |
  = help: set it as a whole: `--set stage.clean.packs=VALUE`",
    );
}

#[test]
fn set_with_a_file_that_is_not_there() {
    set_refused(
        "stage.clean.packs=[\"missing.toml\"]",
        "\
error: cannot read `missing.toml`: no such file
 --> --set:1:19
  |
1 | stage.clean.packs=[\"missing.toml\"]
  |                   ^^^^^^^^^^^^^^^^",
    );
}

#[test]
fn set_of_a_number_where_a_string_belongs() {
    set_refused(
        "stage.clean.title=5",
        "\
error: expected a string, found the integer `5`
 --> --set:1:19
  |
1 | stage.clean.title=5
  |                   ^
  |
  = help: put it in quotes: `\"5\"`",
    );
}
