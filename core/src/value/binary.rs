//! Bytes as a type of their own.

use super::{Attribute, DecodeError, EncodeError, Reader, Type, Writer};

/// Bytes, stored as DynamoDB's B. A plain `Vec<u8>` is a list of numbers, as every `Vec<T>` is a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Binary(pub Vec<u8>);

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Attribute for Binary {
    const TYPE: Option<Type> = Some(Type::B);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.binary(&self.0);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        reader.binary().map(|bytes| Self(bytes.to_vec()))
    }
}
