//! Several items, of one table or of several, read or changed in one step.

use std::sync::{RwLockReadGuard, RwLockWriteGuard};
use std::time::SystemTime;

use monotable::Error;

use super::key::KeyBytes;
use super::partition::{Partition, Row};
use super::slot::{Slot, partition_of};
use super::stream::Author;
use super::table::Table;
use super::write::{Next, Written};

/// Items by table and key, whether they are there or not.
pub(crate) struct Places<'t> {
    places: Vec<Place<'t>>,
    /// Positions among the places, by table and key. A key begins with its place, the leading bits of which are the number of
    /// its partition: so this is the order of locks too.
    order: Vec<usize>,
}

/// One item by table and key.
pub(crate) struct Place<'t> {
    pub(crate) table: &'t Table,
    pub(crate) key: KeyBytes,
}

impl<'t> Places<'t> {
    /// Tables of one name have to be one table.
    pub(crate) fn new(places: Vec<Place<'t>>) -> Self {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_unstable_by(|one, other| {
            let (one, other) = (&places[*one], &places[*other]);
            let tables = match std::ptr::eq(one.table, other.table) {
                true => std::cmp::Ordering::Equal,
                false => one.table.definition.table.cmp(&other.table.definition.table),
            };
            tables.then_with(|| one.key.as_slice().cmp(other.key.as_slice()))
        });
        Self { places, order }
    }

    /// Returns whether two of the places are the same.
    pub(crate) fn has_duplicates(&self) -> bool {
        self.order.windows(2).any(|pair| {
            let (one, other) = (&self.places[pair[0]], &self.places[pair[1]]);
            std::ptr::eq(one.table, other.table) && one.key == other.key
        })
    }

    /// The places in the order in which they were given.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Place<'t>> {
        self.places.iter()
    }

    /// The items as they are at one moment.
    pub(crate) fn read(&self) -> Vec<Option<Row>> {
        let (partitions, at): (Vec<RwLockReadGuard<'_, Partition>>, _) = self.lock(Slot::read);
        let items = self.places.iter().zip(at);
        items.map(|(place, at)| partitions[at].items.get(place.key.as_slice()).cloned()).collect()
    }

    /// Changes all items as `decide` says, one by one in their order; it sees all of them as they are, under the locks of their
    /// partitions, so it may neither wait nor call back. On an error nothing changes. `done` is called under the locks too.
    pub(crate) fn write(
        &self,
        at: SystemTime,
        decide: impl FnOnce(&[Option<Row>]) -> Result<Vec<Next>, Error>,
        done: impl FnOnce(&[Written]),
    ) -> Result<Vec<Written>, Error> {
        let (mut partitions, lies_in): (Vec<RwLockWriteGuard<'_, Partition>>, _) = self.lock(Slot::write);
        let items = self.places.iter().zip(&lies_in);
        let old: Vec<Option<Row>> =
            items.map(|(place, lies_in)| partitions[*lies_in].items.get(place.key.as_slice()).cloned()).collect();
        let next = decide(&old)?;
        let changes = self.places.iter().zip(lies_in).zip(old.into_iter().zip(next));
        let written: Vec<Written> = changes
            .map(|((place, lies_in), (old, next))| {
                place.table.settle(&mut partitions[lies_in], &place.key, at, Author::Request, old, next)
            })
            .collect();
        done(&written);
        Ok(written)
    }

    /// Locks each partition once, and says for each place which of the locks it is under.
    fn lock<G>(&self, lock: impl Fn(&'t Slot<Partition>) -> G) -> (Vec<G>, Vec<usize>) {
        let mut guards = Vec::with_capacity(self.places.len());
        let mut lies_in = vec![0; self.places.len()];
        let mut last: Option<(&Table, usize)> = None;
        for position in &self.order {
            let Place { table, key } = &self.places[*position];
            let partition = partition_of(key.place());
            if !last.is_some_and(|(locked, number)| std::ptr::eq(locked, *table) && number == partition) {
                guards.push(lock(&table.partitions[partition]));
                last = Some((table, partition));
            }
            lies_in[*position] = guards.len() - 1;
        }
        (guards, lies_in)
    }
}

#[cfg(test)]
mod tests {
    use monotable::request::control::{CreateTable, KeyAttribute, StreamView};
    use monotable::{Item, Timestamp, Type, Value};

    use super::*;
    use crate::store::Details;

    fn table(name: &str) -> Table {
        let keys = KeyAttribute { name: "PK".into(), kind: Type::S };
        let table = Table::new(CreateTable::new(name.into(), keys, None), Details::default(), 0);
        table.enable_stream(StreamView::NewAndOldImages, Timestamp::UNIX_EPOCH).unwrap();
        table
    }

    fn row(pk: usize, total: i64) -> Row {
        Row::new([("PK", Value::from(format!("p{pk}"))), ("total", Value::from(total))].into_iter().collect())
    }

    fn place(table: &Table, pk: usize) -> Place<'_> {
        Place { table, key: table.key_of(&row(pk, 0).item).unwrap() }
    }

    /// All changes in the stream of a table: item, total before and after.
    fn changes(table: &Table) -> Vec<(Option<Value>, Option<Value>, Option<Value>)> {
        let total = |item: &Option<Item>| item.as_ref().and_then(|item| item.value("total"));
        let mut changes = Vec::new();
        for change in table.recorded() {
            let item = change.image().and_then(|item| item.value("PK"));
            changes.push((item, total(&change.old), total(&change.new)));
        }
        changes.sort_by_key(|change| format!("{change:?}"));
        changes
    }

    #[test]
    fn every_item_that_changes_has_one_record_and_the_others_have_none() {
        // given
        let (first, second) = (table("first"), table("second"));
        let at = SystemTime::UNIX_EPOCH;
        let given = Places::new(vec![place(&first, 1), place(&first, 2), place(&first, 3)]);
        let rows = || (1..4).map(|pk| Next::Put(row(pk, 1))).collect();
        given.write(at, |_| Ok(rows()), |_| {}).unwrap();

        // when
        let places = [place(&second, 1), place(&first, 3), place(&first, 2), place(&first, 1), place(&first, 4)];
        let next = vec![Next::Put(row(1, 1)), Next::Keep, Next::Delete, Next::Put(row(1, 1)), Next::Delete];
        Places::new(places.into()).write(at, |_| Ok(next), |_| {}).unwrap();

        // then
        let text = |pk: usize| Some(Value::from(format!("p{pk}")));
        let one = || Some(Value::from(1));
        let mut expected =
            vec![(text(1), None, one()), (text(2), None, one()), (text(3), None, one()), (text(2), one(), None)];
        expected.sort_by_key(|change| format!("{change:?}"));
        assert_eq!(changes(&first), expected);
        assert_eq!(changes(&second), [(text(1), None, one())]);
    }

    #[test]
    fn items_are_read_in_the_order_in_which_they_were_asked_for() {
        // given: more items than partitions, so that some share one
        let (first, second) = (table("first"), table("second"));
        let places =
            || -> Vec<Place<'_>> { (0..200).map(|pk| place(if pk % 3 == 0 { &second } else { &first }, pk)).collect() };
        let rows = (0..200).map(|pk| if pk % 7 == 0 { Next::Keep } else { Next::Put(row(pk, pk as i64)) }).collect();
        Places::new(places()).write(SystemTime::UNIX_EPOCH, |_| Ok(rows), |_| {}).unwrap();

        // when
        let found = Places::new(places()).read();

        // then
        for (pk, row) in found.iter().enumerate() {
            let total = row.as_ref().and_then(|row| row.item.value("total"));
            assert_eq!(total, (pk % 7 != 0).then(|| Value::from(pk as i64)));
        }
    }

    #[test]
    fn places_are_the_same_by_table_and_key() {
        let (first, second) = (table("first"), table("second"));

        assert!(!Places::new(vec![place(&first, 1), place(&second, 1), place(&first, 2)]).has_duplicates());
        assert!(Places::new(vec![place(&first, 1), place(&second, 2), place(&first, 1)]).has_duplicates());
    }
}
