//! Puts places on the map: entities whose id is in a gazetteer get coordinates and a country.
//!
//! It shows how a plugin reads an attribute of another stage, refers to its rows, and reads a
//! file that an option names.
#![forbid(unsafe_code)]

pub mod places;

use chaffinch_plugin::{Attr, Create, Doc, Error, Label, Layer, Spec, Stage, Type, Verdict};
use places::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The options.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// A gazetteer to use instead of the built-in one: lines of `id`, latitude, longitude and
    /// country code, between tabs; relative to the configuration file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<String>,
}

/// Looks ids up.
pub struct Geo {
    places: HashMap<String, Place>,
    label: Label,
}

impl Stage for Geo {
    type Config = Options;
    type Worker = ();

    const SPEC: Spec = Spec::new("places", "coordinates of the places that a text names").layers(&[
        Layer::read("entities").attrs(&[Attr::new("id", Type::Str)]),
        Layer::create("places", "entities that are on the map").labels(&["place"]).attrs(&[
            Attr::new("lat", Type::F64),
            Attr::new("lon", Type::F64),
            Attr::new("country", Type::Str),
            Attr::reference("entity", "entities"),
        ]),
    ]);

    fn create(cx: &mut Create<'_>, options: Options) -> Result<Self, Error> {
        let places = match &options.places {
            None => places::parse(places::BUILT_IN)?,
            Some(path) => {
                let refused = |e| Error::config("/places", format!("`{path}`, {e}"));
                places::parse(cx.read_text("/places", path)?).map_err(refused)?
            }
        };
        Ok(Self { places, label: cx.label("place")? })
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        let entities = doc.layer("entities")?;
        let ids = entities.str("id")?;
        let mut places = doc.write("places")?;
        for (row, entity) in entities.spans().iter().enumerate() {
            let Some(place) = ids.get(row).and_then(|id| self.places.get(id)) else { continue };
            let here = places.push(entity.range(), self.label);
            places.set_f64(here, "lat", place.lat);
            places.set_f64(here, "lon", place.lon);
            places.set_str(here, "country", &place.country);
            places.set_ref(here, "entity", row);
        }
        Ok(Verdict::Keep)
    }
}

chaffinch_plugin::export_plugin! { id: "chaffinch.geo", stages: [Geo] }

#[cfg(test)]
mod tests {
    use super::*;
    use chaffinch_plugin::testing::{Harness, json};

    fn harness(options: serde_json::Value) -> Harness {
        Harness::module(plugin_module(), "places", options)
            .text("The U.S. said in Kabul that Atlantis is gone.")
            .find("entities", "GPE", &["U.S.", "Kabul", "Atlantis"])
            .attr("entities", "id", json!(["united-states", "kabul", null]))
    }

    #[test]
    fn a_place_has_coordinates_and_its_entity() {
        let out = harness(json!({})).run();
        assert_eq!(out.texts("places"), ["Kabul"]);
        let attrs = json!({"lat": 34.5281, "lon": 69.1723, "country": "AF", "entity": 1});
        assert_eq!(json!(out.spans("places")[0].attrs), attrs);
    }

    #[test]
    fn a_gazetteer_of_ones_own_replaces_it() {
        let out =
            harness(json!({"places": "mine.tsv"})).file("mine.tsv", "united-states\t39\t-98\tUS\n").run();
        assert_eq!(out.texts("places"), ["U.S."]);
    }

    #[test]
    fn a_gazetteer_that_cannot_be_read_is_named() {
        let out = harness(json!({"places": "mine.tsv"})).file("mine.tsv", "kabul").run();
        let error = "at `/places`: `mine.tsv`, line 1: expected 4 fields between tabs, but found 1";
        assert_eq!(out.error(), Some(error));
        let missing = harness(json!({"places": "mine.tsv"})).run();
        assert_eq!(missing.error(), Some("at `/places`: there is no file `mine.tsv`"));
    }

    #[test]
    fn a_text_without_entities_has_no_places() {
        let out = Harness::new::<Geo>(json!({})).text("Nowhere.").run();
        assert!(out.spans("places").is_empty());
    }
}
