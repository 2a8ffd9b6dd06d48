//! Options, pointers, lists, maps and sets.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use crate::value::{Attribute, Binary, DecodeError, EncodeError, Number, Reader, SetKind, Type, Writer};

/// `None` is left out of the item; inside a list or map it is null. An empty set that is there, `Some`, is null as an attribute
/// or member of a struct, and an error inside a list, map or variant, where a null is `None`.
impl<T: Attribute> Attribute for Option<T> {
    const TYPE: Option<Type> = T::TYPE;

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        match self {
            Some(value) if value.is_absent() => Err(EncodeError::new(
                "an empty set in an `Option` is null here, and so is `None`; leave out the `Option`",
            )),
            Some(value) => value.write(writer),
            None => {
                writer.null();
                Ok(())
            }
        }
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        match reader.kind()? {
            Type::Null => reader.null().map(|()| None),
            _ => T::__read_option(reader),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    // `None` is left out, so that a null is free for what is there and empty.

    fn __put(&self, name: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        match self {
            Some(value) => value.__put_always(name, writer),
            None => Ok(()),
        }
    }

    fn __take<R: Reader + ?Sized>(slot: &mut Option<Self>, reader: &mut R, name: &str) -> Result<(), DecodeError> {
        let value = match reader.kind() {
            Ok(Type::Null) => reader.null().map(|()| T::absent()),
            _ => T::__read_option(reader),
        };
        *slot = Some(value.map_err(|error| error.at(name))?);
        Ok(())
    }
}

macro_rules! pointers {
    ($($pointer:ident),*) => {$(
        impl<T: Attribute> Attribute for $pointer<T> {
            const TYPE: Option<Type> = T::TYPE;

            fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
                T::write(self, writer)
            }

            fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
                T::read(reader).map($pointer::new)
            }

            fn is_absent(&self) -> bool {
                T::is_absent(self)
            }

            fn absent() -> Option<Self> {
                T::absent().map($pointer::new)
            }

            fn __read_option<R: Reader + ?Sized>(reader: &mut R) -> Result<Option<Self>, DecodeError> {
                Ok(T::__read_option(reader)?.map($pointer::new))
            }
        }
    )*};
}

pointers!(Box, Arc, Rc);

macro_rules! shared_text {
    ($($text:ty),*) => {$(
        impl Attribute for $text {
            const TYPE: Option<Type> = Some(Type::S);

            fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
                writer.string(self);
                Ok(())
            }

            fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
                reader.string().map(Self::from)
            }
        }
    )*};
}

shared_text!(Box<str>, Arc<str>, Rc<str>);

impl Attribute for Cow<'static, str> {
    const TYPE: Option<Type> = Some(Type::S);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.string(self);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        reader.string().map(|text| Cow::Owned(text.to_owned()))
    }
}

impl<T: Attribute> Attribute for Vec<T> {
    const TYPE: Option<Type> = Some(Type::L);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.begin_list();
        for (index, element) in self.iter().enumerate() {
            element.write(writer).map_err(|error| error.at_index(index))?;
        }
        writer.end_list();
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let mut list = Vec::new();
        reader.begin_list()?;
        while reader.next_element()? {
            list.push(T::read(reader).map_err(|error| error.at_index(list.len()))?);
        }
        Ok(list)
    }
}

impl<T: Attribute, const N: usize> Attribute for [T; N] {
    const TYPE: Option<Type> = Some(Type::L);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.begin_list();
        for (index, element) in self.iter().enumerate() {
            element.write(writer).map_err(|error| error.at_index(index))?;
        }
        writer.end_list();
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        Vec::read(reader)?.try_into().map_err(|_| DecodeError::invalid(format!("a list of {N} elements")))
    }
}

/// Keys of a map attribute: texts, and what is written and read as one. A stored name that is not what its key is written as,
/// such as `01` for 1, is not read: two names of one map could be one key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a map",
    label = "not a text, and not written as one",
    note = "DynamoDB's maps have names for keys: use a text, a whole number, `char` or `bool`, or derive `monotable::KeyPart` or \
    `monotable::Attribute` for a newtype around one or for an enum without payloads"
)]
pub trait MapKey: Sized {
    /// Returns the key as text.
    fn as_name(&self) -> Cow<'_, str>;
    /// Reads the key from its text.
    fn from_name(name: &str) -> Option<Self>;
}

macro_rules! text_map_keys {
    ($($text:ty),*) => {$(
        impl MapKey for $text {
            fn as_name(&self) -> Cow<'_, str> {
                Cow::Borrowed(self)
            }

            fn from_name(name: &str) -> Option<Self> {
                Some(Self::from(name))
            }
        }
    )*};
}

text_map_keys!(String, Box<str>, Arc<str>);

macro_rules! parsed_map_keys {
    ($($key:ty),*) => {$(
        impl MapKey for $key {
            fn as_name(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }

            fn from_name(name: &str) -> Option<Self> {
                name.parse().ok()
            }
        }
    )*};
}

parsed_map_keys!(u8, u16, u32, u64, i8, i16, i32, i64, char, bool);

fn write_map<'a, K: MapKey + 'a, T: Attribute + 'a>(
    entries: impl Iterator<Item = (&'a K, &'a T)>,
    writer: &mut dyn Writer,
) -> Result<(), EncodeError> {
    writer.begin_map();
    for (key, value) in entries {
        let name = key.as_name();
        writer.name(&name);
        value.write(writer).map_err(|error| error.at(&name))?;
    }
    writer.end_map();
    Ok(())
}

fn read_map<R: Reader + ?Sized, K: MapKey, T: Attribute>(
    reader: &mut R,
    mut insert: impl FnMut(K, T),
) -> Result<(), DecodeError> {
    reader.begin_map()?;
    while let Some(name) = reader.next_name()? {
        let name = name.to_owned();
        let key = K::from_name(&name).filter(|key| key.as_name() == name);
        let key = key.ok_or_else(|| DecodeError::invalid("another key of the map").at(&name))?;
        let value = T::read(reader).map_err(|error| error.at(&name))?;
        insert(key, value);
    }
    Ok(())
}

impl<K: MapKey + Eq + Hash, T: Attribute, H: BuildHasher + Default> Attribute for HashMap<K, T, H> {
    const TYPE: Option<Type> = Some(Type::M);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        write_map(self.iter(), writer)
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let mut map = HashMap::default();
        read_map(reader, |key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

impl<K: MapKey + Ord, T: Attribute> Attribute for BTreeMap<K, T> {
    const TYPE: Option<Type> = Some(Type::M);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        write_map(self.iter(), writer)
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let mut map = BTreeMap::new();
        read_map(reader, |key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

/// A type whose values can be members of DynamoDB's sets: texts, numbers and binaries.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a set",
    label = "not a text, number or binary",
    note = "DynamoDB has sets of texts, numbers and binaries alone; store other types in a `Vec`"
)]
pub trait SetMember: Attribute {
    /// The kind of the set.
    const KIND: SetKind;
}

macro_rules! set_members {
    ($($member:ty),* => $kind:ident) => {$(
        impl SetMember for $member {
            const KIND: SetKind = SetKind::$kind;
        }
    )*};
}

set_members!(String, char, Box<str>, Arc<str>, Cow<'static, str> => S);
set_members!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, Number => N);
set_members!(Binary => B);

fn write_set<'a, T: SetMember + 'a>(
    members: impl ExactSizeIterator<Item = &'a T>,
    writer: &mut dyn Writer,
) -> Result<(), EncodeError> {
    if members.len() == 0 {
        writer.null();
        return Ok(());
    }
    writer.begin_set(T::KIND);
    for member in members {
        member.write(writer)?;
    }
    writer.end_set();
    Ok(())
}

/// Reads a set, a null as an empty one, and a list without repeats. `insert` says whether the member is new.
fn read_set<R: Reader + ?Sized, T: SetMember>(
    reader: &mut R,
    mut insert: impl FnMut(T) -> bool,
) -> Result<(), DecodeError> {
    let kind = reader.kind()?;
    match kind {
        Type::Null => return reader.null(),
        Type::L => reader.begin_list()?,
        _ => reader.begin_set(T::KIND)?,
    }
    // members of a set have no places
    let at = |error: DecodeError, index| if kind == Type::L { error.at_index(index) } else { error };
    let mut index = 0;
    while reader.next_element()? {
        let member = T::read(reader).map_err(|error| at(error, index))?;
        if !insert(member) {
            return Err(at(DecodeError::invalid("members of a set that differ"), index));
        }
        index += 1;
    }
    Ok(())
}

/// DynamoDB has no empty sets: one that is an attribute or a member of a struct is left out, and elsewhere it is null. A missing
/// one and a null are read as empty. A list of members is read too, unless one of them is in it twice.
impl<T: SetMember + Eq + Hash, H: BuildHasher + Default> Attribute for HashSet<T, H> {
    const TYPE: Option<Type> = Some(T::KIND.kind());

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        write_set(self.iter(), writer)
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let mut set = HashSet::default();
        read_set(reader, |member| set.insert(member))?;
        Ok(set)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn absent() -> Option<Self> {
        Some(HashSet::default())
    }
}

/// DynamoDB has no empty sets: one that is an attribute or a member of a struct is left out, and elsewhere it is null. A missing
/// one and a null are read as empty. A list of members is read too, unless one of them is in it twice.
impl<T: SetMember + Ord> Attribute for BTreeSet<T> {
    const TYPE: Option<Type> = Some(T::KIND.kind());

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        write_set(self.iter(), writer)
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let mut set = BTreeSet::new();
        read_set(reader, |member| set.insert(member))?;
        Ok(set)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn absent() -> Option<Self> {
        Some(BTreeSet::new())
    }
}
