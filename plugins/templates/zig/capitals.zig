//! The rule of the stage: a pure function, so that `make test` can try it without chaffinch.

const std = @import("std");

/// How many letters a word in capitals has: NATO 4, COVID-19 5. 0 for every other word. Knows the
/// letters A to Z.
pub fn count(word: []const u8) usize {
    var letters: usize = 0;
    for (word) |byte| {
        if (std.ascii.isLower(byte) or byte >= 0x80) return 0;
        if (std.ascii.isUpper(byte)) letters += 1;
    }
    return letters;
}

fn check(word: []const u8, expected: usize) !void {
    try std.testing.expectEqual(expected, count(word));
}

test "words in capitals" {
    try check("NATO", 4);
    try check("COVID-19", 5);
    try check("U.N.", 2);
}

test "other words" {
    try check("Nato", 0);
    try check("nato", 0);
    try check("2024", 0);
    try check("ÉU", 0); // not all of it is A to Z
    try check("", 0);
}
