//! UTF-8 that was once read as Windows-1252: `â€™` back to `’`, `Ã©` back to `é`.
//!
//! The characters are turned back into the bytes they were made of; when those are one valid
//! UTF-8 character, that is what stood there. Only the lead characters that real text almost
//! never has before such a follower are tried (`â€`, `Ã`, `Â`, `ï»¿`, `ðŸ`), so that real
//! French, Portuguese and Vietnamese text stays.

/// Windows-1252 for 0x80 to 0x9f; the five holes are `None`.
const C1: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

/// The character that a C1 code point means on the web.
pub(crate) fn windows_1252(code: u32) -> Option<char> {
    match code.checked_sub(0x80) {
        Some(at @ 0..32) => C1[at as usize],
        _ => char::from_u32(code),
    }
}

/// The repaired character at the start of `text`, and the bytes it takes there.
pub(crate) fn repair(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let lead = chars.next()?;
    let width = match lead {
        'Ã' | 'Â' => 2,
        'â' | 'ï' => 3,
        'ð' => 4,
        _ => return None,
    };
    let mut bytes = [0u8; 4];
    let mut len = lead.len_utf8();
    bytes[0] = byte_of(lead)?;
    for slot in &mut bytes[1..width] {
        let c = chars.next()?;
        *slot = byte_of(c).filter(|b| (0x80..0xc0).contains(b))?;
        len += c.len_utf8();
    }
    if !plausible(lead, &bytes[..width]) {
        return None;
    }
    let found = std::str::from_utf8(&bytes[..width]).ok()?.chars().next()?;
    Some((found, len))
}

/// `â` must be the start of general punctuation, currency or symbols, `ï` of a byte-order mark,
/// `Ã` and `Â` of a letter or sign of Latin-1.
fn plausible(lead: char, bytes: &[u8]) -> bool {
    match lead {
        'â' => matches!(bytes[1], 0x80..=0x84),
        'ï' => bytes == [0xef, 0xbb, 0xbf],
        'ð' => bytes[1] == 0x9f,
        _ => true,
    }
}

fn byte_of(c: char) -> Option<u8> {
    let code = u32::from(c);
    if code < 0x100 {
        return u8::try_from(code).ok();
    }
    let at = C1.iter().position(|x| *x == Some(c))?;
    u8::try_from(0x80 + at).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn repairs_what_was_broken() {
        for good in ["’", "“", "”", "—", "…", "é", "ñ", "ü", "£", "\u{a0}", "€", "™", "😀", "\u{feff}"]
        {
            let bad: String =
                good.bytes().map(|b| windows_1252(u32::from(b)).unwrap_or(char::from(b))).collect();
            let (found, len) = repair(&bad).unwrap_or_else(|| panic!("{good}: {bad}"));
            assert_eq!((found.to_string().as_str(), len), (good, bad.len()));
        }
    }

    #[test]
    fn leaves_real_letters() {
        for text in ["âge", "Ãlex", "Â la", "â€", "CORAÇÃO", "ïle", "naïve", "Ã"] {
            assert!(text.char_indices().all(|(i, _)| repair(&text[i..]).is_none()), "{text}");
        }
    }
}
