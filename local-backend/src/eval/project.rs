//! Cuts paths out of items: projections, and the attributes that an update returns.

use std::collections::{BTreeMap, HashMap};

use monotable::expression::{Path, Step, Update};
use monotable::values::{PackedWriter, ValueRef};
use monotable::{Item, Writer};

use super::path::Lookup;

/// Returns what of an item the paths select: maps hold the chosen members alone, lists the chosen elements, moved together. Paths
/// that lead nowhere are left out.
///
/// The paths have passed [`check_projection`](super::check_projection): none is part of another.
pub(crate) fn project<P: AsPath>(item: &Item, paths: &[P]) -> Item {
    if paths.len() > FEW {
        return project_many(item, paths);
    }
    let mut writer = PackedWriter::with_capacity(item.packed_len().min(1024));
    let lookup = Lookup::few(item);
    let mut inner: Vec<&[Step]> = Vec::new();
    let mut attributes = item.iter();
    loop {
        let start = attributes.offset();
        let Some((name, value)) = attributes.next() else { break };
        inner.clear();
        let own = paths.iter().map(AsPath::path).filter(|path| path.head.as_bytes() == name);
        inner.extend(own.map(|path| &*path.steps));
        if inner.iter().any(|steps| steps.is_empty()) {
            writer.copy_attributes(item, start..attributes.offset());
        } else if !inner.is_empty() {
            project_attribute(&mut writer, &lookup, name, value, &mut inner);
        }
    }
    writer.into_item()
}

/// Cuts out the paths as [`project`] does, in linear time.
fn project_many<P: AsPath>(item: &Item, paths: &[P]) -> Item {
    let mut writer = PackedWriter::with_capacity(item.packed_len().min(1024));
    let lookup = Lookup::many(item, paths.len());
    let mut by_head: HashMap<&[u8], Vec<&[Step]>> = HashMap::with_capacity(paths.len());
    for path in paths.iter().map(AsPath::path) {
        by_head.entry(path.head.as_bytes()).or_default().push(&path.steps);
    }
    let mut attributes = item.iter();
    loop {
        let start = attributes.offset();
        let Some((name, value)) = attributes.next() else { break };
        let Some(inner) = by_head.get_mut(name) else { continue };
        if inner.iter().any(|steps| steps.is_empty()) {
            writer.copy_attributes(item, start..attributes.offset());
        } else {
            project_attribute(&mut writer, &lookup, name, value, inner);
        }
    }
    writer.into_item()
}

fn project_attribute(
    writer: &mut PackedWriter,
    lookup: &Lookup<'_>,
    name: &[u8],
    value: ValueRef<'_>,
    inner: &mut Vec<&[Step]>,
) {
    inner.retain(|steps| std::str::from_utf8(name).is_ok_and(|name| lookup.find_at(name, steps).is_some()));
    if !inner.is_empty() {
        writer.name_bytes(name);
        select(writer, value, inner);
    }
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
    // The steps that remain, by the first one.
    let mut names: HashMap<&[u8], Vec<&[Step]>> = HashMap::new();
    let mut indexes: BTreeMap<usize, Vec<&[Step]>> = BTreeMap::new();
    for (first, rest) in chosen.iter().filter_map(|steps| steps.split_first()) {
        match first {
            Step::Name(name) => names.entry(name.as_bytes()).or_default().push(rest),
            Step::Index(index) => indexes.entry(*index as usize).or_default().push(rest),
        }
    }
    match value {
        ValueRef::M(map) => {
            writer.begin_map();
            for (name, value) in map.iter() {
                if let Some(rest) = names.get(name) {
                    writer.name_bytes(name);
                    select(writer, value, rest);
                }
            }
            writer.end_map();
        }
        ValueRef::L(list) => {
            writer.begin_list();
            let mut elements = list.iter().enumerate();
            for (index, rest) in &indexes {
                if let Some((_, value)) = elements.find(|(at, _)| at == index) {
                    select(writer, value, rest);
                }
            }
            writer.end_list();
        }
        // Not reached: no step leads into a scalar.
        _ => writer.copy(value),
    }
}

/// Up to so many paths it is cheaper to hold each attribute against all.
const FEW: usize = 8;
