//! The definition of a table, computed from its schema.

use std::sync::Arc;

use crate::backend::{CreateTable, IndexDefinition, KeyAttribute, Projection};
use crate::schema::{Carries, IndexSchema, KeyAttr, TableSchema};

impl TableSchema {
    /// Returns the definition of the table under this name: keys and indexes, paid by request.
    #[must_use]
    pub fn create_table(&self, name: Arc<str>) -> CreateTable {
        let layout = self.layout;
        let mut request = CreateTable::new(name, layout.hash.attribute(), layout.range.map(|range| range.attribute()));
        request.indexes = layout.indexes.iter().map(|index| self.index(index)).collect();
        request
    }

    fn index(&self, index: &IndexSchema) -> IndexDefinition {
        let attributes = |keys: &[KeyAttr]| keys.iter().map(|key| key.attribute()).collect();
        let projection = match index.carries {
            Carries::All => Projection::All,
            Carries::KeysOnly => Projection::KeysOnly,
            Carries::Include(names) => {
                let keys = index.hash.iter().chain(index.range).chain([&self.layout.hash]).chain(&self.layout.range);
                let keys: Vec<&str> = keys.map(|key| key.name).collect();
                let mut included = names.to_vec();
                for own in [self.layout.tag, self.layout.ttl].into_iter().flatten() {
                    if !included.contains(&own) {
                        included.push(own);
                    }
                }
                included.retain(|name| !keys.contains(name));
                match included.is_empty() {
                    true => Projection::KeysOnly,
                    false => Projection::Include(included.into_iter().map(Into::into).collect()),
                }
            }
        };
        IndexDefinition {
            name: Arc::from(index.physical),
            kind: index.kind,
            hash: attributes(index.hash),
            range: attributes(index.range),
            projection,
        }
    }
}

impl KeyAttr {
    fn attribute(&self) -> KeyAttribute {
        KeyAttribute { name: self.name.into(), kind: self.kind }
    }
}
