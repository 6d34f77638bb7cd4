//! Tells text from everything else that lies in a folder of articles: PDFs, pictures, archives, programs.
//!
//! A file is binary when it begins like a known binary format, holds a NUL (unless it is UTF-16, which is looked
//! for first), or when more than one byte in fifty of its first 8 KB is a control character.

const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive or an office document"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document"),
    (b"{\\rtf", "a rich-text (RTF) document"),
    (b"BZh", "a bzip2 stream"),
    (b"\xFD7zXZ\x00", "an xz stream"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
];

/// What a binary file is, in words; `None` for text.
pub(crate) fn describe(bytes: &[u8]) -> Option<String> {
    if let Some((_, name)) = MAGIC.iter().find(|(magic, name)| starts(bytes, magic, name)) {
        return Some(format!("binary: this is {name}; expected text, HTML or JSON Lines"));
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Some(format!("binary: NUL at byte {at}; expected text"));
    }
    let head = &bytes[..bytes.len().min(8192)];
    let controls = head.iter().filter(|&&byte| is_control(byte)).count();
    (controls * 50 > head.len()).then(|| {
        format!("binary: {controls} control characters in the first {} bytes; expected text", head.len())
    })
}

/// `BZh` and `PAR1` are also the beginning of words: ask for a byte that no text has there.
fn starts(bytes: &[u8], magic: &[u8], name: &str) -> bool {
    if !bytes.starts_with(magic) {
        return false;
    }
    let head = &bytes[magic.len()..bytes.len().min(magic.len() + 64)];
    match name {
        "a bzip2 stream" => head.get(1..7) == Some(b"1AY&SY".as_slice()),
        "a Parquet file" | "a font" => head.iter().any(|&byte| is_control(byte) || byte == 0),
        _ => true,
    }
}

fn is_control(byte: u8) -> bool {
    matches!(byte, 0x01..=0x08 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text() {
        for text in ["", "plain\r\n\ttext\u{c}", "PARIS is a city", "BZhang said", "caf\u{e9}", "\u{1b}$B"] {
            assert_eq!(describe(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn binaries_are_named() {
        let reason = describe(b"%PDF-1.7 rest").unwrap_or_default();
        assert_eq!(reason, "binary: this is a PDF; expected text, HTML or JSON Lines");
        assert!(describe(b"ab\0cd").is_some_and(|reason| reason.contains("NUL at byte 2")));
        assert!(describe(b"a\x01b\x02c\x03").is_some_and(|reason| reason.contains("3 control characters")));
        assert!(describe(b"BZh91AY&SY\x12").is_some());
    }
}
