//! Requests of the `Backend` trait, on the engine in process.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use monotable::expression::{
    Comparator, Condition, KeyCondition, KeyTest, Operand, Path, SetOperand, SetValue, Update,
};
use monotable::request::control::{
    CreateTable, IndexDefinition, KeyAttribute, ListTagsOfResource, Projection, StreamView, TagResource, UntagResource,
};
use monotable::request::{
    BatchGetItem, BatchKeys, BatchWrite, BatchWriteItem, GetItem, PutItem, Query, ReturnValues, Scan, TransactGet,
    TransactGetItems, TransactWrite, TransactWriteItems, UpdateItem,
};
use monotable::schema::IndexKind;
use monotable::values::PackedValue;
use monotable::{Backend, Item, Type, Value};
use monotable_local::LocalBackend;

use super::{Case, Request};

/// Attributes, members or elements of the item on which conditions and paths repeat. Each of them costs a walk over the item, so
/// that they lie evenly over it, however many there are.
const HELD: usize = 480;
/// Global indexes of a table.
const MOST_INDEXES: usize = 20;

/// All that can repeat.
pub(crate) fn all() -> Vec<Case> {
    let case = |name, few, prepare| Case { name, few, prepare };
    vec![
        case("attributes_of_a_put", 500, |n| put_over(None, wide(n, false))),
        case("attributes_of_a_put_again", 500, |n| put_over(Some(wide(n, false)), wide(n, false))),
        case("attributes_of_a_put_in_another_order", 500, |n| put_over(Some(wide(n, false)), wide(n, true))),
        case("members_of_a_map_in_another_order", 500, |n| put_over(Some(nested(n, false)), nested(n, true))),
        case("members_of_a_set_in_another_order", 500, |n| put_over(Some(set(n, false)), set(n, true))),
        case("elements_of_a_list", 500, |n| put_over(None, one(Value::L(vec![Value::from(1); n])))),
        case("levels_of_a_value", 7, |n| put_over(None, one(deep(n)))),
        case("attributes_of_equal_items", 500, |n| {
            let (one, other) = (wide(n, false), wide(n, true));
            Box::new(move || assert_eq!(one, other))
        }),
        case("attributes_of_an_item_that_is_read", 500, |n| {
            let shop = holding(wide(n, false));
            Box::new(move || drop(now(shop.get_item(GetItem::new(table(), key())))))
        }),
        case("index_entries_of_a_put", 5, |n| {
            let shop = with_indexes(n);
            now(shop.put_item(PutItem::new(table(), wide(MOST_INDEXES, false))));
            let item: Item = attributes(MOST_INDEXES, false)
                .into_iter()
                .map(|(name, _)| (name, Value::from("other")))
                .chain([pk()])
                .collect();
            Box::new(move || drop(now(shop.put_item(PutItem::new(table(), item)))))
        }),
        case("conditions_of_a_put", 35, |n| {
            let shop = holding(wide(HELD, false));
            let mut put = PutItem::new(table(), key());
            put.condition = Some(Condition::And((0..n).map(|at| Condition::Exists(path(spread(at, n)))).collect()));
            Box::new(move || drop(now(shop.put_item(put))))
        }),
        case("levels_of_a_condition", 70, |n| {
            let shop = holding(wide(1, false));
            let mut put = PutItem::new(table(), wide(1, true));
            put.condition =
                Some((0..2 * (n / 2)).fold(Condition::Exists(path(0)), |inner, _| Condition::Not(Box::new(inner))));
            Box::new(move || drop(now(shop.put_item(put))))
        }),
        case("operands_of_in", 25, |n| {
            let shop = holding(wide(1, false));
            let mut put = PutItem::new(table(), wide(1, true));
            let operands =
                (0..n).map(|at| Operand::Value(packed(if at + 1 == n { "value 0".into() } else { at.to_string() })));
            put.condition = Some(Condition::In(Operand::Path(path(0)), operands.collect()));
            Box::new(move || drop(now(shop.put_item(put))))
        }),
        case("bytes_of_what_a_text_contains", 10_000, |n| {
            let shop = holding(one(Value::from("a".repeat(4 * n))));
            let mut put = PutItem::new(table(), wide(1, true));
            let part = Operand::Value(packed("a".repeat(n) + "b"));
            put.condition =
                Some(Condition::Not(Box::new(Condition::Contains(Operand::Path(Path::attribute("value")), part))));
            Box::new(move || drop(now(shop.put_item(put))))
        }),
        case("elements_of_a_list_that_is_compared", 500, |n| {
            let list = |n| Value::L(vec![Value::from("x"); n]);
            let shop = holding(one(list(n)));
            let mut put = PutItem::new(table(), wide(1, true));
            let other = Operand::Value(PackedValue::from(&list(n)));
            put.condition = Some(Condition::Compare(Operand::Path(Path::attribute("value")), Comparator::Eq, other));
            Box::new(move || drop(now(shop.put_item(put))))
        }),
        case("paths_of_a_projection", 120, |n| {
            let shop = holding(wide(HELD, false));
            let mut get = GetItem::new(table(), key());
            get.projection = Some((0..n).map(|at| path(spread(at, n))).collect());
            Box::new(move || drop(now(shop.get_item(get))))
        }),
        case("nested_paths_of_a_projection", 80, |n| {
            let shop = holding(nested(HELD, false));
            let mut get = GetItem::new(table(), key());
            get.projection = Some((0..n).map(|at| Path::attribute("value").name(name(spread(at, n)))).collect());
            Box::new(move || drop(now(shop.get_item(get))))
        }),
        case("clauses_of_an_update", 60, |n| update(wide(HELD, false), n, move |at| path(spread(at, n)))),
        case("nested_clauses_of_an_update", 40, |n| {
            update(nested(HELD, false), n, |at| Path::attribute("value").name(name(spread(at, n))))
        }),
        case("elements_of_a_list_that_an_update_sets", 40, |n| {
            let list = Value::L(vec![Value::from("x"); HELD]);
            update(one(list), n, |at| Path::attribute("value").index(spread(at, n) as u32))
        }),
        case("members_that_an_update_adds", 500, |n| {
            let shop = holding(set(n, false));
            let mut change = Update::default();
            change.add.push((Path::attribute("value"), PackedValue::from(&members(n..2 * n))));
            Box::new(move || drop(now(shop.update_item(UpdateItem::new(table(), key(), change)))))
        }),
        case("members_that_an_update_deletes", 500, |n| {
            let shop = holding(set(2 * n, false));
            let mut change = Update::default();
            change.delete.push((Path::attribute("value"), PackedValue::from(&members(0..n))));
            Box::new(move || drop(now(shop.update_item(UpdateItem::new(table(), key(), change)))))
        }),
        case("key_conditions", 500, |n| {
            let shop = holding(wide(1, false));
            let conditions = (0..n).map(|at| KeyCondition { name: name(at).into(), test: KeyTest::Eq(packed("x")) });
            let query = Query::new(table(), conditions.collect());
            Box::new(move || assert!(answer(shop.query(query)).is_err()))
        }),
        case("items_of_a_page", 50, |n| {
            let shop = many(n);
            Box::new(move || assert_eq!(now(shop.scan(Scan::new(table()))).count as usize, n))
        }),
        case("keys_of_a_batch_read", 25, |n| {
            let shop = many(n);
            let tables = BTreeMap::from([(table(), BatchKeys::new((0..n).map(numbered).collect()))]);
            Box::new(move || drop(now(shop.batch_get_item(BatchGetItem::new(tables)))))
        }),
        case("writes_of_a_batch", 6, |n| {
            let shop = many(0);
            let tables = BTreeMap::from([(table(), (0..n).map(|at| BatchWrite::Put(numbered(at))).collect())]);
            Box::new(move || drop(now(shop.batch_write_item(BatchWriteItem::new(tables)))))
        }),
        case("reads_of_a_transaction", 25, |n| {
            let shop = many(n);
            let gets = (0..n).map(|at| TransactGet::new(table(), numbered(at))).collect();
            Box::new(move || drop(now(shop.transact_get_items(TransactGetItems::new(gets)))))
        }),
        case("actions_of_a_transaction", 25, |n| {
            let shop = many(0);
            let actions = (0..n).map(|at| TransactWrite::put(table(), numbered(at))).collect();
            let request = TransactWriteItems::new(actions);
            Box::new(move || drop(now(shop.transact_write_items(request))))
        }),
        case("tags_of_a_table", 12, |n| {
            let shop = many(0);
            let tags = (0..n).map(|at| (name(at), "value".to_owned())).collect();
            let arn: Arc<str> = "arn:aws:dynamodb:us-east-1:000000000000:table/shop".into();
            Box::new(move || {
                now(shop.tag_resource(TagResource::new(Arc::clone(&arn), tags)));
                now(shop.list_tags_of_resource(ListTagsOfResource::new(Arc::clone(&arn))));
                now(shop.untag_resource(UntagResource::new(arn, (0..n).map(name).collect())));
            })
        }),
        case("indexes_of_a_table", 5, |n| Box::new(move || drop(with_indexes(n)))),
        case("writes_that_a_stream_records", 50, |n| {
            let shop = LocalBackend::new();
            let mut definition = CreateTable::new(table(), attribute("PK"), None);
            definition.stream = Some(StreamView::NewAndOldImages);
            now(shop.create_table(definition));
            Box::new(move || (0..n).for_each(|at| drop(now(shop.put_item(PutItem::new(table(), numbered(at)))))))
        }),
    ]
}

/// Returns the answer of the engine, which never waits.
fn answer<T>(reply: impl Future<Output = Result<T, monotable::Error>>) -> Result<T, monotable::Error> {
    match pin!(reply).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the engine answers at once"),
    }
}

fn now<T>(reply: impl Future<Output = Result<T, monotable::Error>>) -> T {
    answer(reply).unwrap()
}

fn table() -> Arc<str> {
    "shop".into()
}

fn attribute(name: &str) -> KeyAttribute {
    KeyAttribute { name: name.to_owned().into(), kind: Type::S }
}

fn pk() -> (String, Value) {
    ("PK".into(), Value::from("p"))
}

fn key() -> Item {
    [pk()].into_iter().collect()
}

fn numbered(at: usize) -> Item {
    [("PK", Value::from(format!("item {at}")))].into_iter().collect()
}

fn name(at: usize) -> String {
    format!("a{at}")
}

fn spread(at: usize, n: usize) -> usize {
    at * HELD / n
}

fn path(at: usize) -> Path {
    Path::attribute(name(at))
}

fn packed(text: impl Into<String>) -> PackedValue {
    PackedValue::text(text)
}

/// Names and values in this order, or from the other end.
fn attributes(n: usize, reversed: bool) -> Vec<(String, Value)> {
    let mut attributes: Vec<_> = (0..n).map(|at| (name(at), Value::from(format!("value {at}")))).collect();
    if reversed {
        attributes.reverse();
    }
    attributes
}

fn wide(n: usize, reversed: bool) -> Item {
    written(attributes(n, reversed).into_iter().chain([pk()]))
}

/// An item whose attributes lie in the order in which they are given.
fn written(attributes: impl IntoIterator<Item = (String, Value)>) -> Item {
    Item::build(|writer| {
        for (name, value) in attributes {
            writer.name_bytes(name.as_bytes());
            monotable::Attribute::write(&value, writer)?;
        }
        Ok(())
    })
    .unwrap()
}

fn one(value: Value) -> Item {
    [pk(), ("value".into(), value)].into_iter().collect()
}

fn nested(n: usize, reversed: bool) -> Item {
    Item::build(|writer| {
        use monotable::Writer as _;
        writer.name("PK");
        writer.string("p");
        writer.name("value");
        writer.begin_map();
        for (name, value) in attributes(n, reversed) {
            writer.name(&name);
            monotable::Attribute::write(&value, writer)?;
        }
        writer.end_map();
        Ok(())
    })
    .unwrap()
}

fn members(range: std::ops::Range<usize>) -> Value {
    Value::Ss(range.map(|at| format!("{at:05}")).collect())
}

fn set(n: usize, reversed: bool) -> Item {
    Item::build(|writer| {
        use monotable::Writer as _;
        writer.name("PK");
        writer.string("p");
        writer.name("value");
        writer.begin_set(monotable::values::SetKind::S);
        for at in 0..n {
            writer.string(&format!("{:05}", if reversed { n - 1 - at } else { at }));
        }
        writer.end_set();
        Ok(())
    })
    .unwrap()
}

fn deep(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| Value::L(vec![inner]))
}

fn empty() -> LocalBackend {
    let shop = LocalBackend::new();
    now(shop.create_table(CreateTable::new(table(), attribute("PK"), None)));
    shop
}

fn holding(item: Item) -> LocalBackend {
    let shop = empty();
    now(shop.put_item(PutItem::new(table(), item)));
    shop
}

fn many(n: usize) -> LocalBackend {
    let shop = empty();
    (0..n).for_each(|at| drop(now(shop.put_item(PutItem::new(table(), numbered(at))))));
    shop
}

fn with_indexes(n: usize) -> LocalBackend {
    let shop = LocalBackend::new();
    let mut definition = CreateTable::new(table(), attribute("PK"), None);
    definition.indexes.extend((0..n).map(|at| IndexDefinition {
        name: format!("index-{at}").into(),
        kind: IndexKind::Global,
        hash: vec![attribute(&name(at))],
        range: Vec::new(),
        projection: Projection::KeysOnly,
    }));
    now(shop.create_table(definition));
    shop
}

fn put_over(old: Option<Item>, new: Item) -> Request {
    let shop = old.map_or_else(empty, holding);
    Box::new(move || drop(now(shop.put_item(PutItem::new(table(), new)))))
}

/// An update of this item that sets so many paths.
fn update(item: Item, n: usize, path: impl Fn(usize) -> Path) -> Request {
    let shop = holding(item);
    let mut change = Update::default();
    change.set.extend((0..n).map(|at| (path(at), SetValue::Operand(SetOperand::Value(packed("new"))))));
    let mut request = UpdateItem::new(table(), key(), change);
    request.return_values = ReturnValues::UpdatedNew;
    Box::new(move || drop(now(shop.update_item(request))))
}
