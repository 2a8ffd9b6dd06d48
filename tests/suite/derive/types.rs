//! Types that people have: newtypes by `&str`, arrays and slices, tuples, fields that are left out, texts of key parts.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use monotable::{Attribute, Entity, KeyPart, Store, Table, Timestamp, Ttl};
use monotable_local::LocalBackend;

use crate::ops::fixture::now;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK")]
#[gsi(ByOwner, pk = [owner], sk = [name])]
enum Things {
    Thing(Thing),
}

#[derive(KeyPart, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Id(String);

#[derive(KeyPart, Clone, Debug, PartialEq)]
struct Outer(Id);

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
struct Count(u32);

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
#[key_part(rename_all = "kebab-case")]
enum Size {
    VeryLarge,
    Small,
}

#[derive(KeyPart, Clone, Debug, PartialEq)]
#[key_part(fold = "upper")]
struct Mail(String);

#[derive(KeyPart, Clone, Debug, PartialEq)]
struct Tagged<T>(Count, std::marker::PhantomData<T>);

#[derive(KeyPart, Clone, Copy)]
#[key_part(no_display)]
struct Own(u8);

impl std::fmt::Display for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Things)]
#[key(pk = "THING#{id}", sk = "NAME#{name}")]
#[index(by_owner: ByOwner, pk = [owner], sk = [name])]
struct Thing {
    id: Id,
    name: Outer,
    owner: Id,
    lines: Vec<String>,
    tags: BTreeSet<Id>,
    words: HashSet<String>,
    place: (f64, f64),
    pair: Option<(String, Vec<u16>, Option<bool>)>,
    by_name: BTreeMap<String, u8>,
    inner: Inner,
    #[attr(skip)]
    loaded: u32,
    #[attr(skip, default = seven)]
    cached: u8,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Inner {
    kept: u8,
    #[attr(skip)]
    dropped: Option<std::time::Duration>,
}

fn seven() -> u8 {
    7
}

fn thing() -> Thing {
    Thing {
        id: Id("1".into()),
        name: Outer(Id("n".into())),
        owner: Id("ann".into()),
        lines: vec![],
        tags: BTreeSet::new(),
        words: HashSet::new(),
        place: (1.5, -2.0),
        pair: Some(("a".into(), vec![], None)),
        by_name: BTreeMap::from([("a".into(), 1)]),
        inner: Inner { kept: 1, dropped: None },
        loaded: 0,
        cached: 7,
    }
}

fn things() -> Store<Things> {
    let things = Things::on(LocalBackend::new());
    now(things.create_table()).unwrap();
    things
}

#[test]
fn text_newtypes_are_asked_for_by_str() {
    let things = things();
    now(things.put(&thing())).unwrap();

    assert!(now(things.get(Thing::key("1", "n"))).unwrap().is_some());
    assert_eq!(now(things.query(Thing::of("1").name("a".."o")).all()).unwrap().len(), 1);
    assert_eq!(now(things.query(Thing::by_owner("ann").name("n")).all()).unwrap().len(), 1);
    let update = things.update(Thing::at("1", "n").set(|t| t.owner, "bob")).when(|t| t.owner.is_in(["ann", "eve"]));
    assert_eq!(now(update.returning(|t| t.owner)).unwrap(), Id("bob".into()));
}

#[test]
fn arrays_and_slices_stand_for_lists_and_sets() {
    let things = things();
    now(things.put(&thing())).unwrap();
    let lines = ["a".to_owned(), "b".to_owned()];
    let key = String::from("b");

    let update = Thing::at("1", "n")
        .set(|t| t.lines, &lines[..])
        .add(|t| t.tags, [Id("x".into()), Id("y".into())])
        .set(|t| t.words, ["w"])
        .set(|t| t.by_name.entry(&key), 2);
    let new = now(things.update(update).when(|t| t.lines.ne(["z"])).returning_new()).unwrap();

    assert_eq!(new.lines, lines);
    assert_eq!(new.tags.len(), 2);
    assert_eq!(new.words, HashSet::from(["w".to_owned()]));
    assert_eq!(new.by_name.len(), 2);
    let less = things.update(Thing::at("1", "n").delete(|t| t.tags, &[Id("x".into())])).when(|t| t.lines.eq(&lines));
    assert_eq!(now(less.returning(|t| t.tags)).unwrap(), BTreeSet::from([Id("y".into())]));
}

#[test]
fn tuples_are_lists_and_skipped_fields_are_not_stored() {
    let things = things();
    let stored =
        Thing { loaded: 5, cached: 8, inner: Inner { kept: 2, dropped: Some(std::time::Duration::ZERO) }, ..thing() };

    now(things.put(&stored)).unwrap();

    let item = stored.to_item().unwrap();
    assert!(item.get("loaded").is_none() && item.get("cached").is_none());
    assert_eq!(item.get("place").map(|place| place.kind()), Some(monotable::Type::L));
    let found = now(things.get(&stored)).unwrap().unwrap();
    assert_eq!(found, Thing { inner: Inner { kept: 2, dropped: None }, ..thing() });
    let short: monotable::Item = [("place", monotable::Value::L(vec![1u8.into()]))].into_iter().collect();
    let mut other = monotable::values::PackedWriter::new();
    other.copy_attributes(&item.select(|name| name != b"place"), 0..item.select(|name| name != b"place").packed_len());
    other.copy_attributes(&short, 0..short.packed_len());
    let error = Thing::from_item(&other.into_item()).unwrap_err();
    assert!(format!("{error:?}").contains("2 elements"), "{error:?}");
}

#[test]
fn key_parts_are_printed_and_parsed() {
    assert_eq!(Outer(Id("a#b".into())).to_string(), "a#b");
    assert_eq!("a#b".parse(), Ok(Outer(Id("a#b".into()))));
    assert_eq!(format!("{:>4}", Count(7)), "   7");
    assert_eq!("7".parse(), Ok(Count(7)));
    assert!("x".parse::<Count>().is_err());
    assert_eq!(Size::VeryLarge.to_string(), "very-large");
    assert_eq!("small".parse(), Ok(Size::Small));
    assert_eq!(Mail("Ann@x".into()).to_string(), "Ann@x", "the key folds, the value does not");
    assert_eq!(Tagged::<u8>(Count(3), std::marker::PhantomData).to_string(), "3");
    assert_eq!(Own(1).to_string(), "<1>");
}

#[test]
fn times_go_through_serde() {
    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    struct Answer {
        at: Timestamp,
        ttl: Ttl,
    }
    let answer = Answer { at: Timestamp::from_millis(1_709_209_800_123).unwrap(), ttl: Ttl::from_secs(5).unwrap() };

    let json = serde_json::to_string(&answer).unwrap();

    assert_eq!(json, r#"{"at":"2024-02-29T12:30:00.123Z","ttl":5}"#);
    assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), answer);
    assert!(serde_json::from_str::<Ttl>("99999999999999").is_err());
}
