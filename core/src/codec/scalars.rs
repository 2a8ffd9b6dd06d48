//! Numbers, texts, booleans and bytes.

use crate::value::{Attribute, DecodeError, EncodeError, Number, Reader, Type, Writer};

impl Attribute for String {
    const TYPE: Option<Type> = Some(Type::S);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.string(self);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        reader.string().map(str::to_owned)
    }
}

impl Attribute for char {
    const TYPE: Option<Type> = Some(Type::S);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.string(self.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let mut chars = reader.string()?.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(DecodeError::invalid("a text of one character")),
        }
    }
}

impl Attribute for bool {
    const TYPE: Option<Type> = Some(Type::Bool);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.boolean(*self);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        reader.boolean()
    }
}

impl Attribute for Number {
    const TYPE: Option<Type> = Some(Type::N);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.number(self);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        reader.number()
    }
}

macro_rules! integers {
    ($($int:ty as $wide:ty, $to:ident;)*) => {$(
        impl Attribute for $int {
            const TYPE: Option<Type> = Some(Type::N);

            fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
                writer.number(&Number::from(*self));
                Ok(())
            }

            fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
                let wide: Option<$wide> = reader.number()?.$to();
                wide.and_then(|wide| Self::try_from(wide).ok()).ok_or_else(|| {
                    DecodeError::invalid(concat!("a whole number in the range of ", stringify!($int)))
                })
            }
        }
    )*};
}

integers! {
    u8 as u64, to_u64;
    u16 as u64, to_u64;
    u32 as u64, to_u64;
    u64 as u64, to_u64;
    usize as u64, to_u64;
    i8 as i64, to_i64;
    i16 as i64, to_i64;
    i32 as i64, to_i64;
    i64 as i64, to_i64;
    isize as i64, to_i64;
}

macro_rules! wide_integers {
    ($($int:ty, $to:ident;)*) => {$(
        impl Attribute for $int {
            const TYPE: Option<Type> = Some(Type::N);

            /// Fails beyond 38 significant digits.
            fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
                let number = Number::try_from(*self)
                    .map_err(|_| EncodeError::new("the number has more than DynamoDB's 38 significant digits"))?;
                writer.number(&number);
                Ok(())
            }

            fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
                reader.number()?.$to().ok_or_else(|| {
                    DecodeError::invalid(concat!("a whole number in the range of ", stringify!($int)))
                })
            }
        }
    )*};
}

wide_integers! {
    u128, to_u128;
    i128, to_i128;
}

macro_rules! floats {
    ($($float:ty),*) => {$(
        impl Attribute for $float {
            const TYPE: Option<Type> = Some(Type::N);

            /// Fails for NaN, infinities and magnitudes beyond DynamoDB's range of 1E-130 to 9.99E+125.
            fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
                let number = Number::try_from(*self).map_err(|_| {
                    EncodeError::new("the float is not finite or outside DynamoDB's range of numbers")
                })?;
                writer.number(&number);
                Ok(())
            }

            fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
                Ok(reader.number()?.to_f64() as $float)
            }
        }
    )*};
}

floats!(f32, f64);
