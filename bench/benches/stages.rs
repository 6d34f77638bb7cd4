//! Each registered stage alone, the whole default pipeline, and writing records, over documents of several sizes.
//!
//! `cargo bench -p chaffinch-bench` prints bytes of text a second; `-- segment/` runs one stage.

#![allow(clippy::print_stderr)]

use std::hint::black_box;
use std::time::Duration;

use chaffinch_bench::{Alone, Size, alone, corpus, whole};
use chaffinch_io::{WriteOptions, encode};
use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput};
use pipeline_core::{Document, Outcome, Workers};

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let registry = chaffinch_stages::registry();
    let defaults = registry.iter().map(|kind| (kind.spec().name, kind, ""));
    let precise = registry.get("stance").map(|kind| ("stance-precise", kind, "method = \"precise\""));
    for (name, kind, options) in defaults.chain(precise) {
        group(&mut criterion, name, |texts| alone(kind, options, texts), pipeline);
    }
    group(&mut criterion, "whole-pipeline", whole, pipeline);
    group(&mut criterion, "write-records", whole, records);
    criterion.final_summary();
}

fn group(
    criterion: &mut Criterion,
    name: &str,
    prepare: impl Fn(&[String]) -> Result<Alone, String>,
    bench: impl Fn(&mut BenchmarkGroup<'_, WallTime>, Size, &Alone),
) {
    let mut group = criterion.benchmark_group(name);
    for size in Size::ALL {
        match prepare(&corpus(size)) {
            Ok(alone) => {
                group.throughput(Throughput::Bytes(alone.bytes()));
                bench(&mut group, size, &alone);
            }
            Err(reason) => eprintln!("skipped {name}/{}: {reason}", size.name()),
        }
    }
    group.finish();
}

fn pipeline(group: &mut BenchmarkGroup<'_, WallTime>, size: Size, alone: &Alone) {
    let mut workers = Workers::default();
    group.bench_function(size.name(), |bencher| {
        bencher.iter_batched(
            || alone.documents.clone(),
            |documents| alone.run_with(documents, &mut workers),
            BatchSize::SmallInput,
        );
    });
}

fn records(group: &mut BenchmarkGroup<'_, WallTime>, size: Size, alone: &Alone) {
    let written = |outcome| match outcome {
        Outcome::Written(document) => Some(*document),
        _ => None,
    };
    let documents: Vec<Document> =
        alone.run(alone.documents.clone()).into_iter().filter_map(written).collect();
    let options = WriteOptions::from(&chaffinch_io::OutputConfig::default());
    let mut line = Vec::new();
    group.bench_function(size.name(), |bencher| {
        bencher.iter(|| {
            for document in &documents {
                line.clear();
                let done = encode(document, None, &options, &mut line);
                black_box((done.is_ok(), line.len()));
            }
        });
    });
}
