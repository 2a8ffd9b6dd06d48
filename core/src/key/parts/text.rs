//! Texts, characters and booleans as key parts.

use std::borrow::Cow;
use std::sync::Arc;

use crate::key::order::{Sorted, Text};
use crate::key::{KeyError, KeyPart, PartFormat, PartShape};

macro_rules! texts {
    ($($text:ty),*) => {$(
        /// The text as it is; the key escapes it.
        impl KeyPart for $text {
            const SHAPE: PartShape = PartShape::Text;
            const PLAIN_SHAPE: PartShape = PartShape::Text;
            type Order = Text;

            fn render(&self, _format: PartFormat, out: &mut String) -> Result<(), KeyError> {
                out.push_str(self);
                Ok(())
            }

            fn parse(text: &str, _format: PartFormat) -> Option<Self> {
                Some(Self::from(text.to_owned()))
            }
        }
    )*};
}

texts!(String, Box<str>, Arc<str>, Cow<'static, str>);

impl KeyPart for char {
    const SHAPE: PartShape = PartShape::Char;
    const PLAIN_SHAPE: PartShape = PartShape::Char;
    type Order = Sorted;

    fn render(&self, _format: PartFormat, out: &mut String) -> Result<(), KeyError> {
        out.push(*self);
        Ok(())
    }

    fn parse(text: &str, _format: PartFormat) -> Option<Self> {
        text.parse().ok()
    }
}

/// `0` and `1`; in raw keys `false` and `true`.
impl KeyPart for bool {
    const SHAPE: PartShape = PartShape::OneOf(&["0", "1"]);
    const PLAIN_SHAPE: PartShape = PartShape::OneOf(&["false", "true"]);
    type Order = Sorted;

    fn render(&self, format: PartFormat, out: &mut String) -> Result<(), KeyError> {
        out.push_str(match (format, self) {
            (PartFormat::Plain, false) => "false",
            (PartFormat::Plain, true) => "true",
            (_, false) => "0",
            (_, true) => "1",
        });
        Ok(())
    }

    fn parse(text: &str, format: PartFormat) -> Option<Self> {
        match (format, text) {
            (PartFormat::Plain, "false") => Some(false),
            (PartFormat::Plain, "true") => Some(true),
            (PartFormat::Plain, _) => None,
            (_, "0") => Some(false),
            (_, "1") => Some(true),
            _ => None,
        }
    }
}
