//! Rows are written by our own writers alone, yet nothing about them may depend on that but the answers.

use proptest::prelude::*;

use crate::value::arbitrary;
use crate::values::{PackedValue, PackedWriter};
use crate::{Item, Reader, Value, Writer};

/// Everything that can be done with a row.
fn walk(bytes: &[u8]) {
    let item = Item::from_packed(bytes);
    let _ = (item.len(), item.size(), item.is_empty(), format!("{item:?}"), item.to_json());
    assert_eq!(item.packed_len(), bytes.len());
    assert!(item == item.clone());
    let names: Vec<Vec<u8>> = item.iter().map(|(name, _)| name.to_vec()).collect();
    for name in names {
        let name = String::from_utf8_lossy(&name);
        let _ = item.value(&name);
    }
    let kept = item.select(|name| name.len() % 2 == 0);
    let _ = kept == item;
    for (_, value) in &item {
        let _ = (value.size(), value.as_str(), value.as_number(), Value::from(value) == Value::Null);
        let copy = PackedValue::from(value);
        let _ = (copy.view().size(), copy.to_json(), copy == PackedValue::text("a"));
    }
    for skip in [false, true] {
        let mut reader = item.reader();
        while let Ok(Some(_)) = reader.next_name() {
            let done =
                if skip { reader.skip().is_ok() } else { <Value as crate::Attribute>::read(&mut reader).is_ok() };
            if !done {
                break;
            }
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_walked_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        walk(&bytes);
    }

    #[test]
    fn small_bytes_which_are_tags_and_lengths_are_walked_without_a_panic(
        bytes in proptest::collection::vec(0..14u8, 0..100),
    ) {
        walk(&bytes);
    }

    #[test]
    fn damaged_rows_are_walked_without_a_panic(
        attributes in arbitrary::attributes(),
        damages in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<proptest::sample::Index>(),
    ) {
        let item: Item = attributes.into_iter().collect();
        let mut bytes = item.packed().to_vec();
        walk(&bytes[..cut.index(bytes.len() + 1)]);
        for (at, byte) in damages {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        walk(&bytes);
    }

    #[test]
    fn a_writer_that_is_called_in_any_order_gives_some_row(calls in proptest::collection::vec(0..14u8, 0..60)) {
        let mut writer = PackedWriter::new();
        for call in calls {
            match call {
                0 => writer.null(),
                1 => writer.boolean(true),
                2 => writer.number(&7.into()),
                3 => writer.string("text"),
                4 => writer.binary(b"\xff"),
                5 => writer.begin_list(),
                6 => writer.end_list(),
                7 => writer.begin_map(),
                8 => writer.name("name"),
                9 => writer.end_map(),
                10 => writer.begin_set(crate::values::SetKind::N),
                11 => writer.end_set(),
                12 => writer.copy(PackedValue::text("copied").view()),
                _ => writer.name_bytes(b"\xff"),
            }
        }
        walk(writer.into_item().packed());
    }
}

#[test]
fn a_row_that_ends_too_early_is_a_decode_error() {
    let whole: Item = [("a", Value::L(vec![Value::from("text"), Value::from(7)]))].into_iter().collect();
    for end in 1..whole.packed_len() {
        let cut = Item::from_packed(&whole.packed()[..end]);
        let mut reader = cut.reader();
        let read = match reader.next_name() {
            Ok(_) => <Value as crate::Attribute>::read(&mut reader).map(drop),
            Err(error) => Err(error),
        };
        assert_eq!(read.unwrap_err().to_string(), "malformed item: it ends too early", "{end}");
    }
}
