//! What is in a file: text, HTML or JSON Lines; by extension first, then by content.

use std::path::Path;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Html,
    Jsonl,
}

const COMPRESSED: &[&str] = &["gz", "gzip", "zst", "zstd"];

/// The kind that a file's extension tells, under a compression extension too.
pub(crate) fn by_extension(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let (name, _) = strip_compression(&name);
    let (_, extension) = name.rsplit_once('.')?;
    match extension {
        "txt" | "text" | "md" => Some(Kind::Text),
        "html" | "htm" | "xhtml" | "shtml" => Some(Kind::Html),
        "jsonl" | "ndjson" | "jsonlines" => Some(Kind::Jsonl),
        _ => None,
    }
}

/// The name without a compression extension, and that extension.
pub(crate) fn strip_compression(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && is_compressed(extension) => (stem, Some(extension)),
        _ => (name, None),
    }
}

fn is_compressed(extension: &str) -> bool {
    COMPRESSED.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether the (decompressed) head of a file is JSON Lines: its first line begins a JSON object and, as far as
/// it can be seen, ends one.
pub(crate) fn is_jsonl(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let Some(inside) = head.strip_prefix(b"{") else {
        return false;
    };
    let after = inside.trim_ascii_start().first();
    if !matches!(after, Some(b'"' | b'}')) {
        return false;
    }
    memchr::memchr(b'\n', head).is_none_or(|end| head[..end].trim_ascii_end().ends_with(b"}"))
}

/// Whether this looks like an HTML page: its first tag is one that pages begin with.
pub(crate) fn is_html(bytes: &[u8]) -> bool {
    let mut rest = &bytes[..bytes.len().min(4096)];
    loop {
        rest = rest.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(rest).trim_ascii_start();
        let Some(inside) = rest.strip_prefix(b"<") else {
            return false;
        };
        let close: &[u8] = match inside {
            _ if inside.starts_with(b"!--") => b"-->",
            _ if inside.starts_with(b"?") => b">",
            _ => return begins_page(inside),
        };
        match memchr::memmem::find(inside, close) {
            Some(end) => rest = &inside[end + close.len()..],
            None => return false,
        }
    }
}

fn begins_page(tag: &[u8]) -> bool {
    const PAGE_TAGS: &[&str] = &[
        "!doctype html",
        "html",
        "head",
        "body",
        "title",
        "meta",
        "script",
        "style",
        "link",
        "article",
        "main",
        "section",
        "header",
        "div",
        "table",
        "h1",
        "h2",
        "p",
        "span",
        "a",
        "b",
        "br",
        "font",
        "center",
        "iframe",
    ];
    PAGE_TAGS.iter().any(|name| {
        tag.len() > name.len()
            && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && !tag[name.len()].is_ascii_alphanumeric()
            && tag[name.len()] != b'-'
            && tag[name.len()] != b':'
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions() {
        let kind = |name: &str| by_extension(Path::new(name));
        assert_eq!(kind("a/b.TXT"), Some(Kind::Text));
        assert_eq!(kind("b.html.gz"), Some(Kind::Html));
        assert_eq!(kind("dump.jsonl.zst"), Some(Kind::Jsonl));
        assert_eq!(kind("b.gz"), None);
        assert_eq!(kind("README"), None);
        assert_eq!(kind(".gz"), None);
    }

    #[test]
    fn html_by_content() {
        for page in
            ["<!DOCTYPE html>\n<html>", "\u{FEFF} <HTML lang=en>", "<!-- saved --><html>", "<p>One</p>"]
        {
            assert!(is_html(page.as_bytes()), "{page}");
        }
        for text in [
            "",
            "<",
            "Plain <p> text",
            "<pre-war era>",
            "<person> said",
            "<?xml version='1.0'?><rss>",
            "<!-- x",
        ] {
            assert!(!is_html(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn json_lines_by_content() {
        for text in ["{\"id\":1}\n{", "\n { \"text\": \"cut off he", "{}"] {
            assert!(is_jsonl(text.as_bytes()), "{text}");
        }
        for text in ["", "{curly} text", "[1]", "{\n \"pretty\": 1}", "{\"pretty\":\n1}"] {
            assert!(!is_jsonl(text.as_bytes()), "{text}");
        }
    }
}
