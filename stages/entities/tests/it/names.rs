//! Names by gazetteer, by pattern, by place.

use crate::check;

#[test]
fn longest_name_wins() {
    check(
        "The Pakistani Taliban and the Afghan Taliban met Pakistani envoys.",
        &[
            ("Pakistani Taliban", "ORG", "ttp"),
            ("Afghan Taliban", "ORG", "taliban"),
            ("Pakistani", "NORP", "pakistan"),
        ],
    );
}

#[test]
fn spellings_share_an_id() {
    for name in [
        "TTP",
        "T.T.P.",
        "Tehrik-e-Taliban Pakistan",
        "Tehreek-e-Taliban Pakistan",
        "Tehrik–i–Taliban Pakistan",
        "Pakistan’s Taliban",
        "Pakistan's Taliban",
    ] {
        check(&format!("Yesterday the {name} claimed two more raids."), &[(name, "ORG", "ttp")]);
    }
    check("Fighters of al-Qa’ida left.", &[("al-Qa’ida", "ORG", "al-qaeda")]);
}

#[test]
fn possessives_articles_and_titles_are_outside() {
    check(
        "Mr. Richard Tanner met the Prime Minister’s aide, Gen. Thomas Weller, at the Ministry of Trade.",
        &[
            ("Richard Tanner", "PER", "richard-tanner"),
            ("Thomas Weller", "PER", "thomas-weller"),
            ("Ministry of Trade", "ORG", "ministry-of-trade"),
        ],
    );
    check("Kenya’s drought worsened.", &[("Kenya", "GPE", "kenya")]);
}

#[test]
fn religious_titles_are_part_of_the_span_but_not_of_the_id() {
    check("The cleric Maulana Karim Sattar spoke.", &[("Maulana Karim Sattar", "PER", "karim-sattar")]);
}

#[test]
fn titles_before_names() {
    check("Deputy Foreign Minister Olena Bratko arrived.", &[("Olena Bratko", "PER", "olena-bratko")]);
    check("Lt. Col. Hamid Jalali was promoted.", &[("Hamid Jalali", "PER", "hamid-jalali")]);
}

#[test]
fn particles_and_initials() {
    check(
        "Later Yusuf bin Rashid and John F. Mallory spoke.",
        &[("Yusuf bin Rashid", "PER", "yusuf-bin-rashid"), ("John F. Mallory", "PER", "john-f-mallory")],
    );
}

#[test]
fn heads_of_organisations() {
    check(
        "Analysts at the Northfield Institute of Peace Studies and the Bank of Finland disagreed with Harlow University.",
        &[
            ("Northfield Institute of Peace Studies", "ORG", "northfield-institute-of-peace-studies"),
            ("Bank of Finland", "ORG", "bank-of-finland"),
            ("Harlow University", "ORG", "harlow-university"),
        ],
    );
    check(
        "It was sold to Barton Holdings Ltd. last year.",
        &[("Barton Holdings Ltd.", "ORG", "barton-holdings")],
    );
}

#[test]
fn places_and_events() {
    check(
        "They crossed the Kharan River near Mount Tirich.",
        &[("Kharan River", "LOC", "kharan-river"), ("Mount Tirich", "LOC", "mount-tirich")],
    );
    check("After the Tashkent Accord a new war began.", &[("Tashkent Accord", "EVENT", "tashkent-accord")]);
    check(
        "A blast hit Zarbulak, Afghanistan.",
        &[("Zarbulak", "GPE", "zarbulak"), ("Afghanistan", "GPE", "afghanistan")],
    );
    check("Floods reached the district of Qorveh.", &[("Qorveh", "GPE", "qorveh")]);
}

#[test]
fn first_words_of_sentences_are_no_names() {
    check("However, nothing changed. Talks stalled. Several officials left. Traders waited.", &[]);
    check("Western diplomats and Northern farmers complained.", &[]);
}

#[test]
fn headlines_prove_little() {
    check(
        "Why Growing Fear May Change Everything in Nepal\n\nNothing happened.",
        &[("Nepal", "GPE", "nepal")],
    );
    check("MARKETS FALL AS INDIA RAISES TARIFFS\n\nNothing happened.", &[("INDIA", "GPE", "india")]);
}

#[test]
fn months_and_acronyms_of_no_name() {
    check("On Tuesday the TV crew left; in March the CEO went too.", &[]);
}

#[test]
fn mail_and_web_addresses_are_no_names() {
    check("Write to Robert@example.com or see https://Example.org/London for more.", &[]);
}

#[test]
fn money_is_no_country() {
    check("It cost US$30 and later US\\$40.", &[]);
}

#[test]
fn organs_carry_their_country_in_the_id() {
    check(
        "The Polish Foreign Ministry and Norway’s Foreign Ministry agreed.",
        &[
            ("Polish", "NORP", "poland"),
            ("Foreign Ministry", "ORG", "poland-ministry-of-foreign-affairs"),
            ("Norway", "GPE", "norway"),
            ("Foreign Ministry", "ORG", "norway-ministry-of-foreign-affairs"),
        ],
    );
}

#[test]
fn nine_eleven() {
    check("After the attacks of 9/11 the law changed.", &[("9/11", "EVENT", "9-11")]);
}

#[test]
fn hyphens_divide() {
    check(
        "The Pakistan-Afghanistan border and a US-led raid.",
        &[
            ("Pakistan", "GPE", "pakistan"),
            ("Afghanistan", "GPE", "afghanistan"),
            ("US", "GPE", "united-states"),
        ],
    );
}

#[test]
fn a_company_by_what_it_has_and_does() {
    let text = "It was a long day for them all. Shares in Halvorsen fell. Halvorsen said it would fight.";
    check(text, &[("Halvorsen", "ORG", "halvorsen"), ("Halvorsen", "ORG", "halvorsen")]);
    let text = "It was a long day for them all. Mr. Halvorsen said he would fight. Halvorsen left.";
    check(text, &[("Halvorsen", "PER", "halvorsen"), ("Halvorsen", "PER", "halvorsen")]);
}

#[test]
fn a_name_stands_again() {
    check(
        "It was a long day. The European Commission met. Later the Commission said no.",
        &[
            ("European Commission", "ORG", "european-commission"),
            ("Commission", "ORG", "european-commission"),
        ],
    );
    check(
        "It was a long day. Undersecretary Ilo Tarsk resigned. Tarsk left at once.",
        &[("Ilo Tarsk", "PER", "ilo-tarsk"), ("Tarsk", "PER", "ilo-tarsk")],
    );
}

#[test]
fn links_and_owners_inside_a_name() {
    check(
        "It was a long day. The Adler & Western line closed.",
        &[("Adler & Western", "ORG", "adler-and-western")],
    );
    check(
        "It was a long day. The Brenia Workers’ Federation marched.",
        &[("Brenia Workers’ Federation", "ORG", "brenia-workers-federation")],
    );
}

#[test]
fn a_title_of_several_words() {
    check(
        "It was a long day. Leader of the Opposition Mira Tarsk spoke.",
        &[("Mira Tarsk", "PER", "mira-tarsk")],
    );
}

#[test]
fn a_ministry_without_its_country() {
    check(
        "China stood by its ally. Its Foreign Ministry said so.",
        &[("China", "GPE", "china"), ("Foreign Ministry", "ORG", "china-ministry-of-foreign-affairs")],
    );
}

#[test]
fn dutch_is_of_the_netherlands() {
    check("The Dutch farmers marched.", &[("Dutch", "NORP", "netherlands")]);
}
