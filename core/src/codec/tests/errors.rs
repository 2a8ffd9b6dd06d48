use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::json::JsonReader;
use crate::values::PackedValue;
use crate::{Attribute, DecodeError, Item, Reader, Type, Value};

/// Reads the attribute `address` of a row and of its JSON: both fail alike.
fn fails<T: Attribute>(value: Value) -> DecodeError {
    fn address<T: Attribute>(reader: &mut dyn Reader) -> Result<T, DecodeError> {
        reader.next_name()?;
        T::read(reader).map_err(|error| error.at("address"))
    }
    let item: Item = [("address", value)].into_iter().collect();
    let json = item.to_json();
    let mut reader = JsonReader::item(json.as_bytes()).expect("the text is UTF-8");

    let from_row = address::<T>(&mut item.reader()).map(drop).expect_err("the value does not fit");
    let from_json = address::<T>(&mut reader).map(drop).expect_err("the value does not fit");

    assert_eq!(from_row, from_json);
    from_row
}

fn map(name: &str, value: Value) -> Value {
    Value::M([(name.to_owned(), value)].into())
}

fn lines() -> Value {
    Value::L(vec![Value::from("a"), Value::from("b"), Value::from(3)])
}

#[test]
fn a_decode_error_names_the_path_and_both_types() {
    let error = fails::<HashMap<String, Vec<String>>>(map("lines", lines()));

    assert_eq!(error.path(), "address.lines[2]");
    assert_eq!(error.found(), Some(Type::N));
    assert_eq!(error.to_string(), "attribute `address.lines[2]`: expected S, found N");
}

#[test]
fn a_path_goes_through_every_container() {
    let deep = Value::L(vec![Value::L(vec![]), Value::L(vec![map("x", map("y", Value::Null))])]);
    assert_eq!(fails::<Vec<Vec<BTreeMap<String, BTreeMap<String, u8>>>>>(deep).path(), "address[1][0].x.y");
    assert_eq!(fails::<[String; 3]>(lines()).path(), "address[2]");
    assert_eq!(fails::<Option<Vec<Option<String>>>>(lines()).path(), "address[2]");
    assert_eq!(fails::<Box<Vec<String>>>(lines()).path(), "address[2]");
    assert_eq!(fails::<BTreeSet<u8>>(Value::Ns([1, 256].map(Into::into).into())).path(), "address");
    assert_eq!(fails::<BTreeMap<u8, u8>>(map("x", Value::from(1))).path(), "address.x");
    assert_eq!(fails::<BTreeMap<u8, u8>>(map("256", Value::from(1))).path(), "address.256");
}

#[test]
fn an_error_at_the_item_itself_has_no_path() {
    let error = DecodeError::malformed("it ends too early");

    assert_eq!(error.path(), "");
    assert_eq!(error.found(), None);
    assert_eq!(error.to_string(), "malformed item: it ends too early");
    assert_eq!(DecodeError::missing("total").to_string(), "attribute `total`: is required and missing");
    assert_eq!(DecodeError::invalid("an even number").at("n").to_string(), "attribute `n`: expected an even number");
}

#[test]
fn an_error_does_not_print_the_value() {
    let secret = || Value::from("secret");
    for error in [
        fails::<u8>(secret()),
        fails::<char>(secret()),
        fails::<[String; 2]>(Value::L(vec![secret()])),
        fails::<BTreeSet<char>>(Value::Ss([String::from("secret")].into())),
        fails::<u8>(Value::from(4711)),
    ] {
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(!text.contains("secret") && !text.contains("4711"), "{text}");
        }
    }
}

#[test]
fn an_encode_error_names_the_path_as_a_decode_error_does() {
    let error =
        PackedValue::of(&BTreeMap::from([("lines", vec![1.0, f64::NAN])].map(|(name, list)| (name.to_owned(), list))))
            .unwrap_err();

    assert_eq!(error.path(), "lines[1]");
    assert_eq!(
        error.to_string(),
        "attribute `lines[1]`: the float is not finite or outside DynamoDB's range of numbers"
    );
}
