//! What the shape of a clause asks of single words: is this a verb, does it hand its object the next verb, is it a word
//! of time.
//!
//! There is no tagger here. A word is a verb where a list of verb forms knows it (the packs', those of the CAMEO
//! dictionaries, and the irregular ones of English) and what stands before it does not make it a noun (`the attack`).

use std::sync::LazyLock;

use super::grounds::is_adjective;
use crate::inflect;
use crate::known;
use crate::lexicon::{self, cameo_verbs};
use crate::table::{Table, key};

/// Verbs of the CAMEO dictionaries that take no side (`data/build.py`).
static PLAIN: &str = include_str!("../../data/plain-verbs.tsv");

/// Frequent verbs that those dictionaries lack, and irregular forms.
const COMMON: &str = "bear become behave belong buy choose climb close cost cross drop dwell eat fall feel fill fly forget grow \
    hang hide hurt invent jump keep knock know laugh lay lean learn lend lie listen lose love own paint plant play point \
    pour print pull push put remember ride rise roll sail seem sell set shake shout shut sing sit sleep slide smile speak \
    spend spread stay steal stick swallow swim teach think throw touch travel treat turn wait walk want wash watch wear win \
    wish wonder write rein flay skewer pillory lambaste bankroll picket sue fine indict prosecute ostracize disarm extradite \
    exonerate vindicate vilify";
const IRREGULAR: &str = "beaten became began begun bit bitten blew blown bore borne bought bound broke broken brought built \
    burnt came caught chose chosen clung crept cut dealt did drank drawn drew driven drove drunk dug eaten fallen fed fell felt \
    fled flew flown forbade forbidden forgave forgiven forgot forgotten fought found froze frozen gave given gone got \
    gotten grew grown had heard held hid hidden hit hung kept knelt knew known laid lain lay led left lent let lost made \
    meant met overthrew overthrown paid proven put quit ran rang read ridden risen rode rose rung said sang sat saw seen \
    sent set shaken shook shot shown shrank shut slain slept slew slid sold sought spent spoke spoken sprang spread sprung \
    stole stolen stood strewn stricken strove struck stuck stung sung sunk swept swore sworn swung taken taught thought \
    threw thrown told took torn understood undertook undertaken upheld went wept withdrawn withdrew woke won wore worn \
    wound woven wrote written";
/// Words of those lists that are nouns nearly always.
const NOUNS: &str = "group groups";
/// Verbs whose object really does what the infinitive after it says. Of what is only wanted of somebody (`urged Orland to
/// attack Venn`) the side is that of who wants it.
const CONTROL: &str = "allow authorise authorize cause compel convince enable force get help induce lead let permit persuade \
    prompt inspire hire pay";

/// Words that name a time.
const TIME: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august \
    september october november december today yesterday tomorrow tonight morning afternoon evening night week weeks month \
    months year years day days hour hours weekend spring summer autumn winter century decade decades ago dawn noon midnight \
    time times";

/// Nouns whose adjective of a country does not make them speak for it: `the Norwegian group`.
const PRIVATE: &str = "group company firm giant rival suitor maker newspaper publisher retailer airline club player singer actor \
    actress writer author artist journalist reporter tycoon billionaire businessman man woman couple citizen citizens tourist \
    tourists student students family driver owner investor investors bank brand startup language cuisine film song \
    dollar dollars rupee rupees currency";

/// People who are in a place and do not speak for it: `a diplomat in Orland`.
const BYSTANDER: &str = "diplomat diplomats analyst analysts expert experts researcher researchers scholar scholars resident \
    residents trader traders driver villager villagers refugee refugees witness witnesses activist activists critics \
    observers commentators journalists reporters economist economists historian professor lawyer source sources";

/// What befalls somebody, or is true of them, and is no act of theirs: `Orland’s rise gave Venn a chance`.
const EVENT: &str = "takeover rise fall return victory victories defeat defeats collapse loss losses dependence dependency \
    reliance growth decline weakness strength success death deaths departure absence presence emergence revival comeback \
    resurgence existence experience struggle history position location size proximity importance popularity economy";

/// Verbs and nouns that undo what their object names: `lifted the ban on`, `a suspension of ties with`.
const UNDO: &str = "lift ease drop waive relax repeal revoke rescind remove prohibit forbid freeze cancel loosen scrap abolish \
    suspension lifting easing freeze cancellation cessation halt withdrawal removal repeal absence lack prevention";
/// Verbs whose infinitive is a threat, whatever it says.
const MENACE: &str = "threaten";

/// A set of facts about a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form(u16);

impl Form {
    /// A form of a verb.
    pub const VERB: Form = Form(1);
    /// A verb whose object does what the infinitive says.
    pub const CONTROL: Form = Form(2);
    /// A word of time.
    pub const TIME: Form = Form(4);
    /// A form that may be a past or a participle.
    pub const PAST: Form = Form(8);
    /// Somebody who is in a place and does not speak for it.
    pub const BYSTANDER: Form = Form(256);
    /// A word of the lexicon that is an adjective or adverb by its form.
    pub const JUDGES: Form = Form(1024);
    /// What follows is possible only.
    pub const PERHAPS: Form = Form(512);
    /// What befalls its owner.
    pub const EVENT: Form = Form(128);
    /// A word that undoes what its object names.
    pub const UNDO: Form = Form(32);
    /// A verb that makes a threat of what follows.
    pub const MENACE: Form = Form(64);
    /// A noun that does not speak for the country in its adjective.
    pub const PRIVATE: Form = Form(16);

    /// Whether the two sets share a fact.
    #[must_use]
    pub const fn is(self, other: Form) -> bool {
        self.0 & other.0 != 0
    }
}

/// What is known of a word, by its key.
#[must_use]
pub fn form(key: u64) -> Form {
    FORMS.get(key).unwrap_or_default()
}

/// Makes the tables now rather than in the first document.
pub fn force() {
    known::force();
    LazyLock::force(&WORDS);
}

/// Calls `with` for every word that a list has, by its key.
pub fn each(with: impl FnMut(u64, Form)) {
    FORMS.each(with);
}

static FORMS: LazyLock<Table<Form>> = LazyLock::new(|| {
    let mut table = Table::<Form>::default();
    let mut put = |word: &str, form: Form| table.entry(key(word)).0 |= form.0;
    let mut verb = |lemma: &str, form: Form| {
        for word in inflect::forms(lemma) {
            let past = if word.ends_with("ed") { Form::PAST.0 } else { 0 };
            put(&word, Form(form.0 | past));
        }
    };
    cameo_verbs().for_each(|(lemma, ..)| verb(lemma, Form::VERB));
    let plain = PLAIN.lines().filter_map(|line| line.split('\t').next());
    plain.chain(COMMON.split_whitespace()).for_each(|lemma| verb(lemma, Form::VERB));
    UNDO.split_whitespace().for_each(|lemma| verb(lemma, Form::UNDO));
    MENACE.split_whitespace().for_each(|lemma| verb(lemma, Form::MENACE));
    CONTROL.split_whitespace().for_each(|lemma| verb(lemma, Form(Form::VERB.0 | Form::CONTROL.0)));
    let irregular = PLAIN.lines().filter_map(|line| line.split('\t').nth(1)).flat_map(str::split_whitespace);
    let irregular =
        irregular.chain(cameo_verbs().flat_map(|(.., forms)| forms)).chain(IRREGULAR.split_whitespace());
    irregular
        .for_each(|word| put(word, Form(Form::VERB.0 | if word.ends_with('s') { 0 } else { Form::PAST.0 })));
    NOUNS.split_whitespace().for_each(|word| table.entry(key(word)).0 &= !Form::VERB.0);
    let mut put = |word: &str, form: Form| table.entry(key(word)).0 |= form.0;
    TIME.split_whitespace().for_each(|word| put(word, Form::TIME));
    PRIVATE.split_whitespace().for_each(|word| put(word, Form::PRIVATE));
    lexicon::words().filter(|word| is_adjective(word)).for_each(|word| put(word, Form::JUDGES));
    ["might", "may", "could"].into_iter().for_each(|word| put(word, Form::PERHAPS));
    BYSTANDER.split_whitespace().for_each(|word| put(word, Form::BYSTANDER));
    EVENT.split_whitespace().for_each(|word| put(word, Form::EVENT));
    for control in ["led", "got", "paid"] {
        put(control, Form::CONTROL);
    }
    table
});

/// The keys of words that rules name.
#[derive(Debug)]
pub struct Words {
    /// `to`
    pub to: u64,
    /// `of`
    pub of: u64,
    /// `from`
    pub from: u64,
    /// `each`
    pub each: u64,
    /// `other`
    pub other: u64,
    /// `one`
    pub one: u64,
    /// `another`
    pub another: u64,
    /// `)`
    pub close: u64,
    /// `(`
    pub open: u64,
    /// `us`
    pub us: u64,
    /// `me`
    pub me: u64,
    /// `our`
    pub our: u64,
    /// `my`
    pub my: u64,
    /// `between`
    pub between: u64,
    /// `should`
    pub should: u64,
    /// `must`
    pub must: u64,
    /// `or`
    pub or: u64,
    /// `whether`
    pub whether: u64,
    /// `both`
    pub both: u64,
    /// `all`
    pub all: u64,
    /// `yet`
    pub yet: u64,
    /// `less`
    pub less: u64,
    /// `for`
    pub for_: u64,
    /// `not`
    pub not: u64,
    /// `;`
    pub semicolon: u64,
}

/// The keys of words that rules name.
pub static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    to: key("to"),
    of: key("of"),
    from: key("from"),
    each: key("each"),
    other: key("other"),
    one: key("one"),
    another: key("another"),
    close: key(")"),
    open: key("("),
    us: key("us"),
    me: key("me"),
    our: key("our"),
    my: key("my"),
    between: key("between"),
    should: key("should"),
    must: key("must"),
    or: key("or"),
    whether: key("whether"),
    both: key("both"),
    all: key("all"),
    yet: key("yet"),
    less: key("less"),
    for_: key("for"),
    not: key("not"),
    semicolon: key(";"),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_control_and_time() {
        for (word, expected) in [
            ("forced", Form::CONTROL),
            ("said", Form::VERB),
            ("took", Form::PAST),
            ("recognized", Form::PAST),
            ("Monday", Form::TIME),
        ] {
            assert!(form(key(word)).is(expected), "{word}");
        }
        assert!(!form(key("goat")).is(Form::VERB));
    }
}
