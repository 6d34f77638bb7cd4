//! Sites: which documents the rules of a site pack hold for.
//!
//! A pattern is a host (`example.org`, with or without `www.`), all hosts below one
//! (`*.example.org`), or the name that a page gives itself (`The Northern Courier`). A document
//! is of the host of `meta.url`, else of the address that its page gives as its own, and of the
//! name in `meta.site`, else in the page.

/// The patterns of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sites(Vec<Pattern>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    Host(String),
    /// All hosts that end in this, which begins with a dot.
    Below(String),
    Name(String),
}

/// Where a document comes from, as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Site {
    hosts: Vec<String>,
    name: Option<String>,
}

impl Sites {
    /// Reads `sites = […]`.
    pub(crate) fn parse(patterns: &[String]) -> Result<Self, String> {
        if patterns.is_empty() {
            return Err("`sites` is empty; name a site, or leave `sites` out for a pack of all sites".into());
        }
        patterns.iter().map(|p| Pattern::parse(p)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the pack is for `site`.
    pub(crate) fn hold(&self, site: &Site) -> bool {
        self.0.iter().any(|p| p.matches(site))
    }
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_lowercase();
        let expected = "expected a host such as `example.org` or `*.example.org`, or the name of a site";
        if lower.is_empty() {
            return Err(format!("a site is blank; {expected}"));
        }
        if lower.contains(['/', ':']) {
            let instead = host_of(&lower).map_or_else(String::new, |h| format!("; write `{h}`"));
            return Err(format!("`{text}` is an address; {expected}{instead}"));
        }
        let below = lower.strip_prefix("*.");
        let rest = below.unwrap_or(&lower);
        if rest.contains('*') || rest.is_empty() {
            return Err(format!("`{text}` has `*` elsewhere than in `*.` at its start; {expected}"));
        }
        if below.is_some() {
            return Ok(Self::Below(format!(".{rest}")));
        }
        if is_host(rest) && rest.contains('.') {
            return Ok(Self::Host(without_www(rest).to_owned()));
        }
        Ok(Self::Name(lower))
    }

    fn matches(&self, site: &Site) -> bool {
        match self {
            Self::Host(host) => site.hosts.iter().any(|h| without_www(h) == host),
            Self::Below(end) => site.hosts.iter().any(|h| h.ends_with(end.as_str())),
            Self::Name(name) => site.name.as_ref() == Some(name),
        }
    }
}

/// What is said of where a document comes from: by its metadata, and by its page.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin<'a> {
    pub(crate) meta_url: Option<&'a str>,
    pub(crate) meta_site: Option<&'a str>,
    pub(crate) page_url: Option<&'a str>,
    pub(crate) page_site: Option<&'a str>,
}

impl Site {
    /// The site of a document.
    pub(crate) fn of(origin: Origin<'_>) -> Self {
        let url = origin.meta_url.and_then(host_of).or_else(|| origin.page_url.and_then(absolute_host));
        let name = origin.meta_site.or(origin.page_site);
        Self {
            hosts: url.into_iter().chain(name.and_then(host_of)).collect(),
            name: name.map(|n| n.trim().to_lowercase()),
        }
    }

    /// The site that a test names, by its host or by its name.
    pub(crate) fn named(name: &str) -> Self {
        Self::of(Origin { meta_site: Some(name), ..Origin::default() })
    }
}

/// The host of an address with or without `https://`, in small letters.
fn host_of(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = match address.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => rest,
        _ => address,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    is_host(&host).then_some(host)
}

/// The host of an address that is not relative to another one.
fn absolute_host(address: &str) -> Option<String> {
    address.contains("//").then(|| host_of(address)).flatten()
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn check(pattern: &str, origin: Origin<'_>, expected: bool) {
        let sites = Sites::parse(&[pattern.to_owned()]).unwrap();
        assert_eq!(sites.hold(&Site::of(origin)), expected, "{pattern}: {origin:?}");
    }

    fn url(url: &str) -> Origin<'_> {
        Origin { meta_url: Some(url), ..Origin::default() }
    }

    #[test]
    fn hosts() {
        for address in [
            "https://example.org/a",
            "http://www.Example.org:8080?x",
            "//user@example.org#y",
            "example.org/a//b",
            "example.org.",
        ] {
            check("example.org", url(address), true);
        }
        check("www.example.org", url("https://example.org"), true);
        for address in
            ["https://example.com/example.org", "https://myexample.org", "https://a.example.org", "", "/"]
        {
            check("example.org", url(address), false);
        }
        check("*.example.org", url("https://a.b.example.org"), true);
        check("*.example.org", url("https://example.org"), false);
        check("*.example.org", url("https://myexample.org"), false);
    }

    #[test]
    fn the_metadata_speak_before_the_page() {
        let page = Origin { page_url: Some("https://example.org/a"), ..Origin::default() };
        check("example.org", page, true);
        check("example.org", Origin { meta_url: Some("https://other.net"), ..page }, false);
        check("example.org", Origin { page_url: Some("example.org/a"), ..Origin::default() }, false);
    }

    #[test]
    fn names() {
        let named = Origin { page_site: Some("The Northern Courier "), ..Origin::default() };
        check("the northern courier", named, true);
        check("The Northern Courier", Origin { meta_site: Some("Courier"), ..named }, false);
        check("example.org", Origin { meta_site: Some("www.example.org"), ..named }, true);
    }

    #[test]
    fn patterns_that_are_none() {
        let wrong = |p: &str| Sites::parse(&[p.to_owned()]).unwrap_err();
        let expected = "expected a host such as `example.org` or `*.example.org`, or the name of a site";
        assert_eq!(wrong(" "), format!("a site is blank; {expected}"));
        assert_eq!(
            wrong("https://Example.org/news"),
            format!("`https://Example.org/news` is an address; {expected}; write `example.org`")
        );
        for star in ["ex*mple.org", "*", "*.", "*example.org"] {
            assert_eq!(
                wrong(star),
                format!("`{star}` has `*` elsewhere than in `*.` at its start; {expected}")
            );
        }
        assert_eq!(
            Sites::parse(&[]).unwrap_err(),
            "`sites` is empty; name a site, or leave `sites` out for a pack of all sites"
        );
    }
}
