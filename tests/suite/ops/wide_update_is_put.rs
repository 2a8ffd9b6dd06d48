//! An update writes what a put would write in that place, for structs inside of lists, maps and options, for bytes, newtypes and
//! times, and for the parts of index keys.

use std::collections::{BTreeMap, HashSet};

use monotable::request::GetItem;
use monotable::{Attribute, Backend as _, Binary, Entity, Item, KeyPart, Number, Store, Table, Timestamp, Ttl};
use monotable_local::LocalBackend;
use proptest::collection::{btree_set, hash_set, vec};
use proptest::option::of;
use proptest::prelude::*;

use super::fixture::now;

#[derive(Table)]
#[table(pk = "PK", sk = "SK", ttl = "expires")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(ByRank, pk = [rank: N], sk = [at])]
enum Wides {
    Wide(Wide),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Wides)]
#[key(pk = "WIDE#{id}", sk = "WIDE")]
#[index(by_state: Gsi1, pk = "STATE#{state}", sk = "{at}#{area}", sparse)]
#[index(by_rank: ByRank, pk = [rank], sk = [at])]
struct Wide {
    id: u8,
    state: State,
    at: Timestamp,
    area: Option<Area>,
    rank: u32,
    #[attr(rename = "e", alias = "expiry")]
    expires: Option<Ttl>,
    bytes: Option<Binary>,
    blobs: Vec<Binary>,
    words: HashSet<Area>,
    amount: Number,
    double: f64,
    flag: bool,
    inner: Option<Inner>,
    list: Vec<Inner>,
    map: BTreeMap<Area, Inner>,
    maps: Vec<BTreeMap<String, Vec<Option<bool>>>>,
    choice: Option<Choice>,
    choices: Vec<Choice>,
    wrapped: Wrapped,
    boxed: Option<Box<Inner>>,
}

#[derive(KeyPart, Clone, Debug, PartialEq, Eq)]
enum State {
    Open,
    Done,
    #[key_part(other)]
    Other(String),
}

#[derive(KeyPart, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Area(String);

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Wrapped(Vec<Option<u8>>);

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attr(rename_all = "camelCase")]
struct Inner {
    first_name: Option<String>,
    #[attr(null)]
    null: Option<Timestamp>,
    #[attr(default)]
    set: HashSet<u32>,
    deep: Option<Deep>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Deep {
    at: Option<Timestamp>,
    names: Vec<HashSet<String>>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
enum Choice {
    Empty,
    One(Option<u8>),
    Set(HashSet<String>),
    Inner(Inner),
    Two { left: Option<u8>, right: Vec<Binary> },
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0..4_000_000_000_000_i64).prop_map(|millis| Timestamp::from_millis(millis).unwrap())
}

fn bytes() -> impl Strategy<Value = Binary> {
    vec(any::<u8>(), 0..4).prop_map(Binary::from)
}

fn area() -> impl Strategy<Value = Area> {
    "[a-z#$]{1,4}".prop_map(Area)
}

fn inner() -> impl Strategy<Value = Inner> {
    let names = vec(hash_set("[a-z]{0,2}", 0..3), 2);
    let deep = (of(time()), names).prop_map(|(at, names)| Deep { at, names });
    (of("[a-z]{0,3}"), of(time()), hash_set(any::<u32>(), 0..3), of(deep))
        .prop_map(|(first_name, null, set, deep)| Inner { first_name, null, set, deep })
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        Just(Choice::Empty),
        of(any::<u8>()).prop_map(Choice::One),
        hash_set("[a-z]{0,2}", 0..3).prop_map(Choice::Set),
        inner().prop_map(Choice::Inner),
        (of(any::<u8>()), vec(bytes(), 0..3)).prop_map(|(left, right)| Choice::Two { left, right }),
    ]
}

fn wide() -> impl Strategy<Value = Wide> {
    let state = prop_oneof![Just(State::Open), Just(State::Done), "[a-z#]{1,3}".prop_map(State::Other)];
    let keys = (state, time(), of(area()), any::<u32>(), of(0..4_000_000_000_u64));
    let amount =
        (any::<i64>(), -5..5_i32).prop_map(|(digits, exponent)| format!("{digits}e{exponent}").parse().unwrap());
    let double = -1e15..1e15_f64;
    let words = btree_set(area(), 0..3);
    let scalars = (of(bytes()), vec(bytes(), 2), words, amount, double, any::<bool>());
    let maps = vec(vec(vec(of(any::<bool>()), 2), 2), 2);
    let structs = (of(inner()), vec(inner(), 2), vec(inner(), 2), maps, of(inner()));
    let choices = (of(choice()), vec(choice(), 2), vec(of(any::<u8>()), 2));
    (keys, scalars, structs, choices).prop_map(|(keys, scalars, structs, choices)| {
        let (state, at, area, rank, expires) = keys;
        let (bytes, blobs, words, amount, double, flag) = scalars;
        let (inner, list, entries, maps, boxed) = structs;
        let (choice, choices, wrapped) = choices;
        let entry = |lists: Vec<_>| ["a", "b"].map(str::to_owned).into_iter().zip(lists).collect();
        Wide {
            id: 1,
            state,
            at,
            area,
            rank,
            expires: expires.map(|seconds| Ttl::from_secs(seconds).unwrap()),
            bytes,
            blobs,
            words: words.into_iter().collect(),
            amount,
            double,
            flag,
            inner,
            list,
            map: ["a", "b"].map(|name| Area(name.to_owned())).into_iter().zip(entries).collect(),
            maps: maps.into_iter().map(entry).collect(),
            choice,
            choices,
            wrapped: Wrapped(wrapped),
            boxed: boxed.map(Box::new),
        }
    })
}

fn holding(wide: &Wide) -> Store<Wides> {
    let shop = Wides::on(LocalBackend::new());
    now(shop.create_table()).unwrap();
    now(shop.put(wide).into_future()).unwrap();
    shop
}

fn stored(shop: &Store<Wides>) -> Item {
    let key = Wide::key(1).into_item().unwrap();
    now(shop.backend().get_item(GetItem::new(shop.table_name().into(), key))).unwrap().item.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whole_attributes_of_every_kind_are_set_to_what_a_put_writes(before in wide(), after in wide()) {
        let shop = holding(&before);

        let update = Wide::at(1)
            .set(|w| w.state, after.state.clone())
            .set(|w| w.at, after.at)
            .set(|w| w.area, after.area.clone())
            .set(|w| w.rank, after.rank)
            .set(|w| w.expires, after.expires)
            .set(|w| w.bytes, after.bytes.clone())
            .set(|w| w.blobs, &after.blobs)
            .set(|w| w.words, &after.words)
            .set(|w| w.amount, after.amount)
            .set(|w| w.double, after.double)
            .set(|w| w.flag, after.flag)
            .set(|w| w.inner, after.inner.clone())
            .set(|w| w.list, &after.list)
            .set(|w| w.map, &after.map)
            .set(|w| w.maps, &after.maps)
            .set(|w| w.choice, after.choice.clone())
            .set(|w| w.choices, &after.choices)
            .set(|w| w.wrapped, &after.wrapped)
            .set(|w| w.boxed, after.boxed.clone());
        now(shop.update(update).into_future()).unwrap();

        prop_assert_eq!(stored(&shop), stored(&holding(&after)));
        let read = now(shop.get(Wide::key(1)).into_future()).unwrap().unwrap();
        prop_assert_eq!(&read, &after);
        prop_assert_eq!(read.to_item().unwrap(), stored(&shop));
    }

    #[test]
    fn edits_of_index_parts_write_the_keys_of_a_put(before in wide(), after in wide()) {
        let shop = holding(&before);
        let after = Wide { state: after.state, at: after.at, area: after.area, rank: after.rank, ..before.clone() };

        now(shop.update(before.edit().set(|w| w.state, after.state.clone())).into_future()).unwrap();
        let loaded = now(shop.get(Wide::key(1)).into_future()).unwrap().unwrap();
        now(shop.update(loaded.edit().set(|w| w.area, after.area.clone()).set(|w| w.rank, after.rank)).into_future()).unwrap();
        let loaded = now(shop.get(Wide::key(1)).into_future()).unwrap().unwrap();
        now(shop.update(loaded.edit().set(|w| w.at, after.at)).into_future()).unwrap();

        prop_assert_eq!(stored(&shop), stored(&holding(&after)));
    }

    #[test]
    fn places_inside_structs_and_lists_are_set_to_what_a_put_writes(before in wide(), after in wide()) {
        let shop = holding(&before);
        let expected = Wide {
            blobs: after.blobs.clone(),
            list: after.list.clone(),
            map: after.map.clone(),
            maps: after.maps.clone(),
            choices: after.choices.clone(),
            ..before.clone()
        };

        let mut update = Wide::at(1);
        for (place, ((blob, inner), choice)) in (0..).zip(after.blobs.iter().zip(&after.list).zip(&after.choices)) {
            update = update
                .set(|w| w.blobs.at(place), blob)
                .set(|w| w.list.at(place).then(|i| i.first_name), inner.first_name.clone())
                .set(|w| w.list.at(place).then(|i| i.null), inner.null)
                .set(|w| w.list.at(place).then(|i| i.set), &inner.set)
                .set(|w| w.list.at(place).then(|i| i.deep), inner.deep.clone())
                .set(|w| w.choices.at(place), choice);
        }
        for (name, inner) in &after.map {
            update = update.set(|w| w.map.entry(&name.0), inner);
        }
        for (place, map) in (0..).zip(&after.maps) {
            for (name, list) in map {
                for (index, flag) in (0..).zip(list) {
                    update = update.set(|w| w.maps.at(place).entry(name.clone()).at(index), flag);
                }
            }
        }
        now(shop.update(update).into_future()).unwrap();

        prop_assert_eq!(stored(&shop), stored(&holding(&expected)));
    }
}
