//! Counts what goes through the allocator.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};

/// The system's allocator, which counts while [`allocations`] or [`live_bytes`] asks it to and costs one load otherwise.
pub struct Counting;

/// Returns how often `run` allocates, on this thread.
pub fn allocations<T>(run: impl FnOnce() -> T) -> usize {
    COUNTED.set(0);
    counting(run);
    COUNTED.get()
}

/// The bytes that `run` leaves allocated, and what holds them.
pub fn live_bytes<T>(run: impl FnOnce() -> T) -> (isize, T) {
    LIVE.store(0, Ordering::Relaxed);
    let kept = counting(run);
    (LIVE.load(Ordering::Relaxed), kept)
}

fn counting<T>(run: impl FnOnce() -> T) -> T {
    COUNTING.store(true, Ordering::Relaxed);
    let kept = run();
    COUNTING.store(false, Ordering::Relaxed);
    kept
}

static COUNTING: AtomicBool = AtomicBool::new(false);
static LIVE: AtomicIsize = AtomicIsize::new(0);

thread_local! {
    static COUNTED: Cell<usize> = const { Cell::new(0) };
}

fn count(allocations: usize, bytes: isize) {
    if COUNTING.load(Ordering::Relaxed) {
        LIVE.fetch_add(bytes, Ordering::Relaxed);
        COUNTED.set(COUNTED.get() + allocations);
    }
}

// SAFETY: every call goes to the system's allocator as it came; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as isize);
        // SAFETY: the caller's promises are those that this function asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(0, -(layout.size() as isize));
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as isize);
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(1, size as isize - layout.size() as isize);
        // SAFETY: as above.
        unsafe { System.realloc(place, layout, size) }
    }
}
