//! Where what is lent to a plugin lies: in the host's own memory, without a copy; or, while a plugin is checked, in
//! read-only pages with an inaccessible one after the last byte, so that reading past the end or
//! writing faults at once.

use chaffinch_plugin_abi::chf_str;

/// Where lent data lies.
#[derive(Default)]
pub(crate) enum Memory {
    /// Where it is.
    #[default]
    Lent,
    /// In pages of its own, which live as long as this.
    #[cfg(unix)]
    Guarded(Vec<unix::Pages>),
}

impl Memory {
    #[cfg(unix)]
    pub(crate) fn guarded() -> Self {
        Self::Guarded(Vec::new())
    }

    #[cfg(not(unix))]
    pub(crate) fn guarded() -> Self {
        Self::Lent
    }

    /// The values, to be lent; valid while they and `self` are.
    pub(crate) fn put<T: Copy>(&mut self, values: &[T]) -> *const T {
        match self {
            Self::Lent => values.as_ptr(),
            #[cfg(unix)]
            Self::Guarded(pages) => {
                let size = size_of_val(values);
                let page = unix::Pages::new(size);
                // SAFETY: the pages have room for `size` bytes that end where the guard begins, and nobody else has them
                // yet. The size of a type is a multiple of its alignment, so what ends at a page is aligned.
                let start = unsafe {
                    let start = page.end().sub(size);
                    std::ptr::copy_nonoverlapping(values.as_ptr().cast::<u8>(), start, size);
                    start
                };
                page.freeze();
                pages.push(page);
                start.cast_const().cast::<T>()
            }
        }
    }

    pub(crate) fn put_str(&mut self, text: &str) -> chf_str {
        chf_str { ptr: self.put(text.as_bytes()).cast(), len: text.len() }
    }
}

#[cfg(unix)]
pub(crate) mod unix {
    /// Pages with a guard behind them.
    pub(crate) struct Pages {
        start: *mut u8,
        usable: usize,
        whole: usize,
    }

    // SAFETY: the memory belongs to the value alone.
    unsafe impl Send for Pages {}

    impl Pages {
        /// Room for `size` bytes.
        ///
        /// # Panics
        /// When the system gives no memory: this is for checking plugins only.
        pub(crate) fn new(size: usize) -> Self {
            // SAFETY: `sysconf` has no conditions.
            let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096);
            let usable = size.div_ceil(page).max(1) * page;
            let whole = usable + page;
            let protection = libc::PROT_READ | libc::PROT_WRITE;
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            // SAFETY: a new anonymous mapping touches nothing that exists.
            let start = unsafe { libc::mmap(std::ptr::null_mut(), whole, protection, flags, -1, 0) };
            assert!(start != libc::MAP_FAILED, "no memory for guarded pages");
            let start = start.cast::<u8>();
            // SAFETY: the last page of the mapping just made.
            unsafe { libc::mprotect(start.add(usable).cast(), page, libc::PROT_NONE) };
            Self { start, usable, whole }
        }

        /// The first byte that cannot be touched.
        pub(crate) fn end(&self) -> *mut u8 {
            // SAFETY: inside the mapping.
            unsafe { self.start.add(self.usable) }
        }

        /// From now on they can only be read.
        pub(crate) fn freeze(&self) {
            // SAFETY: the mapping is ours.
            unsafe { libc::mprotect(self.start.cast(), self.usable, libc::PROT_READ) };
        }
    }

    impl Drop for Pages {
        fn drop(&mut self) {
            // SAFETY: the mapping is ours, and what was lent from it has ended.
            unsafe { libc::munmap(self.start.cast(), self.whole) };
        }
    }
}
