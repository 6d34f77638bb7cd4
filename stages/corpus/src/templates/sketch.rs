//! What the corpus pass remembers: of each site a sample of its pages.
//!
//! The sample is the pages with the smallest hashes (bottom-k; Cohen & Kaplan 2007): a uniform
//! sample that does not depend on the order of the documents, in which a page that comes again
//! is still one. Shares of a sample are those of the site within about one percent.
//!
//! Limits: [`MOST_SITES`] sites, those with the smallest hashes, and [`MOST_PAGES`] pages in all, shared
//! equally among the sites; at 8 bytes a block some 50 MB, and 300 MB at the very most. A
//! smaller sample makes shares less sure; a site that is left out keeps its templates. Both are
//! counted: [`Seen::documents`] and [`Site::documents`] count what came, whatever was kept.

use super::page::Page;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Sites remembered.
pub(crate) const MOST_SITES: usize = 4096;
/// Pages remembered, of all sites together.
pub(crate) const MOST_PAGES: usize = 1 << 18;
/// Pages remembered of one site.
pub(crate) const MOST_PAGES_OF_A_SITE: usize = 4096;

/// What was seen of all sites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// Documents observed, those of sites that were left out included.
    pub(crate) documents: u64,
    /// By the hash of the site's name.
    pub(crate) sites: BTreeMap<u64, Site>,
}

/// What was seen of one site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Site {
    /// Documents observed.
    pub(crate) documents: u64,
    /// The sample.
    pub(crate) pages: BTreeSet<Page>,
}

impl Seen {
    /// Adds a page of the site with this hash.
    pub(crate) fn add(&mut self, site: u64, page: Page) {
        self.documents += 1;
        self.put(site, Site { documents: 1, pages: BTreeSet::from([page]) });
    }

    /// Adds what was seen elsewhere.
    pub(crate) fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        other.sites.into_iter().for_each(|(hash, site)| self.put(hash, site));
    }

    fn put(&mut self, hash: u64, other: Site) {
        if !self.sites.contains_key(&hash) && !self.make_room_for(hash) {
            return;
        }
        let room = room(self.sites.len());
        let site = self.sites.entry(hash).or_default();
        site.documents += other.documents;
        for page in other.pages {
            site.add(page, room);
        }
    }

    /// Adds an empty site; `false` when there are as many with smaller hashes as can be.
    fn make_room_for(&mut self, hash: u64) -> bool {
        let before = room(self.sites.len());
        self.sites.insert(hash, Site::default());
        if self.sites.len() > MOST_SITES {
            self.sites.pop_last();
        }
        let after = room(self.sites.len());
        if after < before {
            self.sites.values_mut().for_each(|site| site.trim(after));
        }
        self.sites.contains_key(&hash)
    }
}

/// How many pages each of so many sites may keep. It only shrinks as sites come, so a page that
/// once had no room has none in the end, in whatever order they come.
fn room(sites: usize) -> usize {
    (MOST_PAGES / sites.max(1)).min(MOST_PAGES_OF_A_SITE)
}

impl Site {
    fn add(&mut self, page: Page, room: usize) {
        if self.pages.len() < room || self.pages.last().is_some_and(|last| page < *last) {
            self.pages.insert(page);
            self.trim(room);
        }
    }

    fn trim(&mut self, room: usize) {
        while self.pages.len() > room {
            self.pages.pop_last();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::Block;
    use super::*;
    use crate::hash::mix;

    fn page(n: u64) -> Page {
        Page { hash: mix(n), blocks: vec![Block::new(n << 8, 1)] }
    }

    fn seen(documents: impl Iterator<Item = (u64, u64)>) -> Seen {
        let mut seen = Seen::default();
        documents.for_each(|(site, n)| seen.add(site, page(n)));
        seen
    }

    /// Beyond every limit, forwards, backwards and in two halves.
    #[test]
    fn limits_do_not_depend_on_order() {
        let all = || (0..30_000_u64).map(|n| (if n % 3 == 0 { 1 } else { mix(n % 5000) }, n % 20_000));
        let forwards = seen(all());
        assert_eq!(forwards.sites.len(), MOST_SITES);
        assert_eq!(forwards.documents, 30_000);
        assert_eq!(forwards.sites[&1].documents, 10_000);
        assert_eq!(forwards.sites[&1].pages.len(), MOST_PAGES / MOST_SITES);
        assert!(forwards == seen(all().collect::<Vec<_>>().into_iter().rev()));
        for cut in [1, 10_000, 29_999] {
            let mut merged = seen(all().skip(cut));
            merged.merge(seen(all().take(cut)));
            assert!(merged == forwards, "cut at {cut}");
        }
    }

    #[test]
    fn one_site_keeps_a_sample() {
        let seen = seen((0..MOST_PAGES_OF_A_SITE as u64 * 2).map(|n| (7, n)));
        let hashes: Vec<u64> = seen.sites[&7].pages.iter().map(|p| p.hash).collect();
        let mut all: Vec<u64> = (0..MOST_PAGES_OF_A_SITE as u64 * 2).map(mix).collect();
        all.sort_unstable();
        assert_eq!(hashes, all[..MOST_PAGES_OF_A_SITE]);
    }
}
