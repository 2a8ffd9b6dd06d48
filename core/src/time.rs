//! Points in time, and the texts in which times of every library stand in keys and attributes.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::codec::SetMember;
use crate::key::order::Fixed;
use crate::key::{CharClass, KeyError, KeyPart, PartFormat, PartShape};
use crate::value::{Attribute, DecodeError, EncodeError, Reader, SetKind, Type, Writer};

/// A point in time: milliseconds in UTC, years 0000 to 9999.
///
/// In keys and attributes it is 24 characters of ISO 8601, which sort as the times do:
///
/// ```
/// use monotable::Timestamp;
///
/// let placed: Timestamp = "2024-02-29T13:30:00+01:00".parse()?;
/// assert_eq!(placed.to_string(), "2024-02-29T12:30:00.000Z");
/// assert_eq!(placed.as_millis(), 1_709_209_800_000);
/// # Ok::<(), monotable::values::TimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// `0000-01-01T00:00:00.000Z`.
    pub const MIN: Self = Self(FIRST_SECOND * 1000);
    /// `9999-12-31T23:59:59.999Z`.
    pub const MAX: Self = Self(LAST_SECOND * 1000 + 999);
    /// `1970-01-01T00:00:00.000Z`.
    pub const UNIX_EPOCH: Self = Self(0);

    /// Returns the time this many milliseconds after 1970 in UTC; `None` outside the years 0000 to 9999.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Option<Self> {
        if millis >= Self::MIN.0 && millis <= Self::MAX.0 { Some(Self(millis)) } else { None }
    }

    /// Returns the time this many seconds after 1970 in UTC; `None` outside the years 0000 to 9999.
    #[must_use]
    pub const fn from_secs(seconds: i64) -> Option<Self> {
        match seconds.checked_mul(1000) {
            Some(millis) => Self::from_millis(millis),
            None => None,
        }
    }

    /// Returns the time of the operating system.
    #[must_use]
    pub fn now() -> Self {
        Self::from_system(SystemTime::now())
    }

    /// Milliseconds since 1970 in UTC.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Returns the whole seconds since 1970 in UTC.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Adds a duration, in whole milliseconds; `None` beyond the year 9999.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        Self::from_millis(self.0.checked_add(i64::try_from(duration.as_millis()).ok()?)?)
    }

    /// Subtracts a duration, in whole milliseconds; `None` before the year 0000.
    #[must_use]
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        Self::from_millis(self.0.checked_sub(i64::try_from(duration.as_millis()).ok()?)?)
    }

    /// Returns the time of a clock, cut to milliseconds, and to the years that there are texts for.
    fn from_system(time: SystemTime) -> Self {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos().div_ceil(1_000_000)).map_or(i64::MIN, |ms| -ms),
        };
        Self(millis.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Rounds down to milliseconds.
    fn from_instant(instant: Instant) -> Option<Self> {
        Self::from_millis(instant.seconds * 1000 + i64::from(instant.nanos / 1_000_000))
    }

    fn instant(self) -> Instant {
        Instant { seconds: self.as_secs(), nanos: self.0.rem_euclid(1000) as u32 * 1_000_000 }
    }
}

/// Cut to whole milliseconds and to the years 0000 to 9999.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self::from_system(time)
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let distance = Duration::from_millis(time.0.unsigned_abs());
        // Ten thousand years fit into every system's clock.
        let system = if time.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        system.unwrap_or(UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(24);
        self.instant().write(3, &mut text).map_err(|_| fmt::Error)?;
        f.pad(&text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads RFC 3339, with any offset. A fraction finer than milliseconds is an error.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let instant = Instant::parse(text).ok_or(TimestampError)?;
        if !instant.nanos.is_multiple_of(1_000_000) {
            return Err(TimestampError);
        }
        Self::from_instant(instant).ok_or(TimestampError)
    }
}

/// A text that is no [`Timestamp`]: not RFC 3339, finer than milliseconds, or outside the years 0000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampError;

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an RFC 3339 time in milliseconds between the years 0000 and 9999")
    }
}

impl std::error::Error for TimestampError {}

/// Reads ISO 8601 with `T` or a space between day and time, any fraction of the second, and `Z`, `+01:00` or `+0100` behind it.
/// A fraction finer than milliseconds is rounded down; the offset is not kept.
impl Attribute for Timestamp {
    const TYPE: Option<Type> = Some(Type::S);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        self.instant().store(3, writer)
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        Instant::parse_down(reader.string()?)
            .and_then(|(instant, _)| Self::from_instant(instant))
            .ok_or_else(|| DecodeError::invalid("a time, as in 2024-02-29T12:30:00.000Z"))
    }
}

impl SetMember for Timestamp {
    const KIND: SetKind = SetKind::S;
}

impl KeyPart for Timestamp {
    const SHAPE: PartShape = PartShape::fixed(CharClass::TIME, 24);
    const PLAIN_SHAPE: PartShape = Self::SHAPE;
    type Order = Fixed;

    fn render(&self, format: PartFormat, out: &mut String) -> Result<(), KeyError> {
        self.instant().write(digits_of(format, 3), out)
    }

    fn parse(text: &str, _format: PartFormat) -> Option<Self> {
        text.parse().ok()
    }

    fn predecessor(&self) -> Option<Self> {
        Self::from_millis(self.0 - 1)
    }
}

/// A point in time as all libraries have it: seconds since 1970 in UTC, and nanoseconds of that second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    pub(crate) seconds: i64,
    pub(crate) nanos: u32,
}

impl Instant {
    /// Appends `2024-02-29T12:30:00` with so many digits of fraction, and `Z`.
    pub(crate) fn write(self, digits: u32, out: &mut String) -> Result<(), KeyError> {
        if !(FIRST_SECOND..=LAST_SECOND).contains(&self.seconds) {
            return Err(KeyError::new(OUTSIDE));
        }
        let unit = 10_u32.pow(9 - digits);
        if !self.nanos.is_multiple_of(unit) || self.nanos >= NANOS {
            return Err(KeyError::new("is finer than its format"));
        }
        let second = self.seconds.rem_euclid(DAY) as u32; // of one day
        write_date(self.seconds.div_euclid(DAY), out)?;
        let mut clock = *b"T00:00:00.000000000Z";
        two_digits(&mut clock, 1, second / 3600);
        two_digits(&mut clock, 4, second / 60 % 60);
        two_digits(&mut clock, 7, second % 60);
        let mut rest = self.nanos / unit;
        // the point goes with the last digit
        let end = if digits == 0 { 9 } else { 10 + digits as usize };
        for digit in clock[10.min(end)..end].iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        clock[end] = b'Z';
        out.push_str(str::from_utf8(&clock[..=end]).expect("digits and signs are ASCII"));
        Ok(())
    }

    /// Returns the time a nanosecond earlier.
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    pub(crate) fn predecessor(self) -> Option<Self> {
        Some(match self.nanos.checked_sub(1) {
            Some(nanos) => Self { nanos, ..self },
            None => Self { seconds: self.seconds.checked_sub(1)?, nanos: NANOS - 1 },
        })
    }

    /// Writes the text as an attribute.
    pub(crate) fn store(self, digits: u32, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        let mut text = String::with_capacity(30);
        self.write(digits, &mut text).map_err(|_| EncodeError::new(format!("the time {OUTSIDE}")))?;
        writer.string(&text);
        Ok(())
    }

    /// Reads ISO 8601 with any offset and up to nine digits of fraction.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::parse_down(text).filter(|(_, exact)| *exact).map(|(instant, _)| instant)
    }

    /// Reads ISO 8601 with any offset and fraction, rounded down to nanoseconds, and says whether nothing was lost.
    pub(crate) fn parse_down(text: &str) -> Option<(Self, bool)> {
        let (date, rest) = text.split_at_checked(10)?;
        let days = Date::parse(date)?.days();
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (clock, rest) = rest.split_at_checked(8)?;
        let [h1, h2, b':', m1, m2, b':', s1, s2] = *clock.as_bytes() else { return None };
        let (hour, minute, second) = (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let (fraction, offset) = match rest.strip_prefix('.') {
            Some(rest) => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                rest.split_at_checked(digits).filter(|_| digits > 0)?
            }
            None => ("", rest),
        };
        let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
        let nanos = digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'));
        // zeros behind the nanoseconds are no loss, and yet no text of ours
        let exact = fraction.len() <= 9;
        let seconds = days * DAY + hour * 3600 + minute * 60 + second - parse_offset(offset)?;
        (FIRST_SECOND..=LAST_SECOND).contains(&seconds).then_some((Self { seconds, nanos }, exact))
    }
}

/// Returns the digits of fraction that a format of keys has, of a type that has `usual` ones.
pub(crate) fn digits_of(format: PartFormat, usual: u32) -> u32 {
    match format {
        PartFormat::Millis => 3,
        PartFormat::Rfc3339 => 0,
        PartFormat::Default | PartFormat::Width(_) | PartFormat::Plain => usual,
    }
}

/// Seconds east of UTC.
fn parse_offset(text: &str) -> Option<i64> {
    match *text.as_bytes() {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] | [sign @ (b'+' | b'-'), h1, h2, m1, m2] => {
            let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
            let seconds = hours * 3600 + minutes * 60;
            (hours < 24 && minutes < 60).then_some(if sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

/// Appends the day that is so many days after 1970-01-01.
fn write_date(days: i64, out: &mut String) -> Result<(), KeyError> {
    // Years begin in March, so that the leap day comes last; four centuries have the same days.
    let days = days + MARCH_OF_YEAR_ZERO;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    Date { year: era * 400 + year + month / 10, month: (month + 2) % 12 + 1, day }.write(out)
}

/// A day as all libraries have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
}

impl Date {
    /// Appends `2024-02-29`.
    pub(crate) fn write(self, out: &mut String) -> Result<(), KeyError> {
        let Self { year, month, day } = self;
        if !(0..=9999).contains(&year) {
            return Err(KeyError::new(OUTSIDE));
        }
        let mut text = *b"0000-00-00";
        let century = (year / 100) as u32; // of four digits
        two_digits(&mut text, 0, century);
        two_digits(&mut text, 2, year as u32 % 100);
        two_digits(&mut text, 5, month as u32);
        two_digits(&mut text, 8, day as u32);
        out.push_str(str::from_utf8(&text).expect("digits and hyphens are ASCII"));
        Ok(())
    }

    /// Reads `2024-02-29`; `None` for what is no date.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let (year, month, day) = (two(y1, y2)? * 100 + two(y3, y4)?, two(m1, m2)?, two(d1, d2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=last).contains(&day).then_some(Self { year, month, day })
    }

    /// Days since 1970-01-01.
    fn days(self) -> i64 {
        let Self { year, month, day } = self;
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        let in_era = year * 365 + year / 4 - year / 100 + (153 * month + 2) / 5 + day - 1;
        era * ERA + in_era - MARCH_OF_YEAR_ZERO
    }
}

/// Writes two digits there.
fn two_digits(text: &mut [u8], at: usize, value: u32) {
    text[at] = b'0' + (value / 10) as u8;
    text[at + 1] = b'0' + (value % 10) as u8;
}

fn two(high: u8, low: u8) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    Some(digit(high)? * 10 + digit(low)?)
}

const OUTSIDE: &str = "is outside the years 0000 to 9999";
const NANOS: u32 = 1_000_000_000;
const DAY: i64 = 86_400;
/// Days of four centuries.
const ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const MARCH_OF_YEAR_ZERO: i64 = 719_468;
/// 0000-01-01 and the last second of 9999-12-31.
const FIRST_SECOND: i64 = -62_167_219_200;
const LAST_SECOND: i64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other_through_all_years() {
        let (first, last) = (FIRST_SECOND / DAY, LAST_SECOND / DAY);
        let mut previous = String::new();
        for day in (first..=last).filter(|day| *day % 17 == 0 || *day < first + 1500 || *day > last - 1500) {
            let mut text = String::new();
            write_date(day, &mut text).unwrap();
            assert!(previous < text);
            assert_eq!(Date::parse(&text).unwrap().days(), day);
            previous = text;
        }
        assert_eq!(previous, "9999-12-31");
        assert!(write_date(first - 1, &mut String::new()).is_err());
        assert!(write_date(last + 1, &mut String::new()).is_err());
    }

    #[test]
    fn times_are_read_with_any_offset_and_fraction_of_milliseconds() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01t01:00:00.5+01:00", 500),
            ("1969-12-31 23:59:59.999000000z", -1),
            ("1969-12-31T18:30:00-05:30", 0),
            ("1970-01-01T01:00:00+0100", 0),
            ("2000-02-29T12:34:56.789Z", 951_827_696_789),
        ] {
            assert_eq!(text.parse::<Timestamp>().map(Timestamp::as_millis), Ok(millis), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_in_milliseconds_is_refused() {
        for text in [
            "",
            "2024-02-30T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:60:00Z",
            "2024-01-01T00:00:60Z",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00.0001Z",
            "2024-01-01T00:00:00.0000000000Z",
            "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00+010",
            "2024-01-01T00:00:00+01:0",
            "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "2024-01-01T0\u{e9}:00:00Z",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}T00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(TimestampError), "{text}");
        }
    }

    #[test]
    fn a_system_time_is_cut_to_milliseconds_towards_the_past() {
        let at = |nanos: i64| match u64::try_from(nanos) {
            Ok(nanos) => UNIX_EPOCH + Duration::from_nanos(nanos),
            Err(_) => UNIX_EPOCH - Duration::from_nanos(nanos.unsigned_abs()),
        };
        assert_eq!(Timestamp::from(at(1_999_999)).as_millis(), 1);
        assert_eq!(Timestamp::from(at(-1)).as_millis(), -1);
        assert_eq!(Timestamp::from(at(-1_000_000)).as_millis(), -1);
        for time in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
            assert_eq!(Timestamp::from(SystemTime::from(time)), time);
        }
    }

    #[test]
    fn times_stay_within_the_years_that_have_texts() {
        assert_eq!(Timestamp::MIN.to_string(), "0000-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::MAX.checked_add(Duration::from_millis(1)), None);
        assert_eq!(Timestamp::MIN.checked_sub(Duration::from_millis(1)), None);
        assert_eq!(Timestamp::UNIX_EPOCH.checked_add(Duration::MAX), None);
        assert_eq!(Timestamp::from_secs(i64::MAX), None);
        assert_eq!(Timestamp::from_secs(1).map(Timestamp::as_millis), Some(1000));
    }
}
