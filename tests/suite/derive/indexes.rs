//! Access patterns over every kind of index, what the schema says of them, and what they write.

use monotable::request::control::Projection;
use monotable::schema::IndexKind;
use monotable::{Entity, KeyPart, Store, Table, Type};

use super::Nothing;

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK", ttl = "expires")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK", name = "gsi1-index")]
#[gsi(Gsi2, pk = "GSI2PK": S, project = keys_only)]
#[gsi(ByCity, pk = [country, city], sk = [zip: N, name], project = include("email"))]
#[gsi(ByName, pk = [name])]
#[lsi(ByDate, sk = [joined: N])]
#[lsi(ByRank, sk = "LSI1SK")]
#[inverted(Reverse)]
enum World {
    Person(Person),
    Firm(Firm),
    #[table(other)]
    Other(monotable::Item),
}

#[derive(KeyPart, Clone, Debug, PartialEq)]
struct Id(u32);

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = World)]
#[key(pk = "GROUP#{group}", sk = "PERSON#{id}")]
#[index(by_email: Gsi1, pk = "EMAIL#{email}", sk = "PERSON", sparse)]
#[index(by_id: Gsi2, pk = "PERSON#{id}")]
#[index(by_city: ByCity, pk = [country, city], sk = [zip, name])]
#[index(by_name: ByName, pk = [name])]
#[index(by_date: ByDate, sk = [joined])]
#[index(by_rank: ByRank, sk = "{rank}#{name}")]
#[index(in_groups: Reverse)]
struct Person {
    group: String,
    id: Id,
    email: Option<String>,
    country: String,
    city: String,
    zip: u32,
    name: String,
    joined: i64,
    rank: u8,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = World)]
#[key(pk = "GROUP#{group}", sk = "FIRM#{name}")]
#[index(in_trade: Gsi1, pk = "TRADE#{trade}", sk = "{size}#{name}")]
struct Firm {
    group: String,
    // named like the key of an index of persons, and stored elsewhere
    #[attr(rename = "firm")]
    name: String,
    trade: String,
    size: u16,
}

fn person() -> Person {
    Person {
        group: "g".to_owned(),
        id: Id(7),
        email: Some("a@b".to_owned()),
        country: "CH".to_owned(),
        city: "Bern".to_owned(),
        zip: 3000,
        name: "Ann".to_owned(),
        joined: 5,
        rank: 2,
    }
}

#[test]
fn composed_keys_are_written_for_each_index_and_native_ones_are_the_fields() {
    // given
    let person = person();
    // when
    let item = person.to_item().unwrap();
    // then
    for (name, value) in [
        ("GSI1PK", "EMAIL#a@b"),
        ("GSI1SK", "PERSON"),
        ("GSI2PK", "PERSON#0000000007"),
        ("LSI1SK", "002#Ann"),
        ("country", "CH"),
    ] {
        assert_eq!(item.value(name), Some(value.into()), "{name}");
    }
    // table keys, tag, index keys, fields
    assert_eq!(item.len(), 2 + 1 + 4 + 9);
    assert_eq!(Person::from_item(&item).unwrap(), person);
}

#[test]
fn an_absent_part_takes_the_item_out_of_a_sparse_index_alone() {
    let item = Person { email: None, ..person() }.to_item().unwrap();
    assert_eq!(item.value("GSI1PK"), None);
    assert_eq!(item.value("GSI2PK"), Some("PERSON#0000000007".into()));
}

#[test]
fn several_entities_have_patterns_over_one_physical_index() {
    let store: Store<World> = World::on(Nothing);
    let persons = store.query(Person::by_email("a@b")).request().unwrap().unwrap();
    let firms = store.query(Firm::in_trade("steel").size(10u16..)).request().unwrap().unwrap();
    assert_eq!(persons.index.as_deref(), Some("gsi1-index"));
    assert_eq!(firms.index.as_deref(), Some("gsi1-index"));
    assert_eq!(firms.keys.len(), 2);
}

#[test]
fn every_kind_of_index_is_queried_the_same_way() {
    let store: Store<World> = World::on(Nothing);
    let names = |query: monotable::request::Query| -> Vec<String> {
        query.keys.iter().map(|key| key.name.to_string()).collect()
    };
    let query = store.query(Person::by_city("CH", "Bern").zip(3000u32).name("Ann")).keys().request();
    assert_eq!(names(query.unwrap().unwrap()), ["country", "city", "zip", "name"]);
    let query = store.query(Person::by_date("g").joined(1..5)).consistent().request();
    assert_eq!(names(query.unwrap().unwrap()), ["PK", "joined"]);
    let query = store.query(Person::by_rank("g").rank(1u8).name("A".to_owned()..)).request();
    assert_eq!(names(query.unwrap().unwrap()), ["PK", "LSI1SK"]);
    let query = store.query(Person::in_groups(Id(7)).group("g")).request();
    assert_eq!(names(query.unwrap().unwrap()), ["SK", "PK"]);
    let query = store.query(Person::by_id(Id(7))).keys().request();
    assert_eq!(names(query.unwrap().unwrap()), ["GSI2PK"]);
}

#[test]
fn the_schema_holds_all_that_a_table_definition_needs() {
    // when
    let table = World::SCHEMA.create_table("world".into());
    // then
    let shown: Vec<_> = table
        .indexes
        .iter()
        .map(|index| {
            let keys: Vec<_> =
                index.hash.iter().chain(&index.range).map(|key| (key.name.to_string(), key.kind)).collect();
            (index.name.to_string(), index.kind, keys)
        })
        .collect();
    let s = |name: &str| (name.to_owned(), Type::S);
    let n = |name: &str| (name.to_owned(), Type::N);
    assert_eq!(
        shown,
        [
            ("gsi1-index".to_owned(), IndexKind::Global, vec![s("GSI1PK"), s("GSI1SK")]),
            ("Gsi2".to_owned(), IndexKind::Global, vec![s("GSI2PK")]),
            ("ByCity".to_owned(), IndexKind::Global, vec![s("country"), s("city"), n("zip"), s("name")]),
            ("ByName".to_owned(), IndexKind::Global, vec![s("name")]),
            ("ByDate".to_owned(), IndexKind::Local, vec![s("PK"), n("joined")]),
            ("ByRank".to_owned(), IndexKind::Local, vec![s("PK"), s("LSI1SK")]),
            ("Reverse".to_owned(), IndexKind::Global, vec![s("SK"), s("PK")]),
        ]
    );
    assert!(matches!(table.indexes[1].projection, Projection::KeysOnly));
    let Projection::Include(included) = &table.indexes[2].projection else { panic!("not INCLUDE") };
    let included: Vec<_> = included.iter().map(|name| &**name).collect();
    assert_eq!(included, ["email", "_type", "expires"], "tag and TTL come by themselves");
}

#[test]
fn items_of_unknown_kinds_are_the_variant_for_them() {
    let item: monotable::Item =
        [("PK", "X"), ("SK", "Y"), ("_type", "Robot")].map(|(name, value)| (name, value.into())).into_iter().collect();
    assert_eq!(World::from_item(&item).unwrap(), Some(World::Other(item.clone())));
}
