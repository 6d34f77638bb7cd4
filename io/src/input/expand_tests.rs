#![allow(clippy::unwrap_used)]
use std::fs;

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for file in files {
            let path = folder.0.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn expand(&self, inputs: &[&str]) -> Result<Inputs, IoError> {
        Inputs::expand(inputs, Some(self.0.path()))
    }

    fn ids(&self, inputs: &[&str]) -> Vec<String> {
        let list = self.expand(inputs).unwrap();
        (0..list.len()).map(|at| list.source(at).unwrap().id).collect()
    }

    fn paths(&self, inputs: &[&str]) -> Vec<String> {
        let list = self.expand(inputs).unwrap();
        (0..list.len()).map(|at| list.source(at).unwrap().path.unwrap()).collect()
    }
}

#[test]
fn a_directory_is_walked_in_order() {
    let folder = Folder::new(&["d/b.txt", "d/a/z.html", "d/a.txt.gz", "d/.hidden", "d/.git/x.txt"]);
    assert_eq!(folder.ids(&["d"]), ["a/z", "a", "b"]);
    assert_eq!(folder.paths(&["d"]), ["a/z.html", "a.txt.gz", "b.txt"]);
}

#[test]
fn dot_ignore_is_honoured_and_gitignore_is_not() {
    let folder = Folder::new(&["d/a.txt", "d/b.txt", "d/c.txt", "d/.git/HEAD"]);
    fs::write(folder.0.path().join("d/.ignore"), "a.txt\n").unwrap();
    fs::write(folder.0.path().join("d/.gitignore"), "b.txt\n").unwrap();
    assert_eq!(folder.ids(&["d"]), ["b", "c"]);
}

#[test]
fn files_that_would_share_an_id_keep_their_extension() {
    let folder = Folder::new(&["d/a.txt", "d/a.html", "d/b.txt", "d/b.txt.gz", "d/c.txt"]);
    assert_eq!(folder.ids(&["d"]), ["a.html", "a.txt", "b.txt", "b.txt.gz", "c"]);
}

#[test]
fn a_single_file_is_called_by_its_stem() {
    let folder = Folder::new(&["d/a.txt"]);
    assert_eq!(folder.ids(&["d/a.txt"]), ["a"]);
    assert_eq!(folder.paths(&["d/a.txt"]), ["a.txt"]);
}

#[test]
fn several_inputs_are_prefixed() {
    let folder = Folder::new(&["2021/news/a.txt", "2022/news/a.txt", "x/b.txt", "x/b.html"]);
    assert_eq!(folder.ids(&["2021/news", "2022/news", "x/b.txt"]), ["2021/news/a", "2022/news/a", "b"]);
    assert_eq!(folder.paths(&["2021/news", "x"]), ["a.txt", "b.html", "b.txt"]);
    assert_eq!(folder.ids(&["x/b.txt", "x/b.html"]), ["b.txt", "b.html"]);
    assert_eq!(folder.ids(&["2021/news/a.txt", "2022/news/a.txt"]), ["2021/news/a", "2022/news/a"]);
    assert_eq!(folder.ids(&["x", "-"]), ["x/b.html", "x/b.txt", "stdin"]);
}

#[test]
fn globs() {
    let folder = Folder::new(&["n/2021/a.txt", "n/2022/a.txt", "n/2022/b.html", "n/c.txt"]);
    assert_eq!(folder.ids(&["n/*.txt"]), ["c"]);
    assert_eq!(folder.ids(&["n/**/*.txt"]), ["2021/a", "2022/a", "c"]);
    assert_eq!(folder.ids(&["n/20*/a.txt"]), ["2021/a", "2022/a"]);
    assert_eq!(folder.ids(&["n/20*"]), ["2021/a", "2022/a", "2022/b"]);
    assert_eq!(folder.ids(&["n/*/[a]*"]), ["2021/a", "2022/a"]);
}

#[cfg(unix)]
#[test]
fn loops_end_and_broken_links_are_problems() {
    let folder = Folder::new(&["d/a.txt"]);
    std::os::unix::fs::symlink(folder.0.path().join("d"), folder.0.path().join("d/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.0.path().join("d/broken.txt")).unwrap();
    let list = folder.expand(&["d"]).unwrap();
    assert_eq!(list.len(), 2);
    let broken = (0..2).map(|at| list.source(at).unwrap()).find(|source| source.id == "broken").unwrap();
    assert_eq!(broken.problem.unwrap(), "cannot be read: no such file or directory");
}

#[test]
fn what_is_not_there() {
    let folder = Folder::new(&["d/.hidden"]);
    let error = |inputs: &[&str]| {
        let error = folder.expand(inputs).unwrap_err();
        (error.kind(), error.to_string())
    };
    assert_eq!(
        error(&["missing"]),
        (
            ErrorKind::NotFound,
            "input `missing` does not exist; expected a file, a directory, a glob or `-`".to_owned()
        )
    );
    assert_eq!(
        error(&["d/*.txt"]),
        (
            ErrorKind::NotFound,
            "input `d/*.txt` matches no file; `*` stays within a directory, `**` does not".to_owned()
        )
    );
    assert_eq!(
        error(&["d"]),
        (ErrorKind::NotFound, "no input found in `d`; hidden and ignored files are not read".to_owned())
    );
    assert_eq!(error(&["-", "-"]).0, ErrorKind::Usage);
    assert!(error(&["d/[a"]).1.starts_with("input `d/[a` is not a valid glob: "));
}

#[test]
fn the_fingerprint_sees_names_and_sizes() {
    let folder = Folder::new(&["d/a.txt", "d/b.txt"]);
    let first = folder.expand(&["d"]).unwrap().fingerprint();
    assert_eq!(first.len(), 64);
    assert_eq!(folder.expand(&["d"]).unwrap().fingerprint(), first);
    fs::write(folder.0.path().join("d/b.txt"), "longer").unwrap();
    assert_ne!(folder.expand(&["d"]).unwrap().fingerprint(), first);
}
