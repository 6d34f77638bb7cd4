//! [`chaffinch_checks::record`] on whatever the fuzzer thinks of.
#![no_main]

libfuzzer_sys::fuzz_target!(
    |bytes: &[u8]| chaffinch_checks::record(bytes).unwrap_or_else(|broken| panic!("{broken}"))
);
