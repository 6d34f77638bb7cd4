//! The options of the stage, and how they become a recogniser.

use crate::actors::{self, Actor};
use crate::class::Class;
use crate::lexicon::Lexicon;
use crate::recogniser::Rollup;
use crate::stage::Recogniser;
use chaffinch_layers::{ENTITIES, SENTENCES};
use pipeline_core::{Build, BuildError, Stage, StageConfig, StageSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const SOUTH_ASIA: &str = include_str!("../../../config/actors/south-asia.toml");
const WORLD: &str = include_str!("../../../config/actors/world.toml");

/// Finds names and says who they are: persons, organisations, places, peoples, events, with canonical ids and the side
/// each speaks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Entities {
    /// Actor gazetteers (TOML files of `[[actor]]` tables). They extend the embedded ones and win over them.
    pub gazetteers: Vec<String>,
    /// Which embedded actor gazetteers stand behind `gazetteers`.
    pub embedded: Embedded,
    /// A name gazetteer (first names, cities, organisations, …) to use instead of the embedded one.
    pub names: Option<String>,
    /// Entities with a lower score are left out; 0 to 1.
    pub min_score: f32,
    /// Labels to keep.
    pub labels: Vec<EntityLabel>,
    /// Whether a capital gets its country as `actor`.
    pub metonyms: Metonyms,
}

impl Default for Entities {
    fn default() -> Self {
        Self {
            gazetteers: Vec::new(),
            embedded: Embedded::All,
            names: None,
            min_score: 0.5,
            labels: EntityLabel::ALL.to_vec(),
            metonyms: Metonyms::Acting,
        }
    }
}

/// The embedded actor gazetteers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Embedded {
    /// `south-asia` and `world`.
    #[default]
    All,
    /// `world` only: countries, capitals, international organisations.
    World,
    /// None: only the files under `gazetteers`.
    None,
}

/// What to do with capitals that stand for a government.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Metonyms {
    /// They get `actor` where they act: "Islamabad said", not "in Islamabad".
    #[default]
    Acting,
    /// They never do.
    Never,
}

/// A label of the `entities` layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum EntityLabel {
    /// Persons.
    Per,
    /// Organisations.
    Org,
    /// Countries, provinces, cities.
    Gpe,
    /// Other places.
    Loc,
    /// Nationalities, religious and political groups.
    Norp,
    /// Named events.
    Event,
    /// Other names.
    Misc,
}

impl EntityLabel {
    const ALL: [EntityLabel; 7] =
        [Self::Per, Self::Org, Self::Gpe, Self::Loc, Self::Norp, Self::Event, Self::Misc];
}

impl StageConfig for Entities {
    const SPEC: StageSpec =
        StageSpec::new("entities", "finds names, with canonical ids and the side each speaks for")
            .uses(&[SENTENCES.name])
            .creates(&[ENTITIES]);

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if !(0.0..=1.0).contains(&self.min_score) {
            return Err(BuildError::at(
                "min_score",
                format!("`min_score` is {}, expected a number from 0 to 1", self.min_score),
            ));
        }
        let files = self.actor_files(cx)?;
        actors::check_sides(&files).map_err(|m| BuildError::at("gazetteers", m))?;
        let names = match &self.names {
            Some(path) => Some((path, cx.read_text("names", path)?)),
            None => None,
        };
        let lexicon = Lexicon::build(&files, names.as_ref().map(|n| n.1.as_str())).map_err(|m| {
            let path = names.as_ref().map_or("the embedded name gazetteer", |n| n.0.as_str());
            BuildError::at("names", format!("`{path}`, {m}"))
        })?;
        let rollup = match self.metonyms {
            Metonyms::Acting => Rollup::Acting,
            Metonyms::Never => Rollup::Never,
        };
        let labels =
            Class::ALL.map(|c| (cx.label(c.name()), self.labels.iter().any(|l| *l as usize == c as usize)));
        Ok(Box::new(Recogniser::new(lexicon, labels, self.min_score, rollup)))
    }
}

impl Entities {
    /// The actor gazetteers in order of precedence.
    fn actor_files(&self, cx: &Build<'_>) -> Result<Vec<(String, Vec<Actor>)>, BuildError> {
        let mut files = Vec::new();
        let mut add = |name: &str, text: &str| -> Result<(), BuildError> {
            let actors = actors::parse(name, text).map_err(|m| BuildError::at("gazetteers", m))?;
            files.push((name.to_owned(), actors));
            Ok(())
        };
        for path in &self.gazetteers {
            add(path, &cx.read_text("gazetteers", path)?)?;
        }
        if self.embedded == Embedded::All {
            add("south-asia.toml (embedded)", SOUTH_ASIA)?;
        }
        if self.embedded != Embedded::None {
            add("world.toml (embedded)", WORLD)?;
        }
        Ok(files)
    }
}
