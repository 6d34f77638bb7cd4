//! Words that are spelt in several ways and mean the same in names: transliterations from Arabic, Persian, Urdu and Russian, British
//! and American, short and long. One line a family.
//!
//! A family holds spellings of one word only. Words that name different bodies stay apart however alike they look: *Jamaat* and
//! *Jamiat* are two parties, the *Labour* and the *Labor* Party are of two countries.

use crate::fold;
use std::collections::HashMap;

const FAMILIES: &[&str] = &[
    // Arabic, Persian, Urdu
    "mohammed muhammad mohammad mohamed muhammed mohamad muhamad",
    "ahmed ahmad",
    "hussein hussain husain hossein husayn hossain hussien",
    "hassan hasan",
    "osama usama",
    "omar umar",
    "usman osman othman uthman",
    "yusuf yousuf yousef youssef yusef yousaf",
    "khaled khalid",
    "abdul abdel",
    "abdullah abdallah abdulla",
    "rahman rehman",
    "mahmoud mahmood mahmud mehmood",
    "masood masoud massoud masud",
    "sharif shareef",
    "ayman aiman",
    "zawahiri zawahri",
    "gaddafi qaddafi gadhafi kadhafi qadhafi gadaffi",
    "khomeini khomeyni",
    "nasrallah nasralla",
    "hizbollah hezbollah hizbullah hezbullah hizballah",
    "hizb hezb",
    "qaeda qaida",
    "taliban taleban",
    "tehrik tehreek tahrik tahreek",
    "mujahideen mujahedin mujahidin mujahedeen mujaheddin moudjahidine",
    "sheikh shaikh shaykh sheik",
    "taiba tayyiba toiba tayyaba taibah tayba",
    "jaish jaysh",
    "ulema ulama",
    "jihad djihad",
    "shabaab shabab",
    "sunna sunnah",
    "sharia shariah",
    "intifada intifadah",
    "peshmerga pashmerga",
    "mullah mulla",
    "baluchistan balochistan",
    "baluch baloch",
    "pushtun pashtun pakhtun",
    "nangarhar ningarhar",
    "herat hirat",
    "ghazni ghazna",
    "fallujah falluja",
    "riyadh riyad",
    "jeddah jedda jiddah",
    "makkah mecca",
    "medina madinah",
    "beirut beyrouth",
    "ramadi ramady",
    "najaf nadjaf",
    "karbala kerbala",
    "saddam sadam",
    "rafsanjani rafsandjani",
    "ahmadinejad ahmadinezhad",
    "sanaa sana",
    "uighur uyghur uigur",
    // Russian, Ukrainian
    "sergei sergey",
    "alexei alexey aleksei aleksey",
    "aleksandr alexandr",
    "yevgeny evgeny yevgeni evgeni yevgeniy",
    "dmitry dmitri dmitriy dmitrii",
    "nikolai nikolay",
    "andrei andrey",
    "yuri yury yuriy",
    "vasily vasili vasiliy",
    "vitaly vitali vitaliy",
    "gennady gennadi gennadiy",
    "anatoly anatoli anatoliy",
    "valery valeri valeriy",
    "zelensky zelenskyy zelenskiy zelenskyi",
    "kharkiv kharkov",
    "lviv lvov",
    "odessa odesa",
    "chernobyl chornobyl",
    "lugansk luhansk",
    "zaporizhzhia zaporizhia zaporozhye",
    // British, American
    "organisation organization",
    "organisations organizations",
    "defence defense",
    "centre center",
    "centres centers",
    "programme program",
    "harbour harbor",
    "theatre theater",
    "modernisation modernization",
    "nationalisation nationalization",
    "stabilisation stabilization",
    "authorisation authorization",
    "immunisation immunization",
    "standardisation standardization",
    "privatisation privatization",
    "globalisation globalization",
    "colour color",
    "honour honor",
    "catalogue catalog",
    "jewellery jewelry",
    "aluminium aluminum",
    "encyclopaedia encyclopedia",
    "paediatric pediatric",
    "anaesthesia anesthesia",
    // short and long
    "saint st",
    "mount mt",
    "fort ft",
    "and &",
    "co company",
    "corp corporation",
    "bros brothers",
    "inc incorporated",
    "intl international",
    "univ university",
    "dept department",
    "assn association",
    "govt government",
];

/// Words between two others that are written in several ways; as in `Tehrik-i-Taliban`, `Tehrik-e-Taliban`; `Hizb-ul-`, `Hizb al-`.
const LINKS: &[&str] = &["i e", "ul al el", "ud ad", "ur ar", "us as", "uz az", "un an"];

/// Links that are also written together with the word before: `Hizb-ul-Mujahideen`, `Hizbul Mujahideen`.
const GLUED: &str = "ul ud ur us uz un";

/// The families by the hashes of their words.
pub(crate) struct Families {
    words: HashMap<u64, Vec<u64>>,
    links: HashMap<u64, Vec<u64>>,
    glued: Vec<u64>,
}

impl Families {
    pub(crate) fn new() -> Self {
        Self {
            words: by_word(FAMILIES),
            links: by_word(LINKS),
            glued: GLUED.split(' ').map(fold::hash).collect(),
        }
    }

    /// No families.
    pub(crate) fn none() -> Self {
        Self { words: HashMap::new(), links: HashMap::new(), glued: Vec::new() }
    }

    /// The other spellings of a word.
    pub(crate) fn of(&self, word: u64) -> &[u64] {
        self.words.get(&word).map_or(&[], Vec::as_slice)
    }

    /// The other spellings of a link.
    pub(crate) fn of_link(&self, word: u64) -> &[u64] {
        self.links.get(&word).map_or(&[], Vec::as_slice)
    }

    /// Whether a link may be written together with the word before it.
    pub(crate) fn glues(&self, word: u64) -> bool {
        self.glued.contains(&word)
    }
}

fn by_word(families: &[&str]) -> HashMap<u64, Vec<u64>> {
    let mut all = HashMap::new();
    for family in families {
        let hashes: Vec<u64> = family.split(' ').map(hash).collect();
        for (i, &word) in hashes.iter().enumerate() {
            let others = hashes.iter().enumerate().filter(|&(k, _)| k != i).map(|(_, &h)| h);
            all.insert(word, others.collect());
        }
    }
    all
}

/// As the tokeniser hashes a word, or the sign `&`.
fn hash(word: &str) -> u64 {
    if word == "&" { fold::mix(fold::SEED, b'&') } else { fold::hash(word) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_word_is_in_one_family_and_each_family_has_two() {
        for families in [FAMILIES, LINKS] {
            let mut seen = BTreeSet::new();
            for family in families {
                assert!(family.split(' ').count() > 1, "{family}");
                for word in family.split(' ') {
                    assert!(seen.insert(word), "`{word}` is in two families");
                }
            }
        }
    }
}
