use crate::json::JsonItems;
use crate::{Attribute, DecodeError, Reader};

fn keys(items: &mut JsonItems<'_>) -> Result<Vec<String>, DecodeError> {
    let mut keys = Vec::new();
    while let Some(item) = items.next_item()? {
        while let Some(name) = item.next_name()? {
            if name == "k" {
                keys.push(String::read(item)?);
            } else {
                item.skip()?;
            }
        }
    }
    Ok(keys)
}

#[test]
fn the_items_of_a_response_are_read_wherever_they_stand() {
    let bodies = [
        r#"{"Items":[{"k":{"S":"a"}},{"k":{"S":"b"}}],"Count":2}"#,
        r#" { "Count" : 2, "LastEvaluatedKey":{"Items":{"S":"[{"}}, "Items" : [ {"k":{"S":"a"}} , {"k":{"S":"b"}} ] }"#,
        r#"{"\u0049tems":[{"x":{"L":[]},"k":{"S":"a"}},{},{"k":{"S":"b"},"y":{"M":{"k":{"S":"no"}}}}]}"#,
    ];
    for body in bodies {
        assert_eq!(keys(&mut JsonItems::member(body.as_bytes(), "Items").unwrap()).unwrap(), ["a", "b"], "{body}");
    }
}

#[test]
fn a_response_without_items_has_none() {
    for body in ["{}", r#"{"Count":3}"#, r#"{"Items":null}"#, r#"{"Items":[]}"#, r#"{"Items" : [ ] , "Count":0}"#] {
        assert_eq!(keys(&mut JsonItems::member(body.as_bytes(), "Items").unwrap()).unwrap(), [""; 0], "{body}");
    }
}

#[test]
fn an_item_that_does_not_fit_is_not_the_end_of_the_page() {
    let page = br#"[{"k":{"S":"a"}},{"x":{"L":[{"N":"1"}]},"k":{"N":"7"},"y":{"M":{}}},{"k":{"S":"c"}}]"#;
    let mut items = JsonItems::array(page).unwrap();
    let mut found = Vec::new();

    while let Some(item) = items.next_item().unwrap() {
        let mut key = Ok(None);
        while let Ok(Some(name)) = item.next_name() {
            if name == "k" {
                key = String::read(item).map(Some);
                if key.is_err() {
                    break;
                }
            } else if item.skip().is_err() {
                break;
            }
        }
        found.push(key.map_err(|error| error.found()));
    }

    assert_eq!(found, [Ok(Some("a".to_owned())), Err(Some(crate::Type::N)), Ok(Some("c".to_owned()))]);
}

#[test]
fn an_item_can_be_left_unread_or_read_twice() {
    let mut items = JsonItems::array(br#"[{"k":{"S":"a"}}, {"k":{"S":"b"},"t":{"S":"x"}}]"#).unwrap();

    assert!(items.next_item().unwrap().is_some());
    let second = items.next_item().unwrap().unwrap();
    assert_eq!(second.next_name(), Ok(Some("k")));
    second.restart();
    assert_eq!(second.next_name(), Ok(Some("k")));
    assert_eq!(String::read(second).unwrap(), "b");
    second.restart();
    assert_eq!(second.next_name(), Ok(Some("k")));

    assert!(items.next_item().unwrap().is_none());
    assert!(items.next_item().unwrap().is_none());
}

#[test]
fn a_page_that_is_not_json_ends_with_an_error_once() {
    let pages = [
        r#"[{"k":{"S":"a"}}"#,
        r#"[{"k":{"S":"a"}},"#,
        r#"[{"k":{"S":"a"}},]"#,
        r#"[{"k":{"S":"a"}}{"k":{"S":"a"}}]"#,
        r#"[{"k":{"S":"a"}},null]"#,
        r#"[{"k":{"S":"a"}},7]"#,
        r#"[{"k":{"S":"a"}]"#,
    ];
    for page in pages {
        let mut items = JsonItems::array(page.as_bytes()).unwrap();
        assert!(keys(&mut items).is_err(), "{page}");
        // What is wrong inside of an item is met again behind it.
        let after = [items.next_item().is_err(), items.next_item().is_err()];
        assert!(!after[1], "{page}");
        assert!(items.next_item().unwrap().is_none(), "{page}");
    }
    for body in
        ["", "[]", "7", "{", r#"{"Count""#, r#"{"Items":7}"#, r#"{"Items":{}}"#, r#"{"Count":}"#, "{\"\u{1}\":1}"]
    {
        assert!(JsonItems::member(body.as_bytes(), "Items").is_err(), "{body}");
    }
    assert!(JsonItems::array(b"[\xff]").is_err());
}

#[test]
fn a_row_that_is_refused_leaves_nothing_in_the_next() {
    let page = br#"[{"k":{"S":"a"},"n":{"L":[{"N":"x"}]}},{"k":{"S":"b"}}]"#;
    let mut items = JsonItems::array(page).unwrap();

    let error = items.next_row().unwrap_err();
    let next = items.next_row().unwrap().unwrap();

    assert_eq!(error.path(), "n[0]");
    assert_eq!(next.to_json(), r#"{"k":{"S":"b"}}"#);
    assert!(items.next_row().unwrap().is_none());
}
