//! Retries: rules and pauses after errors that pass by themselves.

use std::time::{Duration, SystemTime};

use super::random;
use crate::backend::Clock;
use crate::error::{Error, ErrorKind};

/// Rules by which a store goes on with what DynamoDB refused for the moment or left undone. Give them to
/// [`Store::retrying`](crate::Store::retrying).
///
/// Two parties repeat calls. The backend repeats single ones: the AWS SDK those that did not get through, that DynamoDB failed
/// or that it throttled, as its retry configuration says (seven attempts, unless you gave it another). The store repeats
/// what takes knowledge of the operation, and this is about the store alone:
///
/// | what happened | what the store does | at the end |
/// |---|---|---|
/// | a batch left keys or items unprocessed | sends the rest, filled up with what was not sent yet | [`Unread`](crate::Unread), [`Unwritten`](crate::Unwritten): what was done, and what is left |
/// | a call of a batch was throttled as a whole | sends the same again | the same |
/// | a page of a query or scan was throttled | reads it again from where the one before ended | the error; the cursor of the page before goes on |
/// | a transaction was cancelled for conflicts and throttling alone, is in progress, or was throttled | sends the same again with the same token: it is done once at the most | [`TransactFailed`](crate::TransactFailed) with the reason of each operation |
/// | a put, update or delete met a transaction | sends it again; it was not written | [`Failed`](crate::Failed), an [`ErrorKind::TransactionConflict`] |
///
/// Nothing else is repeated: not a transaction with a single other reason, such as a condition that did not hold, and not a call
/// that did not get through for good ([`ErrorKind::Unavailable`], [`ErrorKind::Service`]), since the backend has tried that and
/// it is not known what became of it.
///
/// So a single write whose answer was lost on the way may be carried out twice, as with every use of the AWS SDK: an `add` or
/// `append` then counts twice, and a write on a condition, be it that of an optimistic lock, fails by what it wrote itself, which
/// is in [`Failed::old`](crate::Failed::old). Where that matters, make it a transaction of one: its token keeps it from being
/// done twice.
///
/// Before each further attempt there is a pause of random length, between nothing and a bound that doubles from attempt to
/// attempt, on the clock of the backend: a test with a clock of its own moves it, or retries [`never`](Self::never).
///
/// | setting | default | of what |
/// |---|---|---|
/// | [`attempts`](Self::attempts) | 10 | the first one included; of a batch, calls in a row that brought it no further |
/// | [`pauses`](Self::pauses) | 25 ms, 1 s | the bound of the first pause, and of the longest |
/// | [`deadline`](Self::deadline) | 30 s | from the first attempt; of a batch, from the last call that brought it further; of a query or scan, for each page |
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
    /// Returns the rules by which every call is made once, and what is left over is an error at once. A batch of many items is
    /// still sent in as many calls as it takes.
    #[must_use]
    pub const fn never() -> Self {
        Self { attempts: 1, first: Duration::ZERO, longest: Duration::ZERO, deadline: Duration::ZERO }
    }

    /// Gives up after so many attempts. Of a batch: after so many calls in a row that brought it no further.
    #[must_use]
    pub const fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets the bounds of the first pause and of the longest.
    #[must_use]
    pub const fn pauses(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// Begins no attempt later than this after the first one began. Of a batch: after the last call that brought it further.
    #[must_use]
    pub const fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Returns the bound of the pause after this number of failures.
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
pub(crate) struct Retries<'a> {
    retry: Retry,
    clock: &'a dyn Clock,
    start: SystemTime,
    /// Time slept, in case the clock is turned back.
    slept: Duration,
    failures: u32,
    /// Failures in a row without progress.
    idle: u32,
}

impl<'a> Retries<'a> {
    pub(crate) fn new(retry: Retry, clock: &'a dyn Clock) -> Self {
        Self { retry, clock, start: clock.now(), slept: Duration::ZERO, failures: 0, idle: 0 }
    }

    /// Notes that a call of several has done all that it was to do: failures after it are counted anew.
    pub(crate) fn done(&mut self) {
        *self = Self::new(self.retry, self.clock);
    }

    /// Waits for the next attempt after one that left something to do; `false` where there is to be none.
    pub(crate) async fn again(&mut self, progress: bool) -> bool {
        self.failures = self.failures.saturating_add(1);
        self.idle = if progress { 0 } else { self.idle.saturating_add(1) };
        let now = self.clock.now();
        if progress {
            (self.start, self.slept) = (now, Duration::ZERO);
        }
        let gone = now.duration_since(self.start).unwrap_or_default().max(self.slept);
        let left = self.retry.deadline.saturating_sub(gone);
        if self.idle >= self.retry.attempts.max(1) || left.is_zero() {
            return false;
        }
        let pause = part_of(self.retry.bound(self.failures).min(left), random::number(now));
        self.slept += pause;
        self.clock.sleep(pause).await.is_ok()
    }

    /// Returns how far the attempts came, for messages.
    pub(crate) fn given_up(&self) -> String {
        self.attempts().unwrap_or_else(|| "at once".to_owned())
    }

    /// Returns the number of attempts in words, where it is more than one.
    pub(crate) fn attempts(&self) -> Option<String> {
        match self.failures {
            0 | 1 => None,
            attempts if self.idle >= self.retry.attempts => Some(format!("in {attempts} attempts")),
            attempts => Some(format!("in {attempts} attempts within {:?}", self.retry.deadline)),
        }
    }
}

/// Returns whether DynamoDB refused a call for what passes in a moment. One that did not get through is not among it: the backend
/// has tried that again, and what became of it is not known.
pub(crate) fn passes(error: &Error) -> bool {
    error.is_retryable() && !matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Service)
}

/// Returns a random part of a duration, between nothing and all of it.
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
