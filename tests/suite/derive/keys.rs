//! Keys of every form: composed, native, raw, of literals alone, without a sort key, and fields that only keys hold.

use monotable::expression::{KeyCondition, KeyTest};
use monotable::values::PackedValue;
use monotable::{Binary, Entity, KeyPart, Reverse, Store, Table, Timestamp, Value, starts_with};

use super::Nothing;

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK")]
enum Keyed {
    Event(Event),
    Settings(Settings),
    Counter(Counter),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Keyed)]
#[key(pk = "TENANT#{tenant}#{year:04}", sk = "EVENT#{at:ms}#{rank}#{r#type}")]
struct Event {
    tenant: String,
    year: u16,
    at: Timestamp,
    rank: Reverse<u8>,
    r#type: Kind,
}

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
enum Kind {
    Click,
    View,
}

/// One item for each tenant: the sort key is a literal.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Keyed)]
#[key(pk = "TENANT#{tenant}", sk = "SETTINGS")]
struct Settings {
    tenant: String,
    dark: bool,
}

/// One item in the whole table: both keys are literals.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Keyed)]
#[key(pk = "COUNTER", sk = "COUNTER")]
struct Counter {
    count: u64,
}

fn event() -> Event {
    Event {
        tenant: "a#b".to_owned(),
        year: 2024,
        at: Timestamp::from_millis(1_700_000_000_000).unwrap(),
        rank: Reverse(3),
        r#type: Kind::View,
    }
}

fn text(item: &monotable::Item, name: &str) -> String {
    match item.value(name) {
        Some(Value::S(text)) => text,
        other => panic!("{name} is {other:?}"),
    }
}

fn eq(name: &'static str, value: &str) -> KeyCondition {
    KeyCondition { name: name.into(), test: KeyTest::Eq(PackedValue::text(value)) }
}

#[test]
fn composed_keys_have_several_parts_in_the_form_of_their_types() {
    let item = event().to_item().unwrap();
    assert_eq!(text(&item, "PK"), "TENANT#a$23b#2024");
    assert_eq!(text(&item, "SK"), "EVENT#2023-11-14T22:13:20.000Z#996#View");
    assert_eq!(Event::from_item(&item).unwrap(), event());
}

#[test]
fn keys_of_literals_need_no_arguments() {
    let store: Store<Keyed> = Keyed::on(Nothing);
    let settings = Settings { tenant: "t".to_owned(), dark: true };
    let item = settings.to_item().unwrap();
    assert_eq!((text(&item, "PK"), text(&item, "SK")), ("TENANT#t".to_owned(), "SETTINGS".to_owned()));
    assert_eq!(Settings::key("t").into_item().unwrap(), settings.primary_key().unwrap());

    let key = Counter::key().into_item().unwrap();
    assert_eq!((text(&key, "PK"), text(&key, "SK")), ("COUNTER".to_owned(), "COUNTER".to_owned()));
    let query = store.query(Counter::of()).request().unwrap().unwrap();
    assert_eq!(query.keys, [eq("PK", "COUNTER"), eq("SK", "COUNTER")]);
    let update = store.update(Counter::at().add(|c| c.count, 1u64)).request().unwrap();
    assert_eq!(update.update.add.len(), 1);
}

#[test]
fn parts_of_the_sort_key_are_filled_from_left_to_right() {
    let store: Store<Keyed> = Keyed::on(Nothing);
    let at = Timestamp::from_millis(1_700_000_000_000).unwrap();
    let query = store.query(Event::of("t", 2024u16).at(at).rank(3u8).r#type(Kind::View)).request().unwrap().unwrap();
    assert_eq!(query.keys, [eq("PK", "TENANT#t#2024"), eq("SK", "EVENT#2023-11-14T22:13:20.000Z#996#View")]);
    let query = store.query(Event::of("t", 2024u16).at(at).rank(1u8..)).request().unwrap().unwrap();
    assert!(matches!(query.keys[1].test, KeyTest::Between(..)));
    let query = store.query(Event::of("t", 2024u16)).request().unwrap().unwrap();
    assert_eq!(query.keys[1].test, KeyTest::BeginsWith(PackedValue::text("EVENT#")));
}

#[test]
fn a_value_too_wide_for_its_format_is_an_error() {
    let mut event = event();
    event.year = 12345;
    let error = event.to_item().unwrap_err();
    assert_eq!(error.kind(), monotable::ErrorKind::InvalidKey);
    assert!(error.to_string().contains("year"), "{error}");
}

mod numbers {
    use super::*;

    #[derive(Table, Debug, PartialEq)]
    #[table(pk = "id": N, tag = "kind")]
    enum Plain {
        Account(Account),
    }

    #[derive(Entity, Clone, Debug, PartialEq)]
    #[entity(table = Plain)]
    #[key(pk = [id])]
    struct Account {
        id: u64,
        name: String,
    }

    #[derive(Table, Debug, PartialEq)]
    #[table(pk = "hash": B, sk = "at": N, tag = none)]
    enum Blobs {
        Blob(Blob),
    }

    #[derive(Entity, Clone, Debug, PartialEq)]
    #[entity(table = Blobs)]
    #[key(pk = [digest], sk = [at])]
    struct Blob {
        #[attr(rename = "hash")]
        digest: Binary,
        at: i64,
    }

    #[test]
    fn a_number_can_be_the_key_of_a_table_without_a_sort_key() {
        // given
        let account = Account { id: 7, name: "x".to_owned() };
        // when
        let item = account.to_item().unwrap();
        // then: the field is the key attribute, written once
        assert_eq!(item.len(), 3);
        assert_eq!((item.value("id"), item.value("kind")), (Some(7_u8.into()), Some("Account".into())));
        assert_eq!(Account::from_item(&item).unwrap(), account);
        assert_eq!(Account::key(7u64).into_item().unwrap().len(), 1);
        let create = Plain::SCHEMA.create_table("t".into());
        assert_eq!(create.hash.kind, monotable::Type::N);
        assert!(create.range.is_none());
        let query = Plain::on(Nothing).query(Account::of(7u64)).request().unwrap().unwrap();
        assert_eq!(query.keys.len(), 1);
    }

    #[test]
    fn binaries_and_numbers_are_keys_with_ranges() {
        let blob = Blob { digest: Binary(vec![1, 2]), at: -5 };
        let item = blob.to_item().unwrap();
        assert_eq!(item.len(), 2, "no tag: the shape of the key decides");
        assert_eq!(Blobs::from_item(&item).unwrap(), Some(Blobs::Blob(blob.clone())));
        let query = Blobs::on(Nothing).query(Blob::of(&blob.digest).at(-10..0)).request().unwrap().unwrap();
        assert_eq!(query.keys.len(), 2);
        assert_eq!(Blob::key(&blob.digest, -5).into_item().unwrap(), blob.primary_key().unwrap());
    }
}

mod raw {
    use super::*;

    /// A table that another program writes.
    #[derive(Table, Debug, PartialEq)]
    #[table(pk = "pk", sk = "sk", tag = none)]
    enum Social {
        Post(Post),
        Like(Like),
    }

    #[derive(Entity, Clone, Debug, PartialEq)]
    #[entity(table = Social, keys = "raw")]
    #[key(pk = "{user}#post", sk = "p{number}")]
    struct Post {
        #[attr(in_key)]
        user: String,
        #[attr(in_key)]
        number: u32,
        text: String,
    }

    #[derive(Entity, Clone, Debug, PartialEq)]
    #[entity(table = Social, keys = "raw", delimiter = "|")]
    #[key(pk = "likes|{user}", sk = "\"{who}\"")]
    struct Like {
        #[attr(in_key)]
        user: String,
        #[attr(in_key)]
        who: String,
        #[attr(rename = "liked#at", default)]
        at: u64,
    }

    #[test]
    fn fields_can_live_in_the_key_alone() {
        // given
        let post = Post { user: "john".to_owned(), number: 12, text: "hi".to_owned() };
        // when
        let item = post.to_item().unwrap();
        // then
        assert_eq!((text(&item, "pk"), text(&item, "sk")), ("john#post".to_owned(), "p12".to_owned()));
        assert_eq!(item.len(), 3);
        assert_eq!(Social::from_item(&item).unwrap(), Some(Social::Post(post)));
        let like = Like { user: "john".to_owned(), who: "amy".to_owned(), at: 3 };
        let item = like.to_item().unwrap();
        assert_eq!((text(&item, "pk"), text(&item, "sk")), ("likes|john".to_owned(), "\"amy\"".to_owned()));
        assert_eq!(item.value("liked#at"), Some(3_u8.into()));
        assert_eq!(Social::from_item(&item).unwrap(), Some(Social::Like(like)));
    }

    #[test]
    fn a_key_of_another_form_names_key_and_template() {
        let item = [("pk", "john#post"), ("sk", "x12"), ("text", "hi")];
        let item: monotable::Item = item.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        assert_eq!(Social::from_item(&item).unwrap(), None, "it is of no known kind");
        let decoded = Post::read(&mut item.reader()).unwrap_err().to_string();
        assert!(decoded.contains("sk") && decoded.contains("p{number}"), "{decoded}");
        let item: monotable::Item = [("text", Value::from("hi"))].into_iter().collect();
        let decoded = Post::read(&mut item.reader()).unwrap_err().to_string();
        assert_eq!(decoded, "attribute `pk`: is required and missing");
    }

    #[test]
    fn the_last_part_takes_ranges_of_texts() {
        let store: Store<Social> = Social::on(Nothing);
        let query = store.query(Like::of("john").who(starts_with("a"))).request();
        assert!(query.is_err(), "a literal follows the part");
    }
}
