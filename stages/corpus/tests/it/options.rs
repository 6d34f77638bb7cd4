//! Options that are refused, and what a stage says that has not seen its corpus.

use crate::{DEDUP, Item, TEMPLATES, unfitted};
use chaffinch_corpus::{Dedup, Templates};
use pipeline_core::{NoFiles, StageConfig, testing};

fn refused<C: StageConfig>(options: &str, expected: &str) {
    let message = testing::refused::<C>(options, &NoFiles);
    assert!(message.contains(expected), "{message}");
}

#[test]
fn bad_values_are_refused() {
    refused::<Templates>("min_documents = 1", "expected 2 or more, found 1");
    refused::<Templates>("min_share = 0.0", "expected more than 0 and at most 1, found 0");
    refused::<Templates>("min_share = 1.5", "expected more than 0 and at most 1, found 1.5");
    refused::<Templates>("min_share = nan", "expected a finite number");
    refused::<Templates>("max_words = 251", "expected 1 to 250, found 251");
    refused::<Templates>("by = \"host\"", "expected one of `site`, `folder`, `corpus`, found `host`");
    refused::<Dedup>("threshold = 0.4", "expected 0.5 to 1, found 0.4");
    refused::<Dedup>("threshold = nan", "expected a finite number");
    refused::<Dedup>("max_documents = 0", "expected 1 or more, found 0");
    refused::<Dedup>("drop = \"all\"", "expected one of `none`, `exact`, `near`, found `all`");
}

#[test]
fn without_the_pass_no_document_is_judged() {
    for (toml, stage) in [(TEMPLATES, "templates"), (DEDUP, "dedup")] {
        let pipeline = unfitted(toml);
        let outcomes = pipeline.process([Item::new("a", "One.").document(&pipeline)]);
        let found = testing::dump_outcome(&outcomes[0]);
        let expected = format!("`{stage}` needs a pass over the corpus (`fit`) before it judges a document");
        assert!(found.contains(&expected), "{found}");
    }
}
