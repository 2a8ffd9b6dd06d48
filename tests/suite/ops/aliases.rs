//! Attributes that older items have under another name.

use monotable::request::{PutItem, Scan};
use monotable::{Entity, Item, Store, Table, Value};
use monotable_local::LocalBackend;

use super::fixture::now;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
enum Shelf {
    Book(Book),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shelf)]
#[key(pk = "BOOK#{id}", sk = "BOOK")]
#[index(by_genre: Gsi1, pk = "GENRE#{genre}#{place}", sk = "BOOK")]
struct Book {
    id: u8,
    #[attr(alias = ["kind", "category"])]
    genre: String,
    place: u8,
    #[attr(alias = "sub")]
    subtitle: Option<String>,
    #[attr(alias = "count")]
    copies: u32,
    #[attr(alias = "remarks")]
    notes: Vec<String>,
}

fn book() -> Book {
    let notes = vec!["torn".to_owned()];
    Book { id: 1, genre: "crime".into(), place: 3, subtitle: Some("a tale".into()), copies: 5, notes }
}

/// A book as an older version of the program wrote it.
fn shelf() -> Store<Shelf> {
    let shelf: Store<Shelf> = Store::new(LocalBackend::new());
    now(shelf.create_table()).unwrap();
    let old = [("genre", "category"), ("subtitle", "sub"), ("copies", "count"), ("notes", "remarks")];
    let item = book().to_item().unwrap();
    let older = item.iter().map(|(name, value)| {
        let name = std::str::from_utf8(name).unwrap();
        let name = old.iter().find(|(new, _)| *new == name).map_or(name, |(_, old)| old);
        (name.to_owned(), Value::from(value))
    });
    let older: Item = older.collect();
    now(shelf.backend().put_item(PutItem::new("Shelf".into(), older))).unwrap();
    shelf
}

fn stored(shelf: &Store<Shelf>) -> Item {
    now(shelf.backend().scan(Scan::new("Shelf".into()))).unwrap().items.into_rows().unwrap().remove(0)
}

fn read(shelf: &Store<Shelf>) -> Book {
    now(shelf.get(Book::key(1u8))).unwrap().unwrap()
}

/// `set(.., None)` removed the attribute, and the older one came back; an addition began at 0.
#[test]
fn an_update_starts_from_the_older_attribute_and_takes_it_along() {
    let shelf = shelf();
    assert_eq!(read(&shelf), book());

    let update = Book::at(1u8).set(|b| b.subtitle, None).add(|b| b.copies, 2u32).append(|b| b.notes, ["found"]);
    now(shelf.update(update)).unwrap();

    let notes = ["torn", "found"].map(str::to_owned).to_vec();
    assert_eq!(read(&shelf), Book { subtitle: None, copies: 7, notes, ..book() });
    let left: Vec<_> =
        ["sub", "count", "remarks"].into_iter().filter(|name| stored(&shelf).get(name).is_some()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_is_missing_alone_is_set() {
    let shelf = shelf();

    now(shelf.update(Book::at(1u8).set_if_missing(|b| b.copies, 1u32).remove(|b| b.subtitle))).unwrap();

    assert_eq!(read(&shelf), Book { subtitle: None, ..book() });
}

/// The guard asked for the loaded part under its own name, where no older item had it: every edit failed.
#[test]
fn an_edit_relies_on_the_older_attribute() {
    let shelf = shelf();
    let loaded = read(&shelf);

    now(shelf.update(loaded.edit().set(|b| b.place, 9u8))).unwrap();
    now(shelf.update(Book::at(1u8).given(|b| b.genre, "crime").set(|b| b.place, 4u8))).unwrap();

    assert_eq!(now(shelf.query(Book::by_genre("crime", 4u8)).all()).unwrap(), [Book { place: 4, ..book() }]);
    now(shelf.update(Book::at(1u8).set(|b| b.genre, "love").set(|b| b.place, 4u8))).unwrap();
    assert!(now(shelf.update(loaded.edit().set(|b| b.place, 5u8))).unwrap_err().is_condition_failed());
    assert_eq!(read(&shelf), Book { genre: "love".into(), place: 4, ..book() });
}
