//! `chaffinch init`: a project that runs as it is.

use crate::args::InitArgs;
use crate::failure::{Exit, Failure};
use crate::log;
use std::path::Path;

const FILES: [(&str, &str); 5] = [
    ("pipeline.toml", include_str!("../../templates/pipeline.toml")),
    ("actors.toml", include_str!("../../templates/actors.toml")),
    ("sample/harbour-strike.txt", include_str!("../../templates/harbour-strike.txt")),
    ("sample/ferry-vote.html", include_str!("../../templates/ferry-vote.html")),
    ("README.md", include_str!("../../templates/README.md")),
];

pub(crate) fn init(args: &InitArgs) -> Result<Exit, Failure> {
    let taken: Vec<&str> =
        FILES.iter().map(|(name, _)| *name).filter(|name| args.dir.join(name).exists()).collect();
    if !taken.is_empty() {
        let message = format!(
            "`{}` already has {}; nothing was written. Name an empty folder: `chaffinch init news`",
            args.dir.display(),
            taken.join(", ")
        );
        return Err(Failure::new(Exit::Usage, message));
    }
    for (name, text) in FILES {
        write(&args.dir.join(name), text)?;
    }
    let dir = args.dir.display();
    log::info(&format!(
        "made a project in `{dir}`. Try:\n  chaffinch run {}",
        if args.dir == Path::new(".") {
            "pipeline.toml sample".to_owned()
        } else {
            format!("{dir}/pipeline.toml {dir}/sample")
        }
    ));
    Ok(Exit::Done)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let result =
        path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    result.map_err(|e| Failure::new(Exit::Io, format!("cannot write `{}`: {e}", path.display())))
}
