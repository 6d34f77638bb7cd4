//! Folding: the form of a text in which phrases are looked for. Small letters, straight quotes,
//! plain dashes; spaces as they are (mending left single ones).

/// Writes the folded form of `text` into `out`.
pub(crate) fn fold(text: &str, out: &mut String) {
    out.clear();
    let mut rest = text;
    loop {
        let plain = ascii_prefix(rest.as_bytes());
        let from = out.len();
        out.push_str(&rest[..plain]);
        out[from..].make_ascii_lowercase();
        rest = &rest[plain..];
        let other = rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len());
        if other == 0 {
            break;
        }
        fold_others(&rest[..other], out);
        rest = &rest[other..];
    }
}

/// How many of the first bytes are ASCII.
fn ascii_prefix(bytes: &[u8]) -> usize {
    const CHUNK: usize = 32;
    let whole = bytes.as_chunks::<CHUNK>().0.iter().take_while(|c| c.is_ascii()).count() * CHUNK;
    whole + bytes[whole..].iter().take_while(|b| b.is_ascii()).count()
}

fn fold_others(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '’' | '‘' | 'ʼ' => out.push('\''),
            '“' | '”' | '«' | '»' => out.push('"'),
            '–' | '—' | '−' | '‐' | '‑' => out.push('-'),
            '…' => out.push_str("..."),
            _ => out.extend(c.to_lowercase()),
        }
    }
}
