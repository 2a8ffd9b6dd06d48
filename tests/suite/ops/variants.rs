//! Texts of enums that the program does not know, or knows under another name.

use std::collections::{BTreeMap, BTreeSet};

use monotable::{Attribute, Entity, Item, KeyPart, Store, Table, Value};
use monotable_local::LocalBackend;

use super::fixture::now;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK")]
#[gsi(ByState, pk = "GSI1PK", sk = "GSI1SK")]
enum Tasks {
    Task(Task),
}

#[derive(KeyPart, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[key_part(rename_all = "snake_case")]
enum State {
    #[key_part(alias = ["new", "NEW"])]
    Open,
    Done,
    #[key_part(other)]
    Unknown(String),
}

#[derive(Attribute, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    A,
    #[attr(rename = "b", alias = "B")]
    B,
    #[attr(other)]
    Unknown(Box<str>),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tasks)]
#[key(pk = "TASK#{id}", sk = "{state}")]
#[index(by_state: ByState, pk = "{state}", sk = "{id}")]
struct Task {
    id: u8,
    state: State,
    kind: Kind,
    kinds: BTreeSet<Kind>,
    counts: BTreeMap<State, u8>,
    states: Vec<Option<State>>,
}

fn task(state: State, kind: Kind) -> Task {
    let states = vec![Some(state.clone()), None];
    Task { id: 1, kinds: [kind.clone()].into(), counts: [(state.clone(), 1)].into(), states, state, kind }
}

fn with(task: &Task, changes: &[(&str, Value)]) -> Item {
    let item = task.to_item().unwrap();
    let changed = |(name, value): (&[u8], _)| {
        let name = String::from_utf8(name.to_vec()).unwrap();
        let value = changes.iter().find(|(other, _)| *other == name).map_or(Value::from(value), |(_, new)| new.clone());
        (name, value)
    };
    item.iter().map(changed).collect()
}

#[test]
fn an_unknown_text_is_kept_and_written_again() {
    for text in ["newer", "a#b", "$", "Open", "Ünïcode"] {
        let unknown = task(State::Unknown(text.into()), Kind::Unknown(text.into()));

        let item = unknown.to_item().unwrap();

        assert_eq!(item.value("state"), Some(text.into()));
        assert_eq!(item.value("kind"), Some(text.into()));
        assert_eq!(Task::from_item(&item).unwrap(), unknown);
    }
}

#[test]
fn an_unknown_text_is_found_by_its_keys() {
    let tasks: Store<Tasks> = Store::new(LocalBackend::new());
    now(tasks.create_table()).unwrap();
    let unknown = task(State::Unknown("on#hold".into()), Kind::A);
    let open = Task { id: 2, ..task(State::Open, Kind::B) };
    now(tasks.put(&unknown)).unwrap();
    now(tasks.put(&open)).unwrap();

    let hold = State::Unknown("on#hold".into());
    assert_eq!(now(tasks.get(Task::key(1u8, hold.clone()))).unwrap(), Some(unknown.clone()));
    assert_eq!(now(tasks.query(Task::by_state(hold)).all()).unwrap(), [unknown]);
    let filtered = tasks.query(Task::by_state(State::Open)).filter(|t| t.kind.ne(Kind::Unknown("x".into())));
    assert_eq!(now(filtered.all()).unwrap(), [open]);
}

#[test]
fn an_alias_is_read_and_the_own_text_is_written() {
    let open = task(State::Open, Kind::B);

    for (state, kind) in [("new", "B"), ("NEW", "b"), ("open", "B")] {
        let older = with(&open, &[("state", state.into()), ("kind", kind.into())]);
        let read = Task::from_item(&older).unwrap();
        assert_eq!(read, open, "{state} {kind}");
        assert_eq!(read.to_item().unwrap(), open.to_item().unwrap());
    }
}
