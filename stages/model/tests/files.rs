//! Model files: what is written is read, and what is damaged is refused with a reason.
#![allow(clippy::unwrap_used)]

use chaffinch_model::{Bytes, Model, ModelBuilder};
use std::sync::Arc;

fn toy() -> Vec<u8> {
    ModelBuilder::new("toy")
        .meta("seed", "7")
        .section("names", b"abc")
        .section_of("weights", &[1_i16, -2, 3])
        .section_of("keys", &[u64::MAX, 5])
        .finish()
}

fn refused(file: impl Into<Bytes>) -> String {
    Model::open(file, "toy").and_then(Model::verify).unwrap_err().to_string()
}

#[test]
fn sections_come_back() {
    let model = Model::open(toy(), "toy").unwrap().verify().unwrap();
    assert_eq!(model.meta("seed"), Some("7"));
    assert_eq!(model.metas().count(), 1);
    assert_eq!(model.section("names").unwrap(), b"abc");
    assert_eq!(model.numbers::<i16>("weights").unwrap(), [1, -2, 3]);
    assert_eq!(model.numbers::<u64>("keys").unwrap(), [u64::MAX, 5]);
    assert_eq!(toy(), toy());
}

#[test]
fn bytes_that_lie_anywhere_are_read() {
    for shift in 0..8 {
        let mut moved = vec![0; shift];
        moved.extend(toy());
        let leaked: &'static [u8] = moved.leak();
        let model = Model::open(&leaked[shift..], "toy").unwrap();
        assert_eq!(model.numbers::<u64>("keys").unwrap(), [u64::MAX, 5]);
    }
    let shared = Bytes::shared(Arc::new(toy()));
    assert!(Model::open(shared, "toy").unwrap().verify().is_ok());
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(
        refused(b"hello".to_vec()),
        "is no model file: it does not begin with `CHAFMODL`; expected one that `chaffinch train toy` wrote"
    );
    let mut later = toy();
    later[8] = 9;
    assert_eq!(
        refused(later),
        "has layout version 9, this program reads 1; train it anew (`chaffinch train toy`)"
    );
    let other = ModelBuilder::new("sentences").finish();
    assert_eq!(refused(other), "is a model for `sentences`, expected one for `toy`");
    let mut header = toy();
    header[30] ^= 1;
    assert_eq!(refused(header), "its header is damaged; copy the file again, or train it anew");
    let mut section = toy();
    let last = section.len() - 1;
    section[last] ^= 1;
    assert_eq!(refused(section), "is damaged in section `keys`; copy the file again, or train it anew");
    let model = Model::open(toy(), "toy").unwrap();
    let error = |e: Result<(), chaffinch_model::ModelError>| e.unwrap_err().to_string();
    assert_eq!(
        error(model.section("x").map(drop)),
        "has no section `x`; train it anew (`chaffinch train toy`)"
    );
    assert_eq!(
        error(model.numbers::<u64>("names").map(drop)),
        "has a section `names` that does not hold numbers of 8 bytes"
    );
    assert_eq!(
        error(model.expect("seed", "8")),
        "has `seed` `7`, this program needs `8`; train it anew (`chaffinch train toy`)"
    );
    assert!(model.expect("seed", "7").is_ok());
}

#[test]
fn no_file_panics() {
    let file = toy();
    for len in 0..file.len() {
        assert!(Model::open(file[..len].to_vec(), "toy").is_err(), "{len}");
    }
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut bad = file.clone();
            bad[at] ^= 1 << bit;
            if let Ok(model) = Model::open(bad, "toy") {
                let _ = model.verify();
            }
        }
    }
}
