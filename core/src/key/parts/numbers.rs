//! Numbers as key parts.

use std::fmt::Write;

use crate::key::digits::push_digits;
use crate::key::order::Fixed;
use crate::key::{CharClass, KeyError, KeyPart, PartFormat, PartShape};

macro_rules! unsigned {
    ($($int:ty, $width:literal;)*) => {$(
        /// As many digits as the greatest value has; in raw keys without padding.
        impl KeyPart for $int {
            const SHAPE: PartShape = PartShape::digits($width);
            const PLAIN_SHAPE: PartShape = PartShape::Chars { class: CharClass::DIGITS, min: 1, max: $width };
            type Order = Fixed;

            fn render(&self, format: PartFormat, out: &mut String) -> Result<(), KeyError> {
                render(u128::from(*self), $width, format, out)
            }

            fn parse(text: &str, _format: PartFormat) -> Option<Self> {
                text.parse().ok()
            }

            fn predecessor(&self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}

unsigned! {
    u8, 3;
    u16, 5;
    u32, 10;
    u64, 20;
    u128, 39;
}

macro_rules! signed {
    ($($int:ty as $unsigned:ty, $width:literal, $plain:literal;)*) => {$(
        /// The distance from the least value, in as many digits as the greatest distance has, so that negative numbers sort
        /// first; in raw keys the number without padding.
        impl KeyPart for $int {
            const SHAPE: PartShape = PartShape::digits($width);
            const PLAIN_SHAPE: PartShape = PartShape::Chars { class: CharClass::SIGNED, min: 1, max: $plain };
            type Order = Fixed;

            fn render(&self, format: PartFormat, out: &mut String) -> Result<(), KeyError> {
                match format {
                    PartFormat::Width(_) => match <$unsigned>::try_from(*self) {
                        Ok(value) => render(u128::from(value), $width, format, out),
                        Err(_) => Err(KeyError::new("is negative, which a part of given width cannot be")),
                    },
                    PartFormat::Plain => append(out, format_args!("{self}")),
                    _ => render(u128::from(self.abs_diff(Self::MIN)), $width, format, out),
                }
            }

            fn parse(text: &str, format: PartFormat) -> Option<Self> {
                match format {
                    PartFormat::Default => Self::MIN.checked_add_unsigned(text.parse().ok()?),
                    _ => text.parse().ok(),
                }
            }

            fn predecessor(&self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}

signed! {
    i8 as u8, 3, 4;
    i16 as u16, 5, 6;
    i32 as u32, 10, 11;
    i64 as u64, 20, 20;
    i128 as u128, 39, 40;
}

macro_rules! floats {
    ($($float:ty, $digits:literal, $sign:literal;)*) => {$(
        /// The bits as hexadecimal digits, turned so that they sort as the numbers do. -0.0 is 0.0; NaN is an error.
        impl KeyPart for $float {
            const SHAPE: PartShape = PartShape::fixed(CharClass::HEX, $digits);
            const PLAIN_SHAPE: PartShape =
                PartShape::Chars { class: CharClass::of("-0123456789.ainf"), min: 1, max: 350 };
            type Order = Fixed;

            fn render(&self, format: PartFormat, out: &mut String) -> Result<(), KeyError> {
                if self.is_nan() {
                    return Err(KeyError::new("is NaN, which has no place in an order"));
                }
                let value = if *self == 0.0 { 0.0 } else { *self };
                if format == PartFormat::Plain {
                    return append(out, format_args!("{value}"));
                }
                let bits = value.to_bits();
                let sorted = if bits & $sign == 0 { bits | $sign } else { !bits };
                append(out, format_args!("{sorted:0width$x}", width = $digits))
            }

            fn parse(text: &str, format: PartFormat) -> Option<Self> {
                let value = match format {
                    PartFormat::Plain => text.parse().ok()?,
                    _ => {
                        let sorted = <$float as Bits>::from_hex(text)?;
                        Self::from_bits(if sorted & $sign == 0 { !sorted } else { sorted & !$sign })
                    }
                };
                Some(value).filter(|value| !value.is_nan())
            }
        }
    )*};
}

floats! {
    f32, 8, 0x8000_0000;
    f64, 16, 0x8000_0000_0000_0000;
}

/// The unsigned integer of a float's size.
trait Bits {
    type Bits;
    fn from_hex(text: &str) -> Option<Self::Bits>;
}

impl Bits for f32 {
    type Bits = u32;
    fn from_hex(text: &str) -> Option<u32> {
        u32::from_str_radix(text, 16).ok()
    }
}

impl Bits for f64 {
    type Bits = u64;
    fn from_hex(text: &str) -> Option<u64> {
        u64::from_str_radix(text, 16).ok()
    }
}

fn render(value: u128, width: usize, format: PartFormat, out: &mut String) -> Result<(), KeyError> {
    let width = match format {
        PartFormat::Plain => 1,
        PartFormat::Width(width) => {
            let width = usize::from(width);
            let digits = value.checked_ilog10().map_or(1, |log| log as usize + 1);
            if digits > width {
                return Err(KeyError::new(format!("is too large for its {width} digits")));
            }
            width
        }
        PartFormat::Default | PartFormat::Millis | PartFormat::Rfc3339 => width,
    };
    match u64::try_from(value) {
        Ok(value) if width <= 20 => push_digits(out, value, width),
        _ => return append(out, format_args!("{value:0width$}")),
    }
    Ok(())
}

fn append(out: &mut String, text: std::fmt::Arguments<'_>) -> Result<(), KeyError> {
    out.write_fmt(text).map_err(|_| KeyError::new("cannot be written"))
}
