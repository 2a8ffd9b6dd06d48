//! One change of one item, with all that follows from it.

use std::cell::OnceCell;
use std::time::SystemTime;

use monotable::request::control::Projection;
use monotable::{Error, Item, Type};

use super::key::KeyBytes;
use super::partition::{Partition, Row};
use super::slot::{Slot, partition_of};
use super::stream::Author;
use super::table::{IndexStore, Table};
use crate::schema::IndexSchema;
use crate::tree::Tree;

/// What is to become of an item.
pub(crate) enum Next {
    /// It stays as it is.
    Keep,
    /// It is replaced or created, perhaps by what it was.
    Put(Row),
    /// It becomes this, which is not what it was.
    Change(Row),
    /// It is deleted.
    Delete,
}

/// What a write found and left.
#[derive(Default)]
pub(crate) struct Written {
    /// The item before.
    pub(crate) old: Option<Row>,
    /// The item after.
    pub(crate) new: Option<Row>,
    /// The indexes that changed, by position in the schema.
    pub(crate) indexes: Vec<IndexChange>,
}

impl Written {
    /// Nothing changed: DynamoDB then writes no stream record and charges no index.
    fn unchanged(old: Option<Row>) -> Self {
        Self { new: old.clone(), old, indexes: Vec::new() }
    }

    /// The larger size of the item before and after.
    pub(crate) fn largest(&self) -> u32 {
        let size = |row: &Option<Row>| row.as_ref().map_or(0, |row| row.size);
        size(&self.old).max(size(&self.new))
    }
}

/// What an index lost and gained by a write, as sizes of entries.
pub(crate) struct IndexChange {
    pub(crate) index: usize,
    pub(crate) removed: Option<u32>,
    pub(crate) inserted: Option<u32>,
    /// Whether the two are the same entry, changed in place.
    pub(crate) in_place: bool,
}

impl Table {
    /// Changes the item with this key as `decide` says, which sees the item as it is and under the partition's lock; so it may
    /// neither wait nor call back. On an error nothing changes.
    pub(crate) fn write(
        &self,
        key: &KeyBytes,
        at: SystemTime,
        by: Author,
        decide: impl FnOnce(Option<&Row>) -> Result<Next, Error>,
    ) -> Result<Written, Error> {
        let mut partition = self.partition(key.place()).write();
        let old = partition.items.get(key.as_slice()).cloned();
        let next = decide(old.as_ref())?;
        Ok(self.settle(&mut partition, key, at, by, old, next))
    }

    /// Lets the item with this key, which is `old`, become what was decided. `partition` is its own.
    pub(super) fn settle(
        &self,
        partition: &mut Partition,
        key: &KeyBytes,
        at: SystemTime,
        by: Author,
        old: Option<Row>,
        next: Next,
    ) -> Written {
        let new = match next {
            Next::Keep => return Written::unchanged(old),
            Next::Put(row) if old.as_ref().is_some_and(|old| same_item(&old.item, &row.item)) => {
                return Written::unchanged(old);
            }
            Next::Put(row) | Next::Change(row) => Some(row),
            Next::Delete if old.is_none() => return Written::unchanged(old),
            Next::Delete => None,
        };
        match &new {
            Some(row) => partition.items.insert(key.as_slice(), row.clone()),
            None => partition.items.remove(key.as_slice()),
        };
        self.follow(partition, key.place(), at, by, Written { old, new, indexes: Vec::new() })
    }

    /// Replaces or creates the item with this key, whatever is there.
    pub(crate) fn put(&self, key: &KeyBytes, at: SystemTime, by: Author, row: Row) -> Written {
        let mut partition = self.partition(key.place()).write();
        let old = partition.items.insert(key.as_slice(), row.clone());
        if old.as_ref().is_some_and(|old| same_item(&old.item, &row.item)) {
            return Written::unchanged(old);
        }
        self.follow(&mut partition, key.place(), at, by, Written { old, new: Some(row), indexes: Vec::new() })
    }

    /// Returns what follows from a change of an item at this place: indexes, size, stream.
    fn follow(
        &self,
        partition: &mut Partition,
        place: u32,
        at: SystemTime,
        by: Author,
        mut written: Written,
    ) -> Written {
        let (old, new) = (written.old.as_ref(), written.new.as_ref());
        partition.size -= old.map_or(0, |row| u64::from(row.size));
        partition.size += new.map_or(0, |row| u64::from(row.size));
        let rank = OnceCell::new();
        for position in 0..self.indexes.len() {
            written.indexes.extend(self.write_index(position, partition, old, new, &rank));
        }
        if let Some(stream) = &partition.stream {
            let number = partition_of(place);
            stream.append(number, at.into(), by, old.map(|row| &row.item), new.map(|row| &row.item));
        }
        written
    }

    fn write_index(
        &self,
        position: usize,
        partition: &mut Partition,
        old: Option<&Row>,
        new: Option<&Row>,
        rank: &OnceCell<Option<u32>>,
    ) -> Option<IndexChange> {
        let index = &self.schema.indexes[position];
        // The old item and the new one have the same key in the table, and so the same rank in all indexes.
        let key = |item| self.index_key_with(index, item, || *rank.get_or_init(|| self.rank_of(item)));
        let before = old.and_then(|row| key(&row.item));
        let after = new.and_then(|row| Some((key(&row.item)?, row)));
        if before.is_none() && after.is_none() {
            return None;
        }
        let in_place = matches!((&before, &after), (Some(before), Some((after, _))) if before == after);
        if in_place && self.same_entry(index, old, new) {
            return None;
        }
        let insert = after.map(|(key, row)| (key, self.entry(index, row)));
        let inserted = insert.as_ref().map(|(_, entry)| entry.size);
        // In place, the insertion replaces the entry.
        let remove = before.filter(|_| !in_place);
        let removed = match &self.indexes[position] {
            IndexStore::Local(local) => change(&mut partition.local[*local], remove.as_ref(), insert),
            IndexStore::Global { slots, .. } => change_global(slots, remove.as_ref(), insert),
        };
        Some(IndexChange { index: position, removed: removed.map(|row| row.size), inserted, in_place })
    }

    /// Returns whether what an index holds of an item stays the same, the keys being equal.
    fn same_entry(&self, index: &IndexSchema, old: Option<&Row>, new: Option<&Row>) -> bool {
        let (Some(old), Some(new)) = (old, new) else { return false };
        match &index.projection {
            // That the items differ was found before.
            Projection::All => false,
            Projection::Include(names) => names.iter().all(|name| match (old.item.get(name), new.item.get(name)) {
                (Some(old), Some(new)) => old == new,
                (old, new) => old.is_none() && new.is_none(),
            }),
            _ => true,
        }
    }
}

/// Removes one entry and sets another; returns the one that went.
fn change(tree: &mut Tree<Row>, remove: Option<&KeyBytes>, insert: Option<(KeyBytes, Row)>) -> Option<Row> {
    let removed = remove.and_then(|key| tree.remove(key.as_slice()));
    let replaced = insert.and_then(|(key, entry)| tree.insert(key.as_slice(), entry));
    removed.or(replaced)
}

/// The same in the partitions of a global index. Within one of them both steps are one.
fn change_global(slots: &[Slot<Tree<Row>>], remove: Option<&KeyBytes>, insert: Option<(KeyBytes, Row)>) -> Option<Row> {
    let slot = |key: &KeyBytes| partition_of(key.place());
    match (remove, insert) {
        (Some(remove), Some(insert)) if slot(remove) != slot(&insert.0) => {
            // First the new entry, so that a scan under way may see the item twice rather than not at all.
            change(&mut slots[slot(&insert.0)].write(), None, Some(insert));
            change(&mut slots[slot(remove)].write(), Some(remove), None)
        }
        (remove, insert) => {
            let key = remove.or(insert.as_ref().map(|(key, _)| key))?;
            change(&mut slots[slot(key)].write(), remove, insert)
        }
    }
}

/// Returns whether two items have the same attributes, in whatever order.
fn same_item(old: &Item, new: &Item) -> bool {
    // The packed form has one length for the same attributes.
    if old.ptr_eq(new) || old.packed_len() != new.packed_len() {
        return old.ptr_eq(new);
    }
    let common = old.common_len(new);
    if common == new.packed_len() {
        return true;
    }
    // The new item was just written and is near; the old one may be far, so as little as possible of it is read.
    let mut attributes = new.iter();
    let mut start = 0;
    while let Some((name, value)) = attributes.next() {
        if attributes.offset() > common {
            let same_name = start + MAX_NAME_LENGTH + name.len() <= common;
            if same_name && !matches!(value.kind(), Type::M | Type::L) {
                // Items of one kind mostly have one order; so this attribute is in both, and differs.
                return false;
            }
            break;
        }
        start = attributes.offset();
    }
    old == new
}

/// Bytes that the length of a name takes in a packed item.
const MAX_NAME_LENGTH: usize = 3;

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use monotable::request::control::{CreateTable, IndexDefinition, KeyAttribute, StreamView};
    use monotable::schema::IndexKind;
    use monotable::{Timestamp, Type, Value};

    use super::*;
    use crate::store::Details;

    #[test]
    fn items_are_the_same_whatever_the_order_of_their_attributes() {
        // given
        let write = |attributes: &[(&str, Value)]| {
            let mut writer = monotable::values::PackedWriter::new();
            for (name, value) in attributes {
                writer.name_bytes(name.as_bytes());
                writer.copy_packed(&value.into());
            }
            writer.into_item()
        };
        let map = |reversed: bool| {
            let mut writer = monotable::values::PackedWriter::new();
            writer.name_bytes(b"map");
            monotable::Writer::begin_map(&mut writer);
            let members: [(&[u8], i64); 2] = [(b"a", 1), (b"b", 2)];
            let order = if reversed { [1, 0] } else { [0, 1] };
            for (name, value) in order.map(|at| members[at]) {
                writer.name_bytes(name);
                monotable::Writer::number(&mut writer, &value.into());
            }
            monotable::Writer::end_map(&mut writer);
            writer.into_item()
        };
        let (a, b, c) = (("a", Value::from(1)), ("b", Value::from("xy")), ("c", Value::from(true)));

        // when, then
        let all = write(&[a.clone(), b.clone(), c.clone()]);
        assert!(same_item(&all, &write(&[a.clone(), b.clone(), c.clone()])));
        assert!(same_item(&all, &write(&[c.clone(), a.clone(), b.clone()])));
        assert!(same_item(&map(false), &map(true)));
        assert!(!same_item(&all, &write(&[a.clone(), ("b", Value::from("xz")), c.clone()])));
        assert!(!same_item(&all, &write(&[a.clone(), ("d", Value::from("xy")), c.clone()])));
        assert!(!same_item(&all, &write(&[a.clone(), b.clone()])));
        assert!(!same_item(&write(&[a]), &write(&[c])));
    }

    #[test]
    fn an_entry_that_moves_is_in_its_new_partition_before_it_leaves_the_old_one() {
        // given: a scan that goes from the new partition to the old one between the two steps would else miss the item
        let attribute = |name: &'static str| KeyAttribute { name: name.into(), kind: Type::S };
        let mut definition = CreateTable::new("shop".into(), attribute("PK"), None);
        definition.indexes.push(IndexDefinition {
            name: "by-city".into(),
            kind: IndexKind::Global,
            hash: vec![attribute("city")],
            range: Vec::new(),
            projection: Projection::All,
        });
        let table = Table::new(definition, Details::default(), 0);
        let IndexStore::Global { slots, .. } = &table.indexes[0] else { panic!("the index is global") };
        let row = |city: &str| Row::new([("PK", Value::from("p")), ("city", Value::from(city))].into_iter().collect());
        let slot = |city: &str| {
            let key = table.index_key_of(&table.schema.indexes[0], &row(city).item).unwrap();
            &slots[partition_of(key.place())]
        };
        let old = "Oslo";
        let elsewhere = |city: &&String| !std::ptr::eq(slot(city), slot(old));
        let new = (0..100).map(|number| format!("city {number}")).find(|city| elsewhere(&city)).unwrap();
        let key = table.key_of(&row(old).item).unwrap();
        let put = |city: &str| drop(table.put(&key, SystemTime::UNIX_EPOCH, Author::Request, row(city)));
        put(old);

        // when: the old partition is being read, so that the entry cannot leave it
        let (seen, left) = std::thread::scope(|scope| {
            let reading = slot(old).read();
            scope.spawn(|| put(&new));
            let deadline = Instant::now() + Duration::from_secs(10);
            while slot(&new).read().len() == 0 && Instant::now() < deadline {
                std::thread::yield_now();
            }
            (slot(&new).read().len(), reading.len())
        });

        // then
        assert_eq!((seen, left), (1, 1));
        assert_eq!((slot(&new).read().len(), slot(old).read().len()), (1, 0));
    }

    #[test]
    fn a_table_is_as_large_as_its_items_are_now() {
        // given
        let keys = KeyAttribute { name: "PK".into(), kind: Type::S };
        let table = Table::new(CreateTable::new("shop".into(), keys, None), Details::default(), 0);
        let row = |text: &str| Row::new([("PK", Value::from("p")), ("t", Value::from(text))].into_iter().collect());
        let key = table.key_of(&row("").item).unwrap();
        let write = |next: Next| table.write(&key, SystemTime::UNIX_EPOCH, Author::Request, |_| Ok(next)).unwrap();

        // when
        let counts =
            [Next::Put(row("four")), Next::Put(row("eightish")), Next::Change(row("")), Next::Delete].map(|next| {
                write(next);
                table.count()
            });

        // then
        assert_eq!(counts, [(1, 8), (1, 12), (1, 4), (0, 0)]);
    }

    #[test]
    fn the_stream_has_both_images_of_every_change_and_nothing_of_what_changed_nothing() {
        // given
        let keys = KeyAttribute { name: "PK".into(), kind: Type::S };
        let definition = CreateTable::new("shop".into(), keys, None);
        let table = Table::new(definition, Details::default(), 0);
        table.enable_stream(StreamView::NewAndOldImages, Timestamp::UNIX_EPOCH).unwrap();
        let row =
            |total: i64| Row::new([("PK", Value::from("p")), ("total", Value::from(total))].into_iter().collect());
        let key = table.key_of(&row(1).item).unwrap();
        let write = |by: Author, next: Next| table.write(&key, SystemTime::UNIX_EPOCH, by, |_| Ok(next)).unwrap();

        // when
        write(Author::Request, Next::Delete);
        write(Author::Request, Next::Put(row(1)));
        write(Author::Request, Next::Put(row(1)));
        write(Author::Request, Next::Put(row(2)));
        write(Author::Request, Next::Keep);
        write(Author::Expiry, Next::Delete);

        // then
        let image = |item: &Option<Item>| item.as_ref().and_then(|item| item.value("total"));
        let changes: Vec<_> =
            table.recorded().iter().map(|change| (image(&change.old), image(&change.new), change.by)).collect();
        let total = |total: i64| Some(Value::from(total));
        assert_eq!(
            changes,
            [
                (None, total(1), Author::Request),
                (total(1), total(2), Author::Request),
                (total(2), None, Author::Expiry),
            ]
        );
    }
}
