//! `chaffinch plugin new`: a plugin that builds, passes its test and runs, ready to be changed.

use crate::args::{Lang, NewArgs};
use crate::failure::{Exit, Failure};
use crate::log;
use chaffinch_plugin_host::{HEADER, HEADER_CPP};
use std::path::{Path, PathBuf};

macro_rules! template {
    ($path:literal) => {
        include_str!(concat!("../../../../plugins/templates/", $path))
    };
}

/// Files of a plugin, by their path in its folder.
type Files = &'static [(&'static str, &'static str)];

const RUST: Files = &[
    ("src/lib.rs", template!("rust/src/lib.rs")),
    ("Cargo.toml", template!("rust/Cargo.toml.in")),
    ("pipeline.toml", template!("rust/pipeline.toml")),
    ("sample.txt", template!("rust/sample.txt")),
    ("README.md", template!("rust/README.md")),
    (".gitignore", "/target\n"),
];

const C: Files = &[
    ("plugin.c", template!("c/plugin.c")),
    ("test.c", template!("c/test.c")),
    ("Makefile", template!("c/Makefile")),
    ("README.md", template!("c/README.md")),
    ("chaffinch_plugin.h", HEADER),
];

const CPP: Files = &[
    ("plugin.cpp", template!("cpp/plugin.cpp")),
    ("capitals.hpp", template!("cpp/capitals.hpp")),
    ("test.cpp", template!("cpp/test.cpp")),
    ("exports.map", template!("cpp/exports.map")),
    ("Makefile", template!("cpp/Makefile")),
    ("README.md", template!("cpp/README.md")),
    ("chaffinch_plugin.h", HEADER),
    ("chaffinch_plugin.hpp", HEADER_CPP),
];

const ZIG: Files = &[
    ("plugin.zig", template!("zig/plugin.zig")),
    ("capitals.zig", template!("zig/capitals.zig")),
    ("Makefile", template!("zig/Makefile")),
    ("README.md", template!("zig/README.md")),
    ("chaffinch_plugin.h", HEADER),
];

const GO: Files = &[
    ("plugin.go", template!("go/plugin.go")),
    ("capitals.go", template!("go/capitals.go")),
    ("capitals_test.go", template!("go/capitals_test.go")),
    ("shim.c", template!("go/shim.c")),
    ("shim.h", template!("go/shim.h")),
    ("go.mod", template!("go/go.mod")),
    ("Makefile", template!("go/Makefile")),
    ("README.md", template!("go/README.md")),
    ("chaffinch_plugin.h", HEADER),
];

/// What the languages with a Makefile have in common.
const COMMON: Files = &[
    ("pipeline.toml", template!("common/pipeline.toml")),
    ("sample.txt", template!("common/sample.txt")),
    (".gitignore", "/build\n"),
];

/// Where the SDK was when this program was built: a plugin made in a checkout uses that.
const SDK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../plugins/sdk");

pub(crate) fn new(args: &NewArgs) -> Result<Exit, Failure> {
    check_name(&args.name, args.lang).map_err(|message| Failure::new(Exit::Usage, message))?;
    let dir = args.dir.clone().unwrap_or_else(|| PathBuf::from(&args.name));
    let files: Vec<_> = files(args.lang).collect();

    let taken: Vec<&str> =
        files.iter().map(|(path, _)| *path).filter(|path| dir.join(path).exists()).collect();
    if !taken.is_empty() {
        let message = format!(
            "`{}` already has {}; nothing was written. Name an empty folder with `--dir`",
            dir.display(),
            taken.join(", ")
        );
        return Err(Failure::new(Exit::Usage, message));
    }
    let names = Names::of(&args.name, Path::new(SDK));
    for (path, text) in files {
        write(&dir.join(path), &names.render(text))?;
    }
    log::info(&next_steps(args.lang, &names, &dir));
    Ok(Exit::Done)
}

fn files(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (own, common): (Files, Files) = match lang {
        Lang::Rust => (RUST, &[]),
        Lang::C => (C, COMMON),
        Lang::Cpp => (CPP, COMMON),
        Lang::Zig => (ZIG, COMMON),
        Lang::Go => (GO, COMMON),
    };
    own.iter().chain(common).copied()
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let result =
        path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    result.map_err(|e| Failure::new(Exit::Io, format!("cannot write `{}`: {e}", path.display())))
}

fn next_steps(lang: Lang, names: &Names, dir: &Path) -> String {
    let (what, test, build, out) = match lang {
        Lang::Rust => ("Rust", "cargo test", "cargo build --release", "target/release"),
        Lang::C => ("C", "make test", "make", "build"),
        Lang::Cpp => ("C++", "make test", "make", "build"),
        Lang::Zig => ("Zig", "make test", "make", "build"),
        Lang::Go => ("Go", "make test", "make", "build"),
    };
    let dir = dir.display();
    format!(
        "made a plugin in {what} in `{dir}`. Try:
  cd {dir}
  {test}
  {build}
  chaffinch plugin check {out}/lib{}.so
  chaffinch run pipeline.toml",
        names.krate
    )
}

/// What stands for the placeholders of a template.
struct Names {
    /// As typed: of the plugin and of its stage.
    name: String,
    /// As an identifier: `my_plugin`.
    krate: String,
    /// As a type: `MyPlugin`.
    type_name: String,
    /// The layer it makes. With a suffix, so that it is no built-in layer's name.
    layer: String,
    /// The SDK as a Cargo dependency, without and with what tests need.
    sdk: String,
    sdk_testing: String,
}

impl Names {
    fn of(name: &str, sdk: &Path) -> Self {
        let krate = name.replace('-', "_");
        let place = match sdk.canonicalize() {
            Ok(path) => format!("path = {:?}", path.display().to_string()),
            Err(_) => format!("version = \"{}\"", compatible(env!("CARGO_PKG_VERSION"))),
        };
        Self {
            type_name: name.split('-').map(capitalized).collect(),
            layer: format!("{krate}_words"),
            sdk: format!("{{ {place} }}"),
            sdk_testing: format!("{{ {place}, features = [\"testing\"] }}"),
            name: name.to_owned(),
            krate,
        }
    }

    fn render(&self, template: &str) -> String {
        let Self { name, krate, type_name, layer, sdk, sdk_testing } = self;
        [
            ("{{name}}", name),
            ("{{kind}}", name),
            ("{{crate}}", krate),
            ("{{Type}}", type_name),
            ("{{layer}}", layer),
            ("{{sdk}}", sdk),
            ("{{sdk_testing}}", sdk_testing),
        ]
        .iter()
        .fold(template.to_owned(), |text, (placeholder, value)| text.replace(placeholder, value))
    }
}

/// `0.1` of `0.1.7`: what Cargo takes for the same interface.
fn compatible(version: &str) -> &str {
    version.rsplit_once('.').map_or(version, |(minor, _)| minor)
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}

/// Names that a Rust crate, or a type of it beside those of the SDK, cannot have.
const TAKEN_IN_RUST: &str = "abstract alloc as async attr await become box break config const continue \
    core crate create do doc dyn else enum error extern false final fn for gen if impl in label layer let \
    loop macro match mod move mut option options override priv proc-macro pub ref result return self spec \
    stage static std string struct super test trait true try type typeof unsafe unsized use vec verdict \
    virtual where while yield";

fn check_name(name: &str, lang: Lang) -> Result<(), String> {
    if !is_well_formed(name) {
        return Err(format!(
            "`{name}` cannot be the name of a plugin: expected lower-case letters, digits and single `-` \
             between them, with a letter first; for example `{}`",
            suggestion(name)
        ));
    }
    if lang == Lang::Rust && TAKEN_IN_RUST.split_whitespace().any(|taken| taken == name) {
        return Err(format!(
            "`{name}` cannot be the name of a plugin in Rust, where it means something already; for \
             example `{name}-plugin`"
        ));
    }
    Ok(())
}

fn is_well_formed(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.split('-').all(|word| !word.is_empty() && word.bytes().all(is_letter_or_digit))
}

fn is_letter_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// The nearest name that is well-formed.
fn suggestion(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.join("-");
    if is_well_formed(&joined) { joined } else { format!("plugin-{joined}").trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{HEADER, HEADER_CPP, Names, check_name, files};
    use crate::args::Lang;
    use std::path::Path;

    const LANGS: [Lang; 5] = [Lang::Rust, Lang::C, Lang::Cpp, Lang::Zig, Lang::Go];

    fn refused(name: &str) -> String {
        check_name(name, Lang::C).expect_err(name)
    }

    #[test]
    fn names_are_words_joined_by_hyphens() {
        for name in ["shout", "my-plugin", "a", "news24", "tags"] {
            assert_eq!(check_name(name, Lang::Rust), Ok(()), "{name}");
        }
        for name in ["", "Shout", "my_plugin", "-a", "a-", "a--b", "3d", "a b", "../a", "é"] {
            assert!(refused(name).contains("expected lower-case letters"), "{name}");
        }
    }

    #[test]
    fn a_bad_name_gets_a_suggestion_that_is_good() {
        for (name, suggested) in [
            ("My Plugin", "my-plugin"),
            ("my_plugin", "my-plugin"),
            ("3d", "plugin-3d"),
            ("../shout/", "shout"),
            ("é", "plugin"),
            ("", "plugin"),
        ] {
            assert!(refused(name).ends_with(&format!("for example `{suggested}`")), "{}", refused(name));
            assert_eq!(check_name(suggested, Lang::Rust), Ok(()));
        }
    }

    #[test]
    fn a_keyword_is_no_crate() {
        assert_eq!(check_name("match", Lang::C), Ok(()));
        let message = check_name("match", Lang::Rust).expect_err("a keyword");
        assert!(message.ends_with("for example `match-plugin`"), "{message}");
    }

    #[test]
    fn names_follow_from_the_name() {
        let names = Names::of("my-plugins", Path::new("no/such/folder"));
        let rendered = names.render("{{name}} {{kind}} {{crate}} {{Type}} {{layer}}");
        assert_eq!(rendered, "my-plugins my-plugins my_plugins MyPlugins my_plugins_words");
    }

    #[test]
    fn the_sdk_is_a_folder_while_there_is_one() {
        let sdk = |path: &str| Names::of("a", Path::new(path)).render("{{sdk}}|{{sdk_testing}}");
        assert_eq!(
            sdk("no/such/folder"),
            "{ version = \"0.1\" }|{ version = \"0.1\", features = [\"testing\"] }"
        );
        let here = Path::new(".").canonicalize().expect("there is a working directory");
        assert!(sdk(".").starts_with(&format!("{{ path = {:?} }}|", here.display().to_string())));
    }

    #[test]
    fn no_placeholder_is_left() {
        let names = Names::of("my-plugin", Path::new("no/such/folder"));
        for (lang, (path, text)) in LANGS.iter().flat_map(|lang| files(*lang).map(move |file| (lang, file))) {
            let rendered = names.render(text);
            assert!(!rendered.contains("{{"), "{lang:?}: {path}");
        }
    }

    #[test]
    fn headers_are_copied_as_they_are() {
        let names = Names::of("my-plugin", Path::new("no/such/folder"));
        for header in [HEADER, HEADER_CPP] {
            assert_eq!(names.render(header), header);
        }
    }
}
