//! `file`: before any of its code runs, the file is a shared library for this machine that exports
//! one entry and needs no writable code.
//!
//! Two entries, or a library of text relocations, do load; but the one makes it a matter of chance
//! which version a host sees, and the other is refused by hardened systems.

use crate::report::Notes;
use crate::target::Target;
use chaffinch_plugin_abi::ENTRY;
use chaffinch_plugin_host::{entries, look_at};
use object::Object;
use object::elf::{DT_FLAGS, DT_TEXTREL};
use object::read::elf::{ElfFile, FileHeader};

/// Of `DT_FLAGS`: there are relocations in segments that cannot be written.
const TEXTREL_FLAG: u64 = 4;

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    if let Err(why) = look_at(&target.library) {
        return notes.fail(why);
    }
    let read = std::fs::read(&target.library).map_err(|e| e.to_string());
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(why) => return notes.fail(format!("cannot be read: {why}")),
    };
    match object::File::parse(&*bytes) {
        Ok(file) => look_inside(&file, notes),
        Err(e) => notes.fail(format!("it is not a shared library ({e}); name the built library")),
    }
}

fn look_inside(file: &object::File<'_>, notes: &mut Notes) {
    let entries = entries(file);
    if entries.len() > 1 {
        notes.fail(format!(
            "it exports {}, expected `{ENTRY}` alone; build one library for each version of the interface",
            entries.iter().map(|e| format!("`{e}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    if has_text_relocations(file) {
        notes.fail(
            "it has text relocations, which hardened systems refuse to load; compile every part of it with `-fPIC`",
        );
    }
    notes.note(format!("{:?} for {:?}", file.format(), file.architecture()).to_lowercase());
    notes.note(needed(file));
    let exported = exported(file);
    if exported > 1 {
        notes.note(format!(
            "it exports {exported} symbols, where one is enough; hide the others with `-fvisibility=hidden`, so that no other library meets them"
        ));
    }
}

/// The libraries that it needs.
fn needed(file: &object::File<'_>) -> String {
    let libraries = file.import_libraries().into_iter().flatten().filter_map(Result::ok);
    let names: Vec<String> = libraries.map(|l| String::from_utf8_lossy(l.name()).into_owned()).collect();
    match names.as_slice() {
        [] => "needs no other library".to_owned(),
        names => format!("needs {}", names.join(", ")),
    }
}

fn exported(file: &object::File<'_>) -> usize {
    file.exports().into_iter().flatten().filter_map(Result::ok).count()
}

fn has_text_relocations(file: &object::File<'_>) -> bool {
    match file {
        object::File::Elf32(elf) => flagged(elf),
        object::File::Elf64(elf) => flagged(elf),
        // Other formats have no such thing.
        _ => false,
    }
}

fn flagged<'data, Elf: FileHeader>(elf: &ElfFile<'data, Elf, &'data [u8]>) -> bool {
    let Ok(table) = elf.elf_dynamic_table() else { return false };
    table.iter().any(|d| d.tag == DT_TEXTREL || (d.tag == DT_FLAGS && d.val & TEXTREL_FLAG != 0))
}
