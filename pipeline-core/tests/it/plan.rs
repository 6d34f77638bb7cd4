//! What the planner refuses, before the first document.

use crate::support::keeping;
use pipeline_core::config::PipelineConfig;
use pipeline_core::testing::plan;
use pipeline_core::{
    AttrSpec, AttrType, LayerSpec, NoFiles, Planner, Registry, StageKind, StageSpec, TableSpec,
};

const BLOCKS: LayerSpec = LayerSpec::new("blocks", "blocks");
const NAMES: LayerSpec = LayerSpec::new("names", "names").attrs(&[AttrSpec::new("id", AttrType::Str)]);
const IN_SOURCE: &[LayerSpec] = &[NAMES.in_source()];
const NUMBERED: &[LayerSpec] = &[NAMES.attrs(&[AttrSpec::new("id", AttrType::I64)])];
const REFERRING: &[LayerSpec] = &[NAMES.attrs(&[AttrSpec::reference("id", "blocks")])];
const PAIRS: TableSpec = TableSpec::new("pairs", "pairs", &[]);

fn idle(spec: StageSpec) -> &'static dyn StageKind {
    keeping(spec, |_| Ok(()))
}

fn registry() -> Registry {
    Registry::new(&[
        idle(StageSpec::new("clean", "clean").creates(&[BLOCKS]).rewrites()),
        idle(StageSpec::new("segment", "segment").creates_if_absent(&[BLOCKS])),
        idle(StageSpec::new("names", "names").uses(&["blocks"]).creates(&[NAMES])),
        idle(StageSpec::new("judge", "judge").reads(&["names"]).tables(&[PAIRS])),
        idle(StageSpec::new("jury", "jury").tables(&[PAIRS])),
        idle(StageSpec::new("acme/more", "more").extends(&[NAMES])),
        idle(StageSpec::new("acme/source", "in source").extends(IN_SOURCE)),
        idle(StageSpec::new("acme/number", "number").extends(NUMBERED)),
        idle(StageSpec::new("acme/other", "other").extends(REFERRING)),
    ])
}

fn toml(stages: &[&str]) -> String {
    stages.iter().map(|s| format!("[[stage]]\nuse = {s:?}\n")).collect()
}

#[track_caller]
fn refused(toml: &str, expected: &str) {
    let message = plan(&registry(), toml, &NoFiles).err().unwrap();
    assert_eq!(message, expected, "\n{message}");
}

#[test]
fn the_keys_of_plugins_on_a_stage_that_is_built_in() {
    for (key, value) in [("timeout", "1.5"), ("isolate", "true")] {
        let line = format!("{key} = {value}");
        refused(
            &format!("{}{line}\n", toml(&["clean"])),
            &format!(
                "\
error: `{key}` is for stages of plugins, and `clean` is built in
 --> test.toml:3:1
  |
3 | {line}
  | {}
  |
  = help: leave it out; built-in stages run in the process and end on every document",
                "^".repeat(7)
            ),
        );
    }
}

#[test]
fn an_unknown_stage_with_a_near_name() {
    refused(
        &toml(&["claen"]),
        "\
error: unknown stage `claen`
 --> test.toml:2:7
  |
2 | use = \"claen\"
  |       ^^^^^^^
  |
  = help: did you mean `clean`?",
    );
}

#[test]
fn an_unknown_stage_like_no_other() {
    refused(
        &toml(&["translate"]),
        "\
error: unknown stage `translate`
 --> test.toml:2:7
  |
2 | use = \"translate\"
  |       ^^^^^^^^^^^
  |
  = help: known here: `clean`, `segment`, `names`, `judge`, `jury`, `acme/more`, `acme/source`, `acme/number`, `acme/other`",
    );
}

#[test]
fn a_stage_of_a_library_that_is_not_loaded() {
    refused(
        &toml(&["corp/stance"]),
        "\
error: stage `corp/stance` is of the plugin library `corp`, which is not loaded
 --> test.toml:2:7
  |
2 | use = \"corp/stance\"
  |       ^^^^^^^^^^^^^
  |
  = help: name the library in this file: `[[plugins.library]]` with `name = \"corp\"` and `file = \"…\"`",
    );
}

#[test]
fn an_unknown_stage_is_not_blamed_twice() {
    refused(
        &toml(&["namse", "judge"]),
        "\
error: unknown stage `namse`
 --> test.toml:2:7
  |
2 | use = \"namse\"
  |       ^^^^^^^
  |
  = help: did you mean `names`?",
    );
}

#[test]
fn a_layer_that_nothing_before_makes() {
    refused(
        &toml(&["judge", "names"]),
        "\
error: stage `judge` reads layer `names`, which nothing before it makes
 --> test.toml:2:7
  |
2 | use = \"judge\"
  |       ^^^^^^^
  |
  = help: put `[[stage]]` with `use = \"names\"` before it, or say that the input brings it: `[input] layers = [\"names\"]`",
    );
}

#[test]
fn a_layer_that_the_input_brings() {
    let toml = format!("[input]\nlayers = [\"names\"]\n{}", toml(&["judge"]));
    assert!(plan(&registry(), &toml, &NoFiles).is_ok());
}

#[test]
fn a_layer_that_no_stage_makes() {
    let registry = Registry::new(&[idle(StageSpec::new("needs", "needs").reads(&["moods"]))]);
    let message = plan(&registry, &toml(&["needs"]), &NoFiles).err().unwrap();
    assert_eq!(
        message,
        "\
error: stage `needs` reads layer `moods`, which nothing before it makes
 --> test.toml:2:7
  |
2 | use = \"needs\"
  |       ^^^^^^^
  |
  = help: no known stage makes it; if the input brings it, say so: `[input] layers = [\"moods\"]`"
    );
}

#[test]
fn two_creators_of_one_layer() {
    let text = "[[stage]]\nuse = \"clean\"\n[[stage]]\nuse = \"clean\"\nname = \"again\"\n";
    refused(
        text,
        "\
error: stages `clean` and `again` both create `blocks`
 --> test.toml:4:7
  |
4 | use = \"clean\"
  |       ^^^^^^^
  |
  = help: keep one of them",
    );
}

#[test]
fn two_creators_of_one_table() {
    let text = toml(&["names", "judge", "jury"]);
    refused(
        &text,
        "\
error: stages `judge` and `jury` both create `pairs`
 --> test.toml:6:7
  |
6 | use = \"jury\"
  |       ^^^^^^
  |
  = help: keep one of them",
    );
}

#[test]
fn a_creator_after_a_stage_that_made_the_layer_for_want_of_it() {
    refused(
        &toml(&["segment", "clean"]),
        "\
error: stage `clean` creates `blocks`, which `segment` before it has written
 --> test.toml:4:7
  |
4 | use = \"clean\"
  |       ^^^^^^^
  |
  = help: put `clean` before `segment`",
    );
    assert!(plan(&registry(), &toml(&["clean", "segment"]), &NoFiles).is_ok());
}

#[test]
fn a_creator_after_a_stage_that_adds() {
    refused(
        &toml(&["acme/more", "names"]),
        "\
error: stage `names` creates `names`, which `acme/more` before it has written
 --> test.toml:4:7
  |
4 | use = \"names\"
  |       ^^^^^^^
  |
  = help: put `names` before `acme/more`",
    );
    assert!(plan(&registry(), &toml(&["names", "acme/more"]), &NoFiles).is_ok());
}

#[test]
fn two_shapes_of_one_layer() {
    let help = "  = help: these two stages do not fit together; leave one of them out, or let its author give the layer or attribute a name of its own";
    for (stage, what) in [
        (
            "acme/source",
            "stage `acme/source` writes layer `names` in source coordinates, but `names` writes it in text coordinates",
        ),
        (
            "acme/number",
            "stage `acme/number` writes `id` of layer `names` as i64, but `names` writes it as str",
        ),
        (
            "acme/other",
            "stage `acme/other` writes `id` of layer `names` as reference to `blocks`, but `names` writes it as str",
        ),
    ] {
        let carets = "^".repeat(stage.len() + 2);
        let expected = format!(
            "error: {what}\n --> test.toml:4:7\n  |\n4 | use = \"{stage}\"\n  |       {carets}\n  |\n{help}"
        );
        refused(&toml(&["names", stage]), &expected);
    }
}

#[test]
fn all_findings_come_at_once() {
    let message = plan(&registry(), &toml(&["judge", "segment", "clean"]), &NoFiles).err().unwrap();
    assert_eq!(message.matches("error: ").count(), 2, "{message}");
}

#[test]
fn the_plan_says_who_makes_what() {
    let registry = registry();
    let planner = Planner { registry: &registry, env: &NoFiles };
    let finds = |toml: &str| -> Vec<String> {
        let config = PipelineConfig::parse("t", toml, &[]).unwrap();
        let (plan, _) = planner.plan(&config).unwrap();
        let of = |s: &pipeline_core::PlannedStage| {
            let finds = s.finds.iter().map(|(l, m)| format!("{l} from {m}"));
            format!("{}: {}", s.name, finds.collect::<Vec<_>>().join(", "))
        };
        plan.stages.iter().map(of).collect()
    };
    assert_eq!(
        finds(&toml(&["segment", "names", "acme/more", "judge"])),
        ["segment: ", "names: blocks from segment", "acme/more: ", "judge: names from names"]
    );
    assert_eq!(
        finds(&format!("[input]\nlayers = [\"blocks\"]\n{}", toml(&["names"]))),
        ["names: blocks from input"]
    );
}
