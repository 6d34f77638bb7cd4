//! The site a document is of, as a hash of its name.
//!
//! ```text
//! url https://www.Example.org:443/a  →  example.org
//! site "Orva Courier"                →  orva courier
//! path orva/2021/a.html              →  orva
//! ```

use super::Grouping;
use crate::hash;
use pipeline_core::View;

/// The hash of the site of `doc`.
pub(crate) fn of(doc: &View<'_>, by: Grouping) -> u64 {
    let site = match by {
        Grouping::Site => published(doc).or_else(|| folder(doc)),
        Grouping::Folder => folder(doc),
        Grouping::Corpus => None,
    };
    hash::short(&site.unwrap_or_default())
}

fn published(doc: &View<'_>) -> Option<String> {
    let host = text(doc, "url").and_then(host).map(|host| format!("host {}", host.to_lowercase()));
    host.or_else(|| {
        let name = text(doc, "site")?.trim();
        (!name.is_empty()).then(|| format!("site {}", name.to_lowercase()))
    })
}

fn folder(doc: &View<'_>) -> Option<String> {
    let of = |path: &str| path.split_once('/').map(|(folder, _)| format!("folder {folder}"));
    text(doc, "path").and_then(of).or_else(|| of(doc.id()))
}

fn text<'d>(doc: &View<'d>, key: &str) -> Option<&'d str> {
    doc.meta(key)?.as_str()
}

/// The host of an address, without `www.`, user and port; `None` for a relative address.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("//")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => host,
    };
    let host = host.trim_end_matches('.');
    let bare = host.get(..4).filter(|www| www.eq_ignore_ascii_case("www.")).and(host.get(4..));
    Some(bare.unwrap_or(host)).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_of_addresses() {
        let check = |url: &str, expected: Option<&str>| assert_eq!(host(url), expected, "{url}");
        check("https://www.example.org/a?b", Some("example.org"));
        check("//example.org", Some("example.org"));
        check("http://me:word@WWW.example.org:8080#x", Some("example.org"));
        check("https://[::1]/", Some("[::1]"));
        check("https://example.org.", Some("example.org"));
        check("/2021/a.html", None);
        check("a.html", None);
        check("https:///a", None);
        check("", None);
    }
}
