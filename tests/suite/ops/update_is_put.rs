//! An update writes what a put would write in that place, for every kind of field: whole attributes, elements of lists, entries of
//! maps and members of structs.

use std::collections::{BTreeMap, BTreeSet};

use monotable::request::GetItem;
use monotable::{Attribute, Backend as _, Entity, Item, Store, Table};
use monotable_local::LocalBackend;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::fixture::now;

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
enum Kinds {
    Kind(Kind),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Kinds)]
#[key(pk = "KIND#{id}", sk = "KIND")]
struct Kind {
    id: u8,
    text: String,
    number: i64,
    optional: Option<u8>,
    #[attr(null)]
    null: Option<u8>,
    set: BTreeSet<u8>,
    list: Vec<Option<u8>>,
    sets: Vec<BTreeSet<u8>>,
    map: BTreeMap<String, Option<u8>>,
    nested: Nested,
    choice: Choice,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Nested {
    optional: Option<u8>,
    #[attr(null)]
    null: Option<u8>,
    set: BTreeSet<u8>,
    list: Vec<Option<String>>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
enum Choice {
    Empty,
    Set(BTreeSet<u8>),
    Optional { value: Option<u8> },
}

fn kind() -> impl Strategy<Value = Kind> {
    let option = || proptest::option::of(any::<u8>());
    let set = || btree_set(any::<u8>(), 0..3);
    let nested = (option(), option(), set(), vec(proptest::option::of("[a-z]{0,3}"), 2))
        .prop_map(|(optional, null, set, list)| Nested { optional, null, set, list });
    let choice = prop_oneof![
        Just(Choice::Empty),
        set().prop_map(Choice::Set),
        option().prop_map(|value| Choice::Optional { value }),
    ];
    let scalars = ("[a-z]{0,3}", any::<i64>(), option(), option(), set());
    // As many elements and the same entries in every value, so that places of one are places of another.
    let containers = (vec(option(), 3), vec(set(), 3), vec(option(), 2));
    (scalars, containers, nested, choice).prop_map(
        |((text, number, optional, null, set), (list, sets, entries), nested, choice)| Kind {
            id: 1,
            text,
            number,
            optional,
            null,
            set,
            list,
            sets,
            map: ["a", "b"].map(str::to_owned).into_iter().zip(entries).collect(),
            nested,
            choice,
        },
    )
}

/// A table that holds this.
fn holding(kind: &Kind) -> Store<Kinds> {
    let shop = Kinds::on(LocalBackend::new());
    now(shop.create_table()).unwrap();
    now(shop.put(kind).into_future()).unwrap();
    shop
}

fn stored(shop: &Store<Kinds>) -> Item {
    let key = Kind::key(1).into_item().unwrap();
    now(shop.backend().get_item(GetItem::new(shop.table_name().into(), key))).unwrap().item.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whole_attributes_are_set_to_what_a_put_writes(before in kind(), after in kind()) {
        // given
        let shop = holding(&before);
        // when
        let update = Kind::at(1)
            .set(|k| k.text, &after.text)
            .set(|k| k.number, after.number)
            .set(|k| k.optional, after.optional)
            .set(|k| k.null, after.null)
            .set(|k| k.set, &after.set)
            .set(|k| k.list, &after.list)
            .set(|k| k.sets, &after.sets)
            .set(|k| k.map, &after.map)
            .set(|k| k.nested, &after.nested)
            .set(|k| k.choice, &after.choice);
        now(shop.update(update).into_future()).unwrap();
        // then
        prop_assert_eq!(stored(&shop), stored(&holding(&after)));
    }

    #[test]
    fn places_inside_are_set_to_what_a_put_writes(before in kind(), after in kind()) {
        // given
        let shop = holding(&before);
        let after = Kind { text: before.text.clone(), number: before.number, choice: before.choice.clone(), ..after };
        let after = Kind { optional: before.optional, null: before.null, set: before.set.clone(), ..after };
        // when
        let mut update = Kind::at(1)
            .set(|k| k.nested.then(|n| n.optional), after.nested.optional)
            .set(|k| k.nested.then(|n| n.null), after.nested.null)
            .set(|k| k.nested.then(|n| n.set), &after.nested.set);
        for (place, (number, set)) in (0..).zip(after.list.iter().zip(&after.sets)) {
            update = update.set(|k| k.list.at(place), number).set(|k| k.sets.at(place), set);
        }
        for (place, text) in (0..).zip(&after.nested.list) {
            update = update.set(|k| k.nested.then(|n| n.list).at(place), text);
        }
        for (name, number) in &after.map {
            update = update.set(|k| k.map.entry(name.clone()), number);
        }
        now(shop.update(update).into_future()).unwrap();
        // then
        prop_assert_eq!(stored(&shop), stored(&holding(&after)));
    }
}

#[test]
fn elements_and_entries_are_removed_by_that_name() {
    // given
    let kind = Kind {
        id: 1,
        text: String::new(),
        number: 0,
        optional: None,
        null: None,
        set: [].into(),
        list: vec![Some(1), None],
        sets: Vec::new(),
        map: [("a".to_owned(), Some(1))].into(),
        nested: Nested { optional: None, null: None, set: [].into(), list: Vec::new() },
        choice: Choice::Empty,
    };
    let shop = holding(&kind);
    // when
    now(shop.update(Kind::at(1).remove(|k| k.list.at(0)).remove(|k| k.map.entry("a"))).into_future()).unwrap();
    // then
    let after = now(shop.get(Kind::key(1)).into_future()).unwrap().unwrap();
    assert_eq!((after.list, after.map), (vec![None], BTreeMap::new()));
}
