//! Options of a stage.

use super::option_refused;

#[test]
fn an_unknown_key_with_a_near_name() {
    option_refused(
        "min_scor = 0.5",
        "\
error: unknown key `min_scor`
 --> news.toml:3:1
  |
3 | min_scor = 0.5
  | ^^^^^^^^
  |
  = help: did you mean `min_score`?",
    );
}

#[test]
fn an_unknown_key_like_no_other() {
    option_refused(
        "colour = \"red\"",
        "\
error: unknown key `colour`
 --> news.toml:3:1
  |
3 | colour = \"red\"
  | ^^^^^^
  |
  = help: known here: `packs`, `min_score`, `limit`, `depth`, `strict`, `mode`, `title`, `range`, `rules`, `named`",
    );
}

#[test]
fn a_number_in_quotes() {
    option_refused(
        "min_score = \"0.5\"",
        "\
error: expected a number, found the string \"0.5\"
 --> news.toml:3:13
  |
3 | min_score = \"0.5\"
  |             ^^^^^
  |
  = help: leave out the quotes: `0.5`",
    );
}

#[test]
fn a_word_for_a_number() {
    option_refused(
        "limit = \"many\"",
        "\
error: expected a whole number, 0 or more, found the string \"many\"
 --> news.toml:3:9
  |
3 | limit = \"many\"
  |         ^^^^^^",
    );
}

#[test]
fn a_fraction_for_a_whole_number() {
    option_refused(
        "limit = 2.5",
        "\
error: expected a whole number, 0 or more, found the number `2.5`
 --> news.toml:3:9
  |
3 | limit = 2.5
  |         ^^^",
    );
}

#[test]
fn a_negative_limit() {
    option_refused(
        "limit = -1",
        "\
error: expected a whole number, 0 or more, found the integer `-1`
 --> news.toml:3:9
  |
3 | limit = -1
  |         ^^",
    );
}

#[test]
fn a_number_that_is_too_large() {
    option_refused(
        "depth = 300",
        "\
error: expected a whole number from 0 to 255, found the integer `300`
 --> news.toml:3:9
  |
3 | depth = 300
  |         ^^^",
    );
}

#[test]
fn a_number_that_is_far_too_large() {
    option_refused(
        "limit = 99999999999999999999",
        "\
error: this integer does not fit 64 bits
 --> news.toml:3:9
  |
3 | limit = 99999999999999999999
  |         ^^^^^^^^^^^^^^^^^^^^",
    );
}

#[test]
fn a_number_that_is_not_finite() {
    option_refused(
        "min_score = nan",
        "\
error: expected a finite number, found `nan`
 --> news.toml:3:13
  |
3 | min_score = nan
  |             ^^^",
    );
}

#[test]
fn a_boolean_in_quotes() {
    option_refused(
        "strict = \"true\"",
        "\
error: expected `true` or `false`, found the string \"true\"
 --> news.toml:3:10
  |
3 | strict = \"true\"
  |          ^^^^^^
  |
  = help: leave out the quotes: `true`",
    );
}

#[test]
fn a_number_for_a_boolean() {
    option_refused(
        "strict = 1",
        "\
error: expected `true` or `false`, found the integer `1`
 --> news.toml:3:10
  |
3 | strict = 1
  |          ^",
    );
}

#[test]
fn a_number_for_a_string() {
    option_refused(
        "title = 3",
        "\
error: expected a string, found the integer `3`
 --> news.toml:3:9
  |
3 | title = 3
  |         ^
  |
  = help: put it in quotes: `\"3\"`",
    );
}

#[test]
fn one_string_for_a_list() {
    option_refused(
        "packs = \"good.toml\"",
        "\
error: expected an array, found the string \"good.toml\"
 --> news.toml:3:9
  |
3 | packs = \"good.toml\"
  |         ^^^^^^^^^^^
  |
  = help: put it in brackets: `[\"good.toml\"]`",
    );
}

#[test]
fn a_number_in_a_list_of_strings() {
    option_refused(
        "packs = [\"good.toml\", 3]",
        "\
error: expected a string, found the integer `3`
 --> news.toml:3:23
  |
3 | packs = [\"good.toml\", 3]
  |                       ^
  |
  = help: put it in quotes: `\"3\"`",
    );
}

#[test]
fn an_unknown_choice_with_a_near_name() {
    option_refused(
        "mode = \"qick\"",
        "\
error: expected one of `careful`, `quick`, found `qick`
 --> news.toml:3:8
  |
3 | mode = \"qick\"
  |        ^^^^^^
  |
  = help: did you mean `quick`?",
    );
}

#[test]
fn an_unknown_choice_like_no_other() {
    option_refused(
        "mode = \"fast\"",
        "\
error: expected one of `careful`, `quick`, found `fast`
 --> news.toml:3:8
  |
3 | mode = \"fast\"
  |        ^^^^^^",
    );
}

#[test]
fn a_number_for_a_choice() {
    option_refused(
        "mode = 3",
        "\
error: expected one of `careful`, `quick`, found an integer
 --> news.toml:3:8
  |
3 | mode = 3
  |        ^",
    );
}

#[test]
fn too_few_elements() {
    option_refused(
        "range = [1]",
        "\
error: expected an array of 2 elements, found 1
 --> news.toml:3:9
  |
3 | range = [1]
  |         ^^^",
    );
}

#[test]
fn too_many_elements() {
    option_refused(
        "range = [1, 2, 3]",
        "\
error: expected an array of 2 elements, found 3
 --> news.toml:3:16
  |
3 | range = [1, 2, 3]
  |                ^",
    );
}

#[test]
fn a_string_for_a_table() {
    option_refused(
        "rules = [\"x\"]",
        "\
error: expected a table, found the string \"x\"
 --> news.toml:3:10
  |
3 | rules = [\"x\"]
  |          ^^^",
    );
}

#[test]
fn an_unknown_key_in_a_nested_table() {
    option_refused(
        "rules = [{ word = \"a\" }, { wrod = \"b\" }]",
        "\
error: unknown key `wrod`
 --> news.toml:3:28
  |
3 | rules = [{ word = \"a\" }, { wrod = \"b\" }]
  |                            ^^^^
  |
  = help: did you mean `word`?",
    );
}

#[test]
fn a_missing_key_in_a_nested_table() {
    option_refused(
        "[[stage.rules]]\nweight = 2",
        "\
error: key `word` is missing
 --> news.toml:3:1
  |
3 | [[stage.rules]]
  | ^^^^^^^^^^^^^^^
  |
  = help: add `word = …` here",
    );
}

#[test]
fn a_wrong_type_deep_inside() {
    option_refused(
        "[stage.named.first]\nword = \"a\"\nweight = \"heavy\"",
        "\
error: expected a number, found the string \"heavy\"
 --> news.toml:5:10
  |
5 | weight = \"heavy\"
  |          ^^^^^^^",
    );
}
