//! `chaffinch train`: reads gold, trains, writes the model and its card.

use crate::args::{Global, OutArgs, StanceArgs, TrainArgs, TrainCommand};
use crate::failure::{Exit, Failure};
use crate::log;
use chaffinch_train::{
    Round, Settings, TrainError, Trained, card, data, entities, gazetteer, sentences, stance,
};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) fn train(command: &TrainCommand, global: &Global) -> Result<Exit, Failure> {
    let mut progress = Shown { quiet: global.quiet };
    let (task, trained, out) = match command {
        TrainCommand::Sentences(args) => {
            let (gold, dev) = read("sentences", args)?;
            ("sentences", sentences::train(&gold, &dev, settings(args), &mut progress)?, &args.out)
        }
        TrainCommand::Entities(args) => {
            let (gold, dev) = read("entities", args)?;
            ("entities", entities::train(&gold, &dev, settings(args), &mut progress)?, &args.out)
        }
        TrainCommand::Stance(StanceArgs { train, encoder, beside }) => {
            let (gold, dev) = (data::questions(&train.gold)?, data::questions(&train.dev)?);
            let trained = match encoder {
                Some(folder) => stance::finish(folder, beside.as_deref(), &gold, &dev, &mut progress)?,
                None => stance::train(&gold, &dev, settings(train), &mut progress)?,
            };
            ("stance", trained, &train.out)
        }
        TrainCommand::Gazetteer(args) => ("gazetteer", gazetteer::compile(&args.sources)?, &args.out),
    };
    write(task, &trained, out)?;
    if !global.quiet {
        summary(&trained, out);
    }
    Ok(Exit::Done)
}

fn read(task: &str, args: &TrainArgs) -> Result<(Vec<data::Document>, Vec<data::Document>), Failure> {
    Ok((data::read(task, &args.gold)?, data::read(task, &args.dev)?))
}

fn settings(args: &TrainArgs) -> Settings {
    Settings { seed: args.seed, rounds: args.rounds.map(usize::from) }
}

/// Rounds as lines on standard error.
struct Shown {
    quiet: bool,
}

impl chaffinch_train::Progress for Shown {
    fn round(&mut self, round: &Round) {
        if self.quiet {
            return;
        }
        let message = format!("round {} of {}: {}", round.number, round.of, round.message);
        log::figures(&message, &serde_json::json!({"round": round.number, "of": round.of}));
    }
}

/// Writes the model and its card; neither is there in part.
fn write(task: &str, trained: &Trained, out: &OutArgs) -> Result<(), Failure> {
    let about = card::About {
        name: out.output.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        task: task.to_owned(),
        date: today(),
        command: command_line(),
        sources: out.source.clone(),
        licence: out.licence.clone(),
    };
    put(&out.output, &trained.file)?;
    put(&out.output.with_extension("md"), card::write(&about, trained).as_bytes())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed =
        |e: std::io::Error| Failure::new(Exit::Io, format!("cannot write `{}`: {e}", path.display()));
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    std::fs::write(&half, bytes).map_err(failed)?;
    std::fs::rename(&half, path).map_err(failed)
}

fn summary(trained: &Trained, out: &OutArgs) {
    for (name, value) in &trained.facts {
        log::info(&format!("{name}: {value}"));
    }
    let card = out.output.with_extension("md");
    log::info(&format!(
        "{} bytes in `{}`, its card in `{}`",
        trained.file.len(),
        out.output.display(),
        card.display()
    ));
}

/// The command as it was given, quoted for a shell.
fn command_line() -> String {
    let quoted = std::env::args().skip(1).map(|arg| match arg.chars().all(is_plain) {
        true => arg,
        false => format!("'{}'", arg.replace('\'', "'\\''")),
    });
    let words: Vec<String> = std::iter::once("chaffinch".to_owned()).chain(quoted).collect();
    words.join(" ")
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c)
}

/// The day in UTC, as `2026-11-26`.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    format!("{year}-{month:02}-{day:02}")
}

/// The date of a day counted from 1970-01-01 (H. Hinnant, *chrono-compatible low-level date algorithms*, `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

impl From<TrainError> for Failure {
    fn from(e: TrainError) -> Self {
        Self::new(e.kind().into(), e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(11_017), (2000, 3, 1));
        assert_eq!(civil(20_783), (2026, 11, 26));
    }
}
