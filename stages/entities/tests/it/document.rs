//! Who is who within one document.

use crate::check;

#[test]
fn family_names_follow_full_names() {
    check(
        "Laila Noorani spoke first. “We tried,” Noorani said. Ms. Noorani then left.",
        &[
            ("Laila Noorani", "PER", "laila-noorani"),
            ("Noorani", "PER", "laila-noorani"),
            ("Noorani", "PER", "laila-noorani"),
        ],
    );
}

#[test]
fn a_listed_person_named_by_family_name() {
    check(
        "Prime Minister Imran Khan arrived. Later Mr. Khan spoke.",
        &[("Imran Khan", "PER", "imran-khan"), ("Khan", "PER", "imran-khan")],
    );
}

#[test]
fn short_forms_of_long_names() {
    check(
        "Abdul Wali Khan and Abdul Karim Khan met Maria Elena Lopez. Maria Lopez left.",
        &[
            ("Abdul Wali Khan", "PER", "abdul-wali-khan"),
            ("Abdul Karim Khan", "PER", "abdul-karim-khan"),
            ("Maria Elena Lopez", "PER", "maria-elena-lopez"),
            ("Maria Lopez", "PER", "maria-elena-lopez"),
        ],
    );
}

#[test]
fn acronyms_after_the_long_name() {
    check(
        "The Border Areas Relief Council (BARC) met. BARC wants money.",
        &[
            ("Border Areas Relief Council", "ORG", "border-areas-relief-council"),
            ("BARC", "ORG", "border-areas-relief-council"),
            ("BARC", "ORG", "border-areas-relief-council"),
        ],
    );
}

#[test]
fn acronyms_that_are_also_words() {
    check(
        "The Party of Equal Tax (PET) met.",
        &[("Party of Equal Tax", "ORG", "party-of-equal-tax"), ("PET", "ORG", "party-of-equal-tax")],
    );
    check(
        "The Party of New Economic Thought (PNET) met.",
        &[
            ("Party of New Economic Thought", "ORG", "party-of-new-economic-thought"),
            ("PNET", "ORG", "party-of-new-economic-thought"),
        ],
    );
}

#[test]
fn acronyms_before_the_long_name() {
    check(
        "Schools in FATA (Federally Administered Tribal Areas) reopened; teachers came back to FATA.",
        &[
            ("FATA", "GPE", "fata"),
            ("Federally Administered Tribal Areas", "GPE", "fata"),
            ("FATA", "GPE", "fata"),
        ],
    );
}

#[test]
fn an_acronym_of_the_document_wins_over_a_guess() {
    check(
        "The Islamic Emirate (IEA) replied. The IEA refused.",
        &[("Islamic Emirate", "ORG", "taliban"), ("IEA", "ORG", "taliban"), ("IEA", "ORG", "taliban")],
    );
}

#[test]
fn a_proven_name_explains_the_others() {
    check(
        "Orvanne denied it, he said. Later Simon Orvanne resigned.",
        &[("Orvanne", "PER", "simon-orvanne"), ("Simon Orvanne", "PER", "simon-orvanne")],
    );
}
