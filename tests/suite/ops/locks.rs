//! Optimistic locks whose version was called something else before.

use monotable::request::PutItem;
use monotable::{Entity, Item, Store, Table, Value};
use monotable_local::LocalBackend;

use super::fixture::now;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK")]
enum Notes {
    Note(Note),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Notes)]
#[key(pk = "NOTE#{id}", sk = "NOTE")]
struct Note {
    id: u8,
    text: String,
    #[attr(version, rename = "v", alias = ["ver", "_version"])]
    version: u64,
}

/// A note as the table had it before; the attributes of the version that it has.
fn notes(versions: &[(&str, Value)]) -> Store<Notes> {
    let notes: Store<Notes> = Store::new(LocalBackend::new());
    now(notes.create_table()).unwrap();
    let note = Note { id: 1, text: "old".into(), version: 0 }.to_item().unwrap();
    let members = note.iter().map(|(name, value)| (String::from_utf8(name.to_vec()).unwrap(), Value::from(value)));
    let members = members.filter(|(name, _)| name != "v");
    let item: Item = members.chain(versions.iter().map(|(name, value)| ((*name).to_owned(), value.clone()))).collect();
    now(notes.backend().put_item(PutItem::new("Notes".into(), item))).unwrap();
    notes
}

fn versions(notes: &Store<Notes>) -> Vec<(String, Value)> {
    let item = now(notes.backend().scan(monotable::request::Scan::new("Notes".into()))).unwrap();
    let item = item.items.into_rows().unwrap().remove(0);
    let names = ["v", "ver", "_version"];
    names.into_iter().filter_map(|name| Some((name.to_owned(), item.value(name)?))).collect()
}

fn only(version: u64) -> Vec<(String, Value)> {
    vec![("v".to_owned(), Value::from(version))]
}

/// The condition asked for the version under its own name, which no older item had: every edit failed.
#[test]
fn a_version_under_an_older_name_is_asked_for_and_moves() {
    for older in ["ver", "_version"] {
        for (stored, loaded) in [(Value::from(5), 5), (Value::from(0), 0), (Value::Null, 0)] {
            let with = || notes(&[(older, stored.clone())]);
            let load = |notes: &Store<Notes>| now(notes.get(Note::key(1u8))).unwrap().unwrap();

            let shop = with();
            let note = load(&shop);
            let edit = || note.edit().set(|n| n.text, "new");
            now(shop.update(edit())).unwrap();
            assert_eq!((note.version, versions(&shop)), (loaded, only(loaded + 1)), "{older} {stored:?}");
            assert!(now(shop.update(edit())).unwrap_err().is_condition_failed());

            let shop = with();
            now(shop.put(&note).replace()).unwrap();
            assert_eq!(versions(&shop), only(loaded + 1));
            assert!(now(shop.put(&note).replace()).unwrap_err().is_condition_failed());
        }
    }
}

/// Another writer had counted under the older name: a stale edit must not pass, whichever name it asks for.
#[test]
fn an_edit_is_stale_whatever_the_version_is_called() {
    let shop = notes(&[("ver", Value::from(5))]);
    let note = now(shop.get(Note::key(1u8))).unwrap().unwrap();
    now(shop.update(Note::at(1u8).set(|n| n.text, "other"))).unwrap();

    assert_eq!(versions(&shop), only(6));
    assert!(now(shop.update(note.edit().set(|n| n.text, "mine"))).unwrap_err().is_condition_failed());
    let stale = Note { version: 0, ..note };
    let shop = notes(&[("_version", Value::from(5))]);
    assert!(now(shop.update(stale.edit().set(|n| n.text, "mine"))).unwrap_err().is_condition_failed());
    assert!(now(shop.put(&stale).replace()).unwrap_err().is_condition_failed());
}

#[test]
fn an_update_counts_on_from_the_older_name() {
    for (stored, next) in
        [(&[][..], 1), (&[("ver", Value::from(7))], 8), (&[("v", Value::from(2))], 3), (&[("ver", Value::Null)], 1)]
    {
        let shop = notes(stored);
        now(shop.update(Note::at(1u8).set(|n| n.text, "new"))).unwrap();
        assert_eq!(versions(&shop), only(next));
    }
}
