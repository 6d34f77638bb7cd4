//! [`chaffinch_checks::config`] on whatever the fuzzer thinks of.
#![no_main]

libfuzzer_sys::fuzz_target!(
    |text: &str| chaffinch_checks::config(text).unwrap_or_else(|broken| panic!("{broken}"))
);
