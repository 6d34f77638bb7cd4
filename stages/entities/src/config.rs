//! The options of the stage, and how they become a recogniser.

use crate::actors::{self, Actor};
use crate::class::Class;
use crate::gazetteer::{self, Gazetteer, Source};
use crate::lexicon::{self, Lexicon, Names, Wanted};
use crate::phrases::Layer;
use crate::recogniser::Rollup;
use crate::roles::Roles;
use crate::stage::Recogniser;
use crate::tagger::Tagger;
use chaffinch_layers::{ENTITIES, MENTIONS, SENTENCES};
use chaffinch_model::Bytes;
use pipeline_core::{Build, BuildError, Stage, StageConfig, StageSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Mentions below this score are left out unless the options say otherwise.
pub(crate) const MIN_SCORE: f32 = 0.5;

/// The value of `model` for the rules alone.
const NO_MODEL: &str = "none";

/// Finds names and says who they are: persons, organisations, places, peoples, events, with canonical ids and the side
/// each speaks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Entities {
    /// Actor gazetteers (TOML files of `[[actor]]` tables). They extend the embedded ones and win over them.
    pub gazetteers: Vec<String>,
    /// Which embedded actor gazetteers stand behind `gazetteers`.
    pub embedded: Embedded,
    /// A name gazetteer (first names, cities, organisations, …) to use instead of the embedded one: compiled by
    /// `chaffinch train gazetteer`, or a text in sections such as `@first` and `@org`.
    pub names: Option<String>,
    /// A model of `chaffinch train entities` to use instead of the embedded one; `"none"` leaves persons, organisations and
    /// places to the rules alone.
    pub model: Option<String>,
    /// Entities with a lower score are left out; 0 to 1.
    pub min_score: f32,
    /// Labels to keep.
    pub labels: Vec<EntityLabel>,
    /// Whether a capital gets its country as `actor`.
    pub metonyms: Metonyms,
    /// Whether descriptions are resolved into the layer `mentions`. Who holds an office is looked up on the day of
    /// `meta.published_at`, else `meta.date`.
    pub mentions: Mentions,
}

impl Default for Entities {
    fn default() -> Self {
        Self {
            gazetteers: Vec::new(),
            embedded: Embedded::All,
            names: None,
            model: None,
            min_score: MIN_SCORE,
            labels: EntityLabel::ALL.to_vec(),
            metonyms: Metonyms::Acting,
            mentions: Mentions::Resolved,
        }
    }
}

/// The embedded actor gazetteers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Embedded {
    /// `south-asia`, `world` and `leaders`.
    #[default]
    All,
    /// `world` and `leaders`: countries, capitals, international organisations, who led them when.
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

/// What to do with descriptions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mentions {
    /// "the prime minister", "Pakistan's army chief", "the ministry": those that can be resolved go to the layer `mentions`.
    #[default]
    Resolved,
    /// The layer is not written.
    None,
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
            .creates(&[ENTITIES, MENTIONS]);

    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        if !(0.0..=1.0).contains(&self.min_score) {
            return Err(BuildError::at(
                "min_score",
                format!("`min_score` is {}, expected a number from 0 to 1", self.min_score),
            ));
        }
        let (lexicon, roles) = self.known(cx)?;
        let rollup = match self.metonyms {
            Metonyms::Acting => Rollup::Acting,
            Metonyms::Never => Rollup::Never,
        };
        let labels =
            Class::ALL.map(|c| (cx.label(c.name()), self.labels.iter().any(|l| *l as usize == c as usize)));
        Ok(Box::new(Recogniser {
            lexicon,
            roles,
            tagger: self.tagger(cx)?,
            labels,
            min_score: self.min_score,
            rollup,
            mentions: self.mentions,
        }))
    }
}

impl Entities {
    /// The tagger, unless it is switched off.
    fn tagger(&self, cx: &Build<'_>) -> Result<Option<Tagger>, BuildError> {
        let (path, tagger) = match self.model.as_deref() {
            Some(NO_MODEL) => return Ok(None),
            Some(path) => (path, Tagger::open(cx.read("model", path)?)),
            None => ("the embedded model", Tagger::released()),
        };
        tagger.map(Some).map_err(|m| BuildError::at("model", format!("`{path}` {m}")))
    }

    /// The gazetteers in order of precedence: the given actors, the embedded ones, names; and the roles of all actors.
    fn known(&self, cx: &Build<'_>) -> Result<(Lexicon, Roles), BuildError> {
        let given = self.names.as_deref().map(|path| names(cx, path)).transpose()?;
        let wanted = Wanted {
            actors: &|name| match self.embedded {
                Embedded::All => true,
                Embedded::World => matches!(name, "world" | "leaders"),
                Embedded::None => false,
            },
            names: if given.is_some() { Names::Given } else { Names::Embedded },
        };
        let embedded = lexicon::embedded(wanted).map_err(|m| BuildError::at("embedded", m))?;
        let mut lists = self.actors(cx)?;
        let mut layers = Vec::new();
        if !lists.is_empty() {
            layers.push(Layer::new(gazetteer::of_actors(&lists).map_err(wrong_actors)?));
        }
        lists.extend(embedded.actors().map_err(wrong_actors)?);
        if !self.gazetteers.is_empty() {
            actors::check_sides(&lists).map_err(wrong_actors)?;
        }
        layers.push(embedded);
        layers.extend(given);
        Ok((Lexicon::new(layers), Roles::build(&lists)))
    }

    /// The actor gazetteers of the options.
    fn actors(&self, cx: &Build<'_>) -> Result<Vec<(String, Vec<Actor>)>, BuildError> {
        let read = |path: &String| {
            let text = cx.read_text("gazetteers", path)?;
            Ok((path.clone(), actors::parse(path, &text).map_err(wrong_actors)?))
        };
        self.gazetteers.iter().map(read).collect()
    }
}

fn wrong_actors(message: String) -> BuildError {
    BuildError::at("gazetteers", message)
}

/// A name gazetteer from a file: compiled, or the text that it is compiled from.
fn names(cx: &Build<'_>, path: &str) -> Result<Layer, BuildError> {
    let wrong = |m: String| BuildError::at("names", m);
    let bytes = cx.read_shared("names", path)?;
    let compiled = (*bytes).as_ref().starts_with(chaffinch_model::MAGIC);
    let gazetteer = if compiled {
        let open = if cx.thorough() { Gazetteer::verified } else { Gazetteer::open };
        open(Bytes::shared(bytes)).map_err(|e| wrong(format!("`{path}` {e}")))?
    } else {
        let source = Source { path: path.to_owned(), bytes: (*bytes).as_ref().to_vec() };
        gazetteer::of_names(&source).map_err(wrong)?
    };
    Ok(Layer::new(gazetteer))
}
