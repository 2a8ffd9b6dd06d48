//! Helpers for tests of the derives.

#![allow(unreachable_pub, dead_code, reason = "shared by several test programs, which do not all use everything")]

use std::fmt::Debug;

use monotable::json::JsonReader;
use monotable::{Attribute, Item, Reader, Value};

/// The item with the value as its attribute `it`, left out if the value says so.
fn item<T: Attribute>(value: &T) -> Item {
    Item::build(|writer| {
        use monotable::Writer;
        writer.name("it");
        value.write(writer)
    })
    .unwrap()
}

pub fn stored<T: Attribute>(value: &T) -> Value {
    item(value).value("it").unwrap()
}

pub fn load<T: Attribute>(value: Value) -> Result<T, String> {
    let item: Item = [("it", value)].into_iter().collect();
    let mut reader = item.reader();
    reader.next_name().unwrap();
    T::read(&mut reader).map_err(|error| error.to_string())
}

pub fn round_trip<T: Attribute + PartialEq + Debug>(value: &T) {
    let item = item(value);
    let mut reader = item.reader();
    reader.next_name().unwrap();
    // as rows are read, and once more through the trait object
    assert_eq!(&T::read(&mut reader).unwrap(), value);
    let mut reader = item.reader();
    let reader: &mut dyn Reader = &mut reader;
    reader.next_name().unwrap();
    assert_eq!(&T::read(reader).unwrap(), value);
    // as answers are read
    let json = item.to_json();
    let mut reader = JsonReader::item(json.as_bytes()).unwrap();
    reader.next_name().unwrap();
    assert_eq!(&T::read(&mut reader).unwrap(), value);
}

pub fn map<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::M(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
