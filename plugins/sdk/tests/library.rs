//! A whole library: the macro, the manifest, the corpus pass, and hosts that do not fit.
#![expect(unsafe_code, reason = "a host of another age is made by hand")]

use chaffinch_plugin::testing::{Harness, TestDoc, json};
use chaffinch_plugin::{Create, Doc, Error, Fit, Layer, NoOptions, Spec, Stage, Verdict, abi};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is common in the corpus.
#[derive(Clone, Copy, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// Times from which a text is common.
    min_count: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { min_count: 2 }
    }
}

/// Drops texts that the corpus has several times.
struct Common {
    options: Options,
    counts: BTreeMap<String, u32>,
}

impl Stage for Common {
    type Config = Options;
    type Worker = ();
    const SPEC: Spec = Spec::new("common", "drops what is common").layers(&[Layer::use_if_present("tokens")]);

    fn create(_: &mut Create<'_>, options: Options) -> Result<Self, Error> {
        Ok(Self { options, counts: BTreeMap::new() })
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        match self.counts.get(doc.text()) {
            Some(n) if *n >= self.options.min_count => Ok(Verdict::Drop(format!("{n} times"))),
            _ => Ok(Verdict::Keep),
        }
    }
}

impl Fit for Common {
    type Sketch = BTreeMap<String, u32>;

    fn observe(&self, doc: &Doc<'_>, sketch: &mut Self::Sketch) -> Result<(), Error> {
        if doc.text().is_empty() {
            return Err("empty".into());
        }
        *sketch.entry(doc.text().to_owned()).or_default() += 1;
        Ok(())
    }

    fn merge(&self, into: &mut Self::Sketch, other: Self::Sketch) {
        other.into_iter().for_each(|(text, n)| *into.entry(text).or_default() += n);
    }

    fn finish(&self, sketch: &Self::Sketch) -> Result<Self, Error> {
        Ok(Self { options: self.options, counts: sketch.clone() })
    }
}

/// Logs through `tracing`.
struct Talk;

impl Stage for Talk {
    type Config = NoOptions;
    type Worker = ();
    const SPEC: Spec = Spec::new("talk", "logs").serial();

    fn create(_: &mut Create<'_>, _: NoOptions) -> Result<Self, Error> {
        Ok(Self)
    }

    fn process(&self, doc: &mut Doc<'_>, (): &mut ()) -> Result<Verdict, Error> {
        tracing::warn!(bytes = doc.text().len(), "seen");
        tracing::trace!("never heard");
        Ok(Verdict::Keep)
    }
}

chaffinch_plugin::export_plugin! {
    id: "acme.tests",
    summary: "for tests",
    stages: [Common: fit, Talk],
}

fn docs(texts: &[&str]) -> Vec<TestDoc> {
    texts.iter().map(|text| TestDoc::new().text(text)).collect()
}

#[test]
fn the_manifest_says_everything() {
    // SAFETY: the manifest of a module is static.
    let manifest = unsafe { plugin_module().manifest.bytes() };
    let manifest: serde_json::Value = serde_json::from_slice(manifest).expect("JSON");
    assert_eq!(manifest["id"], "acme.tests");
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["license"], "MIT OR Apache-2.0");
    assert_eq!(manifest["summary"], "for tests");
    let common = &manifest["stages"][0];
    assert_eq!(common["layers"], json!([{"name": "tokens", "mode": "use"}]));
    assert_eq!((&common["fit"], &common["threads"]), (&json!(true), &json!("shared")));
    let schema = &common["config_schema"];
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["properties"]["min_count"]["default"], 2);
    assert_eq!(schema["additionalProperties"], false);
    let talk = &manifest["stages"][1];
    assert_eq!((&talk["fit"], &talk["threads"]), (&json!(false), &json!("serial")));
    assert_eq!(talk["config_schema"]["type"], "object");
}

#[test]
fn the_symbol_and_the_function_are_the_same_table() {
    unsafe extern "C" {
        safe fn chaffinch_plugin_v1() -> *const abi::chf_module;
    }
    assert!(std::ptr::eq(chaffinch_plugin_v1(), plugin_module()));
    assert!(std::ptr::eq(chaffinch_plugin_v1(), chaffinch_plugin_v1()));
}

#[test]
fn a_stage_learns_from_the_corpus() {
    let corpus = docs(&["ad", "news", "ad", "ad"]);
    for harness in [
        Harness::fit::<Common>(json!({"min_count": 3})),
        Harness::module(plugin_module(), "common", json!({"min_count": 3})),
    ] {
        let harness = harness.corpus(corpus.clone());
        let out = harness.run_all(&docs(&["ad", "news"]));
        assert_eq!(out[0].dropped(), Some("3 times"));
        assert_eq!((out[1].dropped(), out[1].error()), (None, None));
    }
}

#[test]
fn a_corpus_pass_that_fails_says_so() {
    let failed = Harness::fit::<Common>(json!({})).corpus(docs(&[""])).run();
    assert_eq!(failed.error(), Some("empty"));
    let none = Harness::module(plugin_module(), "talk", json!({})).corpus(docs(&["a"])).run();
    assert_eq!(none.error(), Some("this stage has no corpus pass"));
}

#[test]
fn an_unknown_kind_is_refused() {
    let out = Harness::module(plugin_module(), "tolk", json!({})).run();
    assert_eq!(out.error(), Some("`acme.tests` has no stage `tolk`"));
}

#[test]
fn events_reach_the_log_of_the_host() {
    let out = Harness::module(plugin_module(), "talk", json!({})).text("abc").run();
    assert_eq!(out.log(), ["warning: seen bytes=3"]);
}

#[test]
fn two_stages_and_two_threads_do_not_meet() {
    let harness = |n| Harness::fit::<Common>(json!({ "min_count": n })).corpus(docs(&["ad", "ad"]));
    std::thread::scope(|scope| {
        for n in [1, 3, 1, 3] {
            scope.spawn(move || {
                for _ in 0..10 {
                    let out = harness(n).run_all(&docs(&["ad"]));
                    assert_eq!(out[0].dropped().is_some(), n == 1);
                }
            });
        }
    });
}

/// The beginning of a host's table, which is all that a host of another age has for certain.
#[repr(C)]
struct OldHost {
    struct_size: u32,
    abi_major: u16,
    abi_minor: u16,
    name: abi::chf_str,
    version: abi::chf_str,
    diag: unsafe extern "C" fn(*mut abi::chf_call, *const abi::chf_doc, i32, abi::chf_str, abi::chf_str),
}

unsafe extern "C" fn diag(
    call: *mut abi::chf_call,
    _: *const abi::chf_doc,
    _: i32,
    _: abi::chf_str,
    message: abi::chf_str,
) {
    // SAFETY: `refused_by` lends a string, and the plugin its message.
    unsafe {
        let said = &mut *(*call).host.cast::<String>();
        said.push_str(std::str::from_utf8(message.bytes()).expect("UTF-8"));
    }
}

fn refused_by(struct_size: usize, abi_major: u16) -> (i32, String) {
    let struct_size = u32::try_from(struct_size).expect("a small table");
    let (name, version) = (abi::chf_str::of("old"), abi::chf_str::of("0"));
    let host = OldHost { struct_size, abi_major, abi_minor: 0, name, version, diag };
    let mut said = String::new();
    let mut call = abi::chf_call { api: (&raw const host).cast(), host: (&raw mut said).cast() };
    let mut stage = std::ptr::null_mut();
    let create = plugin_module().create.expect("a module has `create`");
    let (kind, options) = (abi::chf_str::of("talk"), abi::chf_str::of("{}"));
    // SAFETY: everything lives until the call returns.
    let status = unsafe { create(&raw mut call, kind, options, &raw mut stage) };
    assert!(stage.is_null());
    (status, said)
}

#[test]
fn an_older_host_is_refused_politely() {
    let message = "this host is older than the plugin: update chaffinch, or build the plugin for it";
    assert_eq!(refused_by(size_of::<OldHost>(), 1), (abi::ERR_CONFIG, message.to_owned()));
    assert_eq!(refused_by(8, 1), (abi::ERR_CONFIG, String::new()));
}
