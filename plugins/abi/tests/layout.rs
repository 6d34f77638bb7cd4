//! Holds the Rust tables against the C header: a small C program, generated from the lists below,
//! prints every constant, size and offset, and the numbers must be those of Rust. The lists are
//! complete: a struct pattern without `..` names every field, and every `#define` of a number is
//! looked for. The header must also compile without a warning as C99, C11 and C++11.
#![expect(clippy::unwrap_used, reason = "a test")]

use chaffinch_plugin_abi::*;
use std::ffi::OsString;
use std::mem::{offset_of, size_of};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A C expression and what Rust says it is.
type Fact = (String, i64);

macro_rules! structs {
    ($($ty:ident { $($field:ident $(is $c:literal)?),* $(,)? })*) => {
        fn structs() -> Vec<Fact> {
            let mut facts = Vec::new();
            $({
                let _every_field = |value: $ty| { let $ty { $($field: _),* } = value; };
                facts.push((format!("sizeof({})", stringify!($ty)), size(size_of::<$ty>())));
                $({
                    let name = [$($c,)? stringify!($field)][0];
                    let expr = format!("offsetof({}, {name})", stringify!($ty));
                    facts.push((expr, size(offset_of!($ty, $field))));
                })*
            })*
            facts
        }
    };
}

structs! {
    chf_str { ptr, len }
    chf_span { start, end, label, score }
    chf_range { start, end }
    chf_run { text, source, len }
    chf_edit { start, end, with }
    chf_value { ty is "type", reserved, v }
    chf_column { ty is "type", reserved, rows, data, data_len }
    chf_layer { spans, len, columns, n_columns, present }
    chf_text { text, runs, n_runs }
    chf_doc { struct_size, n_layers, id, source, now, layers, host }
    chf_call { api, host }
    chf_host {
        struct_size, abi_major, abi_minor, name, version, diag, log, cancelled, option, read_file, label,
        label_name, meta, to_source, to_text, rewrite, add, set, set_column, set_meta, drop, give, extension,
    }
    chf_module {
        struct_size, abi_major, abi_minor, manifest, create, destroy, worker_new, worker_free, process,
        sketch_new, sketch_free, observe, merge, save, load, fitted, extension,
    }
}

/// The union has no name in C: it is looked at through [`chf_value`].
fn union() -> Vec<Fact> {
    let at = offset_of!(chf_value, v);
    let mut facts = vec![
        ("sizeof(((chf_value *)0)->v)".to_owned(), size(size_of::<chf_any>())),
        ("sizeof(((chf_value *)0)->v.refs)".to_owned(), size(size_of::<chf_refs>())),
        ("offsetof(chf_value, v.refs.ptr)".to_owned(), size(at + offset_of!(chf_refs, ptr))),
        ("offsetof(chf_value, v.refs.len)".to_owned(), size(at + offset_of!(chf_refs, len))),
    ];
    facts.extend(
        ["i", "f", "s", "span", "ref", "refs"].map(|m| (format!("offsetof(chf_value, v.{m})"), size(at))),
    );
    facts
}

macro_rules! constants {
    ($($c:ident = $rust:expr),* $(,)?) => {
        fn constants() -> Vec<Fact> {
            vec![$((stringify!($c).to_owned(), i64::from($rust))),*]
        }
    };
}

constants! {
    CHF_ABI_MAJOR = ABI_MAJOR, CHF_ABI_MINOR = ABI_MINOR,
    CHF_OK = OK, CHF_DROP = DROP, CHF_ABSENT = ABSENT,
    CHF_ERR_CONFIG = ERR_CONFIG, CHF_ERR_DOC = ERR_DOC, CHF_ERR_FATAL = ERR_FATAL,
    CHF_ERR_CANCEL = ERR_CANCEL, CHF_ERR_PANIC = ERR_PANIC, CHF_ERR_ARG = ERR_ARG,
    CHF_ERROR = ERROR, CHF_WARN = WARN, CHF_INFO = INFO, CHF_DEBUG = DEBUG,
    CHF_NO_LABEL = NO_LABEL, CHF_NO_ROW = NO_ROW,
    CHF_NONE = ty::NONE, CHF_I64 = ty::I64, CHF_F64 = ty::F64, CHF_STR = ty::STR, CHF_BOOL = ty::BOOL,
    CHF_SPAN = ty::SPAN, CHF_REF = ty::REF, CHF_REFS = ty::REFS, CHF_ARRAY = ty::ARRAY, CHF_TABLE = ty::TABLE,
}

#[test]
fn the_header_and_the_rust_tables_agree() {
    let facts: Vec<Fact> = [constants(), structs(), union()].concat();
    let said = run_c(&facts.iter().map(|(expr, _)| expr.as_str()).collect::<Vec<_>>());
    let wrong: Vec<String> = facts
        .iter()
        .zip(&said)
        .filter(|((_, rust), c)| rust != *c)
        .map(|((expr, rust), c)| format!("{expr} is {c} in C and {rust} in Rust"))
        .collect();
    assert_eq!(said.len(), facts.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_number_of_the_header_is_compared() {
    let listed = constants();
    for name in HEADER.lines().filter_map(|l| l.strip_prefix("#define CHF_")).filter_map(|l| {
        let (name, value) = l.split_once(' ')?;
        let is_number =
            !name.contains('(') && value.trim().starts_with(|c: char| c.is_ascii_digit() || "(U".contains(c));
        is_number.then(|| format!("CHF_{name}"))
    }) {
        assert!(listed.iter().any(|(c, _)| *c == name), "`{name}` is missing from the list of constants");
    }
}

#[test]
fn the_entry_symbol_is_the_one_of_the_header() {
    assert!(HEADER.contains(&format!("const chf_module *{ENTRY}(void);")));
    assert_eq!(ENTRY, format!("{ENTRY_PREFIX}{ABI_MAJOR}"));
}

#[test]
fn the_header_compiles_as_c99_c11_and_cpp11() {
    let unit = "#include \"chaffinch_plugin.h\"\nint nothing(void);\nint nothing(void) { return 0; }\n";
    for (std, compiler, ext) in
        [("c99", c_compiler(), "c"), ("c11", c_compiler(), "c"), ("c++11", cpp_compiler(), "cpp")]
    {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join(format!("unit.{ext}"));
        std::fs::write(&source, unit).unwrap();
        let std = format!("-std={std}");
        let strict = [&std, "-pedantic", "-Wall", "-Wextra", "-Werror", "-c", "-o"];
        compile(&compiler, &strict, &source, &dir.path().join("unit.o"));
    }
}

/// The values of C expressions.
fn run_c(exprs: &[&str]) -> Vec<i64> {
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("layout.c");
    let program = dir.path().join("layout");
    let prints: String =
        exprs.iter().map(|e| format!("  printf(\"%lld\\n\", (long long)({e}));\n")).collect();
    let c = format!(
        "#include \"chaffinch_plugin.h\"\n#include <stdio.h>\nint main(void) {{\n{prints}  return 0;\n}}\n"
    );
    std::fs::write(&source, c).unwrap();
    compile(&c_compiler(), &["-std=c11", "-o"], &source, &program);
    let out = Command::new(&program).output().unwrap();
    String::from_utf8(out.stdout).unwrap().lines().map(|l| l.parse().unwrap()).collect()
}

fn compile(compiler: &OsString, flags: &[&str], source: &Path, target: &Path) {
    let include = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("include");
    let mut command = Command::new(compiler);
    command.args(flags).arg(target).arg("-I").arg(include).arg(source);
    let Output { status, stderr, .. } = command.output().unwrap_or_else(|e| {
        panic!(
            "no C compiler: `{}` cannot be run ({e}); install one, or name it in CC and CXX",
            compiler.display()
        )
    });
    assert!(status.success(), "{command:?}\n{}", String::from_utf8_lossy(&stderr));
}

fn c_compiler() -> OsString {
    std::env::var_os("CC").unwrap_or_else(|| "cc".into())
}

fn cpp_compiler() -> OsString {
    std::env::var_os("CXX").unwrap_or_else(|| "c++".into())
}

fn size(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}
