//! Places.

use super::{option_refused, refused};

#[test]
fn columns_count_characters() {
    refused(
        "stage = [{ use = \"clean\", title = \"Café “ü”\", limt = 1 }]\n",
        "\
error: unknown key `limt`
 --> news.toml:1:47
  |
1 | stage = [{ use = \"clean\", title = \"Café “ü”\", limt = 1 }]
  |                                               ^^^^
  |
  = help: did you mean `limit`?",
    );
}

#[test]
fn lines_end_in_crlf() {
    refused(
        "[[stage]]\r\nuse = \"clean\"\r\nlimt = 1\r\n",
        "\
error: unknown key `limt`
 --> news.toml:3:1
  |
3 | limt = 1
  | ^^^^
  |
  = help: did you mean `limit`?",
    );
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    refused(
        "\u{feff}[[stage]]\nuse = \"clean\"\nlimt = 1\n",
        "\
error: unknown key `limt`
 --> news.toml:3:1
  |
3 | limt = 1
  | ^^^^
  |
  = help: did you mean `limit`?",
    );
}

#[test]
fn a_value_of_many_lines() {
    option_refused(
        "min_score = [\n  1,\n  2,\n]",
        "\
error: expected a number, found an array
 --> news.toml:3:13
  |
3 | min_score = [
  |             ^",
    );
}
