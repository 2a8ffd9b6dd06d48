//! Writes the row that an update makes of an item: one walk over the old row, which copies what no change touches as it lies there.

use std::collections::HashMap;

use monotable::expression::{Path, Step};
use monotable::values::{PackedValue, PackedWriter, ValueRef};
use monotable::{Error, Item, Number, Writer};

use crate::error;

/// A new value at a path, or none.
pub(super) struct Change<'a> {
    pub(super) path: &'a Path,
    /// Whether there is nothing at the path yet. Its parent is there in any case.
    pub(super) vacant: bool,
    pub(super) new: New<'a>,
}

pub(super) enum New<'a> {
    View(ValueRef<'a>),
    Number(Number),
    Packed(PackedValue),
    Removed,
}

impl New<'_> {
    #[inline]
    pub(super) fn view(&self) -> Option<ValueRef<'_>> {
        match self {
            Self::View(value) => Some(*value),
            Self::Number(number) => Some(ValueRef::N(number.as_bytes())),
            Self::Packed(value) => Some(value.view()),
            Self::Removed => None,
        }
    }

    pub(super) fn number(&self) -> Result<Number, Error> {
        match self {
            Self::Number(number) => Ok(*number),
            other => other.view().and_then(|value| value.as_number()).ok_or_else(wrong_type),
        }
    }
}

/// The row of an item that was not there: all changes are whole attributes.
pub(super) fn create(key: &Item, changes: &[Change<'_>]) -> Item {
    let mut writer = PackedWriter::with_capacity(256);
    writer.copy_attributes(key, 0..key.packed_len());
    append(&mut writer, changes);
    writer.into_item()
}

pub(super) fn rebuild(key: &Item, old: &Item, changes: &[Change<'_>]) -> Item {
    let mut writer = PackedWriter::with_capacity(old.packed_len() + 128);
    let mut leading = old.iter();
    let is_key = |name: &[u8]| key.iter().any(|(key, _)| key == name);
    let keys_lead = key.iter().all(|_| leading.next().is_some_and(|(name, _)| is_key(name)));
    if !keys_lead {
        writer.copy_attributes(key, 0..key.packed_len());
    }
    let mut attributes = old.iter();
    // Where the attributes begin that are to be copied, but were not yet.
    let mut pending = 0;
    let mut left = changes.iter().filter(|change| !change.is_new_attribute()).count();
    let by_head = ByHead::of(changes);
    while left > 0 || !keys_lead {
        let start = attributes.offset();
        let Some((name, value)) = attributes.next() else { break };
        let change = by_head.first(name);
        let moved = !keys_lead && is_key(name);
        if change.is_none() && !moved {
            continue;
        }
        writer.copy_attributes(old, pending..start);
        pending = attributes.offset();
        match change {
            Some(change) if change.path.is_attribute() => {
                left = left.saturating_sub(1);
                write(&mut writer, name, &change.new);
            }
            Some(_) => {
                let inside = by_head.all(name);
                left = left.saturating_sub(inside.len());
                writer.name_bytes(name);
                rewrite(&mut writer, value, &inside, 0);
            }
            None => {}
        }
    }
    writer.copy_attributes(old, pending..old.packed_len());
    append(&mut writer, changes);
    writer.into_item()
}

/// Writes the attributes that were not there.
fn append(writer: &mut PackedWriter, changes: &[Change<'_>]) {
    for change in changes.iter().filter(|change| change.is_new_attribute()) {
        write(writer, change.path.head.as_bytes(), &change.new);
    }
}

fn write(writer: &mut PackedWriter, name: &[u8], new: &New<'_>) {
    if let Some(value) = new.view() {
        writer.name_bytes(name);
        writer.copy(value);
    }
}

/// Writes a map or list with changes inside; `level` steps of their paths lead to it. Elements of lists are counted as they
/// lay in the old list, and what is set past its end is appended.
fn rewrite(writer: &mut PackedWriter, value: ValueRef<'_>, changes: &[&Change<'_>], level: usize) {
    let mut inner = Inner::of(changes, level);
    match value {
        ValueRef::M(map) => {
            writer.begin_map();
            for (name, value) in map.iter() {
                match inner.member(name) {
                    Inside::Untouched => {
                        writer.name_bytes(name);
                        writer.copy(value);
                    }
                    Inside::Replaced(new) => write(writer, name, new),
                    Inside::Deeper(changes) => {
                        writer.name_bytes(name);
                        rewrite(writer, value, &changes, level + 1);
                    }
                }
            }
            for change in changes {
                if let Some(Step::Name(name)) = change.added(level) {
                    write(writer, name.as_bytes(), &change.new);
                }
            }
            writer.end_map();
        }
        ValueRef::L(list) => {
            writer.begin_list();
            for (index, value) in list.iter().enumerate() {
                match inner.element(index) {
                    Inside::Untouched => writer.copy(value),
                    Inside::Replaced(new) => {
                        if let Some(value) = new.view() {
                            writer.copy(value);
                        }
                    }
                    Inside::Deeper(changes) => rewrite(writer, value, &changes, level + 1),
                }
            }
            let mut added: Vec<(u32, ValueRef<'_>)> = changes
                .iter()
                .filter_map(|change| match change.added(level) {
                    Some(Step::Index(index)) => Some((*index, change.new.view()?)),
                    _ => None,
                })
                .collect();
            added.sort_by_key(|(index, _)| *index);
            added.into_iter().for_each(|(_, value)| writer.copy(value));
            writer.end_list();
        }
        // Not reached: changes have a map or list as parent.
        _ => writer.copy(value),
    }
}

/// Changes by the attribute that they are in.
enum ByHead<'c, 'a> {
    Few(&'c [Change<'a>]),
    Many(HashMap<&'c [u8], Vec<&'c Change<'a>>>),
}

impl<'c, 'a> ByHead<'c, 'a> {
    fn of(changes: &'c [Change<'a>]) -> Self {
        if changes.len() <= FEW {
            return Self::Few(changes);
        }
        let mut many: HashMap<&[u8], Vec<&Change<'a>>> = HashMap::with_capacity(changes.len());
        for change in changes {
            many.entry(change.path.head.as_bytes()).or_default().push(change);
        }
        Self::Many(many)
    }

    #[inline]
    fn first(&self, name: &[u8]) -> Option<&'c Change<'a>> {
        match self {
            Self::Few(changes) => changes.iter().find(|change| change.path.head.as_bytes() == name),
            Self::Many(changes) => changes.get(name)?.first().copied(),
        }
    }

    fn all(&self, name: &[u8]) -> Vec<&'c Change<'a>> {
        match self {
            Self::Few(changes) => changes.iter().filter(|change| change.path.head.as_bytes() == name).collect(),
            Self::Many(changes) => changes.get(name).cloned().unwrap_or_default(),
        }
    }
}

/// What becomes of a member or element.
enum Inside<'c, 'a> {
    Untouched,
    Replaced(&'c New<'a>),
    Deeper(Vec<&'c Change<'a>>),
}

/// The changes in a map or list by the member or element that they are in.
struct Inner<'c, 'a> {
    members: HashMap<&'c [u8], Vec<&'c Change<'a>>>,
    elements: HashMap<usize, Vec<&'c Change<'a>>>,
    level: usize,
}

impl<'c, 'a> Inner<'c, 'a> {
    fn of(changes: &[&'c Change<'a>], level: usize) -> Self {
        let (mut members, mut elements) = (HashMap::new(), HashMap::new());
        for &change in changes {
            let list: &mut Vec<&Change<'a>> = match change.path.steps.get(level) {
                Some(Step::Name(name)) => members.entry(name.as_bytes()).or_default(),
                Some(Step::Index(index)) => elements.entry(*index as usize).or_default(),
                None => continue,
            };
            list.push(change);
        }
        Self { members, elements, level }
    }

    fn member(&mut self, name: &[u8]) -> Inside<'c, 'a> {
        let changes = if self.members.is_empty() { None } else { self.members.remove(name) };
        self.inside(changes)
    }

    fn element(&mut self, index: usize) -> Inside<'c, 'a> {
        let changes = if self.elements.is_empty() { None } else { self.elements.remove(&index) };
        self.inside(changes)
    }

    fn inside(&self, changes: Option<Vec<&'c Change<'a>>>) -> Inside<'c, 'a> {
        match changes {
            None => Inside::Untouched,
            Some(changes) => match changes.iter().find(|change| change.path.steps.len() == self.level + 1) {
                Some(change) => Inside::Replaced(&change.new),
                None => Inside::Deeper(changes),
            },
        }
    }
}

impl Change<'_> {
    /// Returns whether this is an attribute that the old row does not have.
    fn is_new_attribute(&self) -> bool {
        self.vacant && self.path.is_attribute()
    }

    /// The last step, if the path ends at this level and nothing is there yet.
    fn added(&self, level: usize) -> Option<&Step> {
        self.path.steps.get(level).filter(|_| self.vacant && self.path.steps.len() == level + 1)
    }
}

#[cold]
pub(super) fn wrong_type() -> Error {
    error::validation(error::OPERAND_DATA_TYPE)
}

/// Up to so many changes it is cheaper to hold each attribute against all.
const FEW: usize = 8;
