//! `chaffinch test`: runs the tests inside configurations and rule packs.
//!
//! A pack is tested alone, whatever configuration names it. Of a configuration, its `[[test]]`
//! tables are run, and then the tests of the pack files that its stages name. Each file is tested
//! once; a file that is no sound configuration or pack does not keep the others from being tested.

mod cases;
mod compare;
mod files;
mod report;

use crate::args::{Global, SetArgs, TestArgs};
use crate::failure::{Exit, Failure};
use crate::log;
use crate::project::{Project, base_of, refused};
use chaffinch_stages::packs::PackKind;
use files::{Found, What};
use pipeline_core::config::{Diagnostic, Sources};
use report::{Outcome, Report, Tested};
use std::io::Write;
use std::path::{Path, PathBuf};

pub(crate) fn test(args: &TestArgs, global: &Global) -> Result<Exit, Failure> {
    let mut run = Run { set: &args.set, seen: Vec::new(), report: Report::default(), worst: None };
    for found in files::find(&args.paths)? {
        run.file(&found);
    }
    let text = if args.json { run.report.json()? } else { run.report.text(global.quiet) };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(run.worst.unwrap_or(if run.report.failed() > 0 { Exit::Partly } else { Exit::Done }))
}

/// The files tested so far.
struct Run<'a> {
    set: &'a SetArgs,
    seen: Vec<PathBuf>,
    report: Report,
    /// The exit code of the first file that could not be tested.
    worst: Option<Exit>,
}

impl Run<'_> {
    fn file(&mut self, found: &Found) {
        if self.seen_before(&found.path) {
            return;
        }
        if let Err(failure) = self.test(found) {
            self.bad(&found.path, failure);
        }
    }

    fn test(&mut self, found: &Found) -> Result<(), Failure> {
        let name = found.path.display().to_string();
        let text = files::read(&found.path)?;
        match files::what(&name, &text)? {
            What::Pack(kind) => self.pack(kind, &name, &text),
            What::Configuration => self.configuration(&found.path, &name),
            What::Neither if found.named => Err(files::neither(&name)),
            What::Neither => {
                self.report.skip(name);
                Ok(())
            }
        }
    }

    fn pack(&mut self, kind: PackKind, name: &str, text: &str) -> Result<(), Failure> {
        let tested = kind.test(name, text).map_err(|e| Failure::new(Exit::Config, e.to_string()))?;
        self.report.push(Tested::pack(name, kind, tested));
        Ok(())
    }

    fn configuration(&mut self, path: &Path, name: &str) -> Result<(), Failure> {
        let mut project = Project::load(path, self.set)?;
        let failures = cases::run(&mut project)?;
        self.report.push(Tested::configuration(name, project.cases.len(), failures));
        for (kind, pack) in &project.packs {
            let path = base_of(path).join(pack);
            if self.seen_before(&path) {
                continue;
            }
            let name = path.display().to_string();
            let tested = files::read(&path).and_then(|text| self.pack(*kind, &name, &text));
            if let Err(failure) = tested {
                self.bad(&path, failure);
            }
        }
        Ok(())
    }

    /// Whether this file was tested; it counts as tested from now on.
    fn seen_before(&mut self, path: &Path) -> bool {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.contains(&real) {
            return true;
        }
        self.seen.push(real);
        false
    }

    fn bad(&mut self, path: &Path, failure: Failure) {
        log::failure(&failure.message);
        self.worst.get_or_insert(failure.exit);
        let outcome = Outcome::Bad(failure.message);
        self.report.push(Tested { file: path.display().to_string(), what: "file", outcome });
    }
}

fn one(sources: &Sources, finding: Diagnostic) -> Failure {
    refused(sources, &[finding])
}
