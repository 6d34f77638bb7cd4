//! Two runs of the same documents: are they the same?

use crate::documents::Sample;
use crate::report::Notes;

/// Says on which document the second run first differs from the first; whether they agree.
pub(crate) fn same(
    notes: &mut Notes,
    samples: &[Sample],
    (was, is): (&[String], &[String]),
    (stage, how, hint): (&str, &str, &str),
) -> bool {
    let mut pairs = samples.iter().zip(was.iter().zip(is));
    let Some((sample, (was, is))) = pairs.find(|(_, (was, is))| was != is) else { return true };
    let (line, was, is) = difference(was, is);
    notes.fail(format!(
        "stage `{stage}` gives another output for document {}, {how}\n  line {line} of its dump was: {was}\n  and is now: {is}\n  expected the same; {hint}",
        sample.shown()
    ));
    false
}

/// The first line in which two dumps differ.
fn difference(was: &str, is: &str) -> (usize, String, String) {
    let short =
        |line: Option<&str>| line.map_or("(nothing)".to_owned(), |l| l.chars().take(160).collect::<String>());
    let (mut a, mut b) = (was.lines(), is.lines());
    for number in 1.. {
        let (was, is) = (a.next(), b.next());
        if was != is || was.is_none() {
            return (number, short(was), short(is));
        }
    }
    (0, String::new(), String::new())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_first_line_that_differs() {
        assert_eq!(difference("a\nb", "a\nc"), (2, "b".to_owned(), "c".to_owned()));
        assert_eq!(difference("a", "a\nb"), (2, "(nothing)".to_owned(), "b".to_owned()));
    }
}
