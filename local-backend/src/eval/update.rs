//! Applies updates.
//!
//! Every operand is read from the old item. So all changes are worked out first, as values for places in the old row; then
//! one walk over it writes the new row, copying what no change touches as it lies there.

use std::collections::HashMap;

use monotable::expression::{Path, SetOperand, SetValue, Step, Update};
use monotable::values::{PackedValue, PackedWriter, ValueRef};
use monotable::{Error, Item, Number, Writer};

use super::canonical::{SetOf, is_canonical, write_canonical};
use super::check::{MAX_DEPTH, depth, for_each_operand_path};
use super::path::Lookup;
use crate::error;

/// What an update made of an item.
#[derive(Debug)]
pub(crate) struct Updated {
    /// The item as it is afterwards, key attributes first.
    pub(crate) item: Item,
    /// Whether it differs from the old item. If not, it is the old allocation.
    pub(crate) changed: bool,
}

/// Applies an update to the item with this key, or to no item. `None`: there was none, and the update creates none, since it
/// only removes. Of an item that is not there operands read the key, as DynamoDB has it.
///
/// The update has passed [`check_update`](super::check_update) and
/// [`check_update_keys`](super::check_update_keys). Index keys and item size of the result are the caller's to check.
pub(crate) fn apply(update: &Update, key: &Item, old: Option<&Item>) -> Result<Option<Updated>, Error> {
    let changes = Changes::of(update, old.unwrap_or(key), old.is_none())?;
    let creates = update.is_empty() || !update.set.is_empty() || !update.add.is_empty();
    Ok(match old {
        None if !creates => None,
        None => Some(Updated { item: create(key, &changes.list), changed: true }),
        Some(old) if changes.any => Some(Updated { item: rebuild(key, old, &changes.list), changed: true }),
        Some(old) => Some(Updated { item: old.clone(), changed: false }),
    })
}

/// The changes of an update to one item; without those that come to nothing.
struct Changes<'a> {
    list: Vec<Change<'a>>,
    /// Whether any of them makes a difference.
    any: bool,
    /// The size of all new values together.
    size: usize,
}

/// A new value at a path, or none.
struct Change<'a> {
    path: &'a Path,
    /// Whether there is nothing at the path yet. Its parent is there in any case.
    vacant: bool,
    new: New<'a>,
}

enum New<'a> {
    View(ValueRef<'a>),
    Number(Number),
    Packed(PackedValue),
    Removed,
}

impl New<'_> {
    #[inline]
    fn view(&self) -> Option<ValueRef<'_>> {
        match self {
            Self::View(value) => Some(*value),
            Self::Number(number) => Some(ValueRef::N(number.as_bytes())),
            Self::Packed(value) => Some(value.view()),
            Self::Removed => None,
        }
    }

    fn number(&self) -> Result<Number, Error> {
        match self {
            Self::Number(number) => Ok(*number),
            other => other.view().and_then(|value| value.as_number()).ok_or_else(wrong_type),
        }
    }
}

impl<'a> Changes<'a> {
    /// The changes to `old`: the item, or the key alone of an item that is `new`.
    fn of(update: &'a Update, old: &'a Item, new: bool) -> Result<Self, Error> {
        let count = update.set.len() + update.remove.len() + update.add.len() + update.delete.len();
        let mut paths = count;
        if count > 1 || !update.set.is_empty() {
            for_each_operand_path(update, &mut |_| paths += 1);
        }
        let old = &Lookup::many(old, paths);
        let mut changes = Self { list: Vec::with_capacity(count), any: false, size: 0 };
        for (path, value) in &update.set {
            let set = set_value(value, old)?;
            changes.push(path, Place::of(path, old).existing()?, set)?;
        }
        for path in &update.remove {
            match Place::of(path, old) {
                Place::Taken(value) => changes.push(path, Some(value), New::Removed)?,
                Place::Vacant => {}
                Place::Nowhere if new => {}
                Place::Nowhere => return Err(invalid_path()),
            }
        }
        for (path, value) in &update.add {
            let current = Place::of(path, old).existing()?;
            changes.push(path, current, add(current, value.view())?)?;
        }
        for (path, value) in &update.delete {
            match Place::of(path, old) {
                Place::Taken(current) => {
                    if let Some(left) = delete(current, value.view())? {
                        changes.push(path, Some(current), left)?;
                    }
                }
                Place::Vacant => {}
                Place::Nowhere if new => {}
                Place::Nowhere => return Err(invalid_path()),
            }
        }
        Ok(changes)
    }

    #[inline]
    fn push(&mut self, path: &'a Path, current: Option<ValueRef<'a>>, new: New<'a>) -> Result<(), Error> {
        if !path.is_attribute()
            && let Some(value) = new.view()
            && path.steps.len() + depth(value) > MAX_DEPTH
        {
            return Err(error::validation(error::UPDATED_TOO_DEEPLY));
        }
        self.size += new.view().map_or(0, |value| value.size());
        if self.size > MOST_NEW {
            return Err(error::validation(error::UPDATED_ITEM_TOO_LARGE));
        }
        self.any = self.any
            || match (current, new.view()) {
                (Some(current), Some(new)) => current != new,
                _ => true,
            };
        self.list.push(Change { path, vacant: current.is_none(), new });
        Ok(())
    }
}

/// What is at a path of the old item.
enum Place<'a> {
    Taken(ValueRef<'a>),
    /// Nothing, but there could be something.
    Vacant,
    /// Nothing, and nothing can be put there: what the path leads through is missing or is no map or list.
    Nowhere,
}

impl<'a> Place<'a> {
    #[inline]
    fn of(path: &Path, old: &Lookup<'a>) -> Self {
        if let Some(found) = old.find(path) {
            return Self::Taken(found);
        }
        let Some((last, parents)) = path.steps.split_last() else { return Self::Vacant };
        match (old.find_at(&path.head, parents), last) {
            (Some(ValueRef::M(_)), Step::Name(_)) | (Some(ValueRef::L(_)), Step::Index(_)) => Self::Vacant,
            _ => Self::Nowhere,
        }
    }

    /// Returns what is there, for a change that puts a value there.
    #[inline]
    fn existing(self) -> Result<Option<ValueRef<'a>>, Error> {
        match self {
            Self::Taken(value) => Ok(Some(value)),
            Self::Vacant => Ok(None),
            Self::Nowhere => Err(invalid_path()),
        }
    }
}

fn set_value<'a>(value: &'a SetValue, old: &Lookup<'a>) -> Result<New<'a>, Error> {
    let sum = match value {
        SetValue::Operand(operand) => return operand_value(operand, old),
        SetValue::Plus(left, right) => {
            let (left, right) = (operand_value(left, old)?.number()?, operand_value(right, old)?.number()?);
            left.checked_add(&right)
        }
        SetValue::Minus(left, right) => {
            let (left, right) = (operand_value(left, old)?.number()?, operand_value(right, old)?.number()?);
            left.checked_sub(&right)
        }
        _ => return Err(unknown()),
    };
    sum.map(New::Number).map_err(|failed| error::number(failed, ""))
}

fn operand_value<'a>(operand: &'a SetOperand, old: &Lookup<'a>) -> Result<New<'a>, Error> {
    match operand {
        SetOperand::Value(value) => Ok(literal(value)),
        SetOperand::Path(path) => match old.find(path) {
            Some(value) => Ok(New::View(value)),
            None => Err(error::validation(error::MISSING_OPERAND)),
        },
        SetOperand::IfNotExists(path, otherwise) => match old.find(path) {
            Some(value) => Ok(New::View(value)),
            None => operand_value(otherwise, old),
        },
        SetOperand::ListAppend(first, second) => {
            let (first, second) = (operand_value(first, old)?, operand_value(second, old)?);
            match (first.view(), second.view()) {
                (Some(ValueRef::L(first)), Some(ValueRef::L(second))) => {
                    let mut writer = PackedWriter::new();
                    writer.begin_list();
                    first.iter().chain(second.iter()).for_each(|value| writer.copy(value));
                    writer.end_list();
                    Ok(New::Packed(writer.into_value()))
                }
                _ => Err(wrong_type()),
            }
        }
        _ => Err(unknown()),
    }
}

/// A value of the request as it is stored.
fn literal(value: &PackedValue) -> New<'_> {
    let view = value.view();
    if is_canonical(view) {
        return New::View(view);
    }
    let mut writer = PackedWriter::new();
    write_canonical(&mut writer, view);
    New::Packed(writer.into_value())
}

fn add<'a>(current: Option<ValueRef<'a>>, value: ValueRef<'a>) -> Result<New<'a>, Error> {
    let addend = value.as_number();
    match (current, addend, SetOf::of(value)) {
        (None, Some(addend), _) => Ok(New::Number(addend)),
        (Some(current), Some(addend), _) => {
            let sum = current.as_number().ok_or_else(wrong_type)?.checked_add(&addend);
            sum.map(New::Number).map_err(|failed| error::number(failed, ""))
        }
        (current, None, Some(kind)) => {
            let old = match current {
                Some(current) if SetOf::of(current) == Some(kind) => members(current),
                Some(_) => return Err(wrong_type()),
                None => Vec::new(),
            };
            let mut union = old;
            union.append(&mut members(value));
            // Stable: finds the two sorted runs that mostly are there.
            union.sort();
            union.dedup();
            Ok(New::Packed(kind.pack(union.into_iter())))
        }
        _ => Err(wrong_type()),
    }
}

/// The set without the members of `value`; `None` if it has none of them.
fn delete<'a>(current: ValueRef<'a>, value: ValueRef<'a>) -> Result<Option<New<'a>>, Error> {
    let Some(kind) = SetOf::of(value).filter(|kind| SetOf::of(current) == Some(*kind)) else {
        return Err(wrong_type());
    };
    let mut deleted = members(value);
    deleted.sort_unstable();
    let mut left = members(current);
    let before = left.len();
    left.retain(|member| deleted.binary_search(member).is_err());
    Ok(match left.len() {
        // No empty sets: the attribute goes with its last member.
        0 => Some(New::Removed),
        after if after == before => None,
        _ => Some(New::Packed(kind.pack(left.into_iter()))),
    })
}

fn members(value: ValueRef<'_>) -> Vec<&[u8]> {
    match value {
        ValueRef::Ss(set) | ValueRef::Ns(set) | ValueRef::Bs(set) => set.iter().collect(),
        _ => Vec::new(),
    }
}

/// The row of an item that was not there: all changes are whole attributes.
fn create(key: &Item, changes: &[Change<'_>]) -> Item {
    let mut writer = PackedWriter::with_capacity(256);
    writer.copy_attributes(key, 0..key.packed_len());
    append(&mut writer, changes);
    writer.into_item()
}

fn rebuild(key: &Item, old: &Item, changes: &[Change<'_>]) -> Item {
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
fn invalid_path() -> Error {
    error::validation(error::INVALID_UPDATE_PATH)
}

#[cold]
fn wrong_type() -> Error {
    error::validation(error::OPERAND_DATA_TYPE)
}

/// `SetValue` and `SetOperand` may grow.
#[cold]
fn unknown() -> Error {
    Error::new(monotable::ErrorKind::Unsupported, "this engine does not know the operand of SET")
}

/// Up to so many changes it is cheaper to hold each attribute against all.
const FEW: usize = 8;
/// What the new values may take together. One that is stored can be copied to hundreds of paths: that the item is too large is
/// then found before it takes the time and memory of all of them. A few times what an item can be, since what else is wrong
/// with an update is told first.
const MOST_NEW: usize = 4 * 400 * 1024;
