//! What a stage is given while it is made.

use crate::call::{Call, Level};
use crate::{Error, Label};

/// The host, while a stage is made: labels and files.
pub struct Create<'c> {
    call: Call<'c>,
}

impl<'c> Create<'c> {
    pub(crate) fn new(call: Call<'c>) -> Self {
        Self { call }
    }

    /// The label `name`.
    ///
    /// # Errors
    /// When the host refuses the name.
    pub fn label(&mut self, name: &str) -> Result<Label, Error> {
        let refused = |_| Error::refused_option("", format!("the host refused label `{name}`"));
        self.call.label(name).map(Label).map_err(refused)
    }

    /// The bytes of the file at `path`, relative to the configuration file. `pointer` is the
    /// option to blame when it cannot be read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read_file(&mut self, pointer: &str, path: &str) -> Result<&'c [u8], Error> {
        let unread = |_| Error::refused_option(pointer, format!("file `{path}` cannot be read"));
        self.call.read_file(pointer, path).map_err(unread)
    }

    /// As [`Create::read_file`], as UTF-8 text.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub fn read_text(&mut self, pointer: &str, path: &str) -> Result<&'c str, Error> {
        std::str::from_utf8(self.read_file(pointer, path)?).map_err(|e| {
            let at = e.valid_up_to();
            Error::config(pointer, format!("`{path}` is not UTF-8 text (byte {at}); save it as UTF-8"))
        })
    }

    /// Warns about the option at `pointer`.
    pub fn warn(&mut self, pointer: &str, message: &str) {
        self.call.diag(std::ptr::null(), Level::Warn, pointer, message);
    }

    /// Writes a line to the host's log.
    pub fn log(&mut self, level: Level, message: &str) {
        self.call.log(level, message);
    }
}
