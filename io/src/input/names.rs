//! The names of several INPUTs, which prefix the ids of their documents.
//!
//! A name is the last part of the INPUT's path, `news` for `../data/news/`; INPUTs whose last parts are the same
//! get as many parts more as tell them apart: `2021/news`, `2022/news`.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// One name for each path.
pub(crate) fn distinct(paths: &[PathBuf]) -> Vec<String> {
    let parts: Vec<Vec<String>> = paths.iter().map(|path| parts(path)).collect();
    let mut names: Vec<String> = parts.iter().map(|parts| tail(parts, 1)).collect();
    let mut doubtful: Vec<usize> = (0..paths.len()).collect();
    for depth in 2.. {
        doubtful = clashes(&names, &parts, &doubtful);
        if doubtful.is_empty() {
            break;
        }
        for &i in &doubtful {
            names[i] = tail(&parts[i], depth);
        }
        doubtful.retain(|&i| depth < parts[i].len());
    }
    names
}

/// Those whose name is also the name of another path.
fn clashes(names: &[String], parts: &[Vec<String>], among: &[usize]) -> Vec<usize> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for &i in among {
        groups.entry(&names[i]).or_default().push(i);
    }
    let differ = |group: &&Vec<usize>| group.iter().any(|&i| parts[i] != parts[group[0]]);
    let mut found: Vec<usize> = groups.values().filter(differ).flatten().copied().collect();
    found.sort_unstable();
    found
}

fn parts(path: &Path) -> Vec<String> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut parts = Vec::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts
}

fn tail(parts: &[String], depth: usize) -> String {
    parts[parts.len().saturating_sub(depth)..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], names: &[&str]) {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        assert_eq!(distinct(&paths), names);
    }

    #[test]
    fn the_last_part_is_the_name() {
        check(&["/data/news/", "/data/blogs"], &["news", "blogs"]);
        check(&["/data/./x/../news"], &["news"]);
    }

    #[test]
    fn equal_names_grow_until_they_differ() {
        check(&["/d/2021/news", "/d/2022/news", "/d/x"], &["2021/news", "2022/news", "x"]);
        check(&["/news", "/d/news"], &["news", "d/news"]);
        check(&["/d/news", "/d/news"], &["news", "news"]);
    }
}
