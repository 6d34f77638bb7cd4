//! A gazetteer: where the places with an id are.

use std::collections::HashMap;

/// The gazetteer of this crate; `places.card.md` says where it comes from.
pub const BUILT_IN: &str = include_str!("../places.tsv");

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 code of its country.
    pub country: String,
}

/// Reads `id`, latitude, longitude and country from tab-separated lines. Empty lines and lines
/// that begin with `#` are passed over.
///
/// # Errors
/// Names the line that cannot be read.
pub fn parse(tsv: &str) -> Result<HashMap<String, Place>, String> {
    let lines = tsv.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| parse_line(line).map_err(|e| format!("line {}: {e}", at + 1))).collect()
}

fn parse_line(line: &str) -> Result<(String, Place), String> {
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    let &[id, lat, lon, country] = fields.as_slice() else {
        return Err(format!("expected 4 fields between tabs, but found {}", fields.len()));
    };
    let (lat, lon) = (degrees("latitude", lat, 90.0)?, degrees("longitude", lon, 180.0)?);
    Ok((id.to_owned(), Place { lat, lon, country: country.to_owned() }))
}

fn degrees(what: &str, field: &str, max: f64) -> Result<f64, String> {
    let degrees = field.parse().ok().filter(|d: &f64| d.abs() <= max);
    degrees.ok_or_else(|| format!("expected a {what} from -{max} to {max}, but found `{field}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_gazetteer_can_be_read() {
        let places = parse(BUILT_IN).expect("the gazetteer of this crate");
        assert!(places.len() > 100);
        assert!(places.values().all(|p| p.country.len() == 2));
        assert!(places.keys().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let error = |tsv| parse(tsv).expect_err("an error");
        assert_eq!(error("# ids\nkabul\t34.5"), "line 2: expected 4 fields between tabs, but found 2");
        assert_eq!(
            error("kabul\t134.5\t69.2\tAF"),
            "line 1: expected a latitude from -90 to 90, but found `134.5`"
        );
        assert_eq!(
            error("kabul\t34.5\tnan\tAF"),
            "line 1: expected a longitude from -180 to 180, but found `nan`"
        );
    }
}
