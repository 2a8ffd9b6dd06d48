//! Ids of `uuid`.

use ::uuid::Uuid;

use crate::codec::SetMember;
use crate::key::order::Fixed;
use crate::key::{CharClass, KeyError, KeyPart, PartFormat, PartShape};
use crate::value::{Attribute, DecodeError, EncodeError, Reader, SetKind, Type, Writer};

/// Lower case with hyphens.
impl Attribute for Uuid {
    const TYPE: Option<Type> = Some(Type::S);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.string(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        Uuid::parse_str(reader.string()?).map_err(|_| DecodeError::invalid("a UUID"))
    }
}

impl SetMember for Uuid {
    const KIND: SetKind = SetKind::S;
}

/// 36 characters in lower case, which sort as the ids do.
impl KeyPart for Uuid {
    const SHAPE: PartShape = PartShape::fixed(CharClass::UUID, 36);
    const PLAIN_SHAPE: PartShape = Self::SHAPE;
    type Order = Fixed;

    fn render(&self, _format: PartFormat, out: &mut String) -> Result<(), KeyError> {
        out.push_str(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        Ok(())
    }

    fn parse(text: &str, _format: PartFormat) -> Option<Self> {
        Uuid::parse_str(text).ok()
    }

    fn predecessor(&self) -> Option<Self> {
        self.as_u128().checked_sub(1).map(Uuid::from_u128)
    }
}
