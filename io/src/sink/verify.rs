//! Checks a finished run against its manifest.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::hash::hex;
use super::line_file::OutputFile;
use super::manifest::Manifest;
use super::previous;
use crate::error::{ErrorKind, IoError, os_text};

/// What is wrong with the files of a finished run, one sentence for each; empty when every file is as the manifest
/// says and the counts add up.
///
/// # Errors
/// `NotFound` when the directory holds no finished run, `Config` when its manifest cannot be read.
pub fn verify(dir: &Path) -> Result<Vec<String>, IoError> {
    let Some(manifest) = Manifest::read(dir)? else {
        let message = format!("`{}` holds no finished run; expected a `manifest.json` in it", dir.display());
        return Err(IoError::new(ErrorKind::NotFound, message));
    };
    let mut wrong: Vec<String> = manifest.outputs.iter().filter_map(|output| check(dir, output)).collect();
    for path in previous::files(dir)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with("part-") && !manifest.outputs.iter().any(|output| output.name == name) {
            wrong.push(format!("`{name}` is not in the manifest"));
        }
    }
    if !manifest.counts.add_up() {
        wrong.push(format!("the outcomes do not add up: {:?}", manifest.counts));
    }
    Ok(wrong)
}

fn check(dir: &Path, output: &OutputFile) -> Option<String> {
    let name = &output.name;
    match hash(&dir.join(name)) {
        Err(error) => Some(format!("`{name}` cannot be read: {}", os_text(&error))),
        Ok((bytes, _)) if bytes != output.bytes => {
            Some(format!("`{name}` has {bytes} bytes, the manifest says {}", output.bytes))
        }
        Ok((_, found)) if found != output.sha256 => {
            Some(format!("`{name}` has sha256 {found}, the manifest says {}", output.sha256))
        }
        Ok(_) => None,
    }
}

fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((bytes, hex(&hash.finalize()))),
            n => {
                hash.update(&buffer[..n]);
                bytes += n as u64;
            }
        }
    }
}
