//! Parts of keys that are no plain field: computed ones, members of nested structs, indexes that a field switches on and off, and
//! optional parts that keys alone hold; in keys of the default style and in raw keys.

use monotable::{Attribute, Backend, Entity, Item, KeyPart, Store, Table, Timestamp, Value};
use monotable_local::LocalBackend;

use super::fixture::now;

#[derive(KeyPart, Clone, Copy, Debug, PartialEq, PartialOrd)]
#[key_part(text, chars = "0-9-", width = 10, ordered)]
struct Date(Day);

/// A date of another crate.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Day(u32);

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

impl std::str::FromStr for Day {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.replace('-', "").parse().map(Self)
    }
}

fn date_of(time: Timestamp) -> Date {
    Date(time.to_string().get(..10).unwrap().parse().unwrap())
}

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK", scan)]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(Gsi2, pk = "GSI2PK", sk = "GSI2SK")]
#[gsi(Gsi3, pk = "GSI3PK")]
enum Deals {
    Deal(Deal),
    Message(Message),
    Repo(Repo),
    Log(Log),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Deals, part(day: Date = |d| date_of(d.created_at)))]
#[entity(part(wide: String = |d| format!("{}x{}", d.width, d.height.unwrap_or(1))))]
#[key(pk = "DEAL#{id}", sk = "DEAL")]
#[index(by_day: Gsi1, pk = "DEALS#{day}", sk = "{created_at}")]
#[index(by_brand: Gsi2, pk = "BRAND#{brand}", sk = "{wide}#{day}", sparse)]
struct Deal {
    id: String,
    created_at: Timestamp,
    brand: Option<String>,
    #[attr(default)]
    width: u8,
    height: Option<u8>,
    title: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Deals, keys = "raw", delimiter = "|", part(short: bool = |m| m.text.len() < 3))]
#[key(pk = "user|{user}", sk = "message|{id}")]
#[index(unread: Gsi1, pk = "unread|{user}", sk = "{id}", only_if = unread)]
#[index(short: Gsi2, pk = "short", sk = "{text}|{id}", only_if = short)]
#[index(starred: Gsi3, pk = "{star}", sparse)]
struct Message {
    user: String,
    id: String,
    unread: bool,
    text: String,
    /// The key alone says who.
    #[attr(in_key)]
    star: Option<String>,
    #[attr(version)]
    version: u64,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Source {
    owner: String,
    name: Name,
    stars: u32,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Name {
    text: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Deals)]
#[key(pk = "REPO#{repo.owner}#{repo.name.text}", sk = "REPO#{id}")]
#[index(forks: Gsi1, pk = "FORKS#{source.owner}", sk = "{id}")]
struct Repo {
    id: String,
    repo: Source,
    source: Source,
}

/// The primary key is computed as well.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Deals, part(day: Date = |l| date_of(l.at)))]
#[key(pk = "LOG#{day}", sk = "{at}")]
#[index(by_level: Gsi1, pk = "LEVEL#{level}", sk = "{day}")]
struct Log {
    at: Timestamp,
    level: u8,
}

fn deals() -> Store<Deals> {
    let deals = Deals::on(LocalBackend::new());
    now(deals.create_table()).unwrap();
    deals
}

fn at(day: u8, hour: u8) -> Timestamp {
    format!("2024-05-{day:02}T{hour:02}:00:00.000Z").parse().unwrap()
}

fn date(day: u32) -> Date {
    Date(Day(20_240_500 + day))
}

fn deal() -> Deal {
    Deal {
        id: "d".to_owned(),
        created_at: at(1, 9),
        brand: Some("b".to_owned()),
        width: 2,
        height: None,
        title: "t".to_owned(),
    }
}

fn raw<E: Entity<Layout = Deals>>(store: &Store<Deals>, entity: &E) -> Item {
    let request = monotable::request::GetItem::new("Deals".into(), entity.primary_key().unwrap());
    now(store.backend().get_item(request)).unwrap().item.unwrap()
}

fn key(item: &Item, name: &str) -> Option<String> {
    match item.value(name) {
        Some(Value::S(text)) => Some(text),
        None => None,
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn a_computed_part_is_in_the_key_and_in_queries() {
    let deals = deals();
    now(deals.put(&deal())).unwrap();

    let item = raw(&deals, &deal());
    assert_eq!(key(&item, "GSI1PK").unwrap(), "DEALS#2024-05-01");
    assert_eq!(key(&item, "GSI2SK").unwrap(), "2x1#2024-05-01");
    assert_eq!(item.value("day"), None, "it has no attribute");
    let found = now(deals.query(Deal::by_day(date(1)).created_at(at(1, 0)..at(2, 0))).all()).unwrap();
    assert_eq!(found, [deal()]);
    let found = now(deals.query(Deal::by_brand("b").wide("2x1").day(date(1)..date(3))).all()).unwrap();
    assert_eq!(found, [deal()]);
}

#[test]
fn setting_the_field_behind_a_computed_part_moves_the_item() {
    let deals = deals();
    now(deals.put(&deal())).unwrap();

    // All that the keys depend on is set or given; the brand decides nothing that changes.
    let moved = Deal::at("d").set(|d| d.created_at, at(2, 9)).set(|d| d.height, Some(4)).given(|d| d.width, 2u8);
    now(deals.update(moved)).unwrap();

    let item = raw(&deals, &deal());
    assert_eq!(key(&item, "GSI1PK").unwrap(), "DEALS#2024-05-02");
    assert_eq!(key(&item, "GSI1SK").unwrap(), at(2, 9).to_string());
    assert_eq!(key(&item, "GSI2SK").unwrap(), "2x4#2024-05-02");
    assert_eq!(now(deals.query(Deal::by_day(date(1))).all()).unwrap(), []);
    assert_eq!(now(deals.query(Deal::by_day(date(2))).all()).unwrap().len(), 1);
    // what stands in the table is what a put would write
    let stored = now(deals.get(Deal::key("d"))).unwrap().unwrap();
    assert_eq!(stored.to_item().unwrap(), item);
}

#[test]
fn an_edit_computes_parts_anew_and_is_guarded_by_what_they_depend_on() {
    let deals = deals();
    now(deals.put(&deal())).unwrap();
    now(deals.update(deal().edit().set(|d| d.width, 7u8))).unwrap();
    let item = raw(&deals, &deal());
    assert_eq!(key(&item, "GSI2SK").unwrap(), "7x1#2024-05-01");

    // the loaded width is 2 and no longer true
    let stale = now(deals.update(deal().edit().set(|d| d.height, Some(3)))).unwrap_err();
    assert!(stale.is_condition_failed());
    assert_eq!(raw(&deals, &deal()), item);

    // a field with a default can go: its default is computed with
    let loaded = now(deals.get(Deal::key("d"))).unwrap().unwrap();
    now(deals.update(loaded.edit().remove(|d| d.width).set(|d| d.created_at, at(3, 1)))).unwrap();
    assert_eq!(key(&raw(&deals, &deal()), "GSI2SK").unwrap(), "0x1#2024-05-03");

    let loaded = now(deals.get(Deal::key("d"))).unwrap().unwrap();
    now(deals.update(loaded.edit().set(|d| d.brand, None))).unwrap();
    let item = raw(&deals, &deal());
    assert_eq!((key(&item, "GSI2PK"), key(&item, "GSI2SK")), (None, None));
    assert_eq!(key(&item, "GSI1PK").unwrap(), "DEALS#2024-05-03");
}

fn message() -> Message {
    Message {
        user: "u".to_owned(),
        id: "1".to_owned(),
        unread: true,
        text: "hi".to_owned(),
        star: Some("ann".to_owned()),
        version: 0,
    }
}

#[test]
fn an_index_is_switched_by_its_field() {
    let deals = deals();
    now(deals.put(&message())).unwrap();
    let unread = || now(deals.query(Message::unread("u")).all()).unwrap().len();
    let item = raw(&deals, &message());
    assert_eq!((key(&item, "GSI1PK").unwrap(), key(&item, "GSI1SK").unwrap()), ("unread|u".to_owned(), "1".to_owned()));
    assert_eq!(unread(), 1);

    now(deals.update(Message::at("u", "1").set(|m| m.unread, false))).unwrap();
    let item = raw(&deals, &message());
    assert_eq!((key(&item, "GSI1PK"), key(&item, "GSI1SK"), unread()), (None, None, 0));

    now(deals.update(Message::at("u", "1").set(|m| m.unread, true))).unwrap();
    assert_eq!(unread(), 1);

    // reading and writing back moves nothing
    let loaded = now(deals.get(Message::key("u", "1"))).unwrap().unwrap();
    assert_eq!(loaded.star.as_deref(), Some("ann"));
    now(deals.put(&loaded)).unwrap();
    assert_eq!(unread(), 1);
    let off = Message { unread: false, ..now(deals.get(Message::key("u", "1"))).unwrap().unwrap() };
    now(deals.put(&off)).unwrap();
    assert_eq!(unread(), 0);
}

#[test]
fn an_index_is_switched_by_what_is_computed() {
    let deals = deals();
    now(deals.put(&message())).unwrap();
    let short = || now(deals.query(Message::short()).all()).unwrap().len();
    assert_eq!(key(&raw(&deals, &message()), "GSI2SK").unwrap(), "hi|1");

    now(deals.update(Message::at("u", "1").set(|m| m.text, "hello"))).unwrap();
    let item = raw(&deals, &message());
    assert_eq!((key(&item, "GSI2PK"), key(&item, "GSI2SK"), short()), (None, None, 0));
    let loaded = now(deals.get(Message::key("u", "1"))).unwrap().unwrap();
    now(deals.update(loaded.edit().set(|m| m.text, "yo"))).unwrap();
    assert_eq!(short(), 1);
}

#[test]
fn an_optional_part_that_a_key_alone_holds_comes_back_from_it() {
    let deals = deals();
    now(deals.put(&message())).unwrap();
    assert_eq!(raw(&deals, &message()).value("star"), None);
    assert_eq!(now(deals.get(Message::key("u", "1"))).unwrap().unwrap().star.as_deref(), Some("ann"));

    now(deals.update(Message::at("u", "1").set(|m| m.star, None))).unwrap();
    assert_eq!(now(deals.get(Message::key("u", "1"))).unwrap().unwrap().star, None);
    now(deals.update(Message::at("u", "1").set(|m| m.star, "bob"))).unwrap();
    let starred = now(deals.query(Message::starred("bob")).all()).unwrap();
    assert_eq!(starred.len(), 1);
    assert_eq!(starred[0].star.as_deref(), Some("bob"));
}

#[test]
fn members_of_nested_structs_are_parts() {
    let source = |owner: &str| Source { owner: owner.to_owned(), name: Name { text: "n".to_owned() }, stars: 0 };
    let repo = Repo { id: "r".to_owned(), repo: source("a#b"), source: source("x") };
    let deals = deals();
    now(deals.put(&repo)).unwrap();

    let item = raw(&deals, &repo);
    assert_eq!(key(&item, "PK").unwrap(), "REPO#a$23b#n");
    assert_eq!(now(deals.get(Repo::key("a#b", "n", "r"))).unwrap(), Some(repo.clone()));
    assert_eq!(now(deals.query(Repo::forks("x")).all()).unwrap(), [repo]);

    now(deals.update(Repo::at("a#b", "n", "r").set(|r| r.source, source("y")))).unwrap();
    assert_eq!(now(deals.query(Repo::forks("x")).all()).unwrap(), []);
    assert_eq!(now(deals.query(Repo::forks("y")).all()).unwrap().len(), 1);
}

#[test]
fn a_computed_part_of_the_primary_key_is_an_argument() {
    let log = Log { at: at(7, 1), level: 3 };
    let deals = deals();
    now(deals.put(&log)).unwrap();

    assert_eq!(now(deals.get(Log::key(date(7), at(7, 1)))).unwrap(), Some(log.clone()));
    assert_eq!(now(deals.query(Log::of(date(7))).all()).unwrap(), std::slice::from_ref(&log));
    now(deals.update(Log::at(date(7), at(7, 1)).set(|l| l.level, 4u8))).unwrap();
    assert_eq!(now(deals.query(Log::by_level(4u8).day(date(7))).all()).unwrap().len(), 1);
    now(deals.delete(Log::key(date(7), at(7, 1)))).unwrap();
    assert_eq!(now(deals.get(&log)).unwrap(), None);
}

#[test]
fn an_update_that_is_checked_when_it_is_built_knows_what_is_behind_a_part() {
    let deals = deals();
    now(deals.put(&deal())).unwrap();

    let partly = deals.update(Deal::at("d").checked().set(|d| d.width, 3u8)).request().unwrap_err();
    assert!(partly.to_string().contains("does not know `height`"), "{partly}");
    // the brand decides whether there is a key at all, so all of the other half has to be known
    let half = deals.update(Deal::at("d").checked().set(|d| d.brand, "c")).request().unwrap_err();
    assert!(half.to_string().contains("does not know `width`"), "{half}");

    let whole = Deal::at("d").checked().set(|d| d.width, 3u8).set(|d| d.height, None).given(|d| d.created_at, at(1, 9));
    now(deals.update(whole)).unwrap();
    assert_eq!(key(&raw(&deals, &deal()), "GSI2SK").unwrap(), "3x1#2024-05-01");
}

#[test]
fn an_upsert_writes_computed_parts_of_what_it_creates_and_of_what_it_changes() {
    let deals = deals();
    let upsert = || {
        let update = Deal::at("d").set(|d| d.created_at, at(4, 1)).set(|d| d.width, 8u8).set(|d| d.height, None);
        deals.update(update).or_new(&Deal { created_at: at(4, 1), width: 8, ..deal() })
    };
    now(upsert()).unwrap();
    let created = raw(&deals, &deal());
    assert_eq!(key(&created, "GSI2SK").unwrap(), "8x1#2024-05-04");
    assert_eq!(now(deals.get(Deal::key("d"))).unwrap().unwrap().to_item().unwrap(), created);

    now(deals.put(&deal())).unwrap();
    now(upsert()).unwrap();
    let changed = raw(&deals, &deal());
    assert_eq!(key(&changed, "GSI1PK").unwrap(), "DEALS#2024-05-04");
    assert_eq!(now(deals.get(Deal::key("d"))).unwrap().unwrap().to_item().unwrap(), changed);
}

#[test]
fn computed_parts_are_written_in_transactions_too() {
    let deals = deals();
    now(deals.put(&deal())).unwrap();
    let moved = Deal::at("d").set(|d| d.created_at, at(5, 1)).given(|d| d.width, 2u8).given(|d| d.height, None);
    now(deals.transact((moved, deals.put(&message())))).unwrap();

    assert_eq!(now(deals.query(Deal::by_day(date(5))).all()).unwrap().len(), 1);
    assert_eq!(now(deals.query(Message::unread("u")).all()).unwrap().len(), 1);
}

#[test]
fn an_upsert_leaves_what_an_item_is_not_in() {
    let deals = deals();
    let read = Message { unread: false, ..message() };
    now(deals.put(&read)).unwrap();
    let before = raw(&deals, &read);

    let refused = now(deals.update(Message::at("u", "1")).or_new(&message())).unwrap_err();
    assert!(refused.is_condition_failed(), "the index of unread ones would take it: {refused}");
    assert_eq!(raw(&deals, &read), before);

    now(deals.update(Message::at("u", "1")).or_new(&read)).unwrap();
    assert_eq!(key(&raw(&deals, &read), "GSI1PK"), None);
}

#[test]
fn an_upsert_fills_a_computed_key_only_with_what_the_item_says() {
    let deals = deals();
    let bare = |deal: &Deal| deal.to_item().unwrap().select(|name| !name.starts_with(b"GSI"));
    let put = |item| now(deals.backend().put_item(monotable::request::PutItem::new("Deals".into(), item))).unwrap();
    put(bare(&deal()));
    let upsert = |new: &Deal| now(deals.update(Deal::at("d").set(|d| d.title, "new")).or_new(new));

    assert!(upsert(&Deal { created_at: at(2, 9), ..deal() }).unwrap_err().is_condition_failed());
    assert!(upsert(&Deal { width: 9, ..deal() }).unwrap_err().is_condition_failed());
    assert_eq!(raw(&deals, &deal()), bare(&deal()));

    upsert(&deal()).unwrap();
    assert_eq!(raw(&deals, &deal()), Deal { title: "new".into(), ..deal() }.to_item().unwrap());
}
