//! The packed form of values: one run of bytes, walked and never unpacked into a tree.
//!
//! A value is a tag byte and its payload. Lengths of texts and bytes are LEB128; lists, maps and sets carry their length in
//! bytes and their count as fixed 32-bit words, so that a writer can fill them in at the end and a reader can step over them.

use std::fmt;

use super::Number;

/// The ten types of DynamoDB's attribute values.
///
/// See [Supported data types](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Text.
    S,
    /// Number.
    N,
    /// Binary.
    B,
    /// Boolean.
    Bool,
    /// Null.
    Null,
    /// Set of texts.
    Ss,
    /// Set of numbers.
    Ns,
    /// Set of binaries.
    Bs,
    /// List.
    L,
    /// Map.
    M,
}

impl Type {
    /// Returns DynamoDB's name of the type, as it stands in JSON and in `attribute_type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
            Self::Bool => "BOOL",
            Self::Null => "NULL",
            Self::Ss => "SS",
            Self::Ns => "NS",
            Self::Bs => "BS",
            Self::L => "L",
            Self::M => "M",
        }
    }

    /// Returns the type with this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        const ALL: [Type; 10] =
            [Type::S, Type::N, Type::B, Type::Bool, Type::Null, Type::Ss, Type::Ns, Type::Bs, Type::L, Type::M];
        ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

pub(crate) const NULL: u8 = 0;
pub(crate) const FALSE: u8 = 1;
pub(crate) const TRUE: u8 = 2;
pub(crate) const N: u8 = 3;
pub(crate) const S: u8 = 4;
pub(crate) const B: u8 = 5;
pub(crate) const SS: u8 = 6;
pub(crate) const NS: u8 = 7;
pub(crate) const BS: u8 = 8;
pub(crate) const L: u8 = 9;
pub(crate) const M: u8 = 10;

/// Length in bytes and count of members, before the members of a list, map or set.
pub(crate) const CONTAINER_HEADER: usize = 8;

/// A borrowed view of one packed value.
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// Null.
    Null,
    /// Boolean.
    Bool(bool),
    /// Number, as its ordered bytes; see [`Number::as_bytes`].
    N(&'a [u8]),
    /// Text, as UTF-8 bytes.
    S(&'a [u8]),
    /// Binary.
    B(&'a [u8]),
    /// Set of texts.
    Ss(Members<'a>),
    /// Set of numbers.
    Ns(Members<'a>),
    /// Set of binaries.
    Bs(Members<'a>),
    /// List.
    L(List<'a>),
    /// Map.
    M(Map<'a>),
}

impl<'a> ValueRef<'a> {
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

    /// Returns the text, if the value is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        match self {
            Self::S(text) => std::str::from_utf8(text).ok(),
            _ => None,
        }
    }

    /// Returns the number, if the value is one.
    #[must_use]
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::N(bytes) => Number::from_bytes(bytes),
            _ => None,
        }
    }
}

/// Prints the type. Values stay out of logs.
impl fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind().name())
    }
}

/// The members of a packed set, each as the bytes of its text, number or binary.
#[derive(Clone, Copy)]
pub struct Members<'a> {
    pub(super) count: u32,
    pub(super) bytes: &'a [u8],
}

/// The elements of a packed list.
#[derive(Clone, Copy)]
pub struct List<'a> {
    pub(super) count: u32,
    pub(crate) bytes: &'a [u8],
}

/// The names and values of a packed map, in the order in which they were written.
#[derive(Clone, Copy)]
pub struct Map<'a> {
    pub(super) count: u32,
    pub(crate) bytes: &'a [u8],
}

macro_rules! container {
    ($name:ident, $item:ty, $next:expr) => {
        impl<'a> $name<'a> {
            /// Returns how many there are.
            #[must_use]
            pub const fn len(&self) -> usize {
                self.count as usize
            }

            /// Returns whether there are none.
            #[must_use]
            pub const fn is_empty(&self) -> bool {
                self.count == 0
            }

            /// Walks them in their stored order.
            pub fn iter(&self) -> impl Iterator<Item = $item> + use<'a> {
                let mut cursor = Cursor { bytes: self.bytes };
                std::iter::from_fn(move || if cursor.bytes.is_empty() { None } else { $next(&mut cursor) })
            }
        }
    };
}

macro_rules! prints_its_length {
    ($($name:ident),*) => {$(
        /// Prints how many there are. Values stay out of logs.
        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("len", &self.len()).finish()
            }
        }
    )*};
}

prints_its_length!(Members, List, Map);

container!(Members, &'a [u8], Cursor::short);
container!(List, ValueRef<'a>, Cursor::value);
container!(Map, (&'a [u8], ValueRef<'a>), Cursor::named);

impl<'a> Map<'a> {
    /// Returns the value with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<ValueRef<'a>> {
        Cursor { bytes: self.bytes }.find(name.as_bytes())
    }
}

/// Walks packed bytes. What was not written by [`PackedWriter`](super::PackedWriter) ends the walk early; it cannot panic.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    #[inline]
    pub(crate) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(taken)
    }

    /// Reads a LEB128 length and as many bytes.
    #[inline]
    pub(crate) fn short(&mut self) -> Option<&'a [u8]> {
        // Nearly all are shorter than 128 bytes.
        if let Some((&len, rest)) = self.bytes.split_first()
            && len < 0x80
            && let Some((taken, rest)) = rest.split_at_checked(usize::from(len))
        {
            self.bytes = rest;
            return Some(taken);
        }
        self.long()
    }

    #[inline(never)]
    fn long(&mut self) -> Option<&'a [u8]> {
        let mut len = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            len |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return self.take(len);
            }
        }
        None
    }

    #[inline]
    fn word(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    /// Reads the header of a list, map or set: its members and their count.
    #[inline(never)]
    pub(crate) fn container(&mut self) -> Option<(u32, &'a [u8])> {
        let len = self.word()?;
        let count = self.word()?;
        Some((count, self.take(len as usize)?))
    }

    /// Steps over one value.
    #[inline]
    fn skip(&mut self) -> Option<()> {
        match self.byte()? {
            NULL | FALSE | TRUE => {}
            N | S | B => {
                self.short()?;
            }
            _ => {
                self.container()?;
            }
        }
        Some(())
    }

    /// Finds the value of this name, among names and values.
    #[inline]
    pub(crate) fn find(mut self, name: &[u8]) -> Option<ValueRef<'a>> {
        loop {
            if self.short()? == name {
                return self.value();
            }
            self.skip()?;
        }
    }

    /// One whole value.
    // Always inlined: returned through memory, a value costs its reader more than it took to find.
    #[inline(always)]
    pub(crate) fn value(&mut self) -> Option<ValueRef<'a>> {
        Some(match self.byte()? {
            NULL => ValueRef::Null,
            FALSE => ValueRef::Bool(false),
            TRUE => ValueRef::Bool(true),
            N => ValueRef::N(self.short()?),
            S => ValueRef::S(self.short()?),
            B => ValueRef::B(self.short()?),
            tag => {
                let (count, bytes) = self.container()?;
                match tag {
                    SS => ValueRef::Ss(Members { count, bytes }),
                    NS => ValueRef::Ns(Members { count, bytes }),
                    BS => ValueRef::Bs(Members { count, bytes }),
                    L => ValueRef::L(List { count, bytes }),
                    M => ValueRef::M(Map { count, bytes }),
                    _ => return None,
                }
            }
        })
    }

    /// Reads a name and its value.
    #[inline(always)]
    pub(crate) fn named(&mut self) -> Option<(&'a [u8], ValueRef<'a>)> {
        let name = self.short()?;
        Some((name, self.value()?))
    }
}
