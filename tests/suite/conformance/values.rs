//! Types, sets, nesting and names of attributes.

use monotable::values::SetKind;
use monotable::{Item, Value, Writer};

use super::change::change;
use super::database::Database;
use super::refusal::Refused;
use super::words::*;

scenarios! {
    every_type_comes_back_as_it_was_written,
    empty_texts_binaries_lists_and_maps_are_values,
    empty_sets_are_refused,
    repeated_members_of_a_set_are_refused,
    an_empty_set_inside_a_map_is_refused,
    sets_hold_empty_texts_and_binaries,
    sets_come_back_in_the_order_of_their_values,
    a_value_in_31_lists_is_stored_and_in_32_refused,
    a_value_far_too_deep_is_refused,
    sets_and_maps_are_equal_in_any_order,
    a_value_of_an_update_may_be_as_deep_as_one_of_a_put,
    an_update_through_a_path_cannot_make_an_item_too_deep,
    names_may_hold_any_characters,
    empty_names_are_refused,
    names_may_have_65535_bytes,
    names_differ_by_case,
}

fn base() -> Row {
    row! { "PK" => "a", "SK" => "1" }
}

async fn every_type_comes_back_as_it_was_written(db: &Database<'_>) {
    let table = db.table().await;
    let mut item = base();
    item.extend(row! {
        "null" => Value::Null,
        "true" => true,
        "false" => false,
        "number" => n("-12.50"),
        "text" => "caf\u{e9} \u{1d11e} \u{0}",
        "binary" => b(&[0, 1, 127, 128, 255]),
        "texts" => ss(&["b", "a", "\u{e9}"]),
        "numbers" => ns(&["10", "9", "-1.5"]),
        "binaries" => bs(&[&[1], &[0, 2], &[]]),
        "list" => list![1, "a", Value::Null, list![], map! { "b" => ns(&["1"]) }],
        "map" => map! { "list" => list![b(&[1])], "map" => map! { "PK" => "not a key" } },
    });

    table.put(&item).await.unwrap();

    assert_eq!(table.get(&item).await, Some(item));
}

async fn empty_texts_binaries_lists_and_maps_are_values(db: &Database<'_>) {
    let table = db.table().await;
    let mut item = base();
    item.extend(row! { "text" => "", "binary" => b(&[]), "list" => list![], "map" => map! {} });

    table.put(&item).await.unwrap();

    assert_eq!(table.get(&item).await, Some(item));
}

fn set_of(kind: SetKind, write: impl FnOnce(&mut dyn Writer)) -> Item {
    Item::build(|writer| {
        writer.name("PK");
        writer.string("a");
        writer.name("SK");
        writer.string("1");
        writer.name("set");
        writer.begin_set(kind);
        write(writer);
        writer.end_set();
        Ok(())
    })
    .unwrap()
}

async fn empty_sets_are_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.put(set_of(SetKind::S, |_| {})).await.refused("An string set  may not be empty");
    table.put(set_of(SetKind::N, |_| {})).await.refused("An number set  may not be empty");
    table.put(set_of(SetKind::B, |_| {})).await.refused("Binary sets should not be empty");
    let update = table.update(base(), change().set("set", Value::Ss([].into()))).await;
    update.refused("An string set  may not be empty");

    assert_eq!(table.all().await, []);
}

async fn repeated_members_of_a_set_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let texts = set_of(SetKind::S, |set| ["b", "a", "b"].iter().for_each(|member| set.string(member)));
    let numbers = set_of(SetKind::N, |set| ["1", "2", "1.0"].iter().for_each(|member| set.number(&number(member))));
    let binaries = set_of(SetKind::B, |set| [&[0_u8][..], &[0]].iter().for_each(|member| set.binary(member)));

    let told = "1 validation error detected: One or more parameter values were invalid: Input collection contains \
                duplicates";
    table.put(texts).await.told(told);
    table.put(numbers).await.refused("contains duplicates");
    table.put(binaries).await.told(told);

    assert_eq!(table.all().await, []);
}

async fn an_empty_set_inside_a_map_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    let inside = Value::Ns([].into());

    let put = table.put(and(&base(), "map", map! { "list" => list![inside] })).await;

    put.refused("An number set  may not be empty");
    assert_eq!(table.all().await, []);
}

async fn sets_hold_empty_texts_and_binaries(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&and(&base(), "texts", ss(&["", "a"])), "binaries", bs(&[&[], &[1]]));

    table.put(&item).await.unwrap();

    assert_eq!(table.get(&item).await, Some(item));
}

async fn sets_come_back_in_the_order_of_their_values(db: &Database<'_>) {
    let table = db.table().await;
    let item = set_of(SetKind::N, |set| ["10", "9", "-1", "1e2"].iter().for_each(|member| set.number(&number(member))));

    table.put(&item).await.unwrap();
    let found = table.backend.get_item(monotable::request::GetItem::new(table.name(), table.key(&item))).await;

    let found = found.unwrap().item.unwrap();
    let Some(monotable::values::ValueRef::Ns(members)) = found.get("set") else {
        panic!("no set of numbers: {found:?}")
    };
    let members: Vec<String> =
        members.iter().map(|member| monotable::Number::from_bytes(member).unwrap().to_string()).collect();
    assert_eq!(members, ["-1", "9", "10", "100"]);
}

/// A text inside of so many lists and maps.
fn nested(levels: usize) -> Value {
    (0..levels).fold(v("leaf"), |inner, level| {
        if level % 2 == 0 {
            list![inner]
        } else {
            map! { "m" => inner }
        }
    })
}

const TOO_DEEP: &str = "Nesting Levels have exceeded supported limits";

async fn a_value_in_31_lists_is_stored_and_in_32_refused(db: &Database<'_>) {
    let table = db.table().await;
    let deep = and(&base(), "deep", nested(31));

    table.put(&deep).await.unwrap();
    table.put(and(&base(), "deep", nested(32))).await.refused(TOO_DEEP);

    assert_eq!(table.all().await, [deep]);
}

async fn a_value_far_too_deep_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.put(and(&base(), "deep", nested(59))).await.refused(TOO_DEEP);
    table.put(and(&base(), "deep", nested(1000))).await.refused(TOO_DEEP);
    table.update(base(), change().set("deep", nested(1000))).await.refused(TOO_DEEP);

    assert_eq!(table.all().await, []);
}

/// A list of a map and two sets; `backwards` writes their members in another order.
fn unordered(writer: &mut dyn Writer, backwards: bool) {
    let order = |members: [&'static str; 3]| {
        let mut members = members;
        if backwards {
            members.reverse();
        }
        members
    };
    writer.begin_list();
    writer.begin_map();
    for name in order(["a", "b", "c"]) {
        writer.name(name);
        writer.string(name);
    }
    writer.end_map();
    writer.begin_set(SetKind::S);
    order(["x", "y", "z"]).iter().for_each(|member| writer.string(member));
    writer.end_set();
    writer.begin_set(SetKind::N);
    order(["-1", "2", "10"]).iter().for_each(|member| writer.number(&number(member)));
    writer.end_set();
    writer.end_list();
}

async fn sets_and_maps_are_equal_in_any_order(db: &Database<'_>) {
    let table = db.table().await;
    let packed = |backwards| {
        let mut writer = monotable::values::PackedWriter::new();
        unordered(&mut writer, backwards);
        writer.into_value()
    };
    for stored in [false, true] {
        let item = Item::build(|writer| {
            for (name, value) in [("SK", "1"), ("PK", "a")] {
                writer.name(name);
                writer.string(value);
            }
            for name in ["list", "same"] {
                writer.name(name);
                unordered(writer, stored == (name == "list"));
            }
            Ok(())
        });
        table.put(item.unwrap()).await.unwrap();

        for compared in [false, true] {
            table.put_if(base(), eq(p("list"), packed(compared)).and(missing("gone"))).await.unwrap();
            table
                .put(and(
                    &and(&base(), "list", Value::from(packed(stored).view())),
                    "same",
                    Value::from(packed(!stored).view()),
                ))
                .await
                .unwrap();
            table.update_if(base(), change().set("n", 1), eq(p("list"), p("same"))).await.unwrap();
            table
                .update_if(
                    base(),
                    change().set("n", 2),
                    contains(list![Value::from(packed(compared).view())], p("list")),
                )
                .await
                .unwrap();
        }
    }
}

async fn a_value_of_an_update_may_be_as_deep_as_one_of_a_put(db: &Database<'_>) {
    let table = db.table().await;
    table.put(base()).await.unwrap();

    table.update(base(), change().set("deep", nested(31))).await.unwrap();
    table.update(base(), change().set("deep", nested(32))).await.refused(TOO_DEEP);

    assert_eq!(table.get(base()).await, Some(and(&base(), "deep", nested(31))));
}

async fn an_update_through_a_path_cannot_make_an_item_too_deep(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&base(), "map", map! { "a" => 1 });
    table.put(&item).await.unwrap();

    table.update(&item, change().set("map.a", nested(31))).await.refused(TOO_DEEP);
    let untouched = table.get(&item).await;
    table.update(&item, change().set("map.a", nested(30))).await.unwrap();

    assert_eq!(untouched, Some(item.clone()));
    assert_eq!(table.get(&item).await, Some(and(&base(), "map", map! { "a" => nested(30) })));
}

async fn names_may_hold_any_characters(db: &Database<'_>) {
    let table = db.table().await;
    let mut item = base();
    for name in ["a.b", "a[0]", "#n0", ":v0", " ", "\u{0}", "\u{1d11e}", "SELECT", "\"quoted\"", "_type"] {
        item.insert(name.to_owned(), v(1));
    }
    item.insert("map".to_owned(), map! { "a.b" => 1, "[0]" => 2 });
    table.put(&item).await.unwrap();

    let dotted = monotable::expression::Path::attribute("a.b");
    let inside = monotable::expression::Path::attribute("map").name("a.b");
    let set = |value: i32| monotable::expression::SetValue::Operand(super::words::value(value));
    let update = change().set_path(dotted, set(7)).set_path(inside, set(8));
    table.update(&item, update).await.unwrap();

    item.insert("a.b".to_owned(), v(7));
    item.insert("map".to_owned(), map! { "a.b" => 8, "[0]" => 2 });
    assert_eq!(table.get(&item).await, Some(item));
}

async fn empty_names_are_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.put(and(&base(), "", 1)).await.refused("Empty attribute name");
    table.put(and(&base(), "map", map! { "" => 1 })).await.refused("Empty attribute name");
    table.put(and(&base(), "list", list![map! { "" => 1 }])).await.refused("Empty attribute name");
    table.update(base(), change().set("map", map! { "" => 1 })).await.refused("Empty attribute name");

    assert_eq!(table.all().await, []);
}

async fn names_may_have_65535_bytes(db: &Database<'_>) {
    let table = db.table().await;
    let longest = and(&base(), &"\u{e9}".repeat(32767), 1);
    let too_long = and(&base(), &"\u{e9}".repeat(32768), 1);

    table.put(&longest).await.unwrap();
    table.put(too_long).await.refused("");

    assert_eq!(table.all().await, [longest]);
}

async fn names_differ_by_case(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&and(&base(), "name", "lower"), "Name", "upper");

    table.put(&item).await.unwrap();

    assert_eq!(table.get(&item).await, Some(item.clone()));
    assert_eq!(table.project(&item, &["Name"]).await.unwrap(), Some(row! { "Name" => "upper" }));
}
