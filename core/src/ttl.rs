//! Times of expiry.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::value::{Attribute, DecodeError, EncodeError, Number, Reader, Type, Writer};

/// When an item expires: whole seconds since 1970, as DynamoDB's time-to-live counts. It cannot be made from milliseconds
/// by mistake.
///
/// DynamoDB deletes an expired item in the background, typically within days; until then it is visible to every read. See
/// [How TTL works](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html).
///
/// ```
/// use monotable::Ttl;
/// use std::time::{Duration, SystemTime};
///
/// let now = SystemTime::now();
/// let session = Ttl::after(now, Duration::from_secs(3600));
/// assert!(!session.is_expired(now));
/// assert!(Ttl::from_secs(1_571_827_560_000).is_none()); // those were milliseconds
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ttl(u64);

impl Ttl {
    /// Returns the time this many seconds after 1970; `None` beyond the year 9999, which is what milliseconds come to.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Option<Self> {
        if seconds <= END_OF_9999 { Some(Self(seconds)) } else { None }
    }

    /// Returns this time, rounded down to a second; no earlier than 1970 and no later than the year 9999.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self(seconds.min(END_OF_9999))
    }

    /// Returns the time that is `duration` after `now`.
    #[must_use]
    pub fn after(now: SystemTime, duration: Duration) -> Self {
        Self(Self::at(now).0.saturating_add(duration.as_secs()).min(END_OF_9999))
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn secs(self) -> u64 {
        self.0
    }

    /// Returns whether the time has come: until DynamoDB gets to it, reads still return expired items.
    #[must_use]
    pub fn is_expired(self, now: SystemTime) -> bool {
        self.0 < Self::at(now).0
    }
}

impl Ttl {
    fn of_number(number: &Number) -> Result<Self, DecodeError> {
        let seconds = number.rounded_down(0).and_then(|seconds| u64::try_from(seconds).ok());
        seconds.map(Self).ok_or_else(|| DecodeError::invalid("seconds since 1970"))
    }
}

impl fmt::Display for Ttl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Takes what another program stored: milliseconds too, which are for DynamoDB a date far in the future, and a fraction of a
/// second, which is rounded down. What DynamoDB's time-to-live ignores, values that are no numbers and negative ones, is `None` of
/// an `Option<Ttl>` and an error for a `Ttl`; a put of what was read so leaves the attribute out.
impl Attribute for Ttl {
    const TYPE: Option<Type> = Some(Type::N);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.number(&Number::from(self.0));
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        Self::of_number(&reader.number()?)
    }

    fn __read_option<R: Reader + ?Sized>(reader: &mut R) -> Result<Option<Self>, DecodeError> {
        if reader.kind()? != Type::N {
            return reader.skip().map(|()| None);
        }
        let number = reader.number()?;
        if number.is_negative() { Ok(None) } else { Self::of_number(&number).map(Some) }
    }
}

/// The last second of the year 9999.
const END_OF_9999: u64 = 253_402_300_799;
