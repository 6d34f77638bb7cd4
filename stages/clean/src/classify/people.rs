//! Who wrote it: bylines at the top, notes about the author at the bottom.

use super::shape::{Stats, is_capitalised, is_joiner};

/// Words of a byline's tail, as in `By Ana Tanaka, the author of …`.
const LONGEST_BYLINE: usize = 25;
const LONGEST_NAMES: usize = 14;

const OPENERS: &[&str] = &[
    "by ",
    "by: ",
    "by, ",
    "by:",
    "written by ",
    "posted by ",
    "reported by ",
    "story by ",
    "author: ",
    "author ",
    "authors: ",
    "words by ",
    "report by ",
    "published by ",
    "from our correspondent",
    "our correspondent",
    "staff report",
    "web desk",
    "news desk",
    "by|",
    "written by:",
    "interview by ",
    "analysis by ",
    "opinion by ",
    "commentary by ",
    "text by ",
    "photos by ",
    "edited by",
];

/// Whether a line at the top names the author; `folded` is its folded form.
pub(crate) fn is_byline(text: &str, folded: &str, stats: &Stats) -> bool {
    if stats.words > LONGEST_BYLINE {
        return false;
    }
    let Some(opener) = OPENERS.iter().find(|o| folded.starts_with(**o)) else {
        return is_broken(text, stats);
    };
    let rest = text.get(opener.len()..).unwrap_or_default().trim_start();
    if rest.is_empty() || rest.starts_with(',') || opener.len() > 14 {
        return true;
    }
    let names = rest.split([',', '|', '•', '·']).next().unwrap_or_default();
    let names = &names[..names.find(|c: char| c.is_ascii_digit()).unwrap_or(names.len())];
    let names = names.trim_end().trim_end_matches("agencies").trim_end();
    stats.words <= LONGEST_NAMES && is_capitalised(names)
}

/// `Ana Tanaka and`: the second name was lost.
fn is_broken(text: &str, stats: &Stats) -> bool {
    let Some(names) = text.strip_suffix(" and").or_else(|| text.strip_suffix(" &")) else { return false };
    (3..=8).contains(&stats.words) && is_capitalised(names)
}

/// Whether a short line could be a person's, a desk's or a newspaper's name.
pub(crate) fn is_name_line(text: &str, stats: &Stats) -> bool {
    (1..=6).contains(&stats.words)
        && stats.numbers == 0
        && (!text.ends_with(['.', '?', '!', ':']) || ends_in_initial(text))
        && is_capitalised(text)
}

/// `Ana T.`
fn ends_in_initial(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    last.ends_with('.')
        && last.chars().count() == 2
        && last.starts_with(char::is_uppercase)
        && last.len() < text.len()
}

const ROLES: &[&str] = &[
    "writer",
    "author",
    "fellow",
    "professor",
    "journalist",
    "correspondent",
    "columnist",
    "editor",
    "reporter",
    "analyst",
    "director",
    "researcher",
    "lecturer",
    "freelance",
    "teaches",
    "covers",
    "scholar",
    "associate",
    "expert",
    "contributor",
    "contributing",
    "host",
    "founder",
    "adviser",
    "advisor",
    "ambassador",
    "chair",
    "staff",
    "intern",
    "student",
    "historian",
    "activist",
    "lawyer",
    "economist",
    "novelist",
    "producer",
    "photographer",
    "blogger",
    "political scientist",
    "consultant",
    "coordinator",
    "writes",
];

const VERBS: &[&str] = &[
    "is",
    "was",
    "are",
    "writes",
    "covers",
    "teaches",
    "works",
    "has",
    "reports",
    "reported",
    "contributed",
    "serves",
    "studies",
    "lives",
    "hosts",
];

/// Verbs that tell what somebody said: the article goes on.
const SAYING: &[&str] = &[
    "said",
    "says",
    "told",
    "believes",
    "thinks",
    "added",
    "adds",
    "warned",
    "warns",
    "insisted",
    "insists",
    "claimed",
    "claims",
    "observed",
    "asked",
    "doubts",
    "predicts",
    "predicted",
    "reckons",
    "fears",
    "admitted",
    "admits",
    "conceded",
    "concedes",
    "complained",
    "replied",
    "wonders",
];

/// Whether a block tells what somebody says, as notes about authors do not.
fn quotes_somebody(text: &str) -> bool {
    text.split(' ').any(|word| SAYING.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// Whether a block at the bottom is about its author. `mentioned` tells whether a name occurs in
/// the article: who is in the story is not its author.
pub(crate) fn is_bio(text: &str, folded: &str, stats: &Stats, mentioned: impl Fn(&str) -> bool) -> bool {
    if !(5..=120).contains(&stats.words) {
        return false;
    }
    let mut names = 0;
    let mut surname = "";
    if text.contains('_') || ["The ", "A ", "An "].iter().any(|article| text.starts_with(article)) {
        return false;
    }
    for word in text.split(' ').take(12) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
        if VERBS.contains(&bare) {
            break;
        }
        if word.starts_with(char::is_uppercase) || word.starts_with(['“', '"', '(']) {
            names += 1;
            surname = bare;
        } else if !is_joiner(word) && !bare.contains('-') || bare == "the" {
            return false;
        }
        if word.ends_with(',') && names >= 2 {
            break;
        }
    }
    if quotes_somebody(text) {
        return false;
    }
    let reported = folded.contains(" reported from ") || folded.contains(" contributed ");
    let role = ROLES.iter().any(|r| folded.contains(r));
    (2..=6).contains(&names) && (role || reported) && (reported || !mentioned(surname))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::fold;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        fold(text, &mut out);
        out
    }

    #[test]
    fn bylines() {
        for text in [
            "By Ana Tanaka",
            "BY ANA TANAKA AND JO BERG",
            "By , the writer of a letter",
            "Ana Tanaka and",
            "By Ana Tanaka, Northern Desk",
            "Web Desk",
        ] {
            assert!(is_byline(text, &folded(text), &Stats::of(text)), "{text}");
        }
        for text in [
            "By 2030 the river will be dry",
            "By Monday evening the troops had left",
            "Ana Tanaka",
            "By all accounts it was a mess",
        ] {
            assert!(!is_byline(text, &folded(text), &Stats::of(text)), "{text}");
        }
    }

    #[test]
    fn bios() {
        let bio = |text: &str, mentioned| is_bio(text, &folded(text), &Stats::of(text), |_| mentioned);
        assert!(bio("Ana Tanaka is a writer based in Oslo.", false));
        assert!(bio("Ana Tanaka reported from Oslo, and Jo Berg from Bergen.", true));
        assert!(!bio("Ana Tanaka is a writer based in Oslo.", true));
        assert!(!bio("The bridge is a favourite of every writer in town.", false));
        assert!(!bio("The Northern Star, which was built by its director, has sunk.", false));
        assert!(!bio("He is a writer.", false));
        assert!(!bio(
            "Ana Tanaka, a researcher at the Harbour Institute, believes the deal will hold.",
            false
        ));
    }
}
