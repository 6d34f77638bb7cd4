//! `chaffinch check`: everything that can be wrong is found before the first document.

use crate::args::CheckArgs;
use crate::cases::CaseTable;
use crate::failure::{Exit, Failure};
use crate::project::Project;
use chaffinch_io::{InputConfig, OutputConfig};
use chaffinch_plugin_host::PluginsConfig;
use pipeline_core::PlannedStage;
use pipeline_core::config::schema;
use std::io::Write;

pub(crate) fn check(args: &CheckArgs) -> Result<Exit, Failure> {
    let project = args.config.as_ref().map(|path| Project::load_thoroughly(path, &args.set)).transpose()?;
    let out = if args.schema {
        schema_text(project.as_ref())
    } else {
        project.as_ref().map_or_else(String::new, plan)
    };
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(Exit::Done)
}

fn schema_text(project: Option<&Project>) -> String {
    let registry = project.map_or_else(chaffinch_stages::registry, |p| p.registry.clone());
    let sections = [
        ("input", schemars::schema_for!(InputConfig)),
        ("output", schemars::schema_for!(OutputConfig)),
        ("plugins", schemars::schema_for!(PluginsConfig)),
        ("test", schemars::schema_for!(CaseTable)),
    ];
    format!("{:#}\n", schema(&registry, &sections))
}

fn plan(project: &Project) -> String {
    let name = if project.name.is_empty() { "pipeline" } else { &project.name };
    let stages: Vec<String> = project.plan.stages.iter().enumerate().map(|(i, s)| stage(i + 1, s)).collect();
    format!("{name}: {} stages, ok\n\n{}", stages.len(), stages.join("\n"))
}

fn stage(number: usize, stage: &PlannedStage) -> String {
    let spec = stage.spec;
    let mut text = format!("{number}. {}", stage.name);
    if stage.name != spec.name {
        text += &format!(" (use = \"{}\")", spec.name);
    }
    text += &format!(" — {}\n", spec.summary);
    if spec.rewrites {
        text += "   rewrites  text\n";
    }
    let finds: Vec<String> =
        stage.finds.iter().map(|(layer, from)| format!("{layer} (from {from})")).collect();
    if !finds.is_empty() {
        text += &format!("   reads     {}\n", finds.join(", "));
    }
    let found = |layer: &str| stage.finds.iter().any(|(name, _)| *name == layer);
    let absent = spec.creates_if_absent.iter().filter(|l| !found(l.name));
    let layers = spec.creates.iter().chain(absent).chain(spec.extends).map(|l| l.name);
    let writes: Vec<&str> = layers.chain(spec.tables.iter().map(|t| t.name)).collect();
    if !writes.is_empty() {
        text += &format!("   writes    {}\n", writes.join(", "));
    }
    if !spec.meta.is_empty() {
        text += &format!("   meta      {}\n", spec.meta.join(", "));
    }
    text
}
