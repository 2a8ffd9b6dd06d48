//! Points in time and days of other libraries: one form for all.

/// Implements attribute and key part for a point in time, from its conversions to and from [`Instant`](crate::time::Instant).
///
/// Nine digits of fraction, so that nothing is lost and texts sort as times; `{t:ms}` has three and `{t:rfc3339}` none, and they
/// refuse a finer time.
macro_rules! instant {
    ($time:ty, $to:expr, $from:expr) => {
        /// RFC 3339 in UTC with nine digits of fraction.
        ///
        /// Reads ISO 8601 with `T` or a space between day and time, any fraction of the second, and `Z`, `+01:00` or `+0100`
        /// behind it. A fraction finer than nanoseconds is rounded down; the offset is not kept.
        impl crate::value::Attribute for $time {
            const TYPE: Option<crate::value::Type> = Some(crate::value::Type::S);

            fn write(&self, writer: &mut dyn crate::value::Writer) -> Result<(), crate::value::EncodeError> {
                $to(*self).store(9, writer)
            }

            fn read<R: crate::value::Reader + ?Sized>(reader: &mut R) -> Result<Self, crate::value::DecodeError> {
                crate::time::Instant::parse_down(reader.string()?)
                    .and_then(|(instant, _)| $from(instant))
                    .ok_or_else(|| crate::value::DecodeError::invalid("a time, as in 2024-02-29T12:30:00.000000000Z"))
            }
        }

        /// RFC 3339 in UTC with nine digits of fraction, three as `{t:ms}`, or none as `{t:rfc3339}`.
        impl crate::key::KeyPart for $time {
            const SHAPE: crate::key::PartShape = crate::key::PartShape::fixed(crate::key::CharClass::TIME, 30);
            const PLAIN_SHAPE: crate::key::PartShape = Self::SHAPE;
            type Order = crate::key::order::Fixed;

            fn render(&self, format: crate::key::PartFormat, out: &mut String) -> Result<(), crate::key::KeyError> {
                $to(*self).write(crate::time::digits_of(format, 9), out)
            }

            fn parse(text: &str, _format: crate::key::PartFormat) -> Option<Self> {
                crate::time::Instant::parse(text).and_then($from)
            }

            fn predecessor(&self) -> Option<Self> {
                $to(*self).predecessor().and_then($from)
            }
        }
    };
}

/// Implements attribute and key part for a day, from its conversions to and from [`Date`](crate::time::Date) and the day before.
macro_rules! date {
    ($date:ty, $to:expr, $from:expr, $before:expr) => {
        /// `2024-02-29`.
        impl crate::value::Attribute for $date {
            const TYPE: Option<crate::value::Type> = Some(crate::value::Type::S);

            fn write(&self, writer: &mut dyn crate::value::Writer) -> Result<(), crate::value::EncodeError> {
                let mut text = String::with_capacity(10);
                $to(*self)
                    .write(&mut text)
                    .map_err(|_| crate::value::EncodeError::new("the date is outside the years 0000 to 9999"))?;
                writer.string(&text);
                Ok(())
            }

            fn read<R: crate::value::Reader + ?Sized>(reader: &mut R) -> Result<Self, crate::value::DecodeError> {
                crate::time::Date::parse(reader.string()?)
                    .and_then($from)
                    .ok_or_else(|| crate::value::DecodeError::invalid("a date, as in 2024-02-29"))
            }
        }

        /// `2024-02-29`.
        impl crate::key::KeyPart for $date {
            const SHAPE: crate::key::PartShape = crate::key::PartShape::fixed(crate::key::CharClass::DATE, 10);
            const PLAIN_SHAPE: crate::key::PartShape = Self::SHAPE;
            type Order = crate::key::order::Fixed;

            fn render(&self, _format: crate::key::PartFormat, out: &mut String) -> Result<(), crate::key::KeyError> {
                $to(*self).write(out)
            }

            fn parse(text: &str, _format: crate::key::PartFormat) -> Option<Self> {
                crate::time::Date::parse(text).and_then($from)
            }

            fn predecessor(&self) -> Option<Self> {
                $before(*self)
            }
        }
    };
}

pub(super) use {date, instant};
