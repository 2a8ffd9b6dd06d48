//! Times and dates of `chrono`.

use ::chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::times::{date, instant};
use crate::time::{Date, Instant};

// A leap second has more than 999,999,999 nanoseconds, and no text that would sort: it is refused.
instant!(
    DateTime<Utc>,
    |time: DateTime<Utc>| Instant { seconds: time.timestamp(), nanos: time.timestamp_subsec_nanos() },
    |instant: Instant| DateTime::from_timestamp(instant.seconds, instant.nanos)
);

date!(
    NaiveDate,
    |date: NaiveDate| Date { year: date.year().into(), month: date.month().into(), day: date.day().into() },
    |date: Date| NaiveDate::from_ymd_opt(
        i32::try_from(date.year).ok()?,
        u32::try_from(date.month).ok()?,
        u32::try_from(date.day).ok()?
    ),
    |date: NaiveDate| date.pred_opt()
);
