use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::value::arbitrary;
use crate::values::{PackedValue, PackedWriter, SetKind, ValueRef};
use crate::{Attribute, Item, Reader, Type, Value, Writer};

/// A value of every type.
fn every_type() -> Vec<Value> {
    vec![
        Value::Null,
        Value::Bool(false),
        Value::Bool(true),
        Value::N("-12.5e-100".parse().unwrap()),
        Value::from("text"),
        Value::from(""),
        Value::B(vec![0, 255, 0]),
        Value::B(vec![]),
        Value::Ss(["", "a", "b"].map(String::from).into()),
        Value::Ns([-1, 0, 1].map(Into::into).into()),
        Value::Bs([vec![], vec![0], vec![255; 200]].into()),
        Value::L(vec![]),
        Value::L(vec![Value::Null, Value::from("a"), Value::L(vec![Value::from(1)])]),
        Value::M(BTreeMap::new()),
        Value::M([("".to_owned(), Value::from("")), ("a.b".to_owned(), Value::M(BTreeMap::new()))].into()),
    ]
}

/// Reads the first attribute of an item by way of the reader.
fn read(item: &Item) -> Value {
    let mut reader = item.reader();
    reader.next_name().unwrap().expect("the item has an attribute");
    let value = Value::read(&mut reader).unwrap();
    assert_eq!(reader.next_name(), Ok(None));
    value
}

fn only(value: &Value) -> Item {
    [("a", value.clone())].into_iter().collect()
}

#[test]
fn every_type_comes_back_from_its_packed_form() {
    for value in every_type() {
        let packed = PackedValue::from(&value);
        assert_eq!(packed.view().kind(), value.kind());
        assert_eq!(Value::from(packed.view()), value);
        assert_eq!(PackedValue::of(&value).unwrap(), packed);
        assert_eq!(read(&only(&value)), value);
        assert_eq!(only(&value).value("a"), Some(value));
    }
}

#[test]
fn a_copied_value_has_the_bytes_of_the_first() {
    for value in every_type() {
        let packed = PackedValue::from(&value);
        assert_eq!(PackedValue::from(packed.view()), packed);

        let mut writer = PackedWriter::new();
        writer.name_bytes(b"a");
        writer.copy_packed(&packed);
        assert_eq!(writer.into_item().packed(), only(&value).packed());
    }
}

proptest! {
    #[test]
    fn any_value_comes_back_from_its_packed_form(value in arbitrary::value()) {
        let item = only(&value);

        prop_assert_eq!(&Value::from(PackedValue::from(&value).view()), &value);
        prop_assert_eq!(&read(&item), &value);
        prop_assert_eq!(item.value("a"), Some(value.clone()));
        prop_assert_eq!(PackedValue::from(item.get("a").expect("it was written")), PackedValue::from(&value));
    }

    #[test]
    fn a_skipped_value_is_stepped_over_whole(value in arbitrary::value()) {
        let item: Item = [("a", value), ("b", Value::from("end"))].into_iter().collect();
        let mut reader = item.reader();

        prop_assert_eq!(reader.next_name(), Ok(Some("a")));
        prop_assert_eq!(reader.skip(), Ok(()));

        prop_assert_eq!(reader.next_name(), Ok(Some("b")));
        prop_assert_eq!(reader.string(), Ok("end"));
        prop_assert_eq!(reader.next_name(), Ok(None));
    }
}

#[test]
fn texts_and_binaries_of_every_length_of_length_come_back() {
    // One, two, three and four bytes of length, at their edges.
    for len in [0, 1, 127, 128, 129, 16_383, 16_384, 16_385, 409_600, 2_097_151, 2_097_152] {
        let text = "x".repeat(len);
        let value =
            Value::M([(text.clone(), Value::L(vec![Value::S(text.clone()), Value::B(text.into_bytes())]))].into());
        assert!(read(&only(&value)) == value, "{len}");
        assert!(Value::from(only(&value).get("a").unwrap()) == value, "{len}");
    }
}

#[test]
fn containers_are_as_long_as_what_was_written() {
    let mut writer = PackedWriter::new();
    writer.begin_list();
    writer.begin_map();
    writer.name("set");
    writer.begin_set(SetKind::S);
    writer.string("a");
    writer.string("b");
    writer.end_set();
    writer.name("none");
    writer.null();
    writer.end_map();
    writer.begin_list();
    writer.end_list();
    writer.boolean(true);
    writer.end_list();
    let packed = writer.into_value();

    let ValueRef::L(list) = packed.view() else { panic!("a list was written") };
    assert_eq!((list.len(), list.iter().count(), list.is_empty()), (3, 3, false));
    let Some(ValueRef::M(map)) = list.iter().next() else { panic!("its first element is a map") };
    assert_eq!(map.len(), 2);
    assert!(matches!(map.get("none"), Some(ValueRef::Null)));
    assert!(map.get("set ").is_none());
    let Some(ValueRef::Ss(set)) = map.get("set") else { panic!("a set was written") };
    assert_eq!(set.len(), 2);
    assert_eq!(set.iter().collect::<Vec<_>>(), [b"a", b"b"]);
    let Some(ValueRef::L(empty)) = list.iter().nth(1) else { panic!("its second element is a list") };
    assert!(empty.is_empty() && empty.iter().next().is_none());
}

#[test]
fn the_bytes_of_a_number_are_those_that_sort() {
    let numbers = ["-1e125", "-2", "-1.5", "0", "1e-130", "0.5", "1", "10", "9e125"];
    let packed: Vec<PackedValue> =
        numbers.iter().map(|text| PackedValue::from(&Value::N(text.parse().unwrap()))).collect();
    for pair in packed.windows(2) {
        let (ValueRef::N(lower), ValueRef::N(higher)) = (pair[0].view(), pair[1].view()) else {
            panic!("numbers were written")
        };
        assert!(lower < higher);
    }
    assert_eq!(packed[2].view().as_number().unwrap().to_string(), "-1.5");
    assert!(PackedValue::text("1").view().as_number().is_none());
    assert!(packed[0].view().as_str().is_none());
}

#[test]
fn a_list_of_packed_values_is_the_list_of_the_values() {
    let elements = every_type();
    let packed: Vec<PackedValue> = elements.iter().map(PackedValue::from).collect();

    assert_eq!(Value::from(PackedValue::list(&packed).view()), Value::L(elements));
}

fn nested(levels: usize) -> Value {
    (0..levels).fold(Value::from("leaf"), |inner, level| match level % 2 {
        0 => Value::L(vec![inner]),
        _ => Value::M([("m".to_owned(), inner)].into()),
    })
}

#[test]
fn a_tree_far_deeper_than_dynamodb_takes_is_refused_before_it_is_written() {
    // DynamoDB's own limit is for the backend to judge: 32 levels, and what is only slightly deeper.
    for levels in [0, 31, 32, 40, 60] {
        let value = nested(levels);
        let packed = PackedValue::of(&value).unwrap();
        assert_eq!(Value::from(packed.view()), value);
        assert_eq!(read(&only(&value)), value);
    }
    for levels in [61, 500] {
        let error = PackedValue::of(&nested(levels)).unwrap_err();
        assert_eq!(error.to_string(), "the value is nested deeper than DynamoDB's 32 levels");
        assert_eq!(error.path(), "");
    }
}

#[test]
fn rows_nested_beyond_all_limits_do_no_harm() {
    let mut writer = PackedWriter::new();
    writer.name("a");
    (0..100_000).for_each(|_| writer.begin_list());
    (0..100_000).for_each(|_| writer.end_list());
    let item = writer.into_item();

    // The name, and each list but the outermost is a member of one.
    assert_eq!(item.size(), 1 + 100_000 * 3 + 99_999);
    assert_eq!(format!("{item:?}"), r#"{"a": L}"#);
    assert!(item == item.clone());
    let mut reader = item.reader();
    assert_eq!(reader.next_name(), Ok(Some("a")));
    assert!(Value::read(&mut reader).is_err());
    drop(item.value("a"));
}

#[test]
fn a_size_is_counted_the_same_above_and_below_the_recursion() {
    let mut value = nested(0);
    let mut expected = 4;
    for level in 0..60 {
        assert_eq!(PackedValue::from(&value).view().size(), expected, "{level}");
        value = Value::M([("name".to_owned(), value)].into());
        expected += 3 + 1 + 4;
    }
    let mut writer = PackedWriter::new();
    for _ in 0..200 {
        writer.begin_map();
        writer.name("n");
        writer.boolean(true);
        writer.name("name");
    }
    writer.string("leaf");
    (0..200).for_each(|_| writer.end_map());
    assert_eq!(writer.into_value().view().size(), 200 * (3 + 1 + 1 + 1 + 1 + 4) + 4);
}

#[test]
fn a_set_is_read_in_the_order_in_which_it_was_written() {
    let mut writer = PackedWriter::new();
    writer.name("set");
    writer.begin_set(SetKind::N);
    [3, 1, 2].into_iter().for_each(|member| writer.number(&member.into()));
    writer.end_set();
    let item = writer.into_item();
    let mut reader = item.reader();
    reader.next_name().unwrap();

    assert_eq!(reader.kind(), Ok(Type::Ns));
    reader.begin_set(SetKind::N).unwrap();
    let mut members = Vec::new();
    while reader.next_element().unwrap() {
        members.push(u8::read(&mut reader).unwrap());
    }

    assert_eq!(members, [3, 1, 2]);
    assert_eq!(item.value("set"), Some(Value::Ns(BTreeSet::from([1, 2, 3].map(Into::into)))));
}
