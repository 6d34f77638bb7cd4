//! Small closed word lists: which words start sentences, front them, or report speech.

/// Words that, with a capital, start a sentence rather than go on with a name. Sorted.
#[rustfmt::skip]
static STARTERS: &[&str] = &[
    "A", "About", "According", "After", "Again", "All", "Also", "Although", "Among", "An", "And", "Another",
    "Any", "Anyone", "Are", "As", "At", "Be", "Because", "Before", "Besides", "Both", "But", "By", "Can",
    "Could", "Despite", "Did", "Do", "Does", "During", "Each", "Earlier", "Either", "Even", "Every",
    "Everyone", "Few", "For", "From", "Further", "Furthermore", "Had", "Has", "Have", "He", "Hence", "Her",
    "Here", "His", "How", "However", "I", "If", "In", "Indeed", "Instead",
    "Is", "It", "Its", "Just", "Last", "Later", "Let", "Like", "Many", "Maybe", "Meanwhile", "More",
    "Moreover", "Most", "Much", "My", "Neither", "Never", "Nevertheless", "Next", "No", "Nobody", "None",
    "Nonetheless", "Nor", "Not", "Nothing", "Now", "Of", "On", "Once", "One", "Only", "Or", "Other",
    "Others", "Our", "Over", "Perhaps", "Please", "Several", "She", "Should", "Since", "So", "Some",
    "Someone", "Sometimes", "Soon", "Still", "Such", "Than", "Thanks", "That", "The", "Their", "Then",
    "There", "Therefore", "These", "They", "This", "Those", "Though", "Through", "Thus", "To", "Today",
    "Tomorrow", "Too", "Two", "Under", "Unless", "Unlike", "Until", "Was", "We", "Well", "Were", "What",
    "When", "Where", "Whether", "Which", "While", "Who", "Whose", "Why", "Will", "With", "Within",
    "Without", "Would", "Yes", "Yesterday", "Yet", "You", "Your",
];

/// Words that front a phrase of time or place at the start of a sentence. Sorted.
#[rustfmt::skip]
static FRONTS: &[&str] = &[
    "About", "After", "Around", "At", "Before", "By", "During", "From", "In", "On", "Since", "Until",
];

/// Verbs that report speech. Sorted.
#[rustfmt::skip]
static REPORTS: &[&str] = &[
    "added", "admitted", "agreed", "announced", "answered", "argued", "asked", "asks", "began", "called",
    "claimed", "commented", "complained", "continued", "cried", "declared", "demanded", "exclaimed",
    "explained", "inquired", "insisted", "joked", "muttered", "noted", "observed", "quipped", "recalled",
    "remarked", "replied", "responded", "said", "says", "screamed", "shouted", "sighed", "snapped",
    "stated", "suggested", "tells", "told", "tweeted", "warned", "whispered", "wondered", "writes", "wrote",
    "yelled",
];

/// Capitalised words that go on with a time of day: `5 p.m. Eastern`. Sorted.
#[rustfmt::skip]
static AFTER_TIME: &[&str] = &[
    "April", "August", "Central", "Daylight", "December", "Eastern", "February", "Friday", "GMT", "January",
    "July", "June", "March", "May", "Monday", "Mountain", "November", "October", "Pacific", "Saturday",
    "September", "Standard", "Sunday", "Thursday", "Tuesday", "UTC", "Wednesday",
];

/// Words that, with a capital behind a lower-case word, are too rarely part of a name. Sorted.
#[rustfmt::skip]
static STRONG: &[&str] = &[
    "But", "He", "However", "If", "It", "Please", "She", "Thank", "Thanks", "Then", "There",
    "These", "They", "Those", "We", "You",
];

/// Words behind which a capital is no new sentence: they introduce names, titles or clauses. Sorted.
#[rustfmt::skip]
static INTRODUCE: &[&str] = &[
    "a", "about", "also", "an", "and", "are", "as", "asked", "at", "because", "book", "but", "by", "called",
    "do", "entitled", "film", "for", "from", "if", "in", "is", "like", "magazine", "named", "not", "novel",
    "of", "on", "or", "said", "says", "series", "show", "song", "than", "that", "the", "then", "this",
    "titled", "to", "was", "when", "with",
];

/// Words that close a letter. Sorted.
#[rustfmt::skip]
static VALEDICTIONS: &[&str] = &[
    "Best", "Cheers", "Regards", "Respectfully", "Sincerely", "Thanks", "Thx",
];

pub(super) fn is_strong(word: &str) -> bool {
    STRONG.binary_search(&word).is_ok()
}

pub(super) fn introduces(word: &str) -> bool {
    INTRODUCE.binary_search(&word).is_ok()
}

pub(super) fn closes_letter(word: &str) -> bool {
    VALEDICTIONS.binary_search(&word).is_ok()
}

pub(super) fn starts_sentences(word: &str) -> bool {
    STARTERS.binary_search(&word).is_ok()
}

pub(super) fn fronts(word: &str) -> bool {
    FRONTS.binary_search(&word).is_ok()
}

pub(super) fn reports(word: &str) -> bool {
    REPORTS.binary_search(&word).is_ok()
}

pub(super) fn follows_time(word: &str) -> bool {
    AFTER_TIME.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [STARTERS, FRONTS, REPORTS, AFTER_TIME, STRONG, INTRODUCE, VALEDICTIONS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
