//! Values as a tree, for dynamic use.

use std::collections::{BTreeMap, BTreeSet};

use super::Number;
use super::packed::{Members, Type, ValueRef};
use crate::value::{Attribute, DecodeError, EncodeError, Reader, SetKind, Writer};

/// A value of any DynamoDB type as an owned tree, for attributes whose shape is not known at compile time.
///
/// Typed fields never pass through it: they are written and read in place.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Null.
    Null,
    /// Boolean.
    Bool(bool),
    /// Number.
    N(Number),
    /// Text.
    S(String),
    /// Binary.
    B(Vec<u8>),
    /// Set of texts; DynamoDB has no empty sets.
    Ss(BTreeSet<String>),
    /// Set of numbers.
    Ns(BTreeSet<Number>),
    /// Set of binaries.
    Bs(BTreeSet<Vec<u8>>),
    /// List.
    L(Vec<Value>),
    /// Map.
    M(BTreeMap<String, Value>),
}

impl Value {
    /// Returns DynamoDB's type of the value.
    #[must_use]
    pub const fn kind(&self) -> Type {
        match self {
            Self::Null => Type::Null,
            Self::Bool(_) => Type::Bool,
            Self::N(_) => Type::N,
            Self::S(_) => Type::S,
            Self::B(_) => Type::B,
            Self::Ss(_) => Type::Ss,
            Self::Ns(_) => Type::Ns,
            Self::Bs(_) => Type::Bs,
            Self::L(_) => Type::L,
            Self::M(_) => Type::M,
        }
    }

    /// Writes the tree; levels below 60 levels, which no backend accepts, are written as null.
    pub(crate) fn write_tree(&self, writer: &mut dyn Writer) {
        self.write_level(writer, 0);
    }

    fn write_level(&self, writer: &mut dyn Writer, depth: usize) {
        match self {
            Self::Bool(value) => writer.boolean(*value),
            Self::N(value) => writer.number(value),
            Self::S(value) => writer.string(value),
            Self::B(value) => writer.binary(value),
            Self::Ss(set) => {
                writer.begin_set(SetKind::S);
                set.iter().for_each(|member| writer.string(member));
                writer.end_set();
            }
            Self::Ns(set) => {
                writer.begin_set(SetKind::N);
                set.iter().for_each(|member| writer.number(member));
                writer.end_set();
            }
            Self::Bs(set) => {
                writer.begin_set(SetKind::B);
                set.iter().for_each(|member| writer.binary(member));
                writer.end_set();
            }
            Self::L(list) if depth < MAX_WRITTEN_DEPTH => {
                writer.begin_list();
                list.iter().for_each(|value| value.write_level(writer, depth + 1));
                writer.end_list();
            }
            Self::M(map) if depth < MAX_WRITTEN_DEPTH => {
                writer.begin_map();
                for (name, value) in map {
                    writer.name(name);
                    value.write_level(writer, depth + 1);
                }
                writer.end_map();
            }
            Self::Null | Self::L(_) | Self::M(_) => writer.null(),
        }
    }

    fn depth_within(&self, levels: usize) -> bool {
        match self {
            Self::L(list) => levels > 0 && list.iter().all(|value| value.depth_within(levels - 1)),
            Self::M(map) => levels > 0 && map.values().all(|value| value.depth_within(levels - 1)),
            _ => true,
        }
    }
}

/// Deeper than DynamoDB's limit of 32, so that the backend gives its own error for what is only slightly too deep.
const MAX_WRITTEN_DEPTH: usize = 60;

impl Attribute for Value {
    const TYPE: Option<Type> = None;

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        if !self.depth_within(MAX_WRITTEN_DEPTH) {
            return Err(EncodeError::too_deep());
        }
        self.write_tree(writer);
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        Ok(match reader.kind()? {
            Type::Null => {
                reader.null()?;
                Self::Null
            }
            Type::Bool => Self::Bool(reader.boolean()?),
            Type::N => Self::N(reader.number()?),
            Type::S => Self::S(reader.string()?.to_owned()),
            Type::B => Self::B(reader.binary()?.to_vec()),
            Type::Ss => Self::Ss(BTreeSet::read(reader)?),
            Type::Ns => Self::Ns(BTreeSet::read(reader)?),
            Type::Bs => {
                let mut set = BTreeSet::new();
                reader.begin_set(SetKind::B)?;
                while reader.next_element()? {
                    set.insert(reader.binary()?.to_vec());
                }
                Self::Bs(set)
            }
            Type::L => Self::L(Vec::read(reader)?),
            Type::M => Self::M(BTreeMap::read(reader)?),
        })
    }
}

/// Packed values are at most 60 levels deep, so the recursion is bounded; below it stands null.
impl From<ValueRef<'_>> for Value {
    fn from(value: ValueRef<'_>) -> Self {
        unpack(value, 0)
    }
}

fn unpack(value: ValueRef<'_>, depth: usize) -> Value {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let number = |bytes: &[u8]| Number::from_bytes(bytes).unwrap_or(Number::ZERO);
    match value {
        ValueRef::Bool(value) => Value::Bool(value),
        ValueRef::N(bytes) => Value::N(number(bytes)),
        ValueRef::S(bytes) => Value::S(text(bytes)),
        ValueRef::B(bytes) => Value::B(bytes.to_vec()),
        ValueRef::Ss(members) => Value::Ss(collect(members, text)),
        ValueRef::Ns(members) => Value::Ns(collect(members, number)),
        ValueRef::Bs(members) => Value::Bs(collect(members, <[u8]>::to_vec)),
        ValueRef::L(list) if depth <= MAX_WRITTEN_DEPTH => {
            Value::L(list.iter().map(|value| unpack(value, depth + 1)).collect())
        }
        ValueRef::M(map) if depth <= MAX_WRITTEN_DEPTH => {
            Value::M(map.iter().map(|(name, value)| (text(name), unpack(value, depth + 1))).collect())
        }
        ValueRef::Null | ValueRef::L(_) | ValueRef::M(_) => Value::Null,
    }
}

fn collect<T: Ord>(members: Members<'_>, read: impl Fn(&[u8]) -> T) -> BTreeSet<T> {
    members.iter().map(read).collect()
}

macro_rules! value_from {
    ($($from:ty => |$value:ident| $into:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $into
            }
        }
    )*};
}

value_from! {
    &str => |text| Self::S(text.to_owned());
    String => |text| Self::S(text);
    bool => |value| Self::Bool(value);
    Number => |value| Self::N(value);
    u8 => |value| Self::N(value.into());
    u16 => |value| Self::N(value.into());
    u32 => |value| Self::N(value.into());
    u64 => |value| Self::N(value.into());
    i8 => |value| Self::N(value.into());
    i16 => |value| Self::N(value.into());
    i32 => |value| Self::N(value.into());
    i64 => |value| Self::N(value.into());
    Vec<u8> => |value| Self::B(value);
    Vec<Value> => |values| Self::L(values);
    BTreeMap<String, Value> => |values| Self::M(values);
}
