//! The features of one gap: what stands left and right of it, how far the sentence has come, what the document is like.
//!
//! Each feature is a hash of its template's number and one or two values; words as [`super::word::Word`] has them. Where
//! values are codes of few steps (lengths, shares, counts), [`step`] and [`share`] make them so.

use super::classes::Classes;
use super::facts::Facts;
use super::word::{EDGE, Word};

/// A gap between two tokens.
#[derive(Clone, Copy)]
pub(crate) struct Gap<'a> {
    /// The sentence that the rules made.
    pub(super) words: &'a [Word],
    /// The sentence began with this word.
    pub(super) start: usize,
    /// The gap is before this word.
    pub(super) at: usize,
    /// How the sentence of the rules ends and begins.
    pub(super) form: Form,
    /// Where the rules have an opinion: they cut here.
    pub(super) ruled: Option<bool>,
}

/// How a sentence of the rules looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// It ends with a mark.
    pub(super) marked: bool,
    /// It begins in lower case.
    pub(super) lower: bool,
    /// It is short, begins in no lower case, ends without a mark and has its lines to itself.
    pub(super) heading: bool,
}

impl Form {
    /// As edited text has it.
    pub(super) fn is_regular(self) -> bool {
        self.marked && !self.lower
    }

    /// Of a sentence that begins like this one and ends like `last`.
    pub(super) fn until(self, last: Self) -> Self {
        Self { lower: self.lower, ..last }
    }

    fn code(self) -> u32 {
        u32::from(self.marked) * 2 + u32::from(self.lower)
    }
}

/// Takes feature hashes, with all their bits.
pub(crate) trait Hashes {
    /// One more.
    fn add(&mut self, hash: u32);
}

impl Hashes for Vec<u32> {
    fn add(&mut self, hash: u32) {
        self.push(hash);
    }
}

/// Numbers of the templates of the quick model begin here.
const QUICK: u32 = 9000;
/// Numbers of the templates of bags of words.
const BAG: u32 = 1000;
/// Numbers of the templates of gaps that the rules judged.
const RULED: u32 = 2000;
/// How far bags of words reach, in words.
const REACH: isize = 12;
/// How far a pause is looked for, in words.
const PAUSE: isize = 20;
/// How far the same two words are looked for, in words.
const REPEAT: isize = 14;

/// A gap with its neighbours at hand, numbering its templates.
struct Templates<'a, H> {
    gap: Gap<'a>,
    out: &'a mut H,
    template: u32,
    l1: &'a Word,
    l2: &'a Word,
    l3: &'a Word,
    r1: &'a Word,
    r2: &'a Word,
    r3: &'a Word,
    /// The shapes next to the gap.
    shapes: u32,
}

/// All features of `gap`, for the full model.
pub(crate) fn full<H: Hashes>(gap: Gap<'_>, facts: &Facts, classes: &Classes, out: &mut H) {
    let mut templates = Templates::new(gap, out);
    templates.letters();
    templates.written();
    templates.kinds(classes);
    templates.place();
    templates.document(facts);
    templates.repeats(facts);
    templates.bags(classes);
    templates.ruled(facts);
}

/// What the quick model sees of a gap: four words, and where the gap is.
#[derive(Clone, Copy)]
pub(crate) struct Glimpse {
    pub(super) before: Word,
    pub(super) left: Word,
    pub(super) right: Word,
    pub(super) behind: Word,
    /// Words from the start of the sentence to the gap, and from there to its end.
    pub(super) lengths: [usize; 2],
    pub(super) form: Form,
}

impl Glimpse {
    /// The sentence of the rules looks as in edited text.
    pub(crate) fn is_regular(&self) -> bool {
        self.form.is_regular()
    }
}

/// The few features of the quick model.
pub(crate) fn quick<H: Hashes>(glimpse: &Glimpse, out: &mut H) {
    let Glimpse { before, left, right, behind, lengths, form } = glimpse;
    let (shapes, form) = (mix(0, left.shape, right.shape), form.code());
    let pairs = [
        (form, 0),
        (shapes, form),
        (left.id, form),
        (right.id, form),
        (left.suffix, right.shape),
        (left.shape, right.id),
        (left.id, right.shape),
        (shapes, before.shape),
        (shapes, behind.shape),
        (mix(0, before.shape, behind.shape), shapes),
        (right.id, behind.id),
        (shapes, step(lengths[0])),
        (shapes, step(lengths[1])),
    ];
    for (template, (a, b)) in (QUICK..).zip(pairs) {
        out.add(mix(template, a, b));
    }
}

impl<'a, H: Hashes> Templates<'a, H> {
    fn new(gap: Gap<'a>, out: &'a mut H) -> Self {
        let (l1, r1) = (gap.word(-1), gap.word(0));
        Self {
            gap,
            out,
            template: 0,
            l1,
            l2: gap.word(-2),
            l3: gap.word(-3),
            r1,
            r2: gap.word(1),
            r3: gap.word(2),
            shapes: mix(0, l1.shape, r1.shape),
        }
    }

    fn add(&mut self, a: u32, b: u32) {
        self.template += 1;
        self.out.add(mix(self.template, a, b));
    }

    /// Words, alone and together, and their beginnings and ends.
    fn letters(&mut self) {
        let Self { l1, l2, l3, r1, r2, r3, .. } = *self;
        self.add(0, 0);
        for word in [l1, l2, l3, r1, r2, r3] {
            self.add(word.id, 0);
        }
        self.add(l1.id, r1.id);
        self.add(l2.id, l1.id);
        self.add(r1.id, r2.id);
        self.add(mix(0, r1.id, r2.id), r3.id);
        for affix in [l1.suffix, r1.suffix, r1.prefix] {
            self.add(affix, 0);
        }
        self.add(l1.suffix, r1.shape);
        self.add(l1.suffix, r1.id);
        self.add(l2.suffix, l1.suffix);
        self.add(r1.suffix, r2.suffix);
    }

    /// Shapes, alone, together and with words.
    fn written(&mut self) {
        let Self { l1, l2, l3, r1, r2, r3, shapes, .. } = *self;
        let (l4, r4) = (self.gap.word(-4), self.gap.word(3));
        for word in [l1, l2, r1, r2] {
            self.add(word.shape, 0);
        }
        self.add(l3.shape, l2.shape);
        self.add(r2.shape, r3.shape);
        self.add(shapes, 0);
        self.add(shapes, l2.shape);
        self.add(shapes, r2.shape);
        let inner = mix(0, l2.shape, r2.shape);
        self.add(shapes, inner);
        self.add(mix(0, shapes, inner), mix(0, l3.shape, r3.shape));
        self.add(mix(0, shapes, l2.shape), mix(0, l3.shape, l4.shape));
        self.add(mix(0, shapes, r2.shape), mix(0, r3.shape, r4.shape));
        self.add(l1.id, r1.shape);
        self.add(l1.shape, r1.id);
        self.add(mix(0, r1.id, r2.id), l1.shape);
        self.add(mix(0, l2.id, l1.id), r1.shape);
        self.add(r1.id, r1.shape);
        self.add(l1.id, l1.shape);
        self.add(mix(0, r1.id, r1.shape), r2.id);
    }

    /// Classes of words, and given names.
    fn kinds(&mut self, classes: &Classes) {
        let Self { l1, l2, l3, r1, r2, r3, shapes, .. } = *self;
        let [k3, k2, k1, m1, m2, m3] = [l3, l2, l1, r1, r2, r3].map(|word| classes.of(word));
        let [a3, a2, a1, b1, b2, b3] = [k3, k2, k1, m1, m2, m3].map(|class| class.coarse);
        self.add(a1, 0);
        self.add(b1, 0);
        self.add(a1, b1);
        self.add(a2, a1);
        self.add(b1, b2);
        self.add(mix(0, a2, a1), mix(0, b1, b2));
        self.add(mix(0, a1, b1), b2);
        self.add(mix(0, a2, a1), b1);
        self.add(a1, r1.shape);
        self.add(l1.shape, b1);
        self.add(mix(0, b2, b1), b3);
        self.add(mix(0, a2, a1), a3);
        self.add(mix(0, a1, b1), mix(0, b2, b3));
        self.add(mix(0, a3, a2), mix(0, a1, b1));
        self.add(k1.fine, b1);
        self.add(a1, m1.fine);
        let [a2, a1, b1, b2] = [k2, k1, m1, m2].map(|class| class.fine);
        for class in [a1, b1, a2, b2] {
            self.add(class, 0);
        }
        self.add(a1, b1);
        self.add(a2, a1);
        self.add(b1, b2);
        let given =
            [l2, l1, r1, r2].iter().fold(0, |bits, word| bits * 2 + u32::from(classes.is_given(word)));
        let (left, right) = self.lengths();
        self.add(given, shapes);
        self.add(given, mix(0, l2.shape, mix(0, shapes, r2.shape)));
        self.add(given, 0);
        self.add(given, left);
        self.add(given, right);
        self.add(mix(0, given, left), right);
        self.add(mix(0, given, l3.shape), r3.shape);
    }

    /// How far the sentence has come, how much is left, and where it pauses.
    fn place(&mut self) {
        let Self { gap, r1, shapes, .. } = *self;
        let (left, right) = self.lengths();
        let resumed = u32::from(gap.start > 0);
        self.add(left, 0);
        self.add(right, 0);
        self.add(left, right);
        self.add(resumed, shapes);
        self.add(resumed, left);
        self.add(left, shapes);
        self.add(right, shapes);
        let before = step((1..=PAUSE).take_while(|&n| !gap.word(-n).pause).count());
        let behind = step((0..PAUSE).take_while(|&n| !gap.word(n).pause).count());
        self.add(before, r1.shape);
        self.add(behind, r1.shape);
        self.add(before, behind);
        self.add(before, mix(0, shapes, behind));
        let first = &gap.words[gap.start];
        self.add(first.id, left);
        self.add(first.shape, mix(0, left, shapes));
    }

    /// How the document and this sentence of the rules are written.
    fn document(&mut self, facts: &Facts) {
        let Self { gap, r1, shapes, .. } = *self;
        let habits = facts.habits();
        let form = gap.form.code();
        let (_, right) = self.lengths();
        for habit in [habits.lower, habits.open, habits.length, habits.sentences] {
            self.add(habit, 0);
        }
        self.add(form, habits.open);
        self.add(habits.lower, shapes);
        self.add(habits.open, shapes);
        self.add(form, shapes);
        self.add(habits.length, shapes);
        self.add(habits.lower * 10 + habits.open, r1.shape);
        self.add(mix(0, habits.lower, habits.open), r1.id);
        self.add(mix(0, form, right), shapes);
        self.add(form, r1.id);
        self.add(habits.open, r1.id);
        self.add(form * 16 + step(gap.words.len()), shapes);
    }

    /// Openings and endings that the document has elsewhere, and words that come again near by.
    fn repeats(&mut self, facts: &Facts) {
        let Self { gap, l1, l2, r1, r2, shapes, .. } = *self;
        let [start, start_pair] = facts.starts(r1, r2);
        let [end, end_pair] = facts.ends(l2, l1);
        self.add(start_pair, shapes);
        self.add(end_pair, shapes);
        self.add(start_pair, end_pair);
        self.add(start, r1.shape);
        self.add(end, l1.shape);
        self.add(start * 3 + end, shapes);
        let far = r1.shape < 60 && (3..REACH).any(|n| gap.word(-n).id == r1.id);
        let same = u32::from(l1.id == r1.id)
            + 2 * u32::from(l2.id == r1.id)
            + 4 * u32::from(l1.id == r2.id)
            + 8 * u32::from(far);
        self.add(same, shapes);
        self.add(same, 0);
        let again = |n: isize| gap.word(n).id == r1.id && gap.word(n + 1).id == r2.id;
        let times = (2..REPEAT).filter(|&n| again(-n)).count() + (1..REPEAT).filter(|&n| again(n)).count();
        let times = step(times.min(3));
        self.add(times, 0);
        self.add(times, shapes);
    }

    /// The words up to the next pause, without their order.
    fn bags(&mut self, classes: &Classes) {
        for n in 1..=REACH {
            let word = self.gap.word(-n);
            if word.pause && n > 1 {
                break;
            }
            self.out.add(mix(BAG, word.id, 0));
            self.out.add(mix(BAG + 2, word.suffix, 0));
            self.out.add(mix(BAG + 4, classes.of(word).coarse, 0));
        }
        for n in 0..REACH {
            let word = self.gap.word(n);
            if word.pause {
                break;
            }
            self.out.add(mix(BAG + 1, word.id, 0));
            self.out.add(mix(BAG + 3, word.suffix, 0));
            self.out.add(mix(BAG + 5, classes.of(word).coarse, 0));
        }
    }

    /// What the rules say, with what they do not look at.
    fn ruled(&mut self, facts: &Facts) {
        let Some(ruled) = self.gap.ruled else { return };
        let ruled = u32::from(ruled);
        let (left, right) = self.lengths();
        let habits = facts.habits();
        let values = [
            0,
            self.l1.id,
            self.r1.id,
            self.r1.shape,
            self.l2.shape,
            left,
            right,
            self.gap.form.code(),
            habits.lower,
            habits.open,
        ];
        for (template, value) in (RULED..).zip(values) {
            self.out.add(mix(template, value, ruled));
        }
    }

    fn lengths(&self) -> (u32, u32) {
        (step(self.gap.at - self.gap.start), step(self.gap.words.len() - self.gap.at))
    }
}

impl<'a> Gap<'a> {
    /// The word `n` places right of the gap, or left of it where `n` is negative.
    fn word(&self, n: isize) -> &'a Word {
        match self.at.checked_add_signed(n) {
            Some(at) if at >= self.start => self.words.get(at).unwrap_or(&EDGE),
            _ => &EDGE,
        }
    }
}

/// A length in few steps.
pub(super) fn step(n: usize) -> u32 {
    match n {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 3,
        4 => 4,
        5 => 5,
        6..=7 => 6,
        8..=10 => 7,
        11..=15 => 8,
        16..=22 => 9,
        23..=35 => 10,
        36..=60 => 11,
        _ => 12,
    }
}

/// `part` of `all` in few steps.
pub(super) fn share(part: u32, all: u32) -> u32 {
    let Some(percent) = (u64::from(part) * 100).checked_div(u64::from(all)) else { return 9 };
    match percent {
        0..=4 => 0,
        5..=14 => 1,
        15..=29 => 2,
        30..=54 => 3,
        _ => 4,
    }
}

/// One hash of three numbers; all its bits depend on all of theirs.
pub(super) fn mix(a: u32, b: u32, c: u32) -> u32 {
    let mut hash = a.wrapping_mul(0x9E37_79B1) ^ b.wrapping_mul(0x85EB_CA6B).rotate_left(13);
    hash = hash.wrapping_mul(5).wrapping_add(0xE654_6B64) ^ c.wrapping_mul(0xC2B2_AE35).rotate_left(7);
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x7FEB_352D);
    hash ^ hash >> 15
}
