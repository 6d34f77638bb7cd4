//! Panics end here: none crosses the border. A hook keeps the message and the place of a panic
//! inside a call for the host, instead of printing them over its progress bar.

use crate::Error;
use chaffinch_plugin_abi::chf_call;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

thread_local! {
    static CALL: Cell<*mut chf_call> = const { Cell::new(std::ptr::null_mut()) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `f` inside the call `raw`: panics are caught and logs find their way.
pub(crate) fn within<T>(raw: *mut chf_call, f: impl FnOnce() -> T) -> Result<T, Error> {
    let outer = CALL.replace(raw);
    let result = catch(f);
    CALL.set(outer);
    result
}

/// Runs `f`; a panic becomes an error with its message and place.
pub(crate) fn catch<T>(f: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(f)).map_err(|payload| {
        let message = message(&*payload);
        release(payload);
        let place = PLACE.take();
        Error::panicked(if place.is_empty() { message } else { format!("{message} (at {place})") })
    })
}

/// The call that this thread is in, lent until [`within`] returns.
pub(crate) fn current() -> Option<*mut chf_call> {
    Some(CALL.get()).filter(|call| !call.is_null())
}

/// Installs the hook, and the way to the host's log, once per library.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| match current() {
            Some(_) => note(info),
            None => previous(info),
        }));
        #[cfg(feature = "tracing")]
        crate::trace::install();
    });
}

fn note(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    PLACE.with(|p| p.replace(place));
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("(no message)").to_owned()
}

/// Text is freed. Anything else is leaked, since its drop may panic again.
fn release(payload: Box<dyn Any + Send>) {
    if !payload.is::<&str>() && !payload.is::<String>() {
        std::mem::forget(payload);
    }
}
