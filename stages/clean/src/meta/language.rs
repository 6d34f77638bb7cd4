//! Languages: `en-GB`, `en_US`, `eng`, `English` are `en` (ISO 639-1).

/// ISO 639-1.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne \
ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv \
sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Other names of languages that news is written in: codes of three letters, old codes, the
/// English name.
const NAMES: &[(&str, &str)] = &[
    ("ar", "ara arabic"),
    ("bn", "ben bengali"),
    ("de", "deu ger german"),
    ("en", "eng english"),
    ("es", "spa spanish"),
    ("fa", "fas per persian farsi dari prs"),
    ("fr", "fra fre french"),
    ("he", "heb iw hebrew"),
    ("hi", "hin hindi"),
    ("id", "ind in indonesian"),
    ("it", "ita italian"),
    ("ja", "jpn japanese"),
    ("ko", "kor korean"),
    ("nl", "nld dut dutch"),
    ("pl", "pol polish"),
    ("ps", "pus pashto"),
    ("pt", "por portuguese"),
    ("ru", "rus russian"),
    ("tr", "tur turkish"),
    ("uk", "ukr ukrainian"),
    ("ur", "urd urdu"),
    ("zh", "zho chi cmn chinese"),
];

/// The code of the first language that `tag` names; `None` when it names none.
pub(crate) fn code(tag: &str) -> Option<&'static str> {
    let first = tag.split(|c: char| !c.is_ascii_alphabetic()).find(|w| !w.is_empty())?;
    let same = |known: &&str| known.eq_ignore_ascii_case(first);
    let other = || NAMES.iter().find(|(_, names)| names.split(' ').any(|n| same(&n))).map(|(code, _)| *code);
    CODES.split(' ').find(same).or_else(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        for tag in ["en", "EN-gb", "en_US", "eng", "English", "en, fr", " en"] {
            assert_eq!(code(tag), Some("en"), "{tag}");
        }
        assert_eq!(code("iw"), Some("he"));
        assert_eq!(code("xx"), None);
        assert_eq!(code("${lang}x"), None);
        assert_eq!(code(""), None);
        assert_eq!(CODES.split(' ').count(), 184);
    }
}
