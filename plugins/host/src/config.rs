//! The `[plugins]` table of a configuration.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The `[plugins]` table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PluginsConfig {
    /// The only folders in which libraries are looked for, relative to the configuration file.
    pub dirs: Vec<String>,
    /// The libraries that stages named `NAME/stage` come from.
    pub library: Vec<LibraryConfig>,
}

/// One `[[plugins.library]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryConfig {
    /// The name that stages put before their slash.
    pub name: String,
    /// File name, looked for in `dirs`; `lib` and the platform's ending may be left out.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal; `chaffinch plugin pin` writes it.
    pub sha256: Option<String>,
}
