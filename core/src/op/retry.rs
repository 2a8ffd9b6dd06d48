//! How loops go on after what passes by itself.

use std::time::{Duration, SystemTime};

use super::random;
use crate::backend::Clock;
use crate::error::{Error, ErrorKind};

/// How a store goes on with what DynamoDB did not do yet: the unprocessed rest of a batch, and transactions that met another
/// one or a limit of throughput. Give it to [`Store::retrying`](super::Store::retrying).
///
/// Before each further attempt there is a pause of random length, up to a bound that doubles from attempt to attempt, on the
/// clock of the backend. Calls that did not get through at all are the backend's to repeat, as the AWS SDK does.
///
/// ```
/// use std::time::Duration;
/// use monotable::Retry;
///
/// let patient = Retry::default().attempts(20).deadline(Duration::from_secs(120));
/// let hurried = Retry::default().pauses(Duration::from_millis(5), Duration::from_millis(80)).deadline(Duration::from_secs(1));
/// # let _ = (patient, hurried);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
    deadline: Duration,
}

impl Retry {
    /// Every call is made once, and what is left over is an error at once. A batch of many items is still sent in as many
    /// calls as it takes.
    #[must_use]
    pub const fn never() -> Self {
        Self { attempts: 1, first: Duration::ZERO, longest: Duration::ZERO, deadline: Duration::ZERO }
    }

    /// Gives up after so many attempts. Of a batch: after so many calls in a row that brought it no further.
    #[must_use]
    pub const fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// The bound of the first pause, and that of the longest.
    #[must_use]
    pub const fn pauses(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// Begins no attempt later than this after the first one began.
    #[must_use]
    pub const fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The bound of the pause after so many failures.
    fn bound(&self, failures: u32) -> Duration {
        self.first.saturating_mul(1_u32.checked_shl(failures - 1).unwrap_or(u32::MAX)).min(self.longest)
    }
}

/// 10 attempts within 30 seconds; the bound of the pauses goes from 25 milliseconds to 1 second.
impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 10,
            first: Duration::from_millis(25),
            longest: Duration::from_secs(1),
            deadline: Duration::from_secs(30),
        }
    }
}

/// The attempts of one operation.
pub(super) struct Retries<'a> {
    retry: Retry,
    clock: &'a dyn Clock,
    start: SystemTime,
    /// What was slept, in case the clock is turned back.
    slept: Duration,
    failures: u32,
    /// Failures in a row without progress.
    idle: u32,
}

impl<'a> Retries<'a> {
    pub(super) fn new(retry: Retry, clock: &'a dyn Clock) -> Self {
        Self { retry, clock, start: clock.now(), slept: Duration::ZERO, failures: 0, idle: 0 }
    }

    /// Waits for the next attempt after one that left something to do; `false` where there is to be none.
    pub(super) async fn again(&mut self, progress: bool) -> bool {
        self.failures = self.failures.saturating_add(1);
        self.idle = if progress { 0 } else { self.idle.saturating_add(1) };
        let now = self.clock.now();
        let gone = now.duration_since(self.start).unwrap_or_default().max(self.slept);
        let left = self.retry.deadline.saturating_sub(gone);
        if self.idle >= self.retry.attempts.max(1) || left.is_zero() {
            return false;
        }
        let pause = part_of(self.retry.bound(self.failures).min(left), random::number(now));
        self.slept += pause;
        self.clock.sleep(pause).await.is_ok()
    }

    /// How far it came, for messages.
    pub(super) fn given_up(&self) -> String {
        match self.failures {
            0 | 1 => "at once".to_owned(),
            attempts if self.idle >= self.retry.attempts => format!("in {attempts} attempts"),
            attempts => format!("in {attempts} attempts within {:?}", self.retry.deadline),
        }
    }
}

/// Whether DynamoDB refused a call for what passes in a moment. One that did not get through is not among it: the backend
/// has tried that again, and what became of it is not known.
pub(super) fn passes(error: &Error) -> bool {
    error.is_retryable() && !matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Service)
}

/// A random part of a duration: all of it at the most, nothing at the least.
fn part_of(bound: Duration, random: u64) -> Duration {
    let nanos = u64::try_from(bound.as_nanos()).unwrap_or(u64::MAX);
    let part = ((u128::from(nanos) + 1) * u128::from(random)) >> 64;
    Duration::from_nanos(u64::try_from(part).unwrap_or(nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_of_the_pauses_doubles_up_to_the_longest() {
        let retry = Retry::default().pauses(Duration::from_millis(25), Duration::from_millis(180));
        let bounds = [1, 2, 3, 4, 5, 33, u32::MAX].map(|failures| retry.bound(failures).as_millis());

        assert_eq!(bounds, [25, 50, 100, 180, 180, 180, 180]);
    }

    #[test]
    fn a_pause_is_anything_up_to_its_bound() {
        let bound = Duration::from_millis(100);

        assert_eq!(part_of(bound, 0), Duration::ZERO);
        assert_eq!(part_of(bound, u64::MAX), bound);
        assert_eq!(part_of(bound, 1 << 63), bound / 2);
        assert_eq!(part_of(Duration::ZERO, u64::MAX), Duration::ZERO);
        assert_eq!(part_of(Duration::MAX, u64::MAX), Duration::from_nanos(u64::MAX));
    }
}
