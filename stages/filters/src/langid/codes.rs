//! Language codes: those of the detector (ISO 639-3) as records have them (ISO 639-1), and when
//! two codes mean one language. Example: `nb`, `nn` and `no` are all Norwegian, `iw` is Hebrew.

use whatlang::Lang;

/// The code of a document whose language is not known (ISO 639-2).
pub(super) const UNDETERMINED: &str = "und";

/// The ISO 639-1 code.
pub(super) fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

/// The languages of the detector.
pub(super) fn all() -> &'static [Lang] {
    Lang::all()
}

/// The language that a code means.
pub(super) fn lang(code_or_tag: &str) -> Option<Lang> {
    all().iter().copied().find(|l| same(code(*l), code_or_tag))
}

/// The language of a tag without region and script, if it looks like one: `en-GB` is `en`.
pub(super) fn primary(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ',', ';']).next().unwrap_or_default().trim();
    let plausible = matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic());
    plausible.then(|| first.to_ascii_lowercase())
}

/// Whether two tags mean one language.
pub(super) fn same(one: &str, other: &str) -> bool {
    match (primary(one), primary(other)) {
        (Some(one), Some(other)) => canonical(&one) == canonical(&other),
        _ => false,
    }
}

/// Old and narrower codes as the one that stands for them.
fn canonical(code: &str) -> &str {
    match code {
        "nb" | "nn" => "no",
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "jw" => "jv",
        "fil" => "tl",
        "prs" => "fa",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_has_a_code_of_its_own() {
        let codes: BTreeSet<&str> = all().iter().map(|l| code(*l)).collect();
        assert_eq!(codes.len(), all().len());
        assert!(codes.iter().all(|c| c.len() == 2 && primary(c).as_deref() == Some(*c)));
        assert!(all().iter().all(|l| lang(code(*l)) == Some(*l)));
    }

    #[test]
    fn tags_mean_languages() {
        for (one, other) in [("en-US", "en"), ("EN_gb", "en"), ("no", "nb"), ("iw-IL", "he"), ("fil", "tl")] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("en", "de"), ("English", "en"), ("", ""), ("x", "x"), ("e1", "e1")] {
            assert!(!same(one, other), "{one} {other}");
        }
        assert_eq!(lang("no"), Some(Lang::Nob));
        assert_eq!(lang("xx"), None);
    }
}
