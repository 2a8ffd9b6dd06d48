//! Decimals of `rust_decimal`.

use ::rust_decimal::Decimal;

use crate::codec::SetMember;
use crate::key::{KeyValue, order};
use crate::value::{Attribute, DecodeError, EncodeError, Number, Reader, SetKind, Type, Writer};

/// Exact: up to 28 digits. Trailing zeros are not kept, DynamoDB has none.
impl Attribute for Decimal {
    const TYPE: Option<Type> = Some(Type::N);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        let number: Number = self
            .to_string()
            .parse()
            .map_err(|_| EncodeError::new("the decimal is outside DynamoDB's range of numbers"))?;
        writer.number(&number);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        Decimal::from_str_exact(&reader.number()?.to_string())
            .map_err(|_| DecodeError::invalid("a number of at most 28 digits"))
    }
}

impl SetMember for Decimal {
    const KIND: SetKind = SetKind::N;
}

impl KeyValue for Decimal {
    type Order = order::Sorted;
}
