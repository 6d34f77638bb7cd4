//! The corpus pass gives the same sketch in whatever order and grouping documents are observed,
//! and the run the same documents on any number of threads.

use crate::synthetic::{Numbers, article, changed};
use crate::{DEDUP, Item, TEMPLATES, fitted_on, unfitted};
use pipeline_core::{Bounds, Executor, Pipeline, Sketch, Workers, testing};
use proptest::prelude::*;

/// Small limits, so that they are met.
const LIMITED: &str = "[[stage]]\nuse = \"dedup\"\nmax_documents = 7\n";

/// Articles of two sites, versions and copies of them, empty ones, ids that repeat.
fn corpus(seed: u64, size: usize) -> Vec<Item> {
    let mut numbers = Numbers::from(seed);
    let articles: Vec<String> = (0..6).map(|_| article(&mut numbers, 3)).collect();
    let mut item = |_| {
        let text = match numbers.below(10) {
            0 => String::new(),
            1..4 => articles[numbers.below(6)].clone(),
            4..8 => changed(&articles[numbers.below(6)], 0.01, &mut numbers),
            _ => article(&mut numbers, 2),
        };
        let id = format!("{}/{}", ["orva", "kell"][numbers.below(2)], numbers.below(size));
        Item::new(id, format!("Share this.\n\n{text}\n\nAll rights reserved."))
    };
    (0..size).map(&mut item).collect()
}

fn sketch(pipeline: &Pipeline, items: &[Item], threads: usize) -> Sketch {
    let executor = Executor::new(threads, Bounds { batch_items: 2, ..Bounds::default() }).unwrap();
    pipeline.sketch(&executor, items.iter(), |i| i.text.len(), |i| Some(i.document(pipeline))).unwrap()
}

/// The sketch of `items`, shuffled, cut into parts and merged in any order, as it is saved.
fn saved_in_parts(pipeline: &Pipeline, mut items: Vec<Item>, numbers: &mut Numbers) -> Vec<u8> {
    let (_, fit) = pipeline.unfitted().unwrap();
    numbers.shuffle(&mut items);
    let mut parts = vec![fit.empty()];
    while !items.is_empty() {
        let rest = items.split_off(numbers.below(items.len() + 1));
        parts.push(sketch(pipeline, &items, 1));
        items = rest;
    }
    while parts.len() > 1 {
        let part = parts.swap_remove(numbers.below(parts.len()));
        let into = numbers.below(parts.len());
        fit.merge(&mut parts[into], part);
    }
    fit.save(&parts[0]).unwrap()
}

fn dumps(pipeline: &Pipeline, items: &[Item]) -> Vec<String> {
    let mut workers = Workers::default();
    let one = |i: &Item| testing::dump_outcome(&pipeline.process_one(i.document(pipeline), &mut workers));
    items.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_order_and_partition_gives_the_same_sketch(seed in any::<u64>(), size in 1..60_usize) {
        let items = corpus(seed, size);
        let mut numbers = Numbers::from(seed ^ 1);
        for toml in [TEMPLATES, DEDUP, LIMITED] {
            let pipeline = unfitted(toml);
            let (_, fit) = pipeline.unfitted().unwrap();
            let expected = fit.save(&sketch(&pipeline, &items, 1)).unwrap();
            prop_assert_eq!(fit.save(&fit.load(&expected).unwrap()).unwrap(), expected.clone());
            prop_assert_eq!(&fit.save(&sketch(&pipeline, &items, 8)).unwrap(), &expected);
            let parted = saved_in_parts(&pipeline, items.clone(), &mut numbers);
            prop_assert_eq!(String::from_utf8(parted).unwrap(), String::from_utf8(expected).unwrap());
        }
    }

    #[test]
    fn the_run_does_not_depend_on_threads_or_order(seed in any::<u64>(), size in 1..60_usize) {
        let items = corpus(seed, size);
        let mut shuffled = items.clone();
        Numbers::from(seed).shuffle(&mut shuffled);
        let toml = format!("{TEMPLATES}min_documents = 2\n{DEDUP}drop = \"near\"\n");
        let expected = dumps(&fitted_on(&toml, &items, 1, 64), &items);
        for threads in [2, 8] {
            prop_assert_eq!(&dumps(&fitted_on(&toml, &shuffled, threads, 3), &items), &expected);
        }
    }
}
