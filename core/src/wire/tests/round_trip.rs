use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::json::{JsonItems, JsonReader, JsonWriter};
use crate::value::arbitrary;
use crate::values::PackedValue;
use crate::{Attribute, Binary, DecodeError, EncodeError, Item, Number, Reader, Value, Writer};

/// One implementation of `Attribute` for both forms, as a derive would write it.
#[derive(Debug, PartialEq)]
struct Order {
    id: String,
    total: Number,
    paid: bool,
    note: Option<String>,
    lines: Vec<(String, u32)>,
    picture: Binary,
}

impl Attribute for Order {
    const TYPE: Option<crate::Type> = Some(crate::Type::M);

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.begin_map();
        writer.name("id");
        self.id.write(writer)?;
        writer.name("total");
        self.total.write(writer)?;
        writer.name("paid");
        self.paid.write(writer)?;
        writer.name("note");
        self.note.write(writer)?;
        writer.name("lines");
        writer.begin_list();
        for (sku, count) in &self.lines {
            writer.begin_map();
            writer.name("sku");
            sku.write(writer)?;
            writer.name("count");
            count.write(writer)?;
            writer.end_map();
        }
        writer.end_list();
        writer.name("picture");
        self.picture.write(writer)?;
        writer.end_map();
        Ok(())
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        let mut order = Order {
            id: String::new(),
            total: Number::ZERO,
            paid: false,
            note: None,
            lines: Vec::new(),
            picture: Binary::default(),
        };
        reader.begin_map()?;
        while let Some(name) = reader.next_name()? {
            match name {
                "id" => order.id = Attribute::read(reader)?,
                "total" => order.total = Attribute::read(reader)?,
                "paid" => order.paid = Attribute::read(reader)?,
                "note" => order.note = Attribute::read(reader)?,
                "picture" => order.picture = Attribute::read(reader)?,
                "lines" => {
                    reader.begin_list()?;
                    while reader.next_element()? {
                        let (mut sku, mut count) = (String::new(), 0);
                        reader.begin_map()?;
                        while let Some(name) = reader.next_name()? {
                            match name {
                                "sku" => sku = Attribute::read(reader)?,
                                "count" => count = Attribute::read(reader)?,
                                _ => reader.skip()?,
                            }
                        }
                        order.lines.push((sku, count));
                    }
                }
                _ => reader.skip()?,
            }
        }
        Ok(order)
    }
}

fn to_json(value: &impl Attribute) -> Vec<u8> {
    let mut json = Vec::new();
    let mut writer = JsonWriter::value(&mut json);
    value.write(&mut writer).expect("the value can be written");
    writer.finish();
    json
}

fn from_json<T: Attribute>(json: &[u8]) -> T {
    let mut reader = JsonReader::value(json).expect("the text is UTF-8");
    let value = T::read(&mut reader).expect("the value reads back");
    reader.finish().expect("the value was read whole");
    value
}

proptest! {
    #[test]
    fn any_item_is_the_same_after_row_and_json(attributes in arbitrary::attributes()) {
        let row: Item = attributes.clone().into_iter().collect();

        let back = Item::from_json(row.to_json().as_bytes()).expect("what was written can be read");

        prop_assert!(back == row);
        let tree: BTreeMap<String, Value> = attributes.keys()
            .map(|name| (name.clone(), back.value(name).expect("every attribute is there")))
            .collect();
        prop_assert_eq!(tree, attributes);
    }

    #[test]
    fn any_value_is_the_same_after_row_and_json(value in arbitrary::value()) {
        let row = PackedValue::from(&value);

        let json = row.to_json();

        prop_assert_eq!(&PackedValue::from_json(json.as_bytes()).expect("what was written can be read"), &row);
        prop_assert_eq!(from_json::<Value>(json.as_bytes()), value);
    }

    #[test]
    fn a_value_is_written_to_json_as_its_row_is(value in arbitrary::value()) {
        prop_assert_eq!(to_json(&value), PackedValue::from(&value).to_json().into_bytes());
    }

    #[test]
    fn a_reader_that_skips_comes_to_the_same_place(value in arbitrary::value(), look_first in any::<bool>()) {
        let item: Item = [("a", value.clone()), ("b", Value::from(7))].into_iter().collect();
        let json = item.to_json();
        let mut reader = JsonReader::item(json.as_bytes()).expect("the text is UTF-8");

        prop_assert_eq!(reader.next_name(), Ok(Some("a")));
        if look_first {
            prop_assert_eq!(reader.kind(), Ok(value.kind()));
        }
        prop_assert_eq!(reader.skip(), Ok(()));

        prop_assert_eq!(reader.next_name(), Ok(Some("b")));
        prop_assert_eq!(u8::read(&mut reader), Ok(7));
        prop_assert_eq!(reader.next_name(), Ok(None));
        prop_assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn a_page_gives_every_item(items in proptest::collection::vec(arbitrary::attributes(), 0..5)) {
        let rows: Vec<Item> = items.into_iter().map(|item| item.into_iter().collect()).collect();
        let texts: Vec<String> = rows.iter().map(Item::to_json).collect();
        let page = format!("[{}]", texts.join(","));

        let mut found = Vec::new();
        let mut items = JsonItems::array(page.as_bytes()).expect("the text is UTF-8");
        while let Some(item) = items.next_row().expect("every item can be read") {
            found.push(item);
        }

        prop_assert!(found == rows);
    }

    #[test]
    fn one_implementation_reads_both_forms(
        (id, note) in ("\\PC{0,30}", proptest::option::of("\\PC{0,9}")),
        total in arbitrary::number(),
        paid in any::<bool>(),
        lines in proptest::collection::vec(("[A-Z]{1,8}", any::<u32>()), 0..4),
        picture in proptest::collection::vec(any::<u8>(), 0..700),
    ) {
        let order = Order { id, total, paid, note, lines, picture: Binary(picture) };

        let row = PackedValue::of(&order).expect("the order can be written");
        let json = to_json(&order);

        prop_assert_eq!(&PackedValue::from_json(&json).expect("the order can be read"), &row);
        prop_assert_eq!(&from_json::<Order>(&json), &order);
        let mut reader = JsonReader::value(&json).expect("the text is UTF-8");
        let dynamic: &mut dyn Reader = &mut reader;
        prop_assert_eq!(&Order::read(dynamic).expect("the order can be read"), &order);
    }
}

#[test]
fn standard_types_read_back_from_json() {
    use std::collections::{BTreeSet, HashMap, HashSet};
    use std::sync::Arc;

    fn same<T: Attribute + PartialEq + std::fmt::Debug>(value: &T) {
        assert_eq!(&from_json::<T>(&to_json(value)), value);
        let row = PackedValue::of(value).expect("the value can be written");
        assert_eq!(PackedValue::from_json(row.to_json().as_bytes()).expect("the value can be read"), row);
    }

    same(&String::from("quote \" backslash \\ line\n \u{1f600}"));
    same(&'\u{e9}');
    same(&true);
    same(&u8::MAX);
    same(&i64::MIN);
    same(&u64::MAX);
    same(&-1_234_567_890_123_456_789_012_345_678_901_234_567_i128);
    same(&0.1_f64);
    same(&f32::MIN_POSITIVE);
    same(&Binary(vec![0, 255, 1]));
    same(&Some(3_u8));
    same(&None::<String>);
    same(&Box::new(5_u16));
    same(&Arc::<str>::from("shared"));
    same(&vec![vec![1_u8], vec![], vec![2, 3]]);
    same(&[String::from("a"), String::from("b")]);
    same(&vec![None, Some(1_u8)]);
    same(&BTreeMap::from([(String::from("a\"b"), 1_u8), (String::new(), 2)]));
    same(&HashMap::from([(7_u32, String::from("seven"))]));
    same(&BTreeMap::from([(true, 1_u8), (false, 0)]));
    same(&BTreeSet::from([String::new(), String::from("b")]));
    same(&HashSet::from([1_i64, -1]));
    same(&BTreeSet::from([Binary(vec![]), Binary(vec![9])]));
}
