//! Ids of `ulid`.

use ::ulid::{ULID_LEN, Ulid};

use crate::codec::SetMember;
use crate::key::order::Fixed;
use crate::key::{CharClass, KeyError, KeyPart, PartFormat, PartShape};
use crate::value::{Attribute, DecodeError, EncodeError, Reader, SetKind, Type, Writer};

/// 26 characters.
impl Attribute for Ulid {
    const TYPE: Option<Type> = Some(Type::S);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.string(self.array_to_str(&mut [0; ULID_LEN]));
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        Ulid::from_string(reader.string()?).map_err(|_| DecodeError::invalid("a ULID"))
    }
}

impl SetMember for Ulid {
    const KIND: SetKind = SetKind::S;
}

/// 26 characters, which sort as the ids do: by time.
impl KeyPart for Ulid {
    const SHAPE: PartShape = PartShape::fixed(CharClass::of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), ULID_LEN as u16);
    const PLAIN_SHAPE: PartShape = Self::SHAPE;
    type Order = Fixed;

    fn render(&self, _format: PartFormat, out: &mut String) -> Result<(), KeyError> {
        out.push_str(self.array_to_str(&mut [0; ULID_LEN]));
        Ok(())
    }

    fn parse(text: &str, _format: PartFormat) -> Option<Self> {
        Ulid::from_string(text).ok()
    }

    fn predecessor(&self) -> Option<Self> {
        self.0.checked_sub(1).map(Ulid)
    }
}
