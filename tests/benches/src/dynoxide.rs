use std::collections::HashMap;

use ::dynoxide::{
    AttributeValue, Database, Item,
    actions::{
        create_table::CreateTableRequest, get_item::GetItemRequest, put_item::PutItemRequest, query::QueryRequest,
        transact_write_items::TransactWriteItemsRequest, update_item::UpdateItemRequest,
    },
    types::{
        AttributeDefinition, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
        ScalarAttributeType,
    },
};
use monotable::{Item as Row, Value};

use crate::{Form, LocalShop, Order};

const TABLE: &str = "shop";

/// `dynoxide` in memory with the items of a [`LocalShop`].
///
/// The functions that make requests belong outside of what is measured: a request is consumed by its call.
#[derive(Clone)]
pub struct DynoxideShop {
    database: Database,
}

impl DynoxideShop {
    /// A database with a table, with the index of the orders by store or without.
    ///
    /// # Panics
    /// If the database refuses a request, which leaves nothing to measure.
    pub fn empty(indexed: bool) -> Self {
        let database = Database::memory().expect("memory suffices");
        database.create_table(table(indexed)).expect("the table is well formed");
        Self { database }
    }

    /// The same with so many orders.
    ///
    /// # Panics
    /// As [`DynoxideShop::empty`].
    pub fn filled(indexed: bool, form: Form, orders: u64) -> Self {
        let shop = Self::empty(indexed);
        for place in 0..orders {
            shop.put(Self::put_request(form, LocalShop::order(place)));
        }
        shop
    }

    pub fn put_request(form: Form, order: Order) -> PutItemRequest {
        Self::put_row(&form.item(order))
    }

    pub fn put_row(item: &Row) -> PutItemRequest {
        PutItemRequest { table_name: TABLE.to_owned(), item: item_of(item), ..PutItemRequest::default() }
    }

    /// Writes these orders, all of them or none.
    ///
    /// # Panics
    /// Never: the text is a request.
    pub fn transaction_request(form: Form, orders: [Order; 4]) -> TransactWriteItemsRequest {
        let put = |order| format!(r#"{{"Put":{{"TableName":"{TABLE}","Item":{}}}}}"#, form.item(order).to_json());
        let request = format!(r#"{{"TransactItems":[{}]}}"#, orders.map(put).join(","));
        serde_json::from_str(&request).expect("the request is well formed")
    }

    pub fn get_request(order: &Order) -> GetItemRequest {
        GetItemRequest { table_name: TABLE.to_owned(), key: key(order), ..GetItemRequest::default() }
    }

    /// Asks for all orders of a customer.
    pub fn query_request(customer: u64) -> QueryRequest {
        QueryRequest {
            table_name: TABLE.to_owned(),
            key_condition_expression: Some("#pk = :pk AND begins_with(#sk, :sk)".to_owned()),
            expression_attribute_names: Some(names([("#pk", "PK"), ("#sk", "SK")])),
            expression_attribute_values: Some(values([
                (":pk", AttributeValue::S(format!("CUSTOMER#c-{customer:06}"))),
                (":sk", AttributeValue::S("ORDER#".to_owned())),
            ])),
            scan_index_forward: true,
            ..QueryRequest::default()
        }
    }

    /// Adds to the total of an open order. Its condition holds however often it runs.
    pub fn update_request(order: &Order) -> UpdateItemRequest {
        UpdateItemRequest {
            table_name: TABLE.to_owned(),
            key: key(order),
            update_expression: Some("SET #updated = :now, #total = #total + :one".to_owned()),
            condition_expression: Some("#status = :open AND #total >= :least".to_owned()),
            expression_attribute_names: Some(names([
                ("#updated", "updated_at"),
                ("#total", "total"),
                ("#status", "status"),
            ])),
            expression_attribute_values: Some(values([
                (":now", AttributeValue::N("1760000200000".to_owned())),
                (":one", AttributeValue::N("1".to_owned())),
                (":open", AttributeValue::S("Open".to_owned())),
                (":least", AttributeValue::N("100".to_owned())),
            ])),
            ..UpdateItemRequest::default()
        }
    }

    /// # Panics
    /// As [`DynoxideShop::empty`].
    pub fn put(&self, request: PutItemRequest) {
        self.database.put_item(request).expect("the item is well formed");
    }

    /// # Panics
    /// If there is no such item.
    pub fn get(&self, request: GetItemRequest) -> Item {
        self.database.get_item(request).expect("the key is well formed").item.expect("the shop has this order")
    }

    /// # Panics
    /// As [`DynoxideShop::empty`].
    pub fn query(&self, request: QueryRequest) -> Vec<Item> {
        self.database.query(request).expect("the query is well formed").items.unwrap_or_default()
    }

    /// # Panics
    /// As [`DynoxideShop::empty`].
    pub fn transact(&self, request: TransactWriteItemsRequest) {
        self.database.transact_write_items(request).expect("the transaction is well formed");
    }

    /// # Panics
    /// If the condition does not hold.
    pub fn update(&self, request: UpdateItemRequest) {
        self.database.update_item(request).expect("the order is open");
    }
}

fn table(indexed: bool) -> CreateTableRequest {
    let keys: &[&str] = if indexed { &["PK", "SK", "GSI1PK", "GSI1SK"] } else { &["PK", "SK"] };
    let index = GlobalSecondaryIndex {
        index_name: "GSI1".to_owned(),
        key_schema: key_schema("GSI1PK", "GSI1SK"),
        projection: Projection { projection_type: Some(ProjectionType::ALL), non_key_attributes: None },
        provisioned_throughput: None,
    };
    CreateTableRequest {
        table_name: TABLE.to_owned(),
        key_schema: key_schema("PK", "SK"),
        attribute_definitions: keys
            .iter()
            .map(|name| AttributeDefinition {
                attribute_name: (*name).to_owned(),
                attribute_type: ScalarAttributeType::S,
            })
            .collect(),
        global_secondary_indexes: indexed.then(|| vec![index]),
        billing_mode: Some("PAY_PER_REQUEST".to_owned()),
        ..CreateTableRequest::default()
    }
}

fn key_schema(hash: &str, range: &str) -> Vec<KeySchemaElement> {
    vec![
        KeySchemaElement { attribute_name: hash.to_owned(), key_type: KeyType::HASH },
        KeySchemaElement { attribute_name: range.to_owned(), key_type: KeyType::RANGE },
    ]
}

fn key(order: &Order) -> Item {
    let Order { customer_id, placed_at, order_id, .. } = order;
    values([
        ("PK", AttributeValue::S(format!("CUSTOMER#{customer_id}"))),
        ("SK", AttributeValue::S(format!("ORDER#{placed_at:020}#{order_id}"))),
    ])
}

fn names<const N: usize>(pairs: [(&str, &str); N]) -> HashMap<String, String> {
    pairs.map(|(placeholder, name)| (placeholder.to_owned(), name.to_owned())).into()
}

fn values<const N: usize>(pairs: [(&str, AttributeValue); N]) -> HashMap<String, AttributeValue> {
    pairs.map(|(placeholder, value)| (placeholder.to_owned(), value)).into()
}

fn item_of(item: &Row) -> Item {
    let name = |name: &[u8]| String::from_utf8(name.to_vec()).expect("names are texts");
    item.iter().map(|(attribute, value)| (name(attribute), value_of(Value::from(value)))).collect()
}

fn value_of(value: Value) -> AttributeValue {
    match value {
        Value::S(text) => AttributeValue::S(text),
        Value::N(number) => AttributeValue::N(number.to_string()),
        Value::Ss(texts) => AttributeValue::SS(texts.into_iter().collect()),
        Value::L(values) => AttributeValue::L(values.into_iter().map(value_of).collect()),
        Value::M(map) => AttributeValue::M(map.into_iter().map(|(name, value)| (name, value_of(value))).collect()),
        other => unreachable!("an order has no {other:?}"),
    }
}
