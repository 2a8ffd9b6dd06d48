//! Binaries of `bytes`.

use ::bytes::Bytes;

use crate::codec::SetMember;
use crate::key::{KeyValue, order};
use crate::value::{Attribute, DecodeError, EncodeError, Reader, SetKind, Type, Writer};

impl Attribute for Bytes {
    const TYPE: Option<Type> = Some(Type::B);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.binary(self);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        reader.binary().map(Bytes::copy_from_slice)
    }
}

impl SetMember for Bytes {
    const KIND: SetKind = SetKind::B;
}

impl KeyValue for Bytes {
    type Order = order::Sorted;
}
