//! Times and dates of `time`.

use ::time::{Month, OffsetDateTime};

use super::times::{date, instant};
use crate::time::{Date, Instant};

// The offset is no part of the point in time: what is read back is in UTC.
instant!(
    OffsetDateTime,
    |time: OffsetDateTime| Instant { seconds: time.unix_timestamp(), nanos: time.nanosecond() },
    |instant: Instant| OffsetDateTime::from_unix_timestamp(instant.seconds)
        .and_then(|time| time.replace_nanosecond(instant.nanos))
        .ok()
);

date!(
    ::time::Date,
    |date: ::time::Date| Date {
        year: date.year().into(),
        month: u8::from(date.month()).into(),
        day: date.day().into()
    },
    |date: Date| ::time::Date::from_calendar_date(
        i32::try_from(date.year).ok()?,
        Month::try_from(u8::try_from(date.month).ok()?).ok()?,
        u8::try_from(date.day).ok()?
    )
    .ok(),
    |date: ::time::Date| date.previous_day()
);
