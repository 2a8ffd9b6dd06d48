//! Key schemas of a table and its indexes, in the form that checks and storage use.

use std::sync::Arc;

use monotable::Item;
use monotable::request::control::{CreateTable, IndexDefinition, KeyAttribute, Projection};
use monotable::schema::IndexKind;

/// The keys of a table and of its indexes.
#[derive(Clone, Debug)]
pub(crate) struct TableSchema {
    /// The table's own key: one partition key attribute, none or one sort key attribute.
    pub(crate) keys: KeySchema,
    /// Secondary indexes, in the byte order of their names.
    pub(crate) indexes: Vec<IndexSchema>,
    /// Every attribute that keys an index, once.
    index_keys: Vec<IndexKey>,
}

/// The key of a table or index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeySchema {
    /// Partition key: one attribute, up to four on a global index.
    pub(crate) hash: Vec<KeyAttribute>,
    /// Sort key: none or one attribute, up to four on a global index.
    pub(crate) range: Vec<KeyAttribute>,
}

/// A secondary index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexSchema {
    pub(crate) name: Arc<str>,
    pub(crate) kind: IndexKind,
    pub(crate) keys: KeySchema,
    pub(crate) projection: Projection,
}

/// An attribute that keys an index.
#[derive(Clone, Debug)]
pub(crate) struct IndexKey {
    pub(crate) attribute: KeyAttribute,
    /// The first index by name that it keys: the one that DynamoDB's errors speak of.
    pub(crate) index: Arc<str>,
}

impl TableSchema {
    /// The schema of a table with these indexes.
    pub(crate) fn new(keys: KeySchema, mut indexes: Vec<IndexSchema>) -> Self {
        indexes.sort_by(|a, b| a.name.cmp(&b.name));
        let mut index_keys: Vec<IndexKey> = Vec::new();
        for index in &indexes {
            for attribute in index.keys.attributes() {
                if index_keys.iter().all(|known| known.attribute.name != attribute.name) {
                    index_keys.push(IndexKey { attribute: attribute.clone(), index: Arc::clone(&index.name) });
                }
            }
        }
        Self { keys, indexes, index_keys }
    }

    /// The attributes that key an index, the table's own among them.
    pub(crate) fn index_keys(&self) -> &[IndexKey] {
        &self.index_keys
    }
}

impl From<&CreateTable> for TableSchema {
    fn from(table: &CreateTable) -> Self {
        let keys = KeySchema { hash: vec![table.hash.clone()], range: table.range.iter().cloned().collect() };
        Self::new(keys, table.indexes.iter().map(IndexSchema::from).collect())
    }
}

impl KeySchema {
    /// The attributes of the key, partition key first.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &KeyAttribute> {
        self.hash.iter().chain(&self.range)
    }

    /// Returns whether the key has this attribute.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes().any(|attribute| attribute.name == name)
    }

    /// The key of an item.
    pub(crate) fn of(&self, item: &Item) -> Item {
        item.select(|name| self.attributes().any(|attribute| attribute.name.as_bytes() == name))
    }

    /// Returns how many attributes the key has.
    pub(crate) fn len(&self) -> usize {
        self.hash.len() + self.range.len()
    }
}

impl From<&IndexDefinition> for IndexSchema {
    fn from(index: &IndexDefinition) -> Self {
        Self {
            name: Arc::clone(&index.name),
            kind: index.kind,
            keys: KeySchema { hash: index.hash.clone(), range: index.range.clone() },
            projection: index.projection.clone(),
        }
    }
}
