//! `loads`: every symbol is found when the library is loaded, not in the middle of a run; the entry
//! returns at once, with the same table each time; and the table is one that this host can use.

use crate::report::Notes;
use crate::subject;
use crate::target::Target;
use chaffinch_plugin_abi::{ENTRY, chf_entry, chf_module};
use chaffinch_plugin_host::look_at;
use std::path::Path;
use std::time::{Duration, Instant};

/// The longest that the entry may take.
const ENTRY_LIMIT: Duration = Duration::from_millis(100);

pub(crate) fn run(target: &Target, notes: &mut Notes) {
    if look_at(&target.library).is_err() {
        return notes.skip("the file cannot be a plugin; see `file`");
    }
    let path = match target.library.canonicalize() {
        Ok(path) => path,
        Err(e) => return notes.fail(format!("cannot be read: {e}")),
    };
    let start = Instant::now();
    let entry = match load(&path) {
        Ok(entry) => entry,
        Err(why) => {
            return notes.fail(format!(
                "it does not load: {why}; link every library that it needs, and build with `-Wl,-z,defs` to be told at build time"
            ));
        }
    };
    notes.note(format!("loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1e3));
    ask(entry, notes);
    // What is wrong with the manifest is told by `manifest`.
    if let Err(why) = subject::open(target)
        && !why.starts_with("manifest:")
    {
        notes.fail(why);
    }
}

fn ask(entry: chf_entry, notes: &mut Notes) {
    let start = Instant::now();
    let first = call(entry);
    let spent = start.elapsed();
    if first != call(entry) {
        notes.fail(format!(
            "`{ENTRY}` returned another table the second time, expected the same each time; return the address of static data"
        ));
    }
    if spent > ENTRY_LIMIT {
        notes.fail(format!(
            "`{ENTRY}` took {} ms, expected less than {}; do the work in `create`",
            spent.as_millis(),
            ENTRY_LIMIT.as_millis()
        ));
    }
}

fn call(entry: chf_entry) -> *const chf_module {
    // SAFETY: the symbol is a plugin's entry, which takes nothing.
    unsafe { entry() }
}

#[cfg(unix)]
fn load(path: &Path) -> Result<chf_entry, String> {
    use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
    // SAFETY: initialisers of the library run; whoever checks a plugin wants that.
    found(unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }.map(libloading::Library::from))
}

#[cfg(not(unix))]
fn load(path: &Path) -> Result<chf_entry, String> {
    // SAFETY: initialisers of the library run; whoever checks a plugin wants that.
    found(unsafe { libloading::Library::new(path) })
}

/// The entry of a library that is never closed.
fn found(library: Result<libloading::Library, libloading::Error>) -> Result<chf_entry, String> {
    let said = |e: libloading::Error| {
        std::error::Error::source(&e).map_or_else(|| e.to_string(), ToString::to_string)
    };
    let library = library.map_err(said)?;
    // SAFETY: the symbol of this name has this type, by the contract of the interface.
    let entry = unsafe { library.get::<chf_entry>(ENTRY) }.map(|symbol| *symbol).map_err(said);
    std::mem::forget(library);
    entry
}
