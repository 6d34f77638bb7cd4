//! Word classes that only quotations ask for, beside those of [`crate::grammar`]: finite verbs and words of time.
//!
//! `said sales rose`: a clause, for *rose* is finite. `conceded late on Sunday`: no clause, for *late* is a time.

use crate::grammar::Class;

/// Irregular past tenses and present forms that are seldom nouns: signs of a clause.
pub const FINITE: Class = Class(1 << 30);
/// When something is: skipped between a verb and its clause.
pub const TIME: Class = Class(1 << 28);

/// Present forms of verbs of saying that are no nouns: `officials say`, not `officials report`.
pub const VERBAL: Class = Class(1 << 29);

/// No class of the grammar is one of these, too.
const _: () = {
    let own = FINITE.or(TIME).or(VERBAL);
    assert!(!Class::ALL.is(own) && own.0.count_ones() == 3);
};

/// What the nouns of a pack say of a speaker; see the `[nouns]` of `config/packs/quotes-cues.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Noun {
    /// No list has it.
    #[default]
    Plain,
    /// Somebody who speaks for the side named beside: *minister*.
    Office,
    /// Somebody who speaks for whoever is named beside, a person too: *spokesman*.
    Voice,
    /// Somebody who speaks for nobody else: *analyst*, *widow*.
    Own,
    /// An arm of a state: *army*.
    State,
    /// An organisation: *company*.
    Body,
    /// Something written: *report*.
    Paper,
}

/// The lists of this file.
pub const LISTS: &[(Class, &str)] = &[
    (
        FINITE,
        "arose ate became began bent bet blew bore bought broke brought built burnt burst came cast caught chose \
         clung cost cut dealt did dug drank drew drove fell fled flew forgot forgave fought found froze gave got grew \
         had heard held hid hit hung hurt kept knew laid lay led left lent let lit lost made meant met paid proved put \
         quit ran rang read rode rose said sang sank sat saw sent set shook shone shot shrank shut slept slid sold \
         sought spent spoke spread sprang stole stood struck stuck swore swam swept taught thought threw told took \
         tore understood undertook underwent upheld went withdrew woke won wore wrote agrees allows amounts appears \
         applies argues arises arrives asks becomes begins believes belongs brings calls carries causes comes \
         commands considers contains continues controls creates deals deserves depends determines differs draws \
         enjoys enters exists expects explains extends faces fails falls feels finds follows gets gives goes grows \
         happens helps holds hopes includes infringes intends involves keeps knows lacks leads leaves lets lies lives \
         looks loses loves makes means meets moves needs occurs offers opposes owes owns pays plans plays poses \
         prefers prevents produces promises proves provides pushes puts raises reaches realises realizes receives \
         reflects refuses relies remains represents requires respects rises rules runs says seeks seems sees sells \
         sends serves shares shows sits speaks spends stands stays stems suffers suggests supports takes tells tends \
         thinks treats tries turns understands uses violates wants warns wins wishes works want need know think \
         believe seem remain prefer deserve intend enjoy depend agree tend exist lack expect hope owe make take give \
         keep get see seek feel mean",
    ),
    (
        TIME,
        "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday late earlier early \
         last next later week month year night morning evening afternoon weekend january february march april may june \
         july august september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep \
         sept oct nov dec recently afterwards summer autumn winter spring",
    ),
    (
        VERBAL,
        "say says tell tells believe believes think thinks insist insists argue argues contend contends allege alleges \
         acknowledge acknowledges admit admits concede concedes confirm confirms announce announces declare declares \
         assert asserts predict predicts conclude concludes add adds complain complains suggest suggests suspect explain \
         explains recall recalls deny denies reply respond responds reiterate reiterates testify testifies agree agrees \
         emphasize emphasizes warn warns reveal reveals write writes indicate indicates reckon reckons speculate \
         speculates maintain maintains accept accepts propose proposes recommend recommends inform informs urge urges \
         hear hears ask asks wonder wonders",
    ),
];
