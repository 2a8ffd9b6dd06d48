//! The system's time, with tokio's timer.

use std::time::{Duration, SystemTime};

use crate::backend::{Clock, Reply, SystemClock};

/// The time of the operating system. Sleeps on tokio's timer where there is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Reply<'_, ()> {
        Reply::pending(async move {
            // tokio's timer panics outside of a runtime, where a client with an HTTP stack of its own can well be used.
            if tokio::runtime::Handle::try_current().is_err() {
                return SystemClock.sleep(duration).await;
            }
            tokio::time::sleep(duration).await;
            Ok(())
        })
    }
}
