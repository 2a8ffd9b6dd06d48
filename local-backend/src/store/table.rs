//! A table: its schema, its partitions and those of its global indexes.

use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLockReadGuard};

use monotable::expression::Name;
use monotable::request::control::{BillingMode, CreateTable};
use monotable::schema::IndexKind;

use super::details::Details;
use super::key::KeyBytes;
use super::partition::{Partition, Row};
use super::slot::{PARTITIONS, Slot, partition_of};
use super::stream::Streams;
use crate::schema::TableSchema;
use crate::tree::Tree;

/// A table. What changes of it is behind the locks of its partitions; a change of anything else is a new `Table` over the same
/// partitions, which takes the place of this one in the catalog.
pub(crate) struct Table {
    /// What a request would say to create it as it is now; its policy is among the details.
    pub(crate) definition: CreateTable,
    pub(crate) details: Details,
    pub(crate) schema: TableSchema,
    /// Decides the places of partition keys.
    pub(super) seed: u64,
    pub(super) partitions: Arc<[Slot<Partition>]>,
    /// In the order of the schema's indexes.
    pub(super) indexes: Vec<IndexStore>,
    /// Its streams of the last day, the one that is written among them.
    pub(crate) streams: Arc<Streams>,
}

/// Where the entries of an index are.
#[derive(Clone)]
pub(super) enum IndexStore {
    /// In the partitions of the table, at this position among the local indexes.
    Local(usize),
    /// In partitions of its own; `built` once the items that were there before it are in it.
    Global { slots: Arc<[Slot<Tree<Row>>]>, built: Arc<AtomicBool> },
}

impl Table {
    /// A table without items and without a stream.
    pub(crate) fn new(definition: CreateTable, details: Details, seed: u64) -> Self {
        let schema = TableSchema::from(&definition);
        let mut locals = 0;
        let indexes = schema
            .indexes
            .iter()
            .map(|index| match index.kind {
                IndexKind::Local => {
                    locals += 1;
                    IndexStore::Local(locals - 1)
                }
                _ => IndexStore::empty(true),
            })
            .collect();
        let partition = || Partition { items: Tree::new(), local: vec![Tree::new(); locals], stream: None, size: 0 };
        Self { definition, details, schema, seed, partitions: slots(partition), indexes, streams: Arc::default() }
    }

    /// The same items with another definition and other details. Global indexes may be new, which are then to be
    /// [built](Self::build_indexes), or missing; keys and local indexes are as they were.
    pub(crate) fn altered(&self, definition: CreateTable, details: Details) -> Self {
        let schema = TableSchema::from(&definition);
        let indexes = schema
            .indexes
            .iter()
            .map(|index| match self.schema.indexes.iter().position(|known| known == index) {
                Some(position) => self.indexes[position].clone(),
                None => IndexStore::empty(false),
            })
            .collect();
        let (partitions, streams) = (Arc::clone(&self.partitions), Arc::clone(&self.streams));
        Self { definition, details, schema, seed: self.seed, partitions, indexes, streams }
    }

    /// Returns whether the other one is this table at another time, and not one of the same name.
    pub(crate) fn has_items_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.partitions, &other.partitions)
    }

    pub(super) fn partition(&self, place: u32) -> &Slot<Partition> {
        &self.partitions[partition_of(place)]
    }

    /// The attribute that says when an item expires, while time-to-live is on.
    pub(crate) fn ttl(&self) -> Option<&Name> {
        self.details.ttl.as_ref().filter(|ttl| ttl.enabled).map(|ttl| &ttl.attribute)
    }

    /// Returns how many items there are, and their size by DynamoDB's count.
    pub(crate) fn count(&self) -> (u64, u64) {
        self.partitions.iter().fold((0, 0), |(items, size), partition| {
            let partition = partition.read();
            (items + partition.items.len() as u64, size + partition.size)
        })
    }

    /// Returns how many partitions DynamoDB has for such a table, each of which serves 3,000 reads and 1,000 writes a second: four if it
    /// is paid by request. Here a power of two, so that each of theirs is a range of ours.
    pub(crate) fn partitions_of_service(&self) -> u32 {
        let CreateTable { billing, warm, .. } = &self.definition;
        let least = match *billing {
            BillingMode::Provisioned { read, write } => {
                read.saturating_add(write.saturating_mul(READS_PER_WRITE)).div_ceil(PARTITION_READS)
            }
            _ => PARTITIONS_ON_DEMAND,
        };
        let warm = warm.unwrap_or_default();
        let warm = warm.read.unwrap_or(0).max(warm.write.unwrap_or(0).saturating_mul(READS_PER_WRITE));
        let most = PARTITIONS as u64;
        least.max(warm.div_ceil(PARTITION_READS)).clamp(1, most).next_power_of_two() as u32
    }

    /// DynamoDB's size of all items of the partition that a key is in: a bound for that of its item collection.
    pub(crate) fn size_around(&self, key: &KeyBytes) -> u64 {
        self.partition(key.place()).read().size
    }

    /// The same of an index. Every entry is looked at, for the size.
    pub(crate) fn count_index(&self, name: &str) -> (u64, u64) {
        let count = |(items, size), tree: &Tree<Row>| {
            let rows = tree.range(Bound::Unbounded, Bound::Unbounded).map(|(_, row)| u64::from(row.size));
            (items + tree.len() as u64, size + rows.sum::<u64>())
        };
        let position = self.schema.indexes.iter().position(|index| &*index.name == name);
        match position.and_then(|position| self.indexes.get(position)) {
            None => (0, 0),
            Some(IndexStore::Global { slots, .. }) => slots.iter().fold((0, 0), |sum, slot| count(sum, &slot.read())),
            Some(IndexStore::Local(local)) => {
                self.partitions.iter().fold((0, 0), |sum, partition| match partition.read().local.get(*local) {
                    Some(tree) => count(sum, tree),
                    None => sum,
                })
            }
        }
    }

    /// Keeps writers out of the table until the guards are dropped.
    pub(super) fn freeze(&self) -> Vec<RwLockReadGuard<'_, Partition>> {
        self.partitions.iter().map(Slot::read).collect()
    }

    /// A copy that shares everything; an index that is not built yet is to be built in both. `frozen` are the guards of
    /// [`freeze`](Self::freeze): with them the indexes are at rest.
    pub(super) fn fork(&self, frozen: &[RwLockReadGuard<'_, Partition>]) -> Self {
        let streams = self.streams.fork();
        let stream = streams.enabled();
        let fork = |partition: &RwLockReadGuard<'_, Partition>| {
            let mut fork = Partition::clone(partition);
            fork.set_stream(stream.as_ref());
            Slot::new(fork)
        };
        let partitions = frozen.iter().map(fork).collect();
        let indexes = self
            .indexes
            .iter()
            .map(|index| match index {
                IndexStore::Local(position) => IndexStore::Local(*position),
                IndexStore::Global { slots, built } => {
                    // Asked first: what is built then is in what is copied after.
                    let built = built.load(Ordering::Acquire);
                    let slots = slots.iter().map(|slot| Slot::new(Tree::clone(&slot.read()))).collect();
                    IndexStore::Global { slots, built: Arc::new(AtomicBool::new(built)) }
                }
            })
            .collect();
        Self {
            definition: self.definition.clone(),
            details: self.details.clone(),
            schema: self.schema.clone(),
            seed: self.seed,
            partitions,
            indexes,
            streams: Arc::new(streams),
        }
    }
}

impl IndexStore {
    fn empty(built: bool) -> Self {
        Self::Global { slots: slots(Tree::new), built: Arc::new(AtomicBool::new(built)) }
    }
}

fn slots<T>(make: impl Fn() -> T) -> Arc<[Slot<T>]> {
    (0..PARTITIONS).map(|_| Slot::new(make())).collect()
}

/// Read units that a partition of DynamoDB serves a second, and how many of them count as much as a write unit.
const PARTITION_READS: u64 = 3000;
const READS_PER_WRITE: u64 = 3;
/// Partitions with which DynamoDB begins a table that is paid by request.
const PARTITIONS_ON_DEMAND: u64 = 4;
