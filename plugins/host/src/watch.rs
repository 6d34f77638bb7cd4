//! Who is in a plugin right now: one [`Slot`] for each worker of each plugin stage.
//!
//! A slot says, without a lock, which stage a thread is in and on which document. Two read it:
//! the watchdog thread, which names a stage that never returns, and the handlers of [`crash`](crate::crash), which name
//! one that brings the process down.

use crate::Messages;
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::{Duration, Instant};

/// Words of an id that are kept: 128 bytes.
const WORDS: usize = 16;
const EVERY: Duration = Duration::from_millis(100);
/// A stage without a timeout is mentioned after this long.
const LONG: Duration = Duration::from_secs(60);
/// What a stage is given to notice that it should stop, after its timeout.
const GRACE: Duration = Duration::from_secs(1);

/// What a worker of a plugin stage is doing.
pub(crate) struct Slot {
    /// The stage, for messages: "stage `acme/x` of plugin `acme` 1.2.0".
    pub(crate) stage: &'static str,
    timeout: Option<Duration>,
    /// Odd while a call is running; goes up with each.
    calls: AtomicU64,
    id_len: AtomicU32,
    id: [AtomicU64; WORDS],
}

thread_local! {
    static HERE: Cell<*const Slot> = const { Cell::new(std::ptr::null()) };
}

static SLOTS: Mutex<Vec<Arc<Slot>>> = Mutex::new(Vec::new());

impl Slot {
    /// A slot that the watchdog looks at for as long as somebody else holds it.
    pub(crate) fn new(stage: &'static str, timeout: Option<Duration>) -> Arc<Self> {
        let slot = Arc::new(Self {
            stage,
            timeout,
            calls: AtomicU64::new(0),
            id_len: AtomicU32::new(0),
            id: [const { AtomicU64::new(0) }; WORDS],
        });
        lock().push(Arc::clone(&slot));
        slot
    }

    /// Marks this thread as being in the stage with document `id`, until the guard is dropped.
    pub(crate) fn enter(&self, id: &str) -> Inside<'_> {
        let bytes = &id.as_bytes()[..id.len().min(WORDS * 8)];
        for (word, chunk) in self.id.iter().zip(bytes.chunks(8)) {
            let mut padded = [0; 8];
            padded[..chunk.len()].copy_from_slice(chunk);
            word.store(u64::from_ne_bytes(padded), Ordering::Relaxed);
        }
        self.id_len.store(u32::try_from(bytes.len()).unwrap_or(0), Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Release);
        Inside { slot: self, before: HERE.replace(self) }
    }

    /// The id, as far as it is kept, in a buffer: what a signal handler can use.
    pub(crate) fn copy_id(&self, to: &mut [u8; WORDS * 8]) -> usize {
        for (word, chunk) in self.id.iter().zip(to.chunks_mut(8)) {
            chunk.copy_from_slice(&word.load(Ordering::Relaxed).to_ne_bytes());
        }
        (self.id_len.load(Ordering::Relaxed) as usize).min(to.len())
    }

    fn id(&self) -> String {
        let mut bytes = [0; WORDS * 8];
        let len = self.copy_id(&mut bytes);
        String::from_utf8_lossy(&bytes[..len]).into_owned()
    }
}

/// While it lives, this thread is in a plugin.
pub(crate) struct Inside<'s> {
    slot: &'s Slot,
    before: *const Slot,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        HERE.set(self.before);
        self.slot.calls.fetch_add(1, Ordering::Release);
    }
}

/// The slot of the plugin that this thread is in.
pub(crate) fn here<'s>() -> Option<&'s Slot> {
    let slot = HERE.try_with(Cell::get).unwrap_or(std::ptr::null());
    // SAFETY: the pointer is set only while `Inside` borrows the slot on this thread's stack.
    unsafe { slot.as_ref() }
}

fn lock() -> std::sync::MutexGuard<'static, Vec<Arc<Slot>>> {
    SLOTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the watchdog, once a process.
pub(crate) fn start(messages: &Arc<dyn Messages>) {
    static STARTED: Once = Once::new();
    let messages = Arc::clone(messages);
    STARTED.call_once(|| {
        let thread = std::thread::Builder::new().name("chaffinch-watchdog".to_owned());
        // Without a thread there is no watchdog, and everything else works.
        let _ = thread.spawn(move || watch(&*messages));
    });
}

/// A call that was seen running.
struct Seen {
    slot: Arc<Slot>,
    call: u64,
    since: Instant,
    mentioned: bool,
}

fn watch(messages: &dyn Messages) {
    let mut seen: Vec<Seen> = Vec::new();
    loop {
        std::thread::sleep(EVERY);
        let running: Vec<(Arc<Slot>, u64)> = {
            let mut slots = lock();
            slots.retain(|s| Arc::strong_count(s) > 1 || s.calls.load(Ordering::Acquire) % 2 == 1);
            let calls = slots.iter().map(|s| (Arc::clone(s), s.calls.load(Ordering::Acquire)));
            calls.filter(|(_, call)| call % 2 == 1).collect()
        };
        seen.retain(|s| running.iter().any(|(slot, call)| Arc::ptr_eq(slot, &s.slot) && *call == s.call));
        for (slot, call) in running {
            if !seen.iter().any(|s| Arc::ptr_eq(&slot, &s.slot)) {
                seen.push(Seen { slot, call, since: Instant::now(), mentioned: false });
            }
        }
        for s in &mut seen {
            judge(s, messages);
        }
    }
}

fn judge(seen: &mut Seen, messages: &dyn Messages) {
    let (slot, spent) = (&seen.slot, seen.since.elapsed());
    match slot.timeout {
        Some(timeout) if spent > timeout + GRACE.max(timeout) => {
            let message = format!(
                "{} has not returned from document `{}` for {:.1} s (its timeout is {} s) and does not ask whether to stop; the run cannot go on. With `isolate = true` on the stage, only that document would be lost",
                slot.stage,
                slot.id(),
                spent.as_secs_f64(),
                timeout.as_secs_f64()
            );
            messages.stuck(&message);
        }
        None if spent > LONG && !seen.mentioned => {
            seen.mentioned = true;
            messages.warning(&format!(
                "{} has been on document `{}` for {} s; `timeout = SECONDS` on the stage would end it",
                slot.stage,
                slot.id(),
                spent.as_secs()
            ));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_says_where_this_thread_is() {
        assert!(here().is_none());
        let outer = Slot::new("outer", None);
        let inner = Slot::new("inner", None);
        let inside = outer.enter("first");
        {
            let _inside = inner.enter("dvě");
            assert_eq!(here().map(|s| (s.stage, s.id())), Some(("inner", "dvě".to_owned())));
        }
        assert_eq!(here().map(|s| (s.stage, s.id())), Some(("outer", "first".to_owned())));
        drop(inside);
        assert!(here().is_none());
        let long = "x".repeat(1000);
        let _inside = outer.enter(&long);
        assert_eq!(outer.id().len(), 128);
    }
}
