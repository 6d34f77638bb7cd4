//! [`chaffinch_checks::clean_html`] on whatever the fuzzer thinks of.
#![no_main]

libfuzzer_sys::fuzz_target!(
    |text: &str| chaffinch_checks::clean_html(text).unwrap_or_else(|broken| panic!("{broken}"))
);
