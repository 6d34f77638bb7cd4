//! The standard layers of record v1: names, labels, attributes.

use pipeline_core::{AttrSpec, AttrType, LayerSpec, TableSpec};

/// Labels of [`BLOCKS`].
pub const BLOCK_LABELS: &[&str] = &["title", "heading", "body", "quote", "list"];

/// Paragraph-like blocks of the text: they do not overlap, and none holds a line break after
/// cleaning. `rule` says why a block stayed, and `label_rule` why it is not plain `body`, where
/// cleaning was asked to explain.
pub const BLOCKS: LayerSpec =
    LayerSpec::new("blocks", "titles, headings, paragraphs, quotations and list items")
        .labels(BLOCK_LABELS)
        .attrs(&[AttrSpec::new("rule", AttrType::Str), AttrSpec::new("label_rule", AttrType::Str)]);

/// Labels of [`DROPPED`]: the kinds of noise.
pub const DROPPED_LABELS: &[&str] = &[
    "spam",
    "nav",
    "date",
    "share",
    "caption",
    "credit",
    "byline",
    "dateline",
    "comment_form",
    "disclaimer",
    "author_bio",
    "related",
    "footer",
    "boilerplate",
    "repeated_title",
    "markup",
];

/// What cleaning left out, in source coordinates.
pub const DROPPED: LayerSpec = LayerSpec::new("dropped", "what cleaning left out, by kind, rule and score")
    .in_source()
    .labels(DROPPED_LABELS)
    .attrs(&[AttrSpec::new("rule", AttrType::Str)]);

/// Sentences, in order, not overlapping, trimmed of white space.
pub const SENTENCES: LayerSpec = LayerSpec::new("sentences", "sentences");

/// Tokens, in order, not overlapping. `shape` (`Xxxx` for `Kabul`) and `norm` (its normal form) are there where asked for.
pub const TOKENS: LayerSpec = LayerSpec::new("tokens", "words, numbers and punctuation marks")
    .attrs(&[AttrSpec::new("shape", AttrType::Str), AttrSpec::new("norm", AttrType::Str)]);

/// Labels of [`ENTITIES`].
pub const ENTITY_LABELS: &[&str] = &["PER", "ORG", "GPE", "LOC", "NORP", "EVENT", "MISC"];

/// Named entities. `id` is the stable slug of the canonical entity, `name` its canonical name,
/// `actor` the side it stands for, where known.
pub const ENTITIES: LayerSpec = LayerSpec::new("entities", "named entities with canonical ids and actors")
    .labels(ENTITY_LABELS)
    .attrs(&[
        AttrSpec::new("id", AttrType::Str),
        AttrSpec::new("name", AttrType::Str),
        AttrSpec::new("actor", AttrType::Str),
    ]);

/// Descriptions that mean an entity, such as "the prime minister": not names, hence not in
/// [`ENTITIES`]. Attributes as there; `entity` is the row of the last name before it (else the first after it) of whom it means.
pub const MENTIONS: LayerSpec =
    LayerSpec::new("mentions", "descriptions that mean an entity").labels(ENTITY_LABELS).attrs(&[
        AttrSpec::new("id", AttrType::Str),
        AttrSpec::new("name", AttrType::Str),
        AttrSpec::new("actor", AttrType::Str),
        AttrSpec::reference("entity", "entities"),
    ]);

/// Labels of [`QUOTES`].
pub const QUOTE_LABELS: &[&str] = &["direct", "indirect"];

/// Quotations. `speaker` is the row of the speaker in `entities`, `holder` the speaker's actor
/// or id (`unknown` when not known), `cue` the words that introduce the quotation, `description`
/// the words for a speaker who is not named there ("a senior official").
pub const QUOTES: LayerSpec =
    LayerSpec::new("quotes", "direct and indirect quotations with speakers").labels(QUOTE_LABELS).attrs(&[
        AttrSpec::reference("speaker", "entities"),
        AttrSpec::new("holder", AttrType::Str),
        AttrSpec::new("cue", AttrType::Span),
        AttrSpec::new("description", AttrType::Str),
    ]);

/// Labels of [`STANCES`].
pub const STANCE_LABELS: &[&str] = &["for", "against", "neutral"];

/// Stances: the span is the evidence, `mention` the target mention judged, the score in
/// [−1, 1]; `past` is there where the side is told as history.
pub const STANCES: LayerSpec =
    LayerSpec::new("stances", "who takes which side toward whom, with the evidence")
        .labels(STANCE_LABELS)
        .attrs(&[
            AttrSpec::new("confidence", AttrType::F64),
            AttrSpec::new("holder", AttrType::Str),
            AttrSpec::new("target", AttrType::Str),
            AttrSpec::new("voice", AttrType::Str),
            AttrSpec::new("mention", AttrType::Span),
            AttrSpec::new("past", AttrType::Bool),
        ]);

/// Incoming mentions that stance is to score, one stance each.
pub const TARGETS: &str = "targets";

/// Incoming mentions of the holders of [`TARGETS`], row by row.
pub const HOLDERS: &str = "holders";

/// Document-level stances: one row a (holder, target), rolled up to actors, most evidence
/// first.
pub const PAIRS: TableSpec = TableSpec::new(
    "pairs",
    "document-level stance of each holder toward each target",
    &[
        AttrSpec::new("holder", AttrType::Str),
        AttrSpec::new("target", AttrType::Str),
        AttrSpec::new("score", AttrType::F64),
        AttrSpec::new("label", AttrType::Str),
        AttrSpec::new("for", AttrType::I64),
        AttrSpec::new("against", AttrType::I64),
        AttrSpec::references("evidence", "stances"),
    ],
);
