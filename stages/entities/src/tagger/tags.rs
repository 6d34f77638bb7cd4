//! The tags of the model: outside, and begin, inside, last, unit (BILOU) of three classes.

/// How many tags there are.
pub(crate) const TAGS: usize = 13;
/// The tag of a token that belongs to no name.
pub(crate) const OUTSIDE: usize = 0;
/// The classes of the model, in the order of their tags.
pub(crate) const CLASSES: [&str; 3] = ["PER", "ORG", "LOC"];

/// Place of a token in its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// First of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several.
    Last,
    /// The only one.
    Unit,
}

impl Part {
    /// The part that token `i` of a name `a..b` is.
    pub(crate) fn of(i: usize, a: usize, b: usize) -> Self {
        match (i == a, i + 1 == b) {
            (true, true) => Self::Unit,
            (true, false) => Self::Begin,
            (false, true) => Self::Last,
            (false, false) => Self::Inside,
        }
    }
}

/// The tag of a part of a name of class `class` (an index of [`CLASSES`]).
pub(crate) const fn tag(class: usize, part: Part) -> usize {
    1 + class * 4 + part as usize
}

/// The class of a tag; none for outside.
pub(crate) const fn class(tag: usize) -> Option<usize> {
    match tag {
        OUTSIDE => None,
        _ => Some((tag - 1) / 4),
    }
}

/// Whether a name may start at this tag, or the tag is outside.
pub(crate) const fn opens(tag: usize) -> bool {
    tag == OUTSIDE || matches!((tag - 1) % 4, 0 | 3)
}

/// Whether a name may end at this tag, or the tag is outside.
pub(crate) const fn closes(tag: usize) -> bool {
    tag == OUTSIDE || matches!((tag - 1) % 4, 2 | 3)
}

/// Whether tag `to` may follow tag `from`.
pub(crate) const fn follows(from: usize, to: usize) -> bool {
    if closes(from) {
        return opens(to);
    }
    !opens(to) && (from - 1) / 4 == (to - 1) / 4
}
