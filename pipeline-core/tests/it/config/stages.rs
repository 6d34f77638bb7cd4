//! Stages.

use super::refused;

#[test]
fn one_bracket() {
    refused(
        "[stage]\nuse = \"clean\"\n",
        "\
error: `stage` is a table, expected an array of tables
 --> news.toml:1:2
  |
1 | [stage]
  |  ^^^^^
  |
  = help: write `[[stage]]` with two brackets, once for each stage",
    );
}

#[test]
fn no_use() {
    refused(
        "[pipeline]\nname = \"a\"\n\n[[stage]]\npacks = []\n",
        "\
error: this stage has no `use`
 --> news.toml:4:1
  |
4 | [[stage]]
  | ^^^^^^^^^
  |
  = help: say which stage it is, for example `use = \"segment\"`; `chaffinch stages` lists them",
    );
}

#[test]
fn use_of_the_wrong_type() {
    refused(
        "[[stage]]\nuse = 1\n",
        "\
error: expected a string, found the integer `1`
 --> news.toml:2:7
  |
2 | use = 1
  |       ^
  |
  = help: put it in quotes: `\"1\"`",
    );
}

#[test]
fn a_stage_that_is_no_table() {
    refused(
        "stage = [\"clean\"]\n",
        "\
error: a stage is a table, found a string
 --> news.toml:1:10
  |
1 | stage = [\"clean\"]
  |          ^^^^^^^
  |
  = help: write `[[stage]]` for each stage, and below it `use = \"…\"`",
    );
}

#[test]
fn an_empty_list_of_stages() {
    refused(
        "stage = []\n",
        "\
error: the pipeline has no stage
 --> news.toml:1:1
  |
1 | stage = []
  | ^^^^^
  |
  = help: add a stage, for example:
          
          [[stage]]
          use = \"clean\"",
    );
}

#[test]
fn the_same_stage_twice() {
    refused(
        "[[stage]]\nuse = \"clean\"\n\n[[stage]]\nuse = \"clean\"\n",
        "\
error: two stages are named `clean`
 --> news.toml:5:7
  |
5 | use = \"clean\"
  |       ^^^^^^^
  |
  = help: give one of them a `name = \"…\"` of its own",
    );
}

#[test]
fn two_stages_of_one_name() {
    refused(
        "[[stage]]\nuse = \"clean\"\nname = \"a\"\n[[stage]]\nuse = \"clean\"\nname = \"a\"\n",
        "\
error: two stages are named `a`
 --> news.toml:5:7
  |
5 | use = \"clean\"
  |       ^^^^^^^
  |
  = help: give one of them a `name = \"…\"` of its own",
    );
}

#[test]
fn a_name_that_set_cannot_say() {
    refused(
        "[[stage]]\nuse = \"clean\"\nname = \"a.b\"\n",
        "\
error: a stage cannot be named \"a.b\"
 --> news.toml:3:8
  |
3 | name = \"a.b\"
  |        ^^^^^
  |
  = help: `--set stage.NAME.KEY=VALUE` splits at `.` and `=`; write `-` or `_` instead",
    );
}

#[test]
fn an_empty_name() {
    refused(
        "[[stage]]\nuse = \"clean\"\nname = \"\"\n",
        "\
error: a stage cannot be named \"\"
 --> news.toml:3:8
  |
3 | name = \"\"
  |        ^^
  |
  = help: leave `name` out, or give it one or more letters",
    );
}

#[test]
fn the_name_of_the_reader() {
    refused(
        "[[stage]]\nuse = \"clean\"\nname = \"input\"\n",
        "\
error: a stage cannot be named \"input\"
 --> news.toml:3:8
  |
3 | name = \"input\"
  |        ^^^^^^^
  |
  = help: messages call the reader of documents `input`; take another name",
    );
}

#[test]
fn a_timeout_that_is_no_number() {
    refused(
        "[[stage]]\nuse = \"clean\"\ntimeout = \"1s\"\n",
        "\
error: expected a number of seconds above 0
 --> news.toml:3:11
  |
3 | timeout = \"1s\"
  |           ^^^^
  |
  = help: for example `timeout = 2.5`: how long the stage may take for one document",
    );
}

#[test]
fn an_isolate_that_is_neither_yes_nor_limits() {
    refused(
        "[[stage]]\nuse = \"clean\"\nisolate = 3\n",
        "\
error: expected true, false or a table of limits, found an integer
 --> news.toml:3:11
  |
3 | isolate = 3
  |           ^
  |
  = help: write `isolate = true`, or `isolate = { memory_mb = 2000, cpu_seconds = 10 }`",
    );
    refused(
        "[[stage]]\nuse = \"clean\"\nisolate = { memory = 1 }\n",
        "\
error: unknown key `memory`
 --> news.toml:3:13
  |
3 | isolate = { memory = 1 }
  |             ^^^^^^
  |
  = help: known here: `memory_mb`, `cpu_seconds`",
    );
}

#[test]
fn an_unknown_overlap() {
    refused(
        "[[stage]]\nuse = \"clean\"\noverlap = \"replac\"\n",
        "\
error: expected one of `keep`, `replace`, `both`, found `replac`
 --> news.toml:3:11
  |
3 | overlap = \"replac\"
  |           ^^^^^^^^
  |
  = help: did you mean `replace`?",
    );
}
