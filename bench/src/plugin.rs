//! Three small stages, twice: as the core's own, and as a plugin through the SDK. `noop` does nothing, `echo`
//! copies up to 40 sentences to a layer, `tagger` looks for words with a capital.

use std::ops::Range;

use chaffinch_plugin::{Create, Doc, Error, Layer, NoOptions, Spec};
use pipeline_core::{
    Build, BuildError, BuiltIn, Coords, Document, Draft, Label, Labels, LayerSpec, Stage, StageConfig,
    StageError, StageKind, StageSpec, Verdict, View, Worker,
};

/// Spans that are written at most.
const MOST: usize = 40;

/// A document of about 5 KB with 40 sentences.
///
/// # Panics
/// Never: the sentences are made here.
#[must_use]
#[expect(clippy::expect_used, reason = "the sentences are made here")]
pub fn document(labels: &Labels) -> Document {
    let sentence = "Officials in the Capital said on Monday that the border would stay shut until both sides had agreed on a list of names and dates. ";
    let text = sentence.repeat(MOST);
    let mut document = Document::new("bench", text.as_str(), labels).expect("short");
    let mut layer = document.input_layer("sentences", Coords::Text);
    for start in (0..text.len()).step_by(sentence.len()) {
        layer.push(start..start + sentence.len() - 1, "", None).expect("in the text");
    }
    document.settle().expect("in order");
    document
}

/// Words with a capital, at most [`MOST`].
fn capitals(text: &str, sentences: impl Iterator<Item = Range<usize>>, mut found: impl FnMut(Range<usize>)) {
    let mut n = 0;
    for sentence in sentences {
        let mut in_word = false;
        for at in sentence {
            let c = text.as_bytes()[at];
            let letter = c.is_ascii_alphabetic();
            if letter && !in_word && c.is_ascii_uppercase() && n < MOST {
                found(at..at + 1);
                n += 1;
            }
            in_word = letter;
        }
    }
}

const MARKS: &[LayerSpec] = &[LayerSpec::new("marks", "marks").labels(&["mark"])];

macro_rules! stages {
    ($($name:literal $direct:ident $foreign:ident)*) => {
        /// The stage as the core's own.
        ///
        /// # Panics
        /// When there is none of that name.
        #[must_use]
        pub fn direct(name: &str) -> &'static dyn StageKind {
            $(
                static $direct: BuiltIn<direct::$foreign> = BuiltIn::NEW;
                if name == $name {
                    return &$direct;
                }
            )*
            panic!("no stage {name}")
        }

        mod direct {
            use super::*;
            $(
                /// Options of the stage: none.
                #[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
                #[serde(default, deny_unknown_fields)]
                pub(super) struct $foreign {}

                impl StageConfig for $foreign {
                    const SPEC: StageSpec = StageSpec::new($name, "for the bench").reads(&["sentences"]).creates(MARKS);

                    fn build(self, cx: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
                        Ok(Box::new(Direct { name: $name, mark: cx.label("mark") }))
                    }
                }
            )*
        }

        $(
            /// The stage as a plugin's.
            struct $foreign {
                mark: chaffinch_plugin::Label,
            }

            impl chaffinch_plugin::Stage for $foreign {
                type Config = NoOptions;
                type Worker = ();
                const SPEC: Spec = Spec::new($name, "for the bench")
                    .layers(&[Layer::read("sentences"), Layer::create("marks", "marks").labels(&["mark"])]);

                fn create(cx: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
                    Ok(Self { mark: cx.label("mark")? })
                }

                fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<chaffinch_plugin::Verdict, Error> {
                    foreign($name, self.mark, doc)
                }
            }
        )*

        chaffinch_plugin::export_plugin! { id: "chaffinch.bench", stages: [$($foreign),*] }
    };
}
stages! {
    "noop" NOOP Noop
    "echo" ECHO Echo
    "tagger" TAGGER Tagger
}

struct Direct {
    name: &'static str,
    mark: Label,
}

impl Stage for Direct {
    fn process(&self, doc: &View<'_>, draft: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        let sentences = doc.layer("sentences")?.map_or(&[][..], |l| l.spans());
        match self.name {
            "echo" => {
                let mut marks = draft.layer("marks")?;
                for sentence in sentences.iter().take(MOST) {
                    marks.push(sentence.range(), self.mark)?;
                }
            }
            "tagger" => {
                let mut marks = draft.layer("marks")?;
                let mut failed = Ok(());
                capitals(doc.text(), sentences.iter().map(|s| s.range()), |range| {
                    if let Err(e) = marks.push_scored(range, self.mark, 1.0) {
                        failed = Err(e);
                    }
                });
                failed?;
            }
            _ => {}
        }
        Ok(Verdict::Keep)
    }
}

fn foreign(
    name: &str,
    mark: chaffinch_plugin::Label,
    doc: &mut Doc<'_>,
) -> Result<chaffinch_plugin::Verdict, Error> {
    let text = doc.text();
    let sentences = doc.layer("sentences")?;
    match name {
        "echo" => {
            let mut marks = doc.write("marks")?;
            for sentence in sentences.spans().iter().take(MOST) {
                marks.push(sentence.range(), mark);
            }
        }
        "tagger" => {
            let mut marks = doc.write("marks")?;
            capitals(text, sentences.spans().iter().map(|s| s.range()), |range| {
                marks.push_scored(range, mark, 1.0);
            });
        }
        _ => {}
    }
    Ok(chaffinch_plugin::Verdict::Keep)
}
