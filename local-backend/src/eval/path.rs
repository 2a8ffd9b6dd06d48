//! Finds the values that paths point to.

use monotable::Item;
use monotable::expression::{Path, Step};
use monotable::values::ValueRef;

/// The value at a path; `None` where the attribute, a member or an element is missing, or a step does not fit its value.
#[inline]
pub(crate) fn find<'a>(item: &'a Item, path: &Path) -> Option<ValueRef<'a>> {
    let value = item.get(&path.head)?;
    if path.steps.is_empty() { Some(value) } else { descend(value, &path.steps) }
}

/// The value some steps into another.
pub(crate) fn descend<'a>(value: ValueRef<'a>, steps: &[Step]) -> Option<ValueRef<'a>> {
    steps.iter().try_fold(value, |value, step| match (value, step) {
        (ValueRef::M(map), Step::Name(name)) => map.get(name),
        (ValueRef::L(list), Step::Index(index)) => list.iter().nth(*index as usize),
        _ => None,
    })
}
