//! Fields of entities and their options.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use monotable::{Attribute, Binary, Entity, ErrorKind, Item, Number, Table, Type, Value};
use serde::{Deserialize, Serialize};

use super::Nothing;

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", tag = "_t", scan)]
enum Things {
    Thing(Thing),
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Address {
    city: String,
    zip: Option<String>,
    lines: Vec<Line>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attr(rename_all = "camelCase")]
struct Line {
    first_line: String,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
enum Payment {
    Cash,
    Card { number: String },
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Foreign {
    x: i32,
    y: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Things, scan)]
#[key(pk = "THING#{id}")]
struct Thing {
    id: String,
    #[attr(rename = "follower#", alias = "followers")]
    followers: u32,
    #[attr(default)]
    count: i64,
    #[attr(default = one)]
    factor: f64,
    #[attr(null)]
    empty: Option<String>,
    missing: Option<u8>,
    address: Address,
    payment: Payment,
    tags: BTreeSet<String>,
    sizes: HashSet<u16>,
    photo: Binary,
    by_name: HashMap<String, u8>,
    sorted: BTreeMap<String, Vec<Option<bool>>>,
    exact: Number,
    anything: Value,
    #[attr(serde)]
    foreign: Foreign,
    #[attr(rest)]
    rest: HashMap<String, Value>,
}

fn one() -> f64 {
    1.0
}

fn thing() -> Thing {
    Thing {
        id: "t".to_owned(),
        followers: 3,
        count: -1,
        factor: 2.5,
        empty: None,
        missing: None,
        address: Address { city: "Bern".to_owned(), zip: None, lines: vec![Line { first_line: "x".to_owned() }] },
        payment: Payment::Card { number: "1".to_owned() },
        tags: BTreeSet::from(["a".to_owned()]),
        sizes: HashSet::new(),
        photo: Binary(vec![1]),
        by_name: HashMap::from([("n".to_owned(), 1)]),
        sorted: BTreeMap::from([("s".to_owned(), vec![Some(true), None])]),
        exact: "12345678901234567890123456789012345678".parse().unwrap(),
        anything: Value::L(vec![Value::Null]),
        foreign: Foreign { x: 1, y: None },
        rest: HashMap::from([("unknown".to_owned(), Value::Bool(true))]),
    }
}

fn without(item: &Item, names: &[&str]) -> Item {
    item.select(|name| !names.iter().any(|other| other.as_bytes() == name))
}

#[test]
fn fields_of_every_kind_come_back() {
    let item = thing().to_item().unwrap();
    assert_eq!(Thing::from_item(&item).unwrap(), thing());
    assert_eq!(item.value("follower#"), Some(3_u8.into()));
    assert_eq!(item.value("empty"), Some(Value::Null));
    assert_eq!(item.value("missing"), None);
    assert_eq!(item.value("sizes"), None, "DynamoDB has no empty sets");
    assert_eq!(item.value("unknown"), Some(Value::Bool(true)));
    assert_eq!(item.get("foreign").map(|value| value.kind()), Some(Type::M));
}

#[test]
fn defaults_and_aliases_read_older_items() {
    // given: an item of an older program
    let item = without(&thing().to_item().unwrap(), &["follower#", "count", "factor", "unknown"]);
    let old: Item = item
        .iter()
        .map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), Value::from(value)))
        .chain([("followers".to_owned(), Value::from(9_u8))])
        .collect();
    // when
    let read = Thing::from_item(&old).unwrap();
    // then
    assert_eq!((read.followers, read.count, read.factor), (9, 0, 1.0));
    assert_eq!(read.rest, HashMap::new());
}

#[test]
fn a_rest_that_claims_what_the_entity_writes_is_an_error() {
    for name in ["PK", "_t", "id", "count", "follower#", "followers"] {
        let rest = HashMap::from([(name.to_owned(), Value::from("forged")), ("other".to_owned(), Value::Null)]);
        let error = Thing { rest, ..thing() }.to_item().unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.to_string().starts_with("Thing ("), "{error}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.starts_with(&format!("attribute `{name}`: it is ")), "{source}");
        assert!(!source.contains("forged"));
    }
}

#[test]
fn a_broken_attribute_is_named_with_entity_and_path() {
    let item = thing().to_item().unwrap();
    let broken: Item = item
        .iter()
        .map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), Value::from(value)))
        .chain([("address".to_owned(), Value::M(BTreeMap::from([("city".to_owned(), Value::from(1_u8))])))])
        .collect();
    let error = Thing::from_item(&broken).unwrap_err();
    assert!(error.to_string().contains("Thing (THING#{id})"), "{error}");
    let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert_eq!(source, "attribute `address.city`: expected S, found N");
}

#[test]
fn conditions_and_updates_reach_into_nested_structs() {
    // given
    let store = Things::on(Nothing);
    // when
    let update = store
        .update(Thing::at("t").set(|t| t.address.then(|a| a.city), "Basel").remove(|t| t.address.then(|a| a.zip)))
        .when(|t| t.address.then(|a| a.lines).at(0).then(|l| l.first_line).eq("x") & t.by_name.entry("n").exists())
        .request()
        .unwrap();
    // then
    let set = format!("{:?}", update.update.set[0].0);
    assert!(set.contains("address") && set.contains("city"), "{set}");
    let condition = format!("{:?}", update.condition);
    assert!(condition.contains("firstLine"), "the attribute's name, not the field's: {condition}");
    assert_eq!(update.update.remove.len(), 1);
    let _ = store.scan_for::<Thing>().filter(|t| t.tags.contains("a")).request().unwrap();
    let _ = store.scan().request().unwrap();
}
