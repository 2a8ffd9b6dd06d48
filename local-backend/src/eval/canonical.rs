//! The one form in which values rest: sets sorted as DynamoDB returns them, texts and binaries bytewise, numbers by value.
//!
//! A program may hand over a set in any order. What is stored is sorted, so that equal sets have equal bytes.

use monotable::Writer;
use monotable::values::{Members, PackedValue, PackedWriter, SetKind, ValueRef};

/// Returns whether all sets in a value are sorted, and without a member twice.
pub(crate) fn is_canonical(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Ss(set) | ValueRef::Ns(set) | ValueRef::Bs(set) => is_ascending(set),
        ValueRef::L(list) => list.iter().all(is_canonical),
        ValueRef::M(map) => map.iter().all(|(_, value)| is_canonical(value)),
        _ => true,
    }
}

/// Returns whether the members of a set ascend.
pub(crate) fn is_ascending(set: Members<'_>) -> bool {
    let mut members = set.iter();
    let Some(mut last) = members.next() else { return true };
    // Numbers are encoded so that their bytes sort as they do.
    members.all(|member| std::mem::replace(&mut last, member) < member)
}

/// Writes a value with its sets sorted.
pub(crate) fn write_canonical(writer: &mut PackedWriter, value: ValueRef<'_>) {
    match value {
        value if is_canonical(value) => writer.copy(value),
        ValueRef::Ss(set) | ValueRef::Ns(set) | ValueRef::Bs(set) => {
            let mut members: Vec<&[u8]> = set.iter().collect();
            members.sort_unstable();
            members.dedup();
            if let Some(kind) = SetOf::of(value) {
                kind.write(writer, members.into_iter());
            }
        }
        ValueRef::L(list) => {
            writer.begin_list();
            list.iter().for_each(|value| write_canonical(writer, value));
            writer.end_list();
        }
        ValueRef::M(map) => {
            writer.begin_map();
            for (name, value) in map.iter() {
                writer.name_bytes(name);
                write_canonical(writer, value);
            }
            writer.end_map();
        }
        value => writer.copy(value),
    }
}

/// The kind of a set, and how its members are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SetOf(SetKind);

impl SetOf {
    /// The kind of this set; `None` for any other value.
    pub(crate) const fn of(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Ss(_) => Some(Self(SetKind::S)),
            ValueRef::Ns(_) => Some(Self(SetKind::N)),
            ValueRef::Bs(_) => Some(Self(SetKind::B)),
            _ => None,
        }
    }

    /// Writes a set of these members.
    pub(crate) fn write<'a>(self, writer: &mut PackedWriter, members: impl Iterator<Item = &'a [u8]>) {
        writer.begin_set(self.0);
        for member in members {
            writer.copy(match self.0 {
                SetKind::S => ValueRef::S(member),
                SetKind::N => ValueRef::N(member),
                SetKind::B => ValueRef::B(member),
            });
        }
        writer.end_set();
    }

    /// A set of these members as a value.
    pub(crate) fn pack<'a>(self, members: impl Iterator<Item = &'a [u8]>) -> PackedValue {
        let mut writer = PackedWriter::new();
        self.write(&mut writer, members);
        writer.into_value()
    }
}
