//! The executor: parallel over items, ordered, bounded.
//!
//! Items are grouped into batches by a rule that does not know the number of threads, batches
//! run on a rayon pool, and their results reach the sink in the order of the items. What is
//! between the source and the sink is bounded in items and bytes, so memory does not grow with
//! the corpus; an item larger than the bound goes alone. One batch more is read ahead, so that
//! it can be weighed.

use crossbeam_channel::{Receiver, Sender, unbounded};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::any::Any;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// How much may be in flight, and how large a batch is. Output does not depend on any of it.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Items in flight.
    pub items: usize,
    /// Bytes in flight, by the weight of the items.
    pub bytes: usize,
    /// Items in a batch.
    pub batch_items: usize,
    /// Bytes in a batch.
    pub batch_bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { items: 4096, bytes: 2 << 20, batch_items: 64, batch_bytes: 64 << 10 }
    }
}

impl Bounds {
    /// `(items, bytes)` of a batch: no more than may be in flight.
    fn batch(&self) -> (usize, usize) {
        (self.batch_items.min(self.items), self.batch_bytes.min(self.bytes))
    }
}

/// A pool of threads and its bounds.
#[derive(Debug)]
pub struct Executor {
    pool: ThreadPool,
    bounds: Bounds,
}

impl Executor {
    /// An executor with `threads` threads; 0 means one a core.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(threads: usize, bounds: Bounds) -> Result<Self, String> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|i| format!("chaffinch-{i}"))
            .build()
            .map_err(|e| format!("cannot start {threads} threads: {e}"))?;
        Ok(Self { pool, bounds })
    }

    /// Number of threads.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Calls `work` on every item, in parallel, and `sink` on every result, in order, on this
    /// thread. With one thread, that is the caller's and all is done on it, item by item.
    /// `worker` makes the scratch of a thread; all scratch is returned at the end.
    ///
    /// # Errors
    /// The first error of `sink`; nothing more reaches it, and batches not yet begun are left.
    ///
    /// # Panics
    /// A panic of `work` reaches the caller after all threads are done.
    pub fn map_ordered<I, W, O, E>(
        &self,
        items: impl Iterator<Item = I>,
        weigh: impl Fn(&I) -> usize,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, I) -> O + Sync,
        sink: impl FnMut(O) -> Result<(), E>,
    ) -> Result<Vec<W>, E>
    where
        I: Send,
        W: Send,
        O: Send,
    {
        if self.threads() == 1 {
            return one_by_one(items, worker(), work, sink);
        }
        let stop = AtomicBool::new(false);
        let all = |worker: &mut W, items: Vec<I>| {
            let live = items.into_iter().take_while(|_| !stop.load(Relaxed));
            live.map(|item| work(worker, item)).collect()
        };
        self.in_parallel(items, weigh, worker, all, sink, &stop)
    }

    /// As [`Executor::map_ordered`], for work that is done on a whole batch of items at once and
    /// gives one result for each. With one thread, batches are made all the same.
    ///
    /// # Errors
    /// As [`Executor::map_ordered`].
    ///
    /// # Panics
    /// As [`Executor::map_ordered`].
    pub fn map_batches<I, W, O, E>(
        &self,
        items: impl Iterator<Item = I>,
        weigh: impl Fn(&I) -> usize,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, Vec<I>) -> Vec<O> + Sync,
        sink: impl FnMut(O) -> Result<(), E>,
    ) -> Result<Vec<W>, E>
    where
        I: Send,
        W: Send,
        O: Send,
    {
        if self.threads() == 1 {
            let batches = Batches { items: items.peekable(), weigh, bounds: self.bounds };
            return batch_by_batch(batches, worker(), work, sink);
        }
        self.in_parallel(items, weigh, worker, work, sink, &AtomicBool::new(false))
    }

    fn in_parallel<I, W, O, E>(
        &self,
        items: impl Iterator<Item = I>,
        weigh: impl Fn(&I) -> usize,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, Vec<I>) -> Vec<O> + Sync,
        mut sink: impl FnMut(O) -> Result<(), E>,
        stop: &AtomicBool,
    ) -> Result<Vec<W>, E>
    where
        I: Send,
        W: Send,
        O: Send,
    {
        let spare = Mutex::new(Vec::new());
        let job = Job { spare: &spare, stop, worker: &worker, work: &work };
        let mut batches = Batches { items: items.peekable(), weigh, bounds: self.bounds };
        let result = self.pool.in_place_scope_fifo(|scope| {
            let (sender, receiver) = unbounded();
            let mut window = Window::new(receiver, self.bounds);
            let mut pending = batches.next();
            loop {
                while let Some(batch) = pending.take_if(|b| window.has_room_for(b)) {
                    let number = window.admit(&batch);
                    let sender = sender.clone();
                    scope.spawn_fifo(move |_| job.run(number, batch, &sender));
                    pending = batches.next();
                }
                let Some(results) = window.next() else {
                    return Ok(());
                };
                for output in results? {
                    if let Err(e) = sink(output) {
                        stop.store(true, Relaxed);
                        return Err(Failure::Sink(e));
                    }
                }
            }
        });
        match result {
            Ok(()) => Ok(spare.into_inner().unwrap_or_else(|e| e.into_inner())),
            Err(Failure::Sink(e)) => Err(e),
            Err(Failure::Panic(payload)) => resume_unwind(payload),
        }
    }
}

/// One thread is the caller's: each item goes all the way before the next is read.
fn one_by_one<I, W, O, E>(
    items: impl Iterator<Item = I>,
    mut worker: W,
    work: impl Fn(&mut W, I) -> O,
    mut sink: impl FnMut(O) -> Result<(), E>,
) -> Result<Vec<W>, E> {
    for item in items {
        sink(work(&mut worker, item))?;
    }
    Ok(vec![worker])
}

fn batch_by_batch<I, W, O, E>(
    batches: impl Iterator<Item = Batch<I>>,
    mut worker: W,
    work: impl Fn(&mut W, Vec<I>) -> Vec<O>,
    mut sink: impl FnMut(O) -> Result<(), E>,
) -> Result<Vec<W>, E> {
    for batch in batches {
        work(&mut worker, batch.items).into_iter().try_for_each(&mut sink)?;
    }
    Ok(vec![worker])
}

type Panic = Box<dyn Any + Send>;

enum Failure<E> {
    Sink(E),
    Panic(Panic),
}

impl<E> From<Panic> for Failure<E> {
    fn from(panic: Panic) -> Self {
        Self::Panic(panic)
    }
}

struct Batch<I> {
    items: Vec<I>,
    bytes: usize,
}

/// Groups items by number and weight alone.
struct Batches<It: Iterator, F> {
    items: Peekable<It>,
    weigh: F,
    bounds: Bounds,
}

impl<It: Iterator, F: Fn(&It::Item) -> usize> Iterator for Batches<It, F> {
    type Item = Batch<It::Item>;

    fn next(&mut self) -> Option<Batch<It::Item>> {
        let first = self.items.next()?;
        let mut batch = Batch { bytes: (self.weigh)(&first), items: vec![first] };
        let (most_items, most_bytes) = self.bounds.batch();
        while batch.items.len() < most_items && batch.bytes < most_bytes {
            let room = most_bytes - batch.bytes;
            let Some(item) = self.items.next_if(|i| (self.weigh)(i) <= room) else {
                break;
            };
            batch.bytes += (self.weigh)(&item);
            batch.items.push(item);
        }
        Some(batch)
    }
}

type Done<O> = (u64, Result<Vec<O>, Panic>);

/// What is in flight: admitted, not yet given to the sink.
struct Window<O> {
    receiver: Receiver<Done<O>>,
    bounds: Bounds,
    admitted: u64,
    next: u64,
    /// `(items, bytes)` of each batch in flight, the oldest first.
    sizes: std::collections::VecDeque<(usize, usize)>,
    items: usize,
    bytes: usize,
    early: BTreeMap<u64, Result<Vec<O>, Panic>>,
}

impl<O> Window<O> {
    fn new(receiver: Receiver<Done<O>>, bounds: Bounds) -> Self {
        Self {
            receiver,
            bounds,
            admitted: 0,
            next: 0,
            sizes: std::collections::VecDeque::new(),
            items: 0,
            bytes: 0,
            early: BTreeMap::new(),
        }
    }

    fn has_room_for<I>(&self, batch: &Batch<I>) -> bool {
        self.sizes.is_empty()
            || (self.items + batch.items.len() <= self.bounds.items
                && self.bytes.saturating_add(batch.bytes) <= self.bounds.bytes)
    }

    fn admit<I>(&mut self, batch: &Batch<I>) -> u64 {
        self.sizes.push_back((batch.items.len(), batch.bytes));
        self.items += batch.items.len();
        self.bytes += batch.bytes;
        self.admitted += 1;
        self.admitted - 1
    }

    /// The results of the oldest batch, waiting for them; `None` when nothing is in flight.
    fn next(&mut self) -> Option<Result<Vec<O>, Panic>> {
        let (items, bytes) = *self.sizes.front()?;
        let results = loop {
            if let Some(results) = self.early.remove(&self.next) {
                break results;
            }
            let (number, results) = self.receiver.recv().ok()?;
            self.early.insert(number, results);
        };
        self.sizes.pop_front();
        self.next += 1;
        self.items -= items;
        self.bytes -= bytes;
        Some(results)
    }
}

/// What every batch needs.
struct Job<'j, W, F, G> {
    spare: &'j Mutex<Vec<W>>,
    stop: &'j AtomicBool,
    worker: &'j F,
    work: &'j G,
}

impl<W, F, G> Clone for Job<'_, W, F, G> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<W, F, G> Copy for Job<'_, W, F, G> {}

impl<W, F: Fn() -> W, G> Job<'_, W, F, G> {
    fn run<I, O>(self, number: u64, batch: Batch<I>, sender: &Sender<Done<O>>)
    where
        G: Fn(&mut W, Vec<I>) -> Vec<O>,
    {
        let results = catch_unwind(AssertUnwindSafe(|| {
            // Apart, so that the lock is not held while a worker is made.
            let spare = self.lock().pop();
            let mut worker = spare.unwrap_or_else(self.worker);
            let items = if self.stop.load(Relaxed) { Vec::new() } else { batch.items };
            let results = (self.work)(&mut worker, items);
            self.lock().push(worker);
            results
        }));
        // The receiver is gone only after an error that has already been reported.
        let _ = sender.send((number, results));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<W>> {
        self.spare.lock().unwrap_or_else(|e| e.into_inner())
    }
}
