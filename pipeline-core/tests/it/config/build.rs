//! What the stage itself refuses.

use super::option_refused;

#[test]
fn a_value_out_of_range() {
    option_refused(
        "min_score = 2",
        "\
error: expected a score from 0 to 1, found 2
 --> news.toml:3:13
  |
3 | min_score = 2
  |             ^",
    );
}

#[test]
fn a_file_that_is_not_there() {
    option_refused(
        "packs = [\"good.toml\", \"missing.toml\"]",
        "\
error: cannot read `missing.toml`: no such file
 --> news.toml:3:23
  |
3 | packs = [\"good.toml\", \"missing.toml\"]
  |                       ^^^^^^^^^^^^^^",
    );
}

#[test]
fn a_file_that_is_not_text() {
    option_refused(
        "packs = [\"latin1.toml\"]",
        "\
error: `latin1.toml` is not UTF-8 text (byte 3); save it as UTF-8
 --> news.toml:3:10
  |
3 | packs = [\"latin1.toml\"]
  |          ^^^^^^^^^^^^^",
    );
}

#[test]
fn a_key_that_does_not_stand_in_the_file() {
    option_refused(
        "limit = 7",
        "\
error: `rules[0].word`: seven needs a rule
 --> news.toml:1:1
  |
1 | [[stage]]
  | ^^^^^^^^^",
    );
}
