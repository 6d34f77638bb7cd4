//! [`chaffinch_checks::pipeline`] on whatever the fuzzer thinks of.
#![no_main]

libfuzzer_sys::fuzz_target!(
    // The gazetteers are read before the clock of the first input runs.
    init: chaffinch_checks::pipeline("").unwrap_or_else(|broken| panic!("{broken}")),
    |text: &str| chaffinch_checks::pipeline(text).unwrap_or_else(|broken| panic!("{broken}"))
);
