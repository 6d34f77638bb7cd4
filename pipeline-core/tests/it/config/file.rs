//! The file as a whole.

use super::refused;

#[test]
fn an_empty_file() {
    refused(
        "",
        "\
error: the pipeline has no stage
 --> news.toml:1:1
  |
1 |
  | ^
  |
  = help: add a stage, for example:
          
          [[stage]]
          use = \"clean\"",
    );
}

#[test]
fn an_unknown_table() {
    refused(
        "[pipline]\nname = \"a\"\n[[stage]]\nuse = \"clean\"\n",
        "\
error: unknown key `pipline`
 --> news.toml:1:2
  |
1 | [pipline]
  |  ^^^^^^^
  |
  = help: did you mean `pipeline`?",
    );
}

#[test]
fn an_unknown_key_of_the_pipeline() {
    refused(
        "[pipeline]\nlang = \"en\"\n[[stage]]\nuse = \"clean\"\n",
        "\
error: unknown key `lang`
 --> news.toml:2:1
  |
2 | lang = \"en\"
  | ^^^^
  |
  = help: known here: `name`, `language`",
    );
}

#[test]
fn a_table_that_is_none() {
    refused(
        "pipeline = \"news\"\n[[stage]]\nuse = \"clean\"\n",
        "\
error: `pipeline` is a string, expected a table
 --> news.toml:1:12
  |
1 | pipeline = \"news\"
  |            ^^^^^^
  |
  = help: write `[pipeline]` on a line of its own, and its keys below it",
    );
}

#[test]
fn an_input_that_is_no_table() {
    refused(
        "input = \"texts\"\n[[stage]]\nuse = \"clean\"\n",
        "\
error: `input` is a string, expected a table
 --> news.toml:1:9
  |
1 | input = \"texts\"
  |         ^^^^^^^
  |
  = help: write `[input]` on a line of its own, and its keys below it",
    );
}

#[test]
fn input_layers_of_the_wrong_type() {
    refused(
        "[input]\nlayers = \"entities\"\n[[stage]]\nuse = \"clean\"\n",
        "\
error: expected an array, found the string \"entities\"
 --> news.toml:2:10
  |
2 | layers = \"entities\"
  |          ^^^^^^^^^^
  |
  = help: put it in brackets: `[\"entities\"]`",
    );
}

#[test]
fn a_string_without_quotes() {
    refused(
        "[[stage]]\nuse = clean\n",
        "\
error: string values must be quoted, expected literal string
 --> news.toml:2:7
  |
2 | use = clean
  |       ^^^^^
  |
  = help: put it in quotes",
    );
}

#[test]
fn an_open_string() {
    refused(
        "[[stage]]\nuse = \"clean\npacks = []\n",
        "\
error: invalid basic string, expected `\"`
 --> news.toml:2:13
  |
2 | use = \"clean
  |             ^
  |
  = help: end the string with the `\"` it began with, on the same line",
    );
}

#[test]
fn a_missing_bracket() {
    refused(
        "[[stage]\nuse = \"clean\"\n",
        "\
error: unclosed array table, expected `]`
 --> news.toml:1:9
  |
1 | [[stage]
  |         ^
  |
  = help: a stage begins with `[[stage]]`, two brackets on each side",
    );
}

#[test]
fn a_key_twice() {
    refused(
        "[[stage]]\nuse = \"clean\"\nlimit = 1\nlimit = 2\n",
        "\
error: duplicate key
 --> news.toml:4:1
  |
4 | limit = 2
  | ^^^^^
  |
  = help: a key may stand once in its table: keep one of them",
    );
}

#[test]
fn a_colon_for_an_equals_sign() {
    refused(
        "[[stage]]\nuse: \"clean\"\n",
        "\
error: key with no value, expected `=`
 --> news.toml:2:6
  |
2 | use: \"clean\"
  |      ^
  |
  = help: write `key = value`",
    );
}
