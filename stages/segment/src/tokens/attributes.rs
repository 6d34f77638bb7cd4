//! What a token can carry beside its place: a shape and a normal form, made while it is written.
//!
//! ```text
//! Tehrik-i-Taliban   shape Xxxxx-x-Xxxxx   norm tehrik-i-taliban
//! 2,600              shape d,ddd           norm 2,600
//! n’t                shape x’x             norm n't
//! ```

/// A run of one kind of character is no longer than this in a shape (as in spaCy's `Token.shape_`).
const RUN: usize = 4;

/// Writes the shape of `token`: `X` for upper case, `x` for other letters, `d` for digits, marks as they are.
pub(crate) fn shape(token: &str, out: &mut String) {
    out.clear();
    let (mut last, mut run) = ('\0', 0);
    for c in token.chars() {
        let kind = match c {
            c if c.is_numeric() => 'd',
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c => c,
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= RUN {
            out.push(kind);
        }
    }
}

/// Writes the normal form of `token`: lower case, straight quotation marks and hyphens, without soft hyphens.
pub(crate) fn norm(token: &str, out: &mut String) {
    out.clear();
    for c in token.chars() {
        match c {
            '‘' | '’' | '‚' | '‛' => out.push('\''),
            '“' | '”' | '„' | '‟' => out.push('"'),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '\u{ad}' => {}
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(token: &str, expected: [&str; 2]) {
        let (mut a, mut b) = (String::new(), String::new());
        shape(token, &mut a);
        norm(token, &mut b);
        assert_eq!([a.as_str(), b.as_str()], expected, "{token}");
    }

    #[test]
    fn tokens_have_both() {
        check("Tehrik-i-Taliban", ["Xxxxx-x-Xxxxx", "tehrik-i-taliban"]);
        check("T.T.P.", ["X.X.X.", "t.t.p."]);
        check("2,600", ["d,ddd", "2,600"]);
        check("N’T", ["X’X", "n't"]);
        check("Élysée", ["Xxxxx", "élysée"]);
        check("co\u{ad}op\u{2011}ed", ["xx\u{ad}xx\u{2011}xx", "coop-ed"]);
        check("…", ["…", "…"]);
        check("東", ["x", "東"]);
        check("", ["", ""]);
    }
}
