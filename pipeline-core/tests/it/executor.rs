//! The executor: ordered, bounded, the same at any number of threads.

use pipeline_core::{Bounds, Executor};
use proptest::prelude::*;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

fn executor(threads: usize, bounds: Bounds) -> Executor {
    Executor::new(threads, bounds).unwrap()
}

fn any_bounds() -> impl Strategy<Value = Bounds> {
    (0..9usize, 0..60usize, 0..6usize, 0..40usize).prop_map(|(items, bytes, batch_items, batch_bytes)| {
        Bounds { items, bytes, batch_items, batch_bytes }
    })
}

/// `(item, twice the item)` of each, through the executor.
fn doubled(executor: &Executor, items: &[usize]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let done = executor.map_ordered(
        items.iter().copied(),
        |i| *i,
        || (),
        |(), i| (i, 2 * i),
        |pair| {
            out.push(pair);
            Ok::<_, Infallible>(())
        },
    );
    assert!(done.is_ok());
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn order_is_kept_under_any_bounds(items in prop::collection::vec(0..50usize, 0..80), bounds in any_bounds()) {
        let expected: Vec<_> = items.iter().map(|i| (*i, 2 * i)).collect();
        for threads in [1, 2, 8] {
            prop_assert_eq!(&doubled(&executor(threads, bounds), &items), &expected);
        }
    }

    /// Never more between source and sink than the bounds allow, the batch read ahead (and the
    /// item that shows that it is full) aside.
    #[test]
    fn what_is_in_flight_is_bounded(weights in prop::collection::vec(1..30usize, 1..80), bounds in any_bounds()) {
        let (items, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (mut most_items, mut most_bytes) = (0, 0);
        let source = weights.iter().map(|w| {
            most_items = most_items.max(items.fetch_add(1, SeqCst) + 1);
            most_bytes = most_bytes.max(bytes.fetch_add(*w, SeqCst) + w);
            *w
        });
        let done = executor(4, bounds).map_ordered(
            source,
            |w| *w,
            || (),
            |(), w| w,
            |w| {
                items.fetch_sub(1, SeqCst);
                bytes.fetch_sub(w, SeqCst);
                Ok::<_, Infallible>(())
            },
        );
        prop_assert!(done.is_ok());
        let largest = weights.iter().copied().max().unwrap();
        let batch = bounds.batch_items.min(bounds.items).max(1);
        let batch_bytes = bounds.batch_bytes.min(bounds.bytes).max(largest);
        prop_assert!(most_items <= bounds.items.max(1) + batch + 1, "{most_items} items, {bounds:?}");
        prop_assert!(most_bytes <= bounds.bytes.max(largest) + batch_bytes + largest, "{most_bytes} bytes, {bounds:?}");
    }

    /// An item heavier than the bound has the machine for itself.
    #[test]
    fn a_large_item_goes_alone(weights in prop::collection::vec(prop::sample::select(&[1_usize, 2, 100]), 1..60)) {
        let bounds = Bounds { items: 16, bytes: 50, batch_items: 4, batch_bytes: 20 };
        let active = AtomicUsize::new(0);
        let company = AtomicUsize::new(0);
        let done = executor(4, bounds).map_ordered(
            weights.iter().copied(),
            |w| *w,
            || (),
            |(), w| {
                let before = active.fetch_add(1, SeqCst);
                if w == 100 {
                    company.fetch_add(before, SeqCst);
                    std::thread::yield_now();
                    company.fetch_add(active.load(SeqCst) - 1, SeqCst);
                }
                active.fetch_sub(1, SeqCst);
            },
            |()| Ok::<_, Infallible>(()),
        );
        prop_assert!(done.is_ok());
        prop_assert_eq!(company.load(SeqCst), 0);
    }
}

#[test]
fn zero_bounds_go_one_by_one() {
    let bounds = Bounds { items: 0, bytes: 0, batch_items: 0, batch_bytes: 0 };
    let items: Vec<usize> = (0..20).collect();
    assert_eq!(doubled(&executor(3, bounds), &items).len(), 20);
}

#[test]
fn weights_may_be_absurd() {
    let items = [usize::MAX / 2; 9];
    assert_eq!(doubled(&executor(2, Bounds::default()), &items).len(), 9);
}

#[test]
fn no_items_are_fine() {
    assert!(doubled(&executor(2, Bounds::default()), &[]).is_empty());
}

#[test]
fn a_sink_error_stops_the_run() {
    let bounds = Bounds { items: 8, batch_items: 2, ..Bounds::default() };
    for threads in [1, 2, 8] {
        let (worked, mut sunk) = (AtomicUsize::new(0), 0);
        let done = executor(threads, bounds).map_ordered(
            0..100_000,
            |_| 1,
            || (),
            |(), i| {
                worked.fetch_add(1, SeqCst);
                i
            },
            |i| {
                sunk += 1;
                if i == 10 { Err("disk full") } else { Ok(()) }
            },
        );
        assert_eq!(done.err(), Some("disk full"));
        assert_eq!(sunk, 11, "nothing reaches the sink after its error");
        assert!(worked.load(SeqCst) <= 11 + 8 + 2, "work stops too");
    }
}

#[test]
fn a_panic_in_work_reaches_the_caller() {
    crate::support::quiet();
    for round in 0..50 {
        for threads in [1, 2, 8] {
            let executor = executor(threads, Bounds { items: 8, batch_items: 2, ..Bounds::default() });
            let mut sunk = Vec::new();
            let run = AssertUnwindSafe(|| {
                executor.map_ordered(
                    0..200,
                    |_| 1,
                    || (),
                    |(), i| if i == round { panic!("item {i}") } else { i },
                    |i| {
                        sunk.push(i);
                        Ok::<_, Infallible>(())
                    },
                )
            });
            let payload = catch_unwind(run).unwrap_err();
            let expected = format!("item {round}");
            assert_eq!(payload.downcast_ref::<String>(), Some(&expected));
            assert!(sunk.iter().all(|i| *i < round));
            // The pool still works.
            assert_eq!(doubled(&executor, &[1, 2]), [(1, 2), (2, 4)]);
        }
    }
}

#[test]
fn a_panic_in_sink_source_or_worker_reaches_the_caller() {
    crate::support::quiet();
    let executor = executor(2, Bounds::default());
    let sink = AssertUnwindSafe(|| {
        executor.map_ordered(0..9, |_| 1, || (), |(), i| i, |i: i32| -> Result<(), ()> { panic!("sink {i}") })
    });
    assert!(catch_unwind(sink).is_err());
    let source = AssertUnwindSafe(|| {
        let items = (0..9).map(|i| if i == 5 { panic!("source") } else { i });
        executor.map_ordered(items, |_| 1, || (), |(), i: i32| i, |_| Ok::<_, ()>(()))
    });
    assert!(catch_unwind(source).is_err());
    let worker = AssertUnwindSafe(|| {
        executor.map_ordered(0..9, |_| 1, || panic!("worker"), |(), i: i32| i, |_| Ok::<_, ()>(()))
    });
    assert!(catch_unwind(worker).is_err());
    assert_eq!(doubled(&executor, &[3]), [(3, 6)]);
}

#[test]
fn workers_are_few_and_all_come_back() {
    let made = AtomicUsize::new(0);
    let bounds = Bounds { batch_items: 1, ..Bounds::default() };
    let executor = executor(4, bounds);
    let done = executor.map_ordered(
        0..1000,
        |_| 1,
        || {
            made.fetch_add(1, SeqCst);
            0
        },
        |seen, i: i32| {
            *seen += 1;
            i
        },
        |_| Ok::<_, Infallible>(()),
    );
    let Ok(workers) = done;
    assert_eq!(workers.len(), made.load(SeqCst));
    assert!(workers.len() <= 4);
    assert_eq!(workers.iter().sum::<i32>(), 1000);
}

#[test]
fn one_executor_serves_many_rounds() {
    let executor = executor(3, Bounds { batch_items: 3, items: 9, ..Bounds::default() });
    let items: Vec<usize> = (0..40).collect();
    let expected: Vec<_> = items.iter().map(|i| (*i, 2 * i)).collect();
    for _ in 0..300 {
        assert_eq!(doubled(&executor, &items), expected);
    }
}

#[test]
fn threads_are_as_asked_for() {
    assert_eq!(executor(3, Bounds::default()).threads(), 3);
    assert!(executor(0, Bounds::default()).threads() >= 1);
}
