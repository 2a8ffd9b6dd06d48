//! Stored forms: what is empty below the top level, and what other programs write.

use std::collections::{BTreeMap, BTreeSet};

use monotable::json::{JsonReader, JsonWriter};
use monotable::{Attribute, Entity, Item, Table, Timestamp, Ttl, Value};
use monotable_local::LocalBackend;

use crate::conformance::run::wait;

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK")]
enum Boxes {
    Crate(Crate),
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Shelf {
    labels: BTreeSet<String>,
    checked: Option<BTreeSet<u8>>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
enum Seal {
    Labels(BTreeSet<u8>),
    Named { labels: BTreeSet<u8> },
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Boxes)]
#[key(pk = "CRATE#{id}")]
struct Crate {
    id: String,
    tags: BTreeSet<String>,
    maybe: Option<BTreeSet<u8>>,
    list: Vec<BTreeSet<u8>>,
    map: BTreeMap<String, BTreeSet<u8>>,
    shelves: Vec<Shelf>,
    seals: Vec<Seal>,
    #[attr(default = seven)]
    count: u8,
    #[attr(default, alias = "older")]
    name: String,
    at: Option<Timestamp>,
    ttl: Option<Ttl>,
}

fn seven() -> u8 {
    7
}

fn empty() -> Crate {
    Crate {
        id: "c".to_owned(),
        tags: BTreeSet::new(),
        maybe: Some(BTreeSet::new()),
        list: vec![BTreeSet::from([1]), BTreeSet::new()],
        map: BTreeMap::from([("m".to_owned(), BTreeSet::new())]),
        shelves: vec![
            Shelf { labels: BTreeSet::new(), checked: Some(BTreeSet::new()) },
            Shelf { labels: BTreeSet::from(["a".to_owned()]), checked: None },
        ],
        seals: vec![Seal::Labels(BTreeSet::new()), Seal::Named { labels: BTreeSet::new() }],
        count: 1,
        name: String::new(),
        at: None,
        ttl: None,
    }
}

fn stored(attributes: impl IntoIterator<Item = (&'static str, Value)>) -> Item {
    let item = empty().to_item().unwrap();
    let attributes: Vec<_> = attributes.into_iter().collect();
    let own = item.iter().map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), Value::from(value)));
    let own = own.filter(|(name, _)| attributes.iter().all(|(other, _)| name != other)).collect::<Vec<_>>();
    own.into_iter().chain(attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone()))).collect()
}

#[test]
fn empty_sets_at_every_depth_come_back_from_a_table() {
    let store = wait(store());
    wait(store.put(&empty()).into_future()).unwrap();

    let read = wait(store.get(Crate::key("c")).into_future()).unwrap();

    assert_eq!(read, Some(empty()));
    let item = empty().to_item().unwrap();
    assert_eq!(item.value("tags"), None);
    assert_eq!(item.value("maybe"), Some(Value::Null));
    assert_eq!(item.value("list"), Some(Value::L(vec![Value::Ns([1.into()].into()), Value::Null])));
    assert_eq!(Crate::from_item(&Crate { maybe: None, ..empty() }.to_item().unwrap()).unwrap().maybe, None);
}

#[test]
fn empty_sets_at_every_depth_come_back_from_json() {
    let shelves = empty().shelves;
    let mut json = Vec::new();
    let mut writer = JsonWriter::value(&mut json);
    shelves.write(&mut writer).unwrap();

    let read = Vec::<Shelf>::read(&mut JsonReader::value(&json).unwrap());

    assert_eq!(read, Ok(shelves));
    let item = empty().to_item().unwrap();
    let again = Item::from_json(item.to_json().as_bytes()).unwrap();
    assert_eq!(Crate::from_item(&again).unwrap(), empty());
}

#[test]
fn a_place_is_compared_with_an_empty_set_as_it_is_stored() {
    let store = wait(store());
    wait(store.put(&empty()).into_future()).unwrap();
    let none = BTreeSet::<u8>::new();

    // what the answer of a conditional write tells
    let holds = |condition: monotable::Cond<Crate>| {
        let update = Crate::at("c").add(|c| c.count, 1);
        wait(store.update(update).when(|_| condition).into_future()).is_ok()
    };

    let c = Crate::fields::<monotable::reach::AnyUse>;
    assert!(holds(c().tags.eq(BTreeSet::new())));
    assert!(!holds(c().tags.ne(BTreeSet::new())));
    assert!(holds(c().tags.is_in([BTreeSet::new()])));
    assert!(holds(c().tags.is_in([BTreeSet::from(["x".to_owned()]), BTreeSet::new()])));
    assert!(!holds(c().tags.is_in([BTreeSet::from(["x".to_owned()])])));
    assert!(holds(c().maybe.eq(&none)));
    assert!(holds(c().list.at(1).eq(&none)));
    assert!(!holds(c().list.at(0).eq(&none)));
    assert!(holds(c().list.at(0).ne(&none)));
    assert!(holds(c().map.entry("m").eq(&none)));
    assert!(holds(c().map.entry("m").is_in([none.clone(), BTreeSet::from([1])])));
}

#[test]
fn an_update_to_an_empty_set_writes_what_a_put_writes() {
    let store = wait(store());
    let full = BTreeSet::from([1, 2]);
    let before = Crate {
        tags: BTreeSet::from(["a".to_owned()]),
        maybe: Some(full.clone()),
        list: vec![full.clone(), full.clone()],
        map: BTreeMap::from([("m".to_owned(), full)]),
        ..empty()
    };
    wait(store.put(&before).into_future()).unwrap();

    let update = Crate::at("c")
        .set(|c| c.tags, BTreeSet::new())
        .set(|c| c.maybe, BTreeSet::new())
        .set(|c| c.list.at(0), BTreeSet::from([1]))
        .set(|c| c.list.at(1), BTreeSet::new())
        .set(|c| c.map.entry("m"), BTreeSet::new());
    let after = wait(store.update(update).returning_new().into_future()).unwrap();

    assert_eq!(after, empty());
    assert_eq!(after.to_item().unwrap(), empty().to_item().unwrap());
}

#[test]
fn a_null_is_an_empty_set_nothing_or_the_default() {
    let nulls = ["tags", "maybe", "count", "name", "at", "ttl"].map(|name| (name, Value::Null));

    let read = Crate::from_item(&stored(nulls)).unwrap();

    assert_eq!(read, Crate { count: 7, ..empty() });
    // an old name is read where the new one is a null
    let both = [("name", Value::Null), ("older", Value::from("o"))];
    assert_eq!(Crate::from_item(&stored(both)).unwrap().name, "o");
    let error = Crate::from_item(&stored([("list", Value::Null)])).unwrap_err();
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("attribute `list`"));
}

#[test]
fn lists_times_and_expiries_of_other_programs_are_read() {
    let forms = [
        ("tags", Value::L(vec!["x".into()])),
        ("at", Value::from("2025-12-17T21:47:08.305464+0000")),
        ("ttl", Value::N("1700000000.25".parse().unwrap())),
    ];

    let read = Crate::from_item(&stored(forms)).unwrap();

    assert_eq!(read.tags, BTreeSet::from(["x".to_owned()]));
    assert_eq!(read.at.unwrap().to_string(), "2025-12-17T21:47:08.305Z");
    assert_eq!(read.ttl, Ttl::from_secs(1_700_000_000));
    assert_eq!(Crate::from_item(&stored([("ttl", "tomorrow".into())])).unwrap().ttl, None);
}

async fn store() -> monotable::Store<Boxes> {
    let store = monotable::Store::new(LocalBackend::new());
    store.create_table().await.unwrap();
    store
}
