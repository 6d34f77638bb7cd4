//! The running stage `stance`.

use chaffinch_layers::{BLOCKS, ENTITIES, HOLDERS, PAIRS, QUOTES, SENTENCES, STANCES, TARGETS, TOKENS};
use pipeline_core::{
    Build, BuildError, Draft, Stage, StageConfig, StageError, StageSpec, Verdict, View, Worker,
};

use crate::Stance;

impl StageConfig for Stance {
    const SPEC: StageSpec =
        StageSpec::new("stance", "says who takes which side toward whom, with the evidence")
            .uses(&[BLOCKS.name, SENTENCES.name, TOKENS.name, ENTITIES.name, QUOTES.name, TARGETS, HOLDERS])
            .creates(&[STANCES])
            .tables(&[PAIRS]);

    fn build(self, _: &mut Build<'_>) -> Result<Box<dyn Stage>, BuildError> {
        Ok(Box::new(Running))
    }
}

struct Running;

impl Stage for Running {
    fn process(&self, _: &View<'_>, draft: &mut Draft<'_>, _: &mut Worker) -> Result<Verdict, StageError> {
        draft.layer(STANCES.name)?;
        draft.table(PAIRS.name)?;
        Ok(Verdict::Keep)
    }
}
