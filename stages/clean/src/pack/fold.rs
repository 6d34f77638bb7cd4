//! Folding: the form of a text in which phrases are looked for. Small letters, straight quotes,
//! plain dashes; spaces as they are (mending left single ones).

/// Writes the folded form of `text` into `out`.
pub(crate) fn fold(text: &str, out: &mut String) {
    out.clear();
    let mut rest = text;
    loop {
        let plain = rest.bytes().take_while(u8::is_ascii).count();
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
