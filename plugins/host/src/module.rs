//! A loaded library: its table of functions and its manifest.
//!
//! A library is opened with all its symbols resolved (`RTLD_NOW`) and none of them visible to
//! others (`RTLD_LOCAL`), and never closed: code of it may still be on a stack or in a thread-local destructor.

use crate::manifest::Manifest;
use crate::trust::Trusted;
use chaffinch_plugin_abi::{ABI_MAJOR, ABI_MINOR, ENTRY, ENTRY_PREFIX, chf_entry, chf_module};
use object::{Object, ObjectSymbol};
use std::path::Path;

/// A library's functions and what it says about itself.
#[derive(Clone, Debug)]
pub struct Module {
    pub(crate) table: &'static chf_module,
    /// What it says about itself.
    pub manifest: Manifest,
}

impl Module {
    /// Loads a library. Its code runs.
    ///
    /// # Errors
    /// Why it cannot be a plugin of this host, for people.
    pub fn open(trusted: &Trusted) -> Result<Self, String> {
        look_at(&trusted.path)?;
        let entry = load(&trusted.path)?;
        if !trusted.is_unchanged() {
            return Err("the file was replaced while it was loaded; run again".to_owned());
        }
        // SAFETY: the symbol is a plugin's entry, which takes nothing and returns static data.
        let table = unsafe { entry() };
        // SAFETY: as `from_ptr` asks, by the contract of the entry.
        unsafe { Self::from_ptr(table) }
    }

    /// A module that is linked into this program: the static twin of a library.
    ///
    /// # Errors
    /// As [`Module::open`].
    pub fn linked(table: &'static chf_module) -> Result<Self, String> {
        // SAFETY: a reference is valid, and the table's text is static by its contract.
        unsafe { Self::from_ptr(table) }
    }

    /// # Safety
    /// `table` is NULL or points to a table that lives for ever, as does its manifest.
    unsafe fn from_ptr(table: *const chf_module) -> Result<Self, String> {
        if table.is_null() {
            return Err(format!("`{ENTRY}` returned NULL; the plugin could not start"));
        }
        // SAFETY: the first three fields are there in every version of the table.
        let (size, major, minor) =
            unsafe { ((*table).struct_size as usize, (*table).abi_major, (*table).abi_minor) };
        if major != ABI_MAJOR || minor > ABI_MINOR {
            return Err(format!(
                "it needs version {major}.{minor} of the plugin interface, this chaffinch has {ABI_MAJOR}.{ABI_MINOR}; build it with the header of this version, or use a newer chaffinch"
            ));
        }
        if size < size_of::<chf_module>() {
            return Err(format!(
                "its table has {size} bytes, expected {}; set `struct_size` to `sizeof(chf_module)`",
                size_of::<chf_module>()
            ));
        }
        // SAFETY: the table is long enough, and static.
        let table = unsafe { &*table };
        if table.create.is_none() || table.destroy.is_none() || table.process.is_none() {
            return Err("its table lacks `create`, `destroy` or `process`".to_owned());
        }
        // SAFETY: the manifest is static, by the contract of the table.
        let manifest = unsafe { table.manifest.bytes() };
        let manifest = std::str::from_utf8(manifest).map_err(|e| format!("manifest: not UTF-8: {e}"))?;
        let manifest = Manifest::parse(manifest)?;
        let passes = [
            table.sketch_new.is_some(),
            table.sketch_free.is_some(),
            table.observe.is_some(),
            table.merge.is_some(),
            table.save.is_some(),
            table.load.is_some(),
            table.fitted.is_some(),
        ];
        match manifest.stages.iter().find(|s| s.fit && passes.contains(&false)) {
            None => Ok(Self { table, manifest }),
            Some(stage) => Err(format!(
                "manifest: stage `{}` has a corpus pass, but the table lacks one of `sketch_new`, `sketch_free`, `observe`, `merge`, `save`, `load`, `fitted`",
                stage.kind
            )),
        }
    }
}

/// What a file exports, before any of its code runs.
///
/// # Errors
/// When it is not a shared library of this kind of machine, or no plugin of this version.
pub fn look_at(path: &Path) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|e| format!("cannot be read: {e}"))?;
    let file = object::File::parse(&*bytes)
        .map_err(|e| format!("it is not a shared library ({e}); name the built `.so`, `.dylib` or `.dll`"))?;
    let found = file.architecture();
    if !matches_this_machine(found) {
        return Err(format!(
            "it is built for {found:?}, this machine is {}; build it for this machine",
            std::env::consts::ARCH
        ));
    }
    let entries = entries(&file);
    if entries.iter().any(|e| e == ENTRY) {
        return Ok(());
    }
    Err(match entries.first() {
        Some(other) => format!(
            "it is built for version {} of the plugin interface, this chaffinch has {ABI_MAJOR}",
            other.trim_start_matches(ENTRY_PREFIX)
        ),
        None => format!(
            "it does not export `{ENTRY}`, so it is no chaffinch plugin; in C, mark the function with CHF_EXPORT"
        ),
    })
}

/// The entry symbols that a library exports, of any version.
#[must_use]
pub fn entries(file: &object::File<'_>) -> Vec<String> {
    let symbols = file.dynamic_symbols().filter(|s| s.is_definition() && s.is_global());
    let mut names: Vec<String> = symbols
        .filter_map(|s| s.name().ok().map(|n| n.trim_start_matches('_').to_owned()))
        .filter(|n| n.starts_with(ENTRY_PREFIX))
        .collect();
    if names.is_empty() {
        // Formats without a table of dynamic symbols list exports.
        let exported = file.exports().into_iter().flatten().filter_map(Result::ok);
        let exported = exported.filter_map(|e| match e.name() {
            object::NameOrOrdinal::Name(name) => std::str::from_utf8(name).map(str::to_owned).ok(),
            object::NameOrOrdinal::Ordinal(_) => None,
        });
        let bare = exported.map(|n| n.trim_start_matches('_').to_owned());
        names = bare.filter(|n| n.starts_with(ENTRY_PREFIX)).collect();
    }
    names.sort();
    names
}

fn matches_this_machine(found: object::Architecture) -> bool {
    use object::Architecture::{Aarch64, Arm, I386, Riscv64, X86_64};
    let known = match std::env::consts::ARCH {
        "x86_64" => X86_64,
        "aarch64" => Aarch64,
        "x86" => I386,
        "arm" => Arm,
        "riscv64" => Riscv64,
        _ => return true,
    };
    found == known
}

#[cfg(unix)]
fn load(path: &Path) -> Result<chf_entry, String> {
    use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
    // SAFETY: initialisers of the library run; that is what loading a plugin means.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) };
    let library = library.map_err(|e| format!("cannot be loaded: {}", cause(&e)))?;
    // SAFETY: the symbol of this name has this type, by the contract of the ABI.
    let entry = unsafe { library.get::<chf_entry>(ENTRY) }.map(|symbol| *symbol);
    std::mem::forget(library);
    entry.map_err(|e| format!("cannot be loaded: {}", cause(&e)))
}

#[cfg(windows)]
fn load(path: &Path) -> Result<chf_entry, String> {
    use libloading::os::windows::{LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR, LOAD_LIBRARY_SEARCH_SYSTEM32, Library};
    let flags = LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32;
    // SAFETY: initialisers of the library run; that is what loading a plugin means.
    let library = unsafe { Library::load_with_flags(path, flags) };
    let library = library.map_err(|e| format!("cannot be loaded: {}", cause(&e)))?;
    // SAFETY: the symbol of this name has this type, by the contract of the ABI.
    let entry = unsafe { library.get::<chf_entry>(ENTRY) }.map(|symbol| *symbol);
    std::mem::forget(library);
    entry.map_err(|e| format!("cannot be loaded: {}", cause(&e)))
}

/// The linker's own words.
fn cause(error: &libloading::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}
