//! English verb forms, so that packs list lemmas only.
//!
//! `forms("deny")` gives deny, denies, denied, denying. Regular rules only; irregular forms come from a pack's
//! `[forms]` table (`fight = ["fought"]`), which adds to the regular ones.

/// The regular forms of a lower-case verb lemma: base, third person, past, gerund.
#[must_use]
pub fn forms(lemma: &str) -> Vec<String> {
    let mut out = vec![lemma.to_owned()];
    out.push(third_person(lemma));
    out.extend(stems(lemma).into_iter().map(|(stem, past)| format!("{stem}{past}")));
    out.extend(gerund_stems(lemma).into_iter().map(|stem| format!("{stem}ing")));
    out
}

/// The plural of a noun, which in English is formed like the third person.
#[must_use]
pub fn plural(noun: &str) -> String {
    third_person(noun)
}

fn third_person(lemma: &str) -> String {
    if let Some(stem) = consonant_y(lemma) {
        return format!("{stem}ies");
    }
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if sibilant { "es" } else { "s" })
}

fn stems(lemma: &str) -> Vec<(String, &'static str)> {
    if let Some(stem) = consonant_y(lemma) {
        return vec![(format!("{stem}i"), "ed")];
    }
    if lemma.ends_with('e') {
        return vec![(lemma.to_owned(), "d")];
    }
    match doubled(lemma) {
        Some(double) => vec![(double, "ed"), (lemma.to_owned(), "ed")],
        None => vec![(lemma.to_owned(), "ed")],
    }
}

fn gerund_stems(lemma: &str) -> Vec<String> {
    if let Some(stem) = lemma.strip_suffix("ie") {
        return vec![format!("{stem}y")];
    }
    if lemma.ends_with('e') && !lemma.ends_with("ee") {
        return vec![lemma[..lemma.len() - 1].to_owned()];
    }
    match doubled(lemma) {
        Some(double) => vec![double, lemma.to_owned()],
        None => vec![lemma.to_owned()],
    }
}

fn consonant_y(lemma: &str) -> Option<&str> {
    let stem = lemma.strip_suffix('y')?;
    stem.ends_with(|c: char| c.is_ascii_alphabetic() && !vowel(c)).then_some(stem)
}

/// `stop` → `stopp`. Both spellings are made for longer words, since stress is not known.
fn doubled(lemma: &str) -> Option<String> {
    let mut last = lemma.chars().rev();
    let (c, v, before) = (last.next()?, last.next()?, last.next()?);
    // the u of `quip` belongs to the q
    let single = !vowel(before) || before == 'u' && last.next() == Some('q');
    let doubles = !vowel(c) && !"wxy".contains(c) && vowel(v) && single;
    doubles.then(|| format!("{lemma}{c}"))
}

fn vowel(c: char) -> bool {
    "aeiou".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_verbs() {
        for (lemma, expected) in [
            ("deny", "deny denies denied denying"),
            ("praise", "praise praises praised praising"),
            ("stop", "stop stops stopped stoped stopping stoping"),
            ("quip", "quip quips quipped quiped quipping quiping"),
            ("attack", "attack attacks attacked attacking"),
            ("free", "free frees freed freeing"),
            ("enjoy", "enjoy enjoys enjoyed enjoying"),
        ] {
            assert_eq!(forms(lemma).join(" "), expected);
        }
        assert_eq!(plural("enemy"), "enemies");
    }
}
