use crate::json::JsonReader;
use crate::values::{PackedValue, SetKind};
use crate::wire::wrong;
use crate::{Attribute, DecodeError, Item, Reader, Type};

fn item(json: &str) -> Result<String, DecodeError> {
    Item::from_json(json.as_bytes()).map(|item| item.to_json())
}

fn value(json: &str) -> Result<String, DecodeError> {
    PackedValue::from_json(json.as_bytes()).map(|value| value.to_json())
}

#[test]
fn what_dynamodb_reads_is_read() {
    let cases = [
        (r#"{"S":""}"#, r#"{"S":""}"#),
        (" { \"S\" :\t\"a\"\r\n} ", r#"{"S":"a"}"#),
        (r#"{"N":"+007.50"}"#, r#"{"N":"7.5"}"#),
        (r#"{"N":"1e3"}"#, r#"{"N":"1000"}"#),
        (r#"{"N":"-0"}"#, r#"{"N":"0"}"#),
        (r#"{"B":"AA=="}"#, r#"{"B":"AA=="}"#),
        (r#"{"B":"\u0041A=="}"#, r#"{"B":"AA=="}"#),
        (r#"{"BOOL":false}"#, r#"{"BOOL":false}"#),
        (r#"{"NULL":true}"#, r#"{"NULL":true}"#),
        (r#"{"SS":["b","a",""]}"#, r#"{"SS":["b","a",""]}"#),
        (r#"{"NS":["1","1.0","01"]}"#, r#"{"NS":["1","1","1"]}"#),
        (r#"{"BS":[ "/w==" , "" ]}"#, r#"{"BS":["/w==",""]}"#),
        (r#"{"SS":[]}"#, r#"{"SS":[]}"#),
        (r#"{"L":[ ]}"#, r#"{"L":[]}"#),
        (r#"{"L":[{"L":[]},{"M":{}},{"N":"1"}]}"#, r#"{"L":[{"L":[]},{"M":{}},{"N":"1"}]}"#),
        (r#"{"M":{"":{"S":"a"},"b.c":{"NULL":true}}}"#, r#"{"M":{"":{"S":"a"},"b.c":{"NULL":true}}}"#),
        // Members that are null are absent, unknown ones are passed over, before and behind the type.
        (r#"{"S":null,"N":"1"}"#, r#"{"N":"1"}"#),
        (r#"{"N":"1","S":null}"#, r#"{"N":"1"}"#),
        (r#"{"S": null ,"N":"1"}"#, r#"{"N":"1"}"#),
        (r#"{"X":{"S":["]}",-0.5e+7,true]},"N":"1","s":[],"Y":null}"#, r#"{"N":"1"}"#),
        (r#"{"M":{"a":null,"b":{"S":"x"},"c":null}}"#, r#"{"M":{"b":{"S":"x"}}}"#),
        (r#"{"L":[],"S":null}"#, r#"{"L":[]}"#),
        (r#"{"SS":["a"],"X":1}"#, r#"{"SS":["a"]}"#),
        // Names are JSON strings too.
        (r#"{"\u0053":"a"}"#, r#"{"S":"a"}"#),
        (r#"{"\u004eS":["1"],"\u0053":null}"#, r#"{"NS":["1"]}"#),
    ];
    for (sent, read) in cases {
        assert_eq!(value(sent).as_deref(), Ok(read), "{sent}");
        let (sent, read) = (format!(r#"{{"a":{sent},"b":{sent}}}"#), format!(r#"{{"a":{read},"b":{read}}}"#));
        assert_eq!(item(&sent).as_deref(), Ok(read.as_str()), "{sent}");
    }
    for (sent, read) in [
        ("{}", "{}"),
        (" { } ", "{}"),
        (r#"{"a":null}"#, "{}"),
        (r#"{"a" : null , "b":{"S":"x"}}"#, r#"{"b":{"S":"x"}}"#),
    ] {
        assert_eq!(item(sent).as_deref(), Ok(read), "{sent}");
    }
}

#[test]
fn escapes_are_resolved() {
    let cases = [
        (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r"\u0000\u00E9\u00e9", "\0\u{e9}\u{e9}"),
        (r"\ud83d\ude00!\uD83D\uDE00", "\u{1f600}!\u{1f600}"),
        (r"\uffff\ud800\udc00\udbff\udfff", "\u{ffff}\u{10000}\u{10ffff}"),
        (r"plain and \u0041", "plain and A"),
        ("\\u0041\u{e9}\u{1f600}", "A\u{e9}\u{1f600}"),
    ];
    for (escaped, text) in cases {
        let json = format!(r#"{{"{escaped}":{{"S":"{escaped}"}}}}"#);
        let mut reader = JsonReader::item(json.as_bytes()).unwrap();
        assert_eq!(reader.next_name(), Ok(Some(text)));
        assert_eq!(reader.string(), Ok(text));
        assert_eq!(Item::from_json(json.as_bytes()).unwrap().get(text).unwrap().as_str(), Some(text));
    }
}

#[test]
fn a_text_without_escapes_is_borrowed_from_the_input() {
    let json = br#"{"S":"borrowed"}"#;
    let mut reader = JsonReader::value(json).unwrap();

    let text = reader.string().unwrap();

    assert!(json.as_ptr_range().contains(&text.as_ptr()));
}

#[test]
fn what_is_not_an_attribute_value_is_refused() {
    let cases = [
        ("{}", wrong::NO_TYPE),
        (r#"{"X":"a"}"#, wrong::NO_TYPE),
        (r#"{"S":null}"#, wrong::NO_TYPE),
        (r#"{"s":"a"}"#, wrong::NO_TYPE),
        (r#"{"S":"a","N":"1"}"#, wrong::TWO_TYPES),
        (r#"{"S":"a","S":"a"}"#, wrong::TWO_TYPES),
        (r#"{"L":[],"X":1,"M":{}}"#, wrong::TWO_TYPES),
        (r#"{"S":1}"#, wrong::NOT_A_STRING),
        (r#"{"S":["a"]}"#, wrong::NOT_A_STRING),
        (r#"{"S":true}"#, wrong::NOT_A_STRING),
        (r#"{"N":1}"#, wrong::NOT_A_STRING),
        (r#"{"N":""}"#, wrong::NOT_A_NUMBER),
        (r#"{"N":" 1"}"#, wrong::NOT_A_NUMBER),
        (r#"{"N":"NaN"}"#, wrong::NOT_A_NUMBER),
        (r#"{"N":"1e126"}"#, wrong::OUT_OF_RANGE),
        (r#"{"N":"1e-131"}"#, wrong::OUT_OF_RANGE),
        (r#"{"N":"123456789012345678901234567890123456789"}"#, wrong::TOO_MANY_DIGITS),
        (r#"{"NS":[1]}"#, wrong::NOT_A_STRING),
        (r#"{"NS":["a"]}"#, wrong::NOT_A_NUMBER),
        (r#"{"SS":[null]}"#, wrong::NOT_A_STRING),
        (r#"{"SS":[{"S":"a"}]}"#, wrong::NOT_A_STRING),
        (r#"{"SS":"a"}"#, wrong::NOT_A_LIST),
        (r#"{"B":"AA="}"#, wrong::NOT_BASE64),
        (r#"{"B":"AB=="}"#, wrong::NOT_BASE64),
        (r#"{"B":"A A="}"#, wrong::NOT_BASE64),
        (r#"{"B":"_w=="}"#, wrong::NOT_BASE64),
        (r#"{"BOOL":"true"}"#, wrong::NOT_A_BOOLEAN),
        (r#"{"BOOL":1}"#, wrong::NOT_A_BOOLEAN),
        (r#"{"NULL":false}"#, wrong::NOT_TRUE),
        (r#"{"L":{}}"#, wrong::NOT_A_LIST),
        (r#"{"L":["a"]}"#, wrong::NOT_A_VALUE),
        (r#"{"L":[null]}"#, wrong::NOT_A_VALUE),
        (r#"{"M":[]}"#, wrong::NOT_A_MAP),
        (r#"{"M":{"a":"b"}}"#, wrong::NOT_A_VALUE),
        (r#""a""#, wrong::NOT_A_VALUE),
        ("null", wrong::NOT_A_VALUE),
        ("[]", wrong::NOT_A_VALUE),
        (r#"{"S":"a"}{}"#, wrong::TRAILING),
        (r#"{"S":"a"} x"#, wrong::TRAILING),
    ];
    for (json, problem) in cases {
        let error = PackedValue::from_json(json.as_bytes()).unwrap_err();
        assert!(error.to_string().ends_with(problem), "{json}: {error}");
        let item = format!(r#"{{"a":{json}}}"#);
        assert!(Item::from_json(item.as_bytes()).is_err() || json == "null", "{item}");
    }
    for (json, problem) in [("[]", wrong::NOT_AN_ITEM), ("7", wrong::NOT_AN_ITEM), ("null", wrong::NOT_AN_ITEM)] {
        assert_eq!(item(json), Err(DecodeError::malformed(problem)));
    }
}

#[test]
fn what_is_not_json_is_refused() {
    let texts = [
        "",
        " ",
        "{",
        "{\"",
        "{\"S",
        "{\"S\"",
        "{\"S\":",
        "{\"S\":\"",
        "{\"S\":\"a",
        "{\"S\":\"a\"",
        "{\"S\":\"a\\",
        "{\"S\":\"\\u00\"}",
        "{S:\"a\"}",
        "{'S':'a'}",
        "{\"S\":\"a\",}",
        "{,\"S\":\"a\"}",
        "{\"S\" \"a\"}",
        "{\"S\":\"a\" \"X\":1}",
        "{\"S\"::\"a\"}",
        "{\"L\":[,]}",
        "{\"L\":[{\"N\":\"1\"},]}",
        "{\"L\":[{\"N\":\"1\"}{\"N\":\"1\"}]}",
        "{\"L\":[}",
        "{\"L\":[}]",
        "{\"M\":{]}",
        "{\"M\":{\"a\":{\"N\":\"1\"},}}",
        "{\"M\":{\"a\"}}",
        "{\"M\":{\"a\":}}",
        "{\"M\":{\"a\":nul}}",
        "{\"M\":{\"a\":nullx}}",
        "{\"S\":\"a\nb\"}",
        "{\"S\":\"a\0\"}",
        "{\"S\":\"\\x\"}",
        "{\"S\":\"\\u+123\"}",
        "{\"S\":\"\\u12g4\"}",
        "{\"S\":\"\\'\"}",
        "{\"S\":\"\\ud800\"}",
        "{\"S\":\"\\udc00\"}",
        "{\"S\":\"\\ud800\\ud800\"}",
        "{\"S\":\"\\ud800x\"}",
        "{\"S\":\"\\ud800\\n\"}",
        "{\"S\":\"\\ude00\\ud83d\"}",
        "{\"\\ud800\":\"a\"}",
        "{\"BOOL\":tru}",
        "{\"BOOL\":True}",
        "{\"BOOL\":truex}",
        "{\"NULL\":trueNULL}",
        "\u{feff}{\"S\":\"a\"}",
        "{\"S\":\"a\"}\0",
        "\u{a0}{\"S\":\"a\"}",
        "{\"S\":\"a\"}//",
        // In members that are passed over, everything must be JSON too.
        "{\"S\":\"a\",\"X\":01}",
        "{\"S\":\"a\",\"X\":+1}",
        "{\"S\":\"a\",\"X\":1.}",
        "{\"S\":\"a\",\"X\":.5}",
        "{\"S\":\"a\",\"X\":1e}",
        "{\"S\":\"a\",\"X\":-}",
        "{\"S\":\"a\",\"X\":NaN}",
        "{\"S\":\"a\",\"X\":[1,]}",
        "{\"S\":\"a\",\"X\":[1}}",
        "{\"S\":\"a\",\"X\":{\"a\":1]}",
        "{\"S\":\"a\",\"X\":{\"a\"}}",
        "{\"S\":\"a\",\"X\":{1:1}}",
        "{\"S\":\"a\",\"X\":\"\\ud800\"}",
        "{\"S\":\"a\",\"X\":\"\t\"}",
        "{\"S\":\"a\",\"X\":{\"\\x\":1}}",
        "{\"S\":\"a\",\"X\"}",
        "{\"S\":\"a\",\"X\":}",
        "{\"S\":\"a\",\"X\":[}]}",
    ];
    for text in texts {
        assert!(value(text).is_err(), "{text}");
        assert!(item(&format!("{{\"a\":{text}}}")).is_err(), "{text}");
        assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text} is JSON");
    }
    for bytes in [&b"{\"S\":\"\xff\"}"[..], b"{\"S\":\"\xed\xa0\x80\"}", b"{\"S\":\"a\"}\xff"] {
        assert_eq!(PackedValue::from_json(bytes), Err(DecodeError::malformed(wrong::NOT_UTF8)));
    }
}

#[test]
fn a_text_that_is_cut_off_anywhere_is_refused() {
    let whole = r#"{"a":{"M":{"b":{"L":[{"N":"1"},{"SS":["x","\ud83d\ude00"]}]}}},"c":{"BOOL":true},"d":null}"#;
    assert!(item(whole).is_ok());
    for end in 0..whole.len() {
        assert!(item(&whole[..end]).is_err(), "{}", &whole[..end]);
    }
}

#[test]
fn a_name_that_occurs_twice_is_refused_in_items_and_maps() {
    let cases = [
        (r#"{"a":{"N":"1"},"b":{"N":"1"},"a":{"N":"1"}}"#, "a"),
        (r#"{"a":{"N":"1"},"\u0061":{"N":"1"}}"#, "a"),
        (r#"{"":{"N":"1"},"":{"N":"1"}}"#, ""),
        (r#"{"x":{"L":[{"M":{"longer than eight":{"N":"1"},"longer than eight":{"S":""}}}]}}"#, "longer than eight"),
    ];
    for (json, name) in cases {
        assert_eq!(item(json), Err(DecodeError::malformed(wrong::REPEATED).at(name)), "{json}");
    }
    // The same name at two places is not a repetition, and names of one fingerprint are not the same.
    assert!(
        item(r#"{"a":{"M":{"a":{"M":{"a":{"N":"1"}}}}},"b":{"L":[{"M":{"a":{"N":"1"}}},{"M":{"a":{"N":"1"}}}]}}"#)
            .is_ok()
    );
    assert!(item(r#"{"12345678x12345678":{"N":"1"},"12345678y12345678":{"N":"1"}}"#).is_ok());
}

#[test]
fn wide_items_are_read_and_their_repeated_names_found() {
    let wide = |names: &mut dyn Iterator<Item = usize>| {
        let members: Vec<String> = names.map(|name| format!(r#""{name}":{{"NULL":true}}"#)).collect();
        format!("{{{}}}", members.join(","))
    };

    assert_eq!(Item::from_json(wide(&mut (0..20_000)).as_bytes()).unwrap().len(), 20_000);
    let error = Item::from_json(wide(&mut (0..20_000).chain([19_998])).as_bytes()).unwrap_err();
    assert_eq!(error, DecodeError::malformed(wrong::REPEATED).at("19998"));
}

#[test]
fn nesting_is_bounded() {
    let nested = |levels: usize| format!(r#"{}{{"N":"1"}}{}"#, r#"{"L":["#.repeat(levels), "]}".repeat(levels));

    assert!(value(&nested(64)).is_ok());
    assert_eq!(value(&nested(65)).unwrap_err().to_string().split(": ").last(), Some(wrong::TOO_DEEP));
    let mut reader_of_deepest = nested(64);
    reader_of_deepest.insert_str(0, r#"{"a":"#);
    reader_of_deepest.push('}');
    let mut reader = JsonReader::item(reader_of_deepest.as_bytes()).unwrap();
    assert_eq!(reader.next_name(), Ok(Some("a")));
    assert_eq!(reader.skip(), Ok(()));
}

#[test]
fn a_hundred_thousand_brackets_are_an_error_and_no_more() {
    const COUNT: usize = 100_000;
    for open in ["[", "{", r#"{"L":["#, r#"{"M":{"a":"#, r#"{"X":["#, r#"{"X":{"a":"#] {
        let bomb = open.repeat(COUNT);
        for json in [
            bomb.clone(),
            format!(r#"{{"a":{bomb}"#),
            format!(r#"{{"a":{{"X":{bomb}"#),
            format!(r#"{{"a":{{"S":"b","X":{bomb}"#),
        ] {
            assert!(Item::from_json(json.as_bytes()).is_err());
            assert!(PackedValue::from_json(json.as_bytes()).is_err());
            let mut reader = JsonReader::item(json.as_bytes()).unwrap();
            if reader.next_name().is_ok() {
                assert!(reader.skip().is_err());
            }
        }
    }
}

#[test]
fn an_error_has_the_path_of_the_attribute() {
    let cases = [
        (r#"{"address":{"M":{"lines":{"L":[{"S":"a"},{"S":"b"},{"N":"x"}]}}}}"#, "address.lines[2]"),
        (r#"{"a":{"L":[{"L":[{"S":"a"}]},{"L":[{}]}]}}"#, "a[1][0]"),
        (r#"{"ok":{"S":"a"},"b":{"NS":["1","x"]}}"#, "b"),
        (r#"{"a":{"M":{"x":{"S":"a"}}},"b":{"N":1}}"#, "b"),
        (r#"{"a":{"S":"x"},}"#, ""),
    ];
    for (json, path) in cases {
        assert_eq!(Item::from_json(json.as_bytes()).unwrap_err().path(), path, "{json}");
    }
    let error = Item::from_json(br#"{"address":{"M":{"zip":{"N":"secret"}}}}"#).unwrap_err();
    assert_eq!(error.to_string(), "attribute `address.zip`: malformed item: a number is not decimal");
}

#[test]
fn a_value_of_a_type_that_is_not_known_can_be_skipped() {
    let json = br#"{"a":{"V":[0.5,{"S":1}]},"b":{},"c":{"V":1,"S":"x"},"d":{"S":"\n"}}"#;
    let mut reader = JsonReader::item(json).unwrap();
    let mut names = String::new();
    while let Some(name) = reader.next_name().unwrap() {
        names.push_str(name);
        reader.skip().unwrap();
    }
    assert_eq!(names, "abcd");
    assert_eq!(reader.finish(), Ok(()));

    for json in [r#"{"a":7}"#, r#"{"a":"x"}"#, r#"{"a":{"S":"\x"}}"#, r#"{"a":{"S":"x","N":"1"}}"#] {
        let mut reader = JsonReader::item(json.as_bytes()).unwrap();
        assert_eq!(reader.next_name(), Ok(Some("a")));
        assert!(reader.skip().is_err(), "{json}");
    }
}

#[test]
fn a_value_of_another_type_is_named() {
    let mut reader = JsonReader::value(br#"{"N":"1"}"#).unwrap();
    assert_eq!(String::read(&mut reader), Err(DecodeError::wrong_type("S", Type::N)));
    // The value can still be read as what it is.
    assert_eq!(u8::read(&mut reader), Ok(1));

    let mut reader = JsonReader::value(br#"{"SS":["a"]}"#).unwrap();
    assert_eq!(reader.begin_set(SetKind::N), Err(DecodeError::wrong_type("NS", Type::Ss)));
    assert_eq!(reader.begin_set(SetKind::S), Ok(()));
    assert_eq!(reader.next_element(), Ok(true));
    assert_eq!(u8::read(&mut reader), Err(DecodeError::wrong_type("N", Type::S)));
    assert_eq!(reader.skip(), Ok(()));
    assert_eq!(reader.next_element(), Ok(false));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn a_reader_that_is_used_out_of_turn_answers_with_errors() {
    let json = br#"{"a":{"L":[{"S":"x"}]},"b":{"S":"y"}}"#;
    let mut reader = JsonReader::item(json).unwrap();
    assert!(reader.kind().is_err());
    assert!(reader.skip().is_err());
    assert!(reader.next_element().is_err());
    assert!(reader.finish().is_err());
    assert_eq!(reader.next_name(), Ok(Some("a")));
    assert_eq!(reader.kind(), Ok(Type::L));
    assert!(reader.next_name().is_err());
    assert_eq!(reader.begin_list(), Ok(()));
    assert!(reader.next_name().is_err());
    assert_eq!(reader.next_element(), Ok(true));
    assert!(reader.next_element().is_err());

    reader.restart();
    let mut names = Vec::new();
    while let Some(name) = reader.next_name().unwrap() {
        names.push(name.to_owned());
        reader.skip().unwrap();
    }
    assert_eq!(names, ["a", "b"]);
    assert_eq!(reader.next_name(), Ok(None));
    assert!(reader.kind().is_err());
    assert_eq!(reader.finish(), Ok(()));
}
