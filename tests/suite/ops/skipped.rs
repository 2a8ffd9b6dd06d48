//! Items that the table's program did not write: what is skipped is counted, once, and an error where that is asked for.

use std::sync::{Arc, Mutex};

use monotable::request::{PutItem, Query, QueryOutput};
use monotable::{Backend, Call, Entity, ErrorKind, Item, Observer, Reply, Store, Table, Value};
use monotable_local::LocalBackend;

use super::fixture::now;
use super::forms::AsJson;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK", scan)]
#[gsi(ByColor, pk = [color], project = keys_only)]
enum Shed {
    Thing(Thing),
    Part(Part),
    Alone(Alone),
}

/// Stands among parts.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shed, scan)]
#[key(pk = "T#{id}", sk = "{number}")]
struct Thing {
    id: String,
    number: u8,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shed, tag_alias = ["Piece"])]
#[key(pk = "T#{id}", sk = "PART#{number}")]
struct Part {
    id: String,
    number: u8,
}

/// The only kind in its range.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shed)]
#[key(pk = "A#{id}", sk = "{number}")]
#[index(by_color: ByColor, pk = [color])]
struct Alone {
    id: String,
    number: u8,
    color: String,
}

fn foreign(item: &Item, sort: &str, tag: Option<&Value>) -> Item {
    let mut changed: Vec<(String, Value)> = Vec::new();
    for (name, value) in item {
        let name = String::from_utf8(name.to_vec()).unwrap();
        match (name.as_str(), tag) {
            ("SK", _) => changed.push((name, sort.into())),
            ("_type", Some(tag)) => changed.push((name, tag.clone())),
            ("_type", None) => {}
            _ => changed.push((name, value.into())),
        }
    }
    changed.into_iter().collect()
}

/// Things 1 to 5 with two parts and seven items of unknown kinds among them; the same of `Alone` without parts.
fn filled() -> LocalBackend {
    let engine = LocalBackend::new();
    let store: Store<Shed> = Store::new(engine.clone());
    now(store.create_table()).unwrap();
    let set: Value = Value::Ss(["Thing".to_owned(), "Alone".to_owned()].into());
    for number in 1..=5 {
        let thing = Thing { id: "x".into(), number };
        let alone = Alone { id: "x".into(), number, color: "red".into() };
        now(store.put(&thing)).unwrap();
        now(store.put(&alone)).unwrap();
        for item in [thing.to_item().unwrap(), alone.to_item().unwrap()] {
            let unknown = foreign(&item, &format!("00{number}+"), Some(&"Newer".into()));
            now(engine.put_item(PutItem::new("Shed".into(), unknown))).unwrap();
        }
    }
    for item in [thing_item(), Alone { id: "x".into(), number: 6, color: "red".into() }.to_item().unwrap()] {
        let as_set = foreign(&item, "006", Some(&set));
        let untagged = foreign(&item, "no number", None);
        now(engine.put_item(PutItem::new("Shed".into(), as_set))).unwrap();
        now(engine.put_item(PutItem::new("Shed".into(), untagged))).unwrap();
    }
    now(store.put(&Part { id: "x".into(), number: 1 })).unwrap();
    let piece = foreign(&Part { id: "x".into(), number: 2 }.to_item().unwrap(), "PART#002", Some(&"Piece".into()));
    now(engine.put_item(PutItem::new("Shed".into(), piece))).unwrap();
    engine
}

fn thing_item() -> Item {
    Thing { id: "x".into(), number: 6 }.to_item().unwrap()
}

fn backends() -> [Arc<dyn Backend>; 3] {
    let json = |reversed| AsJson { engine: filled(), reversed };
    [Arc::new(filled()), Arc::new(json(false)), Arc::new(json(true))]
}

#[derive(Clone, Default)]
struct Skipped(Arc<Mutex<Vec<(&'static str, u64)>>>);

impl Observer for Skipped {
    fn called(&self, call: &Call<'_>) {
        self.0.lock().unwrap().push((call.operation, call.skipped));
    }
}

/// Items of kinds that the table does not know were left out by the tag's filter: nothing told of them, not even a count.
#[test]
fn items_of_unknown_kinds_are_counted_in_ranges_of_one_kind_and_of_several() {
    for backend in backends() {
        let seen = Skipped::default();
        let store: Store<Shed> = Store::shared(backend).observed(seen.clone());

        let things = now(store.query(Thing::of("x")).detailed()).unwrap();
        let alone = now(store.query(Alone::of("x")).detailed()).unwrap();

        assert_eq!((things.value.items.len(), things.value.skipped, things.skipped), (5, 7, 7));
        assert_eq!((alone.value.items.len(), alone.value.skipped, alone.skipped), (5, 7, 7));
        assert_eq!(*seen.0.lock().unwrap(), [("Query", 7), ("Query", 7)]);
        assert_eq!(now(store.scan_for::<Thing>().all()).unwrap().len(), 5);
        assert_eq!(seen.0.lock().unwrap().pop(), Some(("Scan", 14)));
    }
}

#[test]
fn a_cut_page_counts_every_skipped_item_once() {
    for backend in backends() {
        let store: Store<Shed> = Store::shared(backend);
        for take in 1..=6 {
            let (mut after, mut read, mut skipped) = (None, 0, 0);
            loop {
                let query = store.query(Alone::of("x")).take(take);
                let query = match after.take() {
                    Some(cursor) => query.after::<monotable::Cursor<_>>(cursor),
                    None => query,
                };
                let page = now(query.page()).unwrap();
                read += page.items.len();
                skipped += page.skipped;
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!((read, skipped), (5, 7), "{take} at a time");
        }
    }
}

#[test]
fn a_count_is_the_number_of_results() {
    for backend in backends() {
        let store: Store<Shed> = Store::shared(backend);

        assert_eq!(now(store.query(Thing::of("x")).count()).unwrap(), 5);
        assert_eq!(now(store.query(Alone::of("x")).count()).unwrap(), 5);
        assert_eq!(now(store.query(Alone::of("x").number(2..)).count()).unwrap(), 4);
        assert_eq!(now(store.query(Alone::of("x")).filter(|a| a.color.eq("red")).count()).unwrap(), 5);
        assert_eq!(now(store.query(Alone::of("x")).take(3).count()).unwrap(), 3);
        assert_eq!(now(store.query(Part::of("x")).count()).unwrap(), 2);
        // An index of keys does not show the tag: what has the key of an `Alone` is one.
        let keys = now(store.query(Alone::by_color("red")).keys().all()).unwrap().len();
        assert_eq!(now(store.query(Alone::by_color("red")).count()).unwrap(), keys as u64);
        assert_eq!(now(store.scan_for::<Thing>().count()).unwrap(), 5);
    }
}

/// The engine, and how many items it sent.
#[derive(Clone, Default)]
struct Moved(LocalBackend, Arc<Mutex<usize>>);

impl Backend for Moved {
    fn inner(&self) -> Option<&dyn Backend> {
        Some(&self.0)
    }

    fn query(&self, request: Query) -> Reply<'_, QueryOutput> {
        Reply::pending(async {
            let page = self.0.query(request).await?;
            *self.1.lock().unwrap() += page.items.len();
            Ok(page)
        })
    }
}

#[test]
fn a_count_of_one_kind_moves_what_is_odd_there_alone() {
    let moved = Moved(filled(), Arc::default());
    let store: Store<Shed> = Store::new(moved.clone());

    assert_eq!(now(store.query(Alone::of("x")).count()).unwrap(), 5);
    assert_eq!(*moved.1.lock().unwrap(), 7);
}

#[test]
fn a_strict_store_refuses_items_of_unknown_kinds_and_names_them() {
    for backend in backends() {
        let store: Store<Shed> = Store::<Shed>::shared(backend).strict();

        let errors = [
            now(store.query(Thing::of("x")).page()).map(drop).unwrap_err(),
            now(store.query(Alone::of("x")).all()).map(drop).unwrap_err(),
            now(store.query(Alone::of("x")).count()).map(drop).unwrap_err(),
            now(store.partition(Thing::of("x")).all()).map(drop).unwrap_err(),
        ];
        let page = now(store.query(Alone::of("x")).lenient().page()).unwrap();

        let keys = ["T#x / 001+", "A#x / 001+", "A#x / 001+", "T#x / 001+"];
        for (error, key) in errors.into_iter().zip(keys) {
            assert_eq!((error.kind(), error.key()), (ErrorKind::Decode, Some(key)), "{error}");
        }
        assert_eq!((page.items.len(), page.unreadable.len(), page.skipped), (5, 7, 0));
        assert_eq!(now(store.scan().all()).map(drop).unwrap_err().kind(), ErrorKind::Decode);
        // Other known kinds are no mistake.
        assert_eq!(now(store.query(Part::of("x")).all()).unwrap().len(), 2);
    }
}
