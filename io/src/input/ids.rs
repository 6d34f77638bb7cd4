//! Document ids from file names: `2021/a.txt.gz` → `2021/a`.
//!
//! The extension goes, and a compression extension with it, unless two files of one directory would then share an
//! id: `a.txt` and `a.html` keep theirs. Only what looks like an extension is one: `U.S. and Kabul` has none.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path};

use crate::decode::sniff::strip_compression;

/// A path with `/` between its parts.
pub(crate) fn slashed(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        if let Component::Normal(part) = component {
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(&part.to_string_lossy());
        }
    }
    text
}

/// The path without its extension.
pub(crate) fn stem(slashed: &str) -> &str {
    let name_start = slashed.rfind('/').map_or(0, |at| at + 1);
    let (name, _) = strip_compression(&slashed[name_start..]);
    let kept = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && is_extension(extension) => stem.len(),
        _ => name.len(),
    };
    &slashed[..name_start + kept]
}

fn is_extension(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// For each (namespace, slashed path): whether its stem is also another's, so that it must keep its extension.
pub(crate) fn collisions(files: impl Iterator<Item = (u32, String)>) -> Vec<bool> {
    let keys: Vec<u64> = files.map(|(namespace, path)| key(namespace, &path)).collect();
    let mut seen: HashMap<u64, u32> = HashMap::with_capacity(keys.len());
    for key in &keys {
        *seen.entry(*key).or_default() += 1;
    }
    keys.iter().map(|key| seen[key] > 1).collect()
}

fn key(namespace: u32, path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    namespace.hash(&mut hasher);
    stem(path).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        let check = |path: &str, expected: &str| assert_eq!(stem(&slashed(Path::new(path))), expected);
        check("a.txt", "a");
        check("2021/a.txt.gz", "2021/a");
        check("./x/dump.jsonl.zst", "x/dump");
        check("report.2021.html", "report.2021");
        check("x.y/README", "x.y/README");
        check("U.S. and Kabul", "U.S. and Kabul");
        check(".gz", ".gz");
        check("a.gz", "a");
    }

    #[test]
    fn collisions_are_per_namespace_and_directory() {
        let files = [(0, "a.txt"), (0, "a.html"), (0, "b/a.txt"), (1, "a.txt"), (0, "a-b.txt")];
        let found = collisions(files.iter().map(|&(root, path)| (root, path.to_owned())));
        assert_eq!(found, [true, true, false, false, false]);
    }
}
