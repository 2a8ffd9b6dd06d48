//! A clock that goes when it is told to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use monotable::{Clock, Reply};

/// A clock for tests: it stands still until [`advance`](Self::advance) or [`set`](Self::set) moves it, and whoever sleeps on
/// it wakes when it has moved far enough. Clones are the same clock.
///
/// ```
/// use std::sync::Arc;
/// use std::time::{Duration, SystemTime};
///
/// use monotable::Clock;
/// use monotable_local::{LocalBackend, ManualClock};
///
/// let clock = ManualClock::at(SystemTime::UNIX_EPOCH);
/// let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).build();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(60));
/// # drop(backend);
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    now: SystemTime,
    /// Who sleeps, and until when. One entry per sleeper: a second poll replaces the first one's waker.
    sleepers: Vec<Sleeper>,
    next_id: u64,
}

#[derive(Debug)]
struct Sleeper {
    id: u64,
    until: SystemTime,
    waker: Waker,
}

impl ManualClock {
    /// A clock that shows this time.
    #[must_use]
    pub fn at(now: SystemTime) -> Self {
        Self { state: Arc::new(Mutex::new(State { now, sleepers: Vec::new(), next_id: 0 })) }
    }

    /// Moves the clock forward and wakes whose time has come.
    pub fn advance(&self, duration: Duration) {
        let state = self.lock();
        let now = state.now.checked_add(duration).unwrap_or(state.now);
        move_to(state, now);
    }

    /// Moves the clock to a time, also back, and wakes whose time has come.
    pub fn set(&self, now: SystemTime) {
        move_to(self.lock(), now);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn move_to(mut state: MutexGuard<'_, State>, now: SystemTime) {
    state.now = now;
    let due: Vec<Sleeper> = state.sleepers.extract_if(.., |sleeper| sleeper.until <= now).collect();
    // A waker may run code that reads this clock.
    drop(state);
    due.into_iter().for_each(|sleeper| sleeper.waker.wake());
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.lock().now
    }

    fn sleep(&self, duration: Duration) -> Reply<'_, ()> {
        let mut state = self.lock();
        let Some(until) = state.now.checked_add(duration) else {
            // Longer than time lasts.
            return Reply::pending(std::future::pending());
        };
        if until <= state.now {
            return Reply::ready(Ok(()));
        }
        state.next_id += 1;
        let sleep = Sleep { id: state.next_id, clock: self };
        drop(state);
        Reply::pending(std::future::poll_fn(move |context| {
            let sleep = &sleep; // all of it moves in, and is dropped with the future
            let mut state = sleep.clock.lock();
            state.sleepers.retain(|sleeper| sleeper.id != sleep.id);
            if until <= state.now {
                return Poll::Ready(Ok(()));
            }
            state.sleepers.push(Sleeper { id: sleep.id, until, waker: context.waker().clone() });
            Poll::Pending
        }))
    }
}

/// A sleep under way; a dropped one is forgotten.
struct Sleep<'a> {
    id: u64,
    clock: &'a ManualClock,
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        self.clock.lock().sleepers.retain(|sleeper| sleeper.id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Wake};

    use super::*;

    #[derive(Default)]
    struct Wakes(AtomicUsize);

    impl Wake for Wakes {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_sleeper_wakes_when_the_clock_has_moved_far_enough() {
        // given
        let clock = ManualClock::at(SystemTime::UNIX_EPOCH);
        let wakes = Arc::new(Wakes::default());
        let waker = Waker::from(Arc::clone(&wakes));
        let mut context = Context::from_waker(&waker);
        let mut sleep = pin!(clock.sleep(Duration::from_secs(10)));
        assert!(sleep.as_mut().poll(&mut context).is_pending());

        // when
        clock.advance(Duration::from_secs(9));
        let early = wakes.0.load(Ordering::SeqCst);
        clock.advance(Duration::from_secs(1));

        // then
        assert_eq!(early, 0);
        assert_eq!(wakes.0.load(Ordering::SeqCst), 1);
        assert!(sleep.as_mut().poll(&mut context).is_ready());
    }

    #[test]
    fn a_dropped_sleep_leaves_nothing_behind() {
        // given
        let clock = ManualClock::at(SystemTime::UNIX_EPOCH);
        let mut sleep = Box::pin(clock.sleep(Duration::from_secs(10)));
        assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());

        // when
        drop(sleep);

        // then
        assert!(clock.lock().sleepers.is_empty());
    }

    #[test]
    fn no_time_is_slept_at_once() {
        let clock = ManualClock::at(SystemTime::UNIX_EPOCH);
        let mut sleep = pin!(clock.sleep(Duration::ZERO));
        assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }
}
