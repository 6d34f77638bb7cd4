//! [`chaffinch_checks::rule_pack`] on whatever the fuzzer thinks of.
#![no_main]

libfuzzer_sys::fuzz_target!(
    |text: &str| chaffinch_checks::rule_pack(text).unwrap_or_else(|broken| panic!("{broken}"))
);
