//! Cuts paths out of items: projections, and the attributes that an update returns.

use monotable::expression::{Path, Step, Update};
use monotable::values::{PackedWriter, ValueRef};
use monotable::{Item, Writer};

use super::path::descend;

/// Returns what of an item the paths select: maps hold the chosen members alone, lists the chosen elements, moved together. Paths
/// that lead nowhere are left out.
///
/// The paths have passed [`check_projection`](super::check_projection): none is part of another.
pub(crate) fn project<P: AsPath>(item: &Item, paths: &[P]) -> Item {
    let mut writer = PackedWriter::with_capacity(item.packed_len().min(1024));
    let mut inner: Vec<&[Step]> = Vec::new();
    let mut attributes = item.iter();
    loop {
        let start = attributes.offset();
        let Some((name, value)) = attributes.next() else { break };
        let mut whole = false;
        inner.clear();
        for path in paths.iter().map(AsPath::path).filter(|path| path.head.as_bytes() == name) {
            whole |= path.is_attribute();
            inner.push(&path.steps);
        }
        if whole {
            writer.copy_attributes(item, start..attributes.offset());
            continue;
        }
        inner.retain(|steps| descend(value, steps).is_some());
        if !inner.is_empty() {
            writer.name_bytes(name);
            select(&mut writer, value, &inner);
        }
    }
    writer.into_item()
}

/// Returns what UPDATED_OLD (of the old item) and UPDATED_NEW (of the new one) return: the values at the paths of the update, lists
/// read at the indexes as written. `None` if there is nothing at any of them.
pub(crate) fn updated(update: &Update, item: &Item) -> Option<Item> {
    let mut paths: Vec<&Path> = Vec::with_capacity(update.set.len() + update.remove.len());
    paths.extend(update.set.iter().map(|(path, _)| path));
    paths.extend(&update.remove);
    paths.extend(update.add.iter().chain(&update.delete).map(|(path, _)| path));
    let attributes = project(item, &paths);
    (!attributes.is_empty()).then_some(attributes)
}

/// A path, or a borrowed one.
pub(crate) trait AsPath {
    fn path(&self) -> &Path;
}

impl AsPath for Path {
    fn path(&self) -> &Path {
        self
    }
}

impl AsPath for &Path {
    fn path(&self) -> &Path {
        self
    }
}

/// Writes the part of a value that these steps, each of which leads somewhere, select. Steps that end take the whole value.
fn select(writer: &mut PackedWriter, value: ValueRef<'_>, chosen: &[&[Step]]) {
    if chosen.iter().any(|steps| steps.is_empty()) {
        return writer.copy(value);
    }
    // The steps that remain of those whose first one is `fits`.
    let rest = |fits: &dyn Fn(&Step) -> bool| -> Vec<&[Step]> {
        chosen
            .iter()
            .filter_map(|steps| steps.split_first())
            .filter(|(first, _)| fits(first))
            .map(|(_, rest)| rest)
            .collect()
    };
    match value {
        ValueRef::M(map) => {
            writer.begin_map();
            for (name, value) in map.iter() {
                let rest = rest(&|step| matches!(step, Step::Name(chosen) if chosen.as_bytes() == name));
                if !rest.is_empty() {
                    writer.name_bytes(name);
                    select(writer, value, &rest);
                }
            }
            writer.end_map();
        }
        ValueRef::L(list) => {
            writer.begin_list();
            for (index, value) in list.iter().enumerate() {
                let rest = rest(&|step| matches!(step, Step::Index(chosen) if *chosen as usize == index));
                if !rest.is_empty() {
                    select(writer, value, &rest);
                }
            }
            writer.end_list();
        }
        // Not reached: no step leads into a scalar.
        _ => writer.copy(value),
    }
}
