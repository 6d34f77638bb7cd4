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

#[test]
fn two_persons_of_one_surname() {
    check(
        "Imran Khan met Amir Qasim Khan.\n\nAmir Qasim Khan thanked him, and Khan left.\n\nImran Khan spoke again; so did Mr. Khan.",
        &[
            ("Imran Khan", "PER", "imran-khan"),
            ("Amir Qasim Khan", "PER", "amir-qasim-khan"),
            ("Amir Qasim Khan", "PER", "amir-qasim-khan"),
            ("Khan", "PER", "amir-qasim-khan"),
            ("Imran Khan", "PER", "imran-khan"),
            ("Khan", "PER", "imran-khan"),
        ],
    );
}

#[test]
fn a_title_tells_namesakes_apart() {
    check(
        "Imran Khan met Gen. Farid Khan. Imran Khan smiled. Gen. Khan did not.",
        &[
            ("Imran Khan", "PER", "imran-khan"),
            ("Farid Khan", "PER", "farid-khan"),
            ("Imran Khan", "PER", "imran-khan"),
            ("Khan", "PER", "farid-khan"),
        ],
    );
}

#[test]
fn initials_agree_or_not() {
    check(
        "Imran Khan praised A. Q. Khan. Joe Mallory came with J. Mallory’s son.",
        &[
            ("Imran Khan", "PER", "imran-khan"),
            ("A. Q. Khan", "PER", "a-q-khan"),
            ("Joe Mallory", "PER", "joe-mallory"),
            ("J. Mallory", "PER", "joe-mallory"),
        ],
    );
}

#[test]
fn transliterations_are_one_person() {
    check(
        "Mohammed Haqqan Yusufi came. Later Muhammad Yusufi and Yousufi left.",
        &[
            ("Mohammed Haqqan Yusufi", "PER", "mohammed-haqqan-yusufi"),
            ("Muhammad Yusufi", "PER", "mohammed-haqqan-yusufi"),
            ("Yousufi", "PER", "mohammed-haqqan-yusufi"),
        ],
    );
}

#[test]
fn a_family_name_that_is_a_country() {
    check(
        "Michael Jordan arrived. Mr. Jordan was late. He had been in Jordan before.",
        &[
            ("Michael Jordan", "PER", "michael-jordan"),
            ("Jordan", "PER", "michael-jordan"),
            ("Jordan", "GPE", "jordan"),
        ],
    );
}

#[test]
fn initials_of_an_organisation_without_brackets() {
    check(
        "The Border Areas Relief Council met. BARC wants money.",
        &[
            ("Border Areas Relief Council", "ORG", "border-areas-relief-council"),
            ("BARC", "ORG", "border-areas-relief-council"),
        ],
    );
}

#[test]
fn a_company_by_its_first_word() {
    check(
        "It was sold to Zentrix Holdings Ltd. last year. Zentrix denied it.",
        &[("Zentrix Holdings Ltd.", "ORG", "zentrix-holdings"), ("Zentrix", "ORG", "zentrix-holdings")],
    );
}

#[test]
fn an_institute_without_its_subject() {
    check(
        "The Northfield Institute of Peace Studies closed. The Northfield Institute had no money.",
        &[
            ("Northfield Institute of Peace Studies", "ORG", "northfield-institute-of-peace-studies"),
            ("Northfield Institute", "ORG", "northfield-institute-of-peace-studies"),
        ],
    );
}

#[test]
fn acronyms_in_quotation_marks_or_with_an_article() {
    for text in [
        "The Border Areas Relief Council (the BARC) met.",
        "The Border Areas Relief Council (“BARC”) met.",
        "The Border Areas Relief Council (or BARC, for short) met.",
    ] {
        check(
            text,
            &[
                ("Border Areas Relief Council", "ORG", "border-areas-relief-council"),
                ("BARC", "ORG", "border-areas-relief-council"),
            ],
        );
    }
}

#[test]
fn namesakes_of_capitals() {
    check(
        "She was born in Paris, Texas, and moved to Paris.",
        &[("Paris", "GPE", "paris-texas"), ("Texas", "GPE", "texas"), ("Paris", "GPE", "paris")],
    );
    check("They met in Paris, France.", &[("Paris", "GPE", "paris"), ("France", "GPE", "france")]);
}

#[test]
fn particles_order_and_parting_of_words() {
    for (full, other) in [
        ("Farid al-Mansouri", "Al-Mansouri"),
        ("Viktor Halasz", "Halasz Viktor"),
        ("Abdul Rahman Karimi", "Abdulrahman Karimi"),
        ("Abdul Rahman Karimi", "Abdul-Rahman Karimi"),
        ("Lt. Gen. Karim Sattar", "General Sattar"),
    ] {
        let doc = crate::run(&format!("{full} spoke first. Later, {other} left."));
        let ids = crate::column(&doc, "id");
        assert!(ids.len() == 2 && ids[0] == ids[1], "{full}, {other}: {ids:?}");
    }
}

#[test]
fn a_junior_is_not_his_father() {
    let doc = crate::run("Donald Trump Jr. met Donald Trump. Trump Jr. laughed, and Trump left.");
    let want = ["donald-trump-jr", "donald-trump", "donald-trump-jr", "donald-trump"];
    assert_eq!(crate::column(&doc, "id"), want);
}

#[test]
fn an_acronym_may_mean_something_else_here() {
    check(
        "The National Association of Tea Owners (NATO) met in Leeds. NATO members paid.",
        &[
            ("National Association of Tea Owners", "ORG", "national-association-of-tea-owners"),
            ("NATO", "ORG", "national-association-of-tea-owners"),
            ("Leeds", "GPE", "leeds"),
            ("NATO", "ORG", "national-association-of-tea-owners"),
        ],
    );
    check(
        "The North Atlantic Treaty Organization (NATO) met.",
        &[("North Atlantic Treaty Organization", "ORG", "nato"), ("NATO", "ORG", "nato")],
    );
}

#[test]
fn the_main_person_keeps_the_bare_name() {
    let doc = crate::run(
        "Laila Noorani spoke. Laila Noorani sang. Noorani left. Noorani came back.\n\nHer sister, Rabia Noorani, waited. Noorani was late.",
    );
    let ids = crate::column(&doc, "id");
    assert_eq!(ids.last().map(String::as_str), Some("laila-noorani"), "{ids:?}");
}

#[test]
fn a_ministry_by_either_order() {
    check(
        "The Ministry of Defence paid. Later the Defence Ministry denied it.",
        &[
            ("Ministry of Defence", "ORG", "ministry-of-defence"),
            ("Defence Ministry", "ORG", "ministry-of-defence"),
        ],
    );
}

#[test]
fn a_name_after_an_honorific() {
    let doc = crate::run("Sheikh Hasina fled to India. Later Ms. Hasina rested.");
    assert_eq!(crate::column(&doc, "id"), ["sheikh-hasina", "india", "sheikh-hasina"]);
}
