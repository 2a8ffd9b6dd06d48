//! Documents that are nearly right, read by us and by `serde_json` with a plain model on top of it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value as Json;

use crate::json::{JsonItems, JsonReader};
use crate::value::arbitrary;
use crate::values::PackedValue;
use crate::{Attribute, Item, Reader, Value};

/// Returns what a JSON tree means, or `None` where it is not an attribute value.
fn model(json: &Json) -> Option<Value> {
    let mut types =
        json.as_object()?.iter().filter(|(name, content)| crate::Type::from_name(name).is_some() && !content.is_null());
    let (name, content) = types.next()?;
    if types.next().is_some() {
        return None;
    }
    let binary = |json: &Json| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.decode(json.as_str()?).ok()
    };
    let text = |json: &Json| json.as_str().map(str::to_owned);
    let number = |json: &Json| json.as_str()?.parse().ok();
    Some(match name.as_str() {
        "S" => Value::S(text(content)?),
        "N" => Value::N(number(content)?),
        "B" => Value::B(binary(content)?),
        "BOOL" => Value::Bool(content.as_bool()?),
        "NULL" => (content == &Json::Bool(true)).then_some(Value::Null)?,
        "SS" => Value::Ss(content.as_array()?.iter().map(text).collect::<Option<_>>()?),
        "NS" => Value::Ns(content.as_array()?.iter().map(number).collect::<Option<_>>()?),
        "BS" => Value::Bs(content.as_array()?.iter().map(binary).collect::<Option<_>>()?),
        "L" => Value::L(content.as_array()?.iter().map(model).collect::<Option<_>>()?),
        _ => Value::M(model_map(content)?),
    })
}

fn model_map(json: &Json) -> Option<BTreeMap<String, Value>> {
    let members = json.as_object()?.iter().filter(|(_, value)| !value.is_null());
    members.map(|(name, value)| Some((name.clone(), model(value)?))).collect()
}

fn agree(json: &[u8]) -> Result<(), TestCaseError> {
    let ours = Item::from_json(json);
    let theirs = match serde_json::from_slice::<Json>(json) {
        Ok(tree) => model_map(&tree),
        // A number of JSON that no float holds, in a member that we pass over.
        Err(error) if error.to_string().contains("out of range") => return Ok(()),
        Err(_) => None,
    };
    match (ours, theirs) {
        // Of members with one name, their maps keep the last.
        (_, Some(_)) if repeats(json) => {}
        (Ok(ours), Some(theirs)) => prop_assert!(ours == theirs.into_iter().collect()),
        (Err(_), None) => {}
        (Err(error), Some(_)) => prop_assert!(false, "refused: {}", error),
        (Ok(ours), None) => prop_assert!(false, "read as {}", ours.to_json()),
    }
    Ok(())
}

/// Returns whether an object of the document has two members with one name: there are then more colons than members.
fn repeats(json: &[u8]) -> bool {
    fn members(json: &Json) -> usize {
        match json {
            Json::Array(list) => list.iter().map(members).sum(),
            Json::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
            _ => 0,
        }
    }
    let (mut colons, mut quoted, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b':' if !quoted => colons += 1,
            _ => {}
        }
    }
    serde_json::from_slice(json).is_ok_and(|tree| members(&tree) != colons)
}

/// Everything that reads, on whatever: it may fail, and no more.
fn read_all(bytes: &[u8]) {
    let _ = Item::from_json(bytes);
    let _ = PackedValue::from_json(bytes);
    if let Ok(mut reader) = JsonReader::value(bytes) {
        let _ = Value::read(&mut reader);
    }
    for mut items in [JsonItems::array(bytes), JsonItems::member(bytes, "a")].into_iter().flatten() {
        while let Ok(Some(_)) = items.next_row() {}
    }
    if let Ok(mut reader) = JsonReader::item(bytes) {
        while let Ok(Some(_)) = reader.next_name() {
            if reader.skip().is_err() {
                break;
            }
        }
    }
}

/// Text with blanks and members as a sender may put them in.
fn document() -> impl Strategy<Value = String> {
    let string = proptest::collection::vec(
        prop_oneof![
            8 => "[a-c]", 1 => Just("\\n".to_owned()), 1 => Just("\\u0053".to_owned()), 1 => Just("\\ud83d\\ude00".to_owned()),
            1 => Just("\u{1f600}".to_owned()), 1 => Just("\\\"".to_owned()),
        ],
        0..12,
    ).prop_map(|pieces| format!("\"{}\"", pieces.concat()));
    let blank = prop_oneof![6 => Just(""), 1 => Just(" "), 1 => Just("\n\t ")];
    let scalar = prop_oneof![
        string.clone().prop_map(|text| format!("{{\"S\":{text}}}")),
        (blank.clone(), arbitrary::number())
            .prop_map(|(blank, number)| format!("{{{blank}\"N\"{blank}:\"{number}\"{blank}}}")),
        Just("{\"B\":\"AAEC\"}".to_owned()),
        Just("{\"BOOL\":true}".to_owned()),
        Just("{\"NULL\":true}".to_owned()),
        Just("{\"S\":null,\"BS\":[\"\",\"AA==\"]}".to_owned()),
        (string.clone(), string.clone()).prop_map(|(name, text)| format!("{{{name}:[1.5,{{}}],\"SS\":[{text}]}}")),
        Just("{\"NS\":[\"1\",\"2\"],\"X\":-1e3}".to_owned()),
        Just("null".to_owned()),
    ];
    let member = (string.clone(), blank.clone());
    let value = scalar.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            (proptest::collection::vec(inner.clone(), 0..4), blank.clone())
                .prop_map(|(list, blank)| format!("{{\"L\":[{blank}{}]}}", list.join(&format!("{blank},")))),
            (proptest::collection::vec((member.clone(), inner), 0..4))
                .prop_map(|members| format!("{{\"M\":{}}}", object(members))),
        ]
    });
    proptest::collection::vec(((string, Just("")), value), 0..5).prop_map(object)
}

fn object(members: Vec<((String, &str), String)>) -> String {
    let members: Vec<String> =
        members.into_iter().map(|((name, blank), value)| format!("{blank}{name}{blank}:{blank}{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// Bytes that matter to JSON replace, or go in between, a few others.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let token = proptest::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "false", "1", "0", "-", ".", "e", " ", "\n", "\0",
        "S", "N", "L", "\"S\"", "\"X\":", "\\u", "\\ud800", "\\ude00", "\u{e9}", "", "", "",
    ]);
    let damage = (any::<proptest::sample::Index>(), 0..3usize, token);
    (document(), proptest::collection::vec(damage, 0..4)).prop_map(|(document, damages)| {
        let mut bytes = document.into_bytes();
        for (at, remove, token) in damages {
            let at = at.index(bytes.len() + 1);
            let end = (at + remove).min(bytes.len());
            bytes.splice(at..end, token.bytes());
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn documents_are_read_as_serde_json_reads_them(document in document()) {
        agree(document.as_bytes())?;
    }

    #[test]
    fn damaged_documents_are_refused_where_serde_json_or_the_model_refuses_them(bytes in damaged()) {
        agree(&bytes)?;
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        read_all(&bytes);
    }
}
