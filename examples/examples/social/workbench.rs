//! The other program: it creates the table and fills it from a NoSQL Workbench model, and knows nothing of entities.
//!
//! The model is `data/social-network.workbench.json`; `data/README.md` says where it comes from.

use std::sync::Arc;

use monotable::json::JsonItems;
use monotable::request::PutItem;
use monotable::request::control::{CreateTable, KeyAttribute, UpdateTimeToLive};
use monotable::{Backend, Error, ErrorKind, Item, Type};
use serde_json::Value;

/// A table with its items.
pub struct Model {
    pub table: String,
    pub partition_key: String,
    pub sort_key: String,
    pub items: Vec<Item>,
}

impl Model {
    /// Reads the model of the social network.
    pub fn social_network() -> Result<Self, Error> {
        Self::parse(include_str!("../../data/social-network.workbench.json"))
    }

    /// Reads the first table of a model.
    pub fn parse(model: &str) -> Result<Self, Error> {
        let wrong = |what: &str| Error::new(ErrorKind::InvalidRequest, format!("the model has no {what}"));
        let model: Value = serde_json::from_str(model).map_err(|error| wrong("JSON text").with_source(error))?;
        let table = &model["DataModel"][0];
        let text = |value: &Value, what: &str| value.as_str().map(str::to_owned).ok_or_else(|| wrong(what));
        let keys = &table["KeyAttributes"];
        let data = table["TableData"].as_array().ok_or_else(|| wrong("data"))?;
        // The items are DynamoDB JSON, which monotable reads from the text, without a tree in between.
        let data = Value::from(data.clone()).to_string();
        let mut rows = JsonItems::array(data.as_bytes()).map_err(|error| wrong("items").with_source(error))?;
        let mut items = Vec::new();
        while let Some(item) = rows.next_row().map_err(|error| wrong("items").with_source(error))? {
            items.push(item);
        }
        Ok(Self {
            table: text(&table["TableName"], "table name")?,
            partition_key: text(&keys["PartitionKey"]["AttributeName"], "partition key")?,
            sort_key: text(&keys["SortKey"]["AttributeName"], "sort key")?,
            items,
        })
    }

    /// Creates the table and writes every item, with plain requests.
    pub async fn write(&self, backend: &dyn Backend) -> Result<(), Error> {
        let table: Arc<str> = Arc::from(self.table.as_str());
        let key = |name: &str| KeyAttribute { name: name.to_owned().into(), kind: Type::S };
        let create = CreateTable::new(Arc::clone(&table), key(&self.partition_key), Some(key(&self.sort_key)));
        backend.create_table(create).await?;
        backend.update_time_to_live(UpdateTimeToLive::enable(Arc::clone(&table), "ttl".into())).await?;
        for item in &self.items {
            backend.put_item(PutItem::new(Arc::clone(&table), item.clone())).await?;
        }
        Ok(())
    }
}
