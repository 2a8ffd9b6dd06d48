//! Applies updates.
//!
//! Every operand is read from the old item. So all changes are worked out first, as values for places in the old row; then
//! one walk over it writes the new row, copying what no change touches as it lies there.

use monotable::expression::{Path, SetOperand, SetValue, Step, Update};
use monotable::values::{PackedValue, PackedWriter, ValueRef};
use monotable::{Error, Item, Writer};

use super::canonical::{SetOf, is_canonical, write_canonical};
use super::check::{MAX_DEPTH, depth, for_each_operand_path};
use super::path::Lookup;
use super::rebuild::{Change, New, create, rebuild, wrong_type};
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

#[cold]
fn invalid_path() -> Error {
    error::validation(error::INVALID_UPDATE_PATH)
}

/// `SetValue` and `SetOperand` may grow.
#[cold]
fn unknown() -> Error {
    Error::new(monotable::ErrorKind::Unsupported, "this engine does not know the operand of SET")
}

/// What the new values may take together. One that is stored can be copied to hundreds of paths: that the item is too large is
/// then found before it takes the time and memory of all of them. A few times what an item can be, since what else is wrong
/// with an update is told first.
const MOST_NEW: usize = 4 * 400 * 1024;
