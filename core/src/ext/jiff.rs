//! Times and dates of `jiff`.

use ::jiff::Timestamp;
use ::jiff::civil;

use super::times::{date, instant};
use crate::time::{Date, Instant};

instant!(
    Timestamp,
    |time: Timestamp| {
        // Before 1970 the fraction of this library counts backwards.
        let nanos = time.as_nanosecond();
        Instant {
            seconds: nanos.div_euclid(1_000_000_000) as i64, // of at most twelve digits
            nanos: nanos.rem_euclid(1_000_000_000) as u32,
        }
    },
    |instant: Instant| Timestamp::from_nanosecond(
        i128::from(instant.seconds) * 1_000_000_000 + i128::from(instant.nanos)
    )
    .ok()
);

date!(
    civil::Date,
    |date: civil::Date| Date { year: date.year().into(), month: date.month().into(), day: date.day().into() },
    |date: Date| civil::Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?
    )
    .ok(),
    |date: civil::Date| date.yesterday().ok()
);
