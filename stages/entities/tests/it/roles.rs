//! Descriptions of persons and organisations: the layer `mentions`, and sides by office.

use crate::{column_of, dated};
use pipeline_core::testing::texts;

/// Checks the descriptions of a text of a date: what they cover, the id, the side, the name they refer to (`-` for none).
#[track_caller]
fn describe(date: &str, text: &str, want: &[(&str, &str, &str, &str)]) {
    let doc = dated(date, text);
    let (spans, names) = (texts(&doc, "mentions"), texts(&doc, "entities"));
    let (ids, actors) = (column_of(&doc, "mentions", "id"), column_of(&doc, "mentions", "actor"));
    let layer = doc.layer("mentions").unwrap();
    let got: Vec<(&str, &str, &str, &str)> = (0..layer.len())
        .map(|row| {
            let name = layer.attrs().reference("entity", row).map_or("-", |r| names[r]);
            (spans[row], ids[row].as_str(), actors[row].as_str(), name)
        })
        .collect();
    assert_eq!(got, want, "{text}");
}

#[test]
fn a_title_before_the_name() {
    describe(
        "",
        "Prime Minister Imran Khan arrived late. Later the prime minister left again.",
        &[("prime minister", "imran-khan", "pakistan", "Imran Khan")],
    );
    describe(
        "",
        "Interior Minister Olena Bratko denied it. The minister spoke for the first time. The embattled interior minister then left.",
        &[
            ("minister", "olena-bratko", "-", "Olena Bratko"),
            ("interior minister", "olena-bratko", "-", "Olena Bratko"),
        ],
    );
}

#[test]
fn an_apposition() {
    describe(
        "",
        "Tahir Qadeer, the Pakistani foreign minister, left. The foreign minister did not say why.",
        &[("foreign minister", "tahir-qadeer", "pakistan", "Tahir Qadeer")],
    );
    describe(
        "",
        "The president of Kenya, Ada Mwangi, spoke. Reporters followed the president.",
        &[("president", "ada-mwangi", "kenya", "Ada Mwangi")],
    );
}

#[test]
fn the_holder_on_the_day() {
    for (date, who) in
        [("2014-03-01", "nawaz-sharif"), ("2019-03-01", "imran-khan"), ("2023-01-05", "shehbaz-sharif")]
    {
        let text = "Traders wrote to the prime minister of Pakistan.";
        describe(date, text, &[("prime minister", who, "pakistan", "-")]);
    }
    describe(
        "2020-06-01",
        "Pakistan’s powerful army chief met the U.N. secretary-general.",
        &[
            ("army chief", "qamar-javed-bajwa", "pakistan", "-"),
            ("secretary-general", "antonio-guterres", "united-nations", "-"),
        ],
    );
}

#[test]
fn without_a_date_the_office_itself() {
    describe("", "Pakistan’s army chief said no.", &[("army chief", "pakistan-army-chief", "pakistan", "-")]);
}

#[test]
fn a_known_office_holder_of_the_day() {
    describe(
        "2019-03-01",
        "Angela Merkel came first. The chancellor was tired.",
        &[("chancellor", "angela-merkel", "germany", "Angela Merkel")],
    );
    describe("2024-03-01", "Angela Merkel came first. The chancellor was tired.", &[]);
}

#[test]
fn the_last_one_named_is_meant() {
    describe(
        "",
        "President Ada Mwangi met President Jon Larsen. Larsen smiled, and the president waved. Mwangi left; the president was tired.",
        &[("president", "jon-larsen", "-", "Larsen"), ("president", "ada-mwangi", "-", "Mwangi")],
    );
}

#[test]
fn others_are_left_alone() {
    for text in [
        "A prime minister of Pakistan has many duties.",
        "He became the president of Kenya.",
        "The former president of Kenya spoke.",
        "The deputy prime minister of Pakistan spoke.",
        "As prime minister of Pakistan he had many duties.",
        "Gen. Thomas Weller won. The general election was calm.",
    ] {
        describe("2019-03-01", text, &[]);
    }
}

#[test]
fn organisations_by_their_head() {
    describe(
        "",
        "The Northfield Institute of Peace Studies was sold. Later the institute closed, and an institute in Oslo opened.",
        &[(
            "institute",
            "northfield-institute-of-peace-studies",
            "-",
            "Northfield Institute of Peace Studies",
        )],
    );
    describe(
        "",
        "The Polish Foreign Ministry replied. The foreign ministry gave no reason.",
        &[("foreign ministry", "poland-ministry-of-foreign-affairs", "poland", "Foreign Ministry")],
    );
}

#[test]
fn an_office_gives_a_side_while_it_is_held() {
    for (date, want) in [("2010-01-01", "united-kingdom"), ("2019-01-01", "-")] {
        let doc = dated(date, "Later Gordon Brown spoke.");
        assert_eq!(column_of(&doc, "entities", "actor"), [want], "{date}");
    }
}

#[test]
fn a_capital_stands_for_the_government_of_the_day() {
    for (date, want) in
        [("2000-05-01", "taliban"), ("2015-05-01", "afghanistan"), ("2023-05-01", "taliban"), ("", "taliban")]
    {
        let doc = dated(date, "Kabul said no.");
        assert_eq!(column_of(&doc, "entities", "actor"), [want], "{date}");
    }
}

#[test]
fn who_left_the_last_office_speaks_for_the_country_no_more() {
    for (date, want) in [("2019-05-01", "pakistan"), ("2024-05-01", "-"), ("", "pakistan")] {
        let doc = dated(date, "Later Imran Khan spoke.");
        assert_eq!(column_of(&doc, "entities", "actor"), [want], "{date}");
    }
}

#[test]
fn the_country_that_a_document_is_about() {
    describe(
        "2019-03-01",
        "Kenya is dry. Kenyan farmers wait, and rain is late in most of Kenya. The president flew to the north.",
        &[("president", "uhuru-kenyatta", "kenya", "-")],
    );
    for text in [
        "Kenya is dry. Kenyan farmers wait, and rain is late in Kenya. The president of the club flew to the north.",
        "Kenya is dry. Kenyan farmers wait, and rain is late in Kenya. The club president flew to the north.",
        "Kenya is dry. So are Uganda and Chad. The president flew to the north.",
    ] {
        describe("2019-03-01", text, &[]);
    }
}

#[test]
fn a_ministry_in_small_letters() {
    describe(
        "",
        "Pakistan’s foreign ministry said no. The Polish finance ministry agreed.",
        &[
            ("foreign ministry", "pakistan-ministry-of-foreign-affairs", "pakistan", "-"),
            ("finance ministry", "poland-ministry-of-finance", "poland", "-"),
        ],
    );
}

#[test]
fn an_office_of_somebody_else() {
    for text in [
        "Governor Ada Mwangi spoke. The governor of New York did not.",
        "President Ada Mwangi spoke. The president of the club did not.",
    ] {
        describe("", text, &[]);
    }
}

#[test]
fn without_a_date_the_only_holder_of_the_document() {
    describe(
        "",
        "Antonio Guterres spoke. The U.N. chief was tired, and Iran’s president-elect was late.",
        &[("chief", "antonio-guterres", "united-nations", "Antonio Guterres")],
    );
}
