//! Time, injectable.

use std::time::{Duration, SystemTime};

use super::Reply;

/// The time that a backend goes by, and how to wait for it to pass.
pub trait Clock: Send + Sync {
    /// Returns the time now.
    fn now(&self) -> SystemTime;

    /// Completes when so much time has passed on this clock.
    fn sleep(&self, duration: Duration) -> Reply<'_, ()>;
}

/// The time of the operating system. Sleeps on a thread of its own, so that no executor is needed; a backend that has an
/// executor should offer a clock that uses its timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Reply<'_, ()> {
        if duration.is_zero() {
            return Reply::ready(Ok(()));
        }
        let state = std::sync::Arc::new(std::sync::Mutex::new(Sleep::default()));
        let waiting = std::sync::Arc::clone(&state);
        let spawned = std::thread::Builder::new().name("monotable-sleep".to_owned()).spawn(move || {
            std::thread::sleep(duration);
            let mut sleep = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            sleep.over = true;
            if let Some(waker) = sleep.waker.take() {
                waker.wake();
            }
        });
        if spawned.is_err() {
            // No thread to be had: wait here rather than not at all.
            std::thread::sleep(duration);
            return Reply::ready(Ok(()));
        }
        Reply::pending(std::future::poll_fn(move |context| {
            let mut sleep = waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if sleep.over {
                return std::task::Poll::Ready(Ok(()));
            }
            sleep.waker = Some(context.waker().clone());
            std::task::Poll::Pending
        }))
    }
}

#[derive(Default)]
struct Sleep {
    over: bool,
    waker: Option<std::task::Waker>,
}
