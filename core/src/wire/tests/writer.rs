use std::collections::BTreeMap;

use crate::json::JsonWriter;
use crate::values::{PackedValue, PackedWriter, SetKind};
use crate::{Item, Value, Writer};

fn json(value: &Value) -> String {
    PackedValue::from(value).to_json()
}

#[test]
fn every_type_is_written_as_dynamodb_writes_it() {
    let cases = [
        (Value::Null, r#"{"NULL":true}"#),
        (Value::Bool(true), r#"{"BOOL":true}"#),
        (Value::Bool(false), r#"{"BOOL":false}"#),
        (Value::N("-1.50e3".parse().unwrap()), r#"{"N":"-1500"}"#),
        (Value::from("text"), r#"{"S":"text"}"#),
        (Value::from(""), r#"{"S":""}"#),
        (Value::B(vec![0xfb, 0xff, 0xfe, 1]), r#"{"B":"+//+AQ=="}"#),
        (Value::B(vec![]), r#"{"B":""}"#),
        (Value::Ss(["a", "b"].map(String::from).into()), r#"{"SS":["a","b"]}"#),
        (Value::Ns([10, 2].map(Into::into).into()), r#"{"NS":["2","10"]}"#),
        (Value::Bs([vec![], vec![255]].into()), r#"{"BS":["","/w=="]}"#),
        (Value::L(vec![]), r#"{"L":[]}"#),
        (Value::L(vec![Value::from(1), Value::L(vec![]), Value::Null]), r#"{"L":[{"N":"1"},{"L":[]},{"NULL":true}]}"#),
        (Value::M(BTreeMap::new()), r#"{"M":{}}"#),
        (
            Value::M([("a", Value::from(1)), ("b", Value::M(BTreeMap::new()))].map(|(k, v)| (k.to_owned(), v)).into()),
            r#"{"M":{"a":{"N":"1"},"b":{"M":{}}}}"#,
        ),
    ];
    for (value, text) in cases {
        assert_eq!(json(&value), text);
    }
}

#[test]
fn characters_that_json_does_not_take_are_escaped() {
    let cases = [
        ("\"", r#"\""#),
        ("\\", r"\\"),
        ("\n\r\t", r"\n\r\t"),
        ("\0\u{1f}", r"\u0000\u001f"),
        ("a/b\u{7f}\u{e9}\u{1f600}", "a/b\u{7f}\u{e9}\u{1f600}"),
        ("12345678\"", r#"12345678\""#),
        ("1234567\"9", r#"1234567\"9"#),
        ("\"\"\"\"\"\"\"\"\"", r#"\"\"\"\"\"\"\"\"\""#),
    ];
    for (text, escaped) in cases {
        assert_eq!(json(&Value::from(text)), format!(r#"{{"S":"{escaped}"}}"#));
        let item: Item = [(text, Value::Null)].into_iter().collect();
        assert_eq!(item.to_json(), format!(r#"{{"{escaped}":{{"NULL":true}}}}"#));
    }
}

#[test]
fn a_character_that_needs_an_escape_is_found_wherever_it_stands() {
    for len in 0..120 {
        for at in 0..len {
            for special in ["\"", "\\", "\0", "\u{1f}"] {
                let text = format!("{}{special}{}", "\u{7f}".repeat(at), "~".repeat(len - at - 1));
                let json = json(&Value::from(text.as_str()));

                assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok_and(|tree| tree["S"] == text), "{json}");
                assert_eq!(PackedValue::from_json(json.as_bytes()).unwrap().view().as_str(), Some(text.as_str()));
            }
        }
    }
}

#[test]
fn an_item_is_written_behind_what_the_buffer_holds() {
    let mut out = b"{\"Item\":".to_vec();
    let mut writer = JsonWriter::item(&mut out);
    writer.name("a");
    writer.begin_set(SetKind::N);
    writer.number(&1.into());
    writer.number(&2.into());
    writer.end_set();
    writer.name("b");
    writer.boolean(true);
    writer.finish();
    out.push(b'}');

    assert_eq!(String::from_utf8(out).unwrap(), r#"{"Item":{"a":{"NS":["1","2"]},"b":{"BOOL":true}}}"#);
    assert_eq!(Item::empty().to_json(), "{}");
}

#[test]
fn binaries_longer_than_one_step_have_no_padding_inside() {
    use base64::Engine as _;

    for len in [383, 384, 385, 1000] {
        let bytes: Vec<u8> = (0..len).map(|index| index as u8).collect();
        let expected = base64::engine::general_purpose::STANDARD.encode(&bytes);
        assert_eq!(json(&Value::B(bytes)), format!(r#"{{"B":"{expected}"}}"#));
    }
}

#[test]
fn rows_nested_beyond_all_limits_are_written_without_recursion() {
    let mut writer = PackedWriter::new();
    (0..100_000).for_each(|_| writer.begin_list());
    (0..100_000).for_each(|_| writer.end_list());

    let json = writer.into_value().to_json();

    assert_eq!(json.len(), 100_000 * r#"{"L":[]}"#.len());
}
