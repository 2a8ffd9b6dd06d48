use crate::json::JsonReader;
use crate::values::{PackedValue, PackedWriter, ValueRef};
use crate::{Item, Reader, Value, Writer};

fn item<const N: usize>(attributes: [(&str, Value); N]) -> Item {
    attributes.into_iter().collect()
}

/// The attributes in the order in which they are given.
fn in_order(attributes: &[(&str, Value)]) -> Item {
    Item::build(|writer| {
        for (name, value) in attributes {
            writer.name(name);
            crate::Attribute::write(value, writer)?;
        }
        Ok(())
    })
    .unwrap()
}

#[test]
fn the_last_of_several_values_with_one_name_stays() {
    let item: Item = [("a", Value::from(1)), ("b", Value::from(2)), ("a", Value::from(3))].into_iter().collect();

    assert_eq!(item.len(), 2);
    assert_eq!(item.value("a"), Some(Value::from(3)));
}

#[test]
fn an_item_without_attributes_is_empty() {
    for empty in [Item::empty(), item([]), PackedWriter::new().into_item()] {
        assert!(empty.is_empty());
        assert_eq!((empty.len(), empty.size(), empty.packed_len()), (0, 0, 0));
        assert!(empty.get("").is_none());
        assert_eq!(empty.reader().next_name(), Ok(None));
        assert_eq!(empty, Item::empty());
    }
    assert!(!item([("", Value::Null)]).is_empty());
}

#[test]
fn select_keeps_the_attributes_that_are_asked_for() {
    let whole = item([("a", Value::from(1)), ("b", Value::L(vec![Value::from("x")])), ("c", Value::Null)]);

    assert_eq!(whole.select(|name| name == b"b"), item([("b", Value::L(vec![Value::from("x")]))]));
    assert_eq!(whole.select(|name| name != b"b"), item([("a", Value::from(1)), ("c", Value::Null)]));
    assert_eq!(whole.select(|_| true), whole);
    assert!(whole.select(|_| false).is_empty());
}

#[test]
fn runs_of_attributes_are_copied_between_offsets() {
    let whole = item([("a", Value::from(1)), ("b", Value::from("x")), ("c", Value::Null)]);
    let mut walk = whole.iter();
    walk.next();
    let start = walk.offset();
    walk.next();
    let end = walk.offset();
    let copy = |range| {
        let mut writer = PackedWriter::new();
        writer.copy_attributes(&whole, range);
        writer.into_item()
    };

    assert_eq!(copy(start..end), item([("b", Value::from("x"))]));
    assert_eq!(copy(0..whole.packed_len()), whole);
    // Outside of the item there is nothing.
    assert!(copy(end..start).is_empty());
    assert!(copy(0..usize::MAX).is_empty());
}

#[test]
fn items_are_equal_whatever_the_order_of_their_attributes() {
    let map = |names: [&str; 2]| {
        let inner = Item::build(|writer| {
            writer.name("m");
            writer.begin_map();
            for name in names {
                writer.name(name);
                writer.string(name);
            }
            writer.end_map();
            Ok(())
        });
        inner.unwrap()
    };
    let (a, b) = (("a", Value::from(1)), ("b", Value::from("x")));

    assert_eq!(in_order(&[a.clone(), b.clone()]), in_order(&[b.clone(), a.clone()]));
    assert_eq!(map(["x", "y"]), map(["y", "x"]));
    let only_a = item([a.clone()]);
    assert_ne!(in_order(&[a.clone(), b.clone()]), only_a);
    assert_ne!(only_a, in_order(&[a, b]));
    assert_ne!(only_a, item([("a", Value::from("1"))]));
    assert_ne!(item([("a", Value::Null)]), item([("b", Value::Null)]));
}

#[test]
fn a_clone_is_the_same_allocation() {
    let first = item([("a", Value::from(1))]);

    assert!(first.ptr_eq(&first.clone()));
    assert!(!first.ptr_eq(&item([("a", Value::from(1))])));
}

#[test]
fn sizes_are_those_that_dynamodb_measures() {
    let numbers = [
        ("0", 1),
        ("-0", 1),
        ("1", 2),
        ("12", 2),
        ("123", 3),
        ("1234", 3),
        ("12345678901234567890123456789012345678", 20),
        ("100", 2),
        ("1010", 3),
        ("0.0000001", 2),
        ("1E125", 2),
        ("1E-100", 2),
        ("1.5", 3),
        ("15", 2),
        ("1.234", 4),
        ("3.14159", 5),
        ("123456", 4),
        ("100.5", 4),
        ("0.15", 2),
        ("-42", 3),
    ];
    for (text, size) in numbers {
        assert_eq!(PackedValue::from(&Value::N(text.parse().unwrap())).view().size(), size, "{text}");
    }
    let list = |values: Vec<Value>| Value::L(values);
    let map = |name: &str, value: Value| Value::M([(name.to_owned(), value)].into());
    let values = [
        (Value::from(""), 0),
        (Value::from("\u{e9}\u{1f600}"), 6),
        (Value::B(vec![0; 5]), 5),
        (Value::Bool(false), 1),
        (Value::Null, 1),
        (Value::Ss(["", "a", "bcd"].map(String::from).into()), 4),
        (Value::Ns([1, 123].map(Into::into).into()), 5),
        (Value::Bs([vec![], vec![1, 2]].into()), 2),
        (list(vec![]), 3),
        (list(vec![Value::from("ab")]), 3 + 1 + 2),
        (list(vec![Value::Null, list(vec![])]), 3 + (1 + 1) + (1 + 3)),
        (Value::M([].into()), 3),
        (map("key", Value::from(1)), 3 + 1 + 3 + 2),
        (map("k", list(vec![Value::Bool(true)])), 3 + 1 + 1 + (3 + 1 + 1)),
    ];
    for (value, size) in values {
        assert_eq!(PackedValue::from(&value).view().size(), size, "{value:?}");
        assert_eq!(item([("name", value)]).size(), 4 + size);
    }
    assert_eq!(item([("shirt-color", Value::from("R")), ("shirt-size", Value::from("M"))]).size(), 23);
}

#[test]
fn debug_output_holds_no_values() {
    let secret = || Value::from("secret");
    let item = item([
        ("bin", Value::B(b"secret".to_vec())),
        ("list", Value::L(vec![secret()])),
        ("map", Value::M([("inner".to_owned(), secret())].into())),
        ("set", Value::Ss([String::from("secret")].into())),
        ("text", secret()),
    ]);
    assert_eq!(format!("{item:?}"), r#"{"bin": B, "list": L, "map": M, "set": SS, "text": S}"#);
    assert_eq!(format!("{:?}", item.iter()), format!("{item:?}"));
    assert_eq!(format!("{:?}", PackedValue::text("secret")), "PackedValue(S)");

    let mut writer = PackedWriter::new();
    writer.name("a");
    writer.begin_list();
    writer.string("secret");
    let mut json = Vec::new();
    let mut json_writer = crate::json::JsonWriter::item(&mut json);
    json_writer.copy_item(&item);
    let mut outputs = vec![
        format!("{:?}", item.reader()),
        format!("{writer:?}"),
        format!("{json_writer:?}"),
        format!("{:?}", JsonReader::item(br#"{"a":{"S":"secret"}}"#)),
        format!("{:?}", crate::json::JsonItems::array(br#"[{"a":{"S":"secret"}}]"#)),
    ];
    for (_, value) in &item {
        outputs.push(format!("{value:?}"));
        match value {
            ValueRef::Ss(set) => outputs.push(format!("{set:?}")),
            ValueRef::L(list) => outputs.push(format!("{list:?}")),
            ValueRef::M(map) => outputs.push(format!("{map:?}")),
            _ => {}
        }
    }
    // The bytes of the text as a slice prints them.
    let bytes = format!("{:?}", b"secret".as_slice());
    for output in outputs {
        assert!(!output.contains("secret") && !output.contains(bytes.trim_matches(['[', ']'])), "{output}");
    }
}

#[test]
fn clones_of_a_shared_value_are_the_same_allocation() {
    for value in [PackedValue::text("text"), PackedValue::list(&[PackedValue::text("text")])] {
        let shared = value.clone().shared();
        assert_eq!(shared, value);
        let bytes = |value: &PackedValue| match value.view() {
            ValueRef::S(text) => text.as_ptr(),
            ValueRef::L(list) => list.bytes.as_ptr(),
            other => panic!("{other:?}"),
        };
        assert_eq!(bytes(&shared), bytes(&shared.clone().shared()));
        assert_ne!(bytes(&shared), bytes(&value));
    }
}
