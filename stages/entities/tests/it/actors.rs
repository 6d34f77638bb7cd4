//! The side each mention speaks for.

use crate::sides;

#[test]
fn capitals_act() {
    for text in [
        "Islamabad has rejected the claim.",
        "On Friday Islamabad’s reluctance was plain.",
        "Nobody trusts a deal with Islamabad.",
        "They put pressure on Islamabad.",
        "It gives Islamabad an opening.",
        "It was a conundrum for Islamabad.",
        "The ties suit Islamabad-backed groups.",
    ] {
        sides(text, &[(if text.contains("Islamabad") { "Islamabad" } else { "" }, "pakistan")]);
    }
}

#[test]
fn capitals_are_also_towns() {
    for text in [
        "He was born in Islamabad.",
        "They flew to Islamabad on Monday.",
        "He left for Islamabad at noon.",
        "An Islamabad-based analyst called.",
        "Islamabad’s streets were empty.",
        "ISLAMABAD — The day began well.",
        "People reported from Islamabad.",
    ] {
        let span = if text.starts_with("ISL") { "ISLAMABAD" } else { "Islamabad" };
        sides(text, &[(span, "-")]);
    }
}

#[test]
fn pairs_of_capitals() {
    sides(
        "Relations between Islamabad and Kabul are poor.",
        &[("Islamabad", "pakistan"), ("Kabul", "taliban")],
    );
    sides(
        "Neither Islamabad nor the Taliban want war.",
        &[("Islamabad", "pakistan"), ("Taliban", "taliban")],
    );
    sides("The road between Kabul and Jalalabad is closed.", &[("Kabul", "-"), ("Jalalabad", "-")]);
}

#[test]
fn countries_and_their_people() {
    sides("France and French ministers agreed.", &[("France", "france"), ("French", "france")]);
    sides("The White House declined to comment.", &[("White House", "united-states")]);
}

#[test]
fn appositions_before() {
    sides(
        "Pakistani Interior Minister Tahir Qadeer spoke.",
        &[("Pakistani", "pakistan"), ("Tahir Qadeer", "pakistan")],
    );
    sides(
        "Taliban spokesman Noor Hamdard denied it.",
        &[("Taliban", "taliban"), ("Noor Hamdard", "taliban")],
    );
    sides(
        "TTP leaders Omar Swati and Wali Bannuzai were killed.",
        &[("TTP", "ttp"), ("Omar Swati", "ttp"), ("Wali Bannuzai", "ttp")],
    );
    sides(
        "The former Pakistani ambassador Tahir Qadeer spoke.",
        &[("Pakistani", "pakistan"), ("Tahir Qadeer", "-")],
    );
}

#[test]
fn appositions_after() {
    sides(
        "Tahir Qadeer, the Pakistani national security adviser, left.",
        &[("Tahir Qadeer", "pakistan"), ("Pakistani", "pakistan")],
    );
    sides(
        "Tahir Qadeer, a special assistant to Imran Khan, left.",
        &[("Tahir Qadeer", "pakistan"), ("Imran Khan", "pakistan")],
    );
    sides(
        "Tahir Qadeer, a former Pakistani ambassador, left.",
        &[("Tahir Qadeer", "-"), ("Pakistani", "pakistan")],
    );
}

#[test]
fn state_organs() {
    sides(
        "The Taliban Foreign Ministry replied.",
        &[("Taliban", "taliban"), ("Foreign Ministry", "taliban")],
    );
    sides("The Polish Defense Ministry replied.", &[("Polish", "poland"), ("Defense Ministry", "poland")]);
    sides("Guards closed the Afghan Embassy.", &[("Afghan", "afghanistan")]);
    sides(
        "The Pakistan Institute of Rural Studies replied.",
        &[("Pakistan Institute of Rural Studies", "-")],
    );
}
