//! Updates that create the entity where there is none: one request, right index keys, and two outcomes.

use monotable::request::{GetItem, PutItem};
use monotable::{Backend as _, Entity, ErrorKind, Item, Store, Table, Update, Value};
use monotable_local::LocalBackend;
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeSet;

use super::fixture::now;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(Gsi2, pk = "GSI2PK")]
#[gsi(ByOwner, pk = [owner])]
enum Counters {
    Counter(Counter),
    Lock(Lock),
    Aged(Aged),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Counters)]
#[key(pk = "COUNTER#{id}", sk = "COUNTER")]
#[index(by_state: Gsi1, pk = "{state}#{region}", sk = "{state}#{id}", sparse)]
#[index(by_label: Gsi2, pk = "LABEL#{label}", sparse)]
#[index(by_owner: ByOwner, pk = [owner], sparse)]
struct Counter {
    id: u8,
    state: Option<String>,
    region: Option<String>,
    label: Option<String>,
    owner: Option<String>,
    n: i64,
    sum: Option<i64>,
    log: Vec<String>,
    tags: BTreeSet<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Counters)]
#[key(pk = "LOCK#{id}", sk = "LOCK")]
struct Lock {
    id: u8,
    held: bool,
    #[attr(version)]
    version: u64,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Counters)]
#[key(pk = "AGED#{id}", sk = "AGED")]
#[index(by_state: Gsi2, pk = "STATE#{state}", sparse)]
struct Aged {
    id: u8,
    #[attr(alias = "st")]
    state: Option<String>,
    n: i64,
}

type Counted = Update<Counter, (monotable::reach::Open, monotable::reach::Open)>;

fn counters() -> Store<Counters> {
    let counters = Counters::on(LocalBackend::new());
    now(counters.create_table()).unwrap();
    counters
}

fn zero() -> Counter {
    Counter {
        id: 1,
        state: None,
        region: None,
        label: None,
        owner: None,
        n: 0,
        sum: None,
        log: Vec::new(),
        tags: BTreeSet::new(),
    }
}

fn count() -> Counted {
    Counter::at(1).add(|c| c.n, 1)
}

fn stored(counters: &Store<Counters>, key: Item) -> Option<Item> {
    now(counters.backend().get_item(GetItem::new("Counters".into(), key))).unwrap().item
}

#[test]
fn a_counter_starts_by_itself() {
    let counters = counters();

    assert_eq!(now(counters.update(count()).or_new(&zero()).returning(|c| c.n)).unwrap(), 1);
    assert_eq!(now(counters.update(count()).or_new(&zero()).returning(|c| c.n)).unwrap(), 2);

    assert_eq!(now(counters.get(Counter::key(1))).unwrap(), Some(Counter { n: 2, ..zero() }));
}

#[test]
fn the_two_outcomes_are_told_apart() {
    let counters = counters();

    let created = now(counters.update(count()).or_new(&zero()).returning_old()).unwrap();
    let updated = now(counters.update(count()).or_new(&zero()).returning_old()).unwrap();

    assert_eq!(created, None);
    assert_eq!(updated, Some(Counter { n: 1, ..zero() }));
}

#[test]
fn a_new_entity_is_what_a_put_would_store() {
    let counters = counters();
    let new = Counter {
        state: Some("open".into()),
        region: Some("eu".into()),
        label: Some("l".into()),
        owner: Some("ann".into()),
        n: 5,
        sum: Some(2),
        log: vec!["a".into()],
        tags: ["x".to_owned()].into(),
        ..zero()
    };
    let update = Counter::at(1)
        .add(|c| c.n, 1)
        .set(|c| c.label, "m")
        .append(|c| c.log, ["b"])
        .set_to(|c| c.sum, |c| c.n + c.sum)
        .delete(|c| c.tags, BTreeSet::from(["x".to_owned(), "y".to_owned()]));

    now(counters.update(update).or_new(&new)).unwrap();

    let expected = Counter {
        label: Some("m".into()),
        n: 6,
        sum: Some(7),
        log: vec!["a".into(), "b".into()],
        tags: BTreeSet::new(),
        ..new
    };
    assert_eq!(stored(&counters, expected.primary_key().unwrap()), Some(expected.to_item().unwrap()));
}

#[test]
fn an_upsert_is_an_action_of_a_transaction() {
    let counters = counters();

    let upsert = |id: u8| counters.update(Counter::at(id).add(|c| c.n, 1)).or_new(&Counter { id, ..zero() });
    now(counters.transact((upsert(1), upsert(2)))).unwrap();
    now(counters.transact(vec![monotable::Op::from(upsert(1))])).unwrap();

    assert_eq!(now(counters.get(Counter::key(1))).unwrap().map(|c| c.n), Some(2));
    assert_eq!(now(counters.get(Counter::key(2))).unwrap().map(|c| c.n), Some(1));
}

#[test]
fn a_condition_is_asked_of_an_item_that_exists() {
    let counters = counters();
    let few = || counters.update(count()).when(|c| c.n.lt(2)).or_new(&zero());

    now(few()).unwrap();
    now(few()).unwrap();
    let failed = now(few()).unwrap_err();

    assert!(failed.is_condition_failed());
    assert_eq!(failed.old().map(|old| old.n), Some(2));
}

#[test]
fn a_lock_starts_at_one_and_counts() {
    let counters = counters();
    let lock = Lock { id: 1, held: false, version: 0 };
    let hold = || counters.update(Lock::at(1).set(|l| l.held, true)).or_new(&lock).returning_new();

    assert_eq!(now(hold()).unwrap(), Lock { held: true, version: 1, ..lock.clone() });
    assert_eq!(now(hold()).unwrap().version, 2);
    let loaded = now(counters.get(Lock::key(1))).unwrap().unwrap();
    now(counters.delete(Lock::key(1))).unwrap();
    now(counters.update(loaded.edit().set(|l| l.held, false)).or_new(&lock)).unwrap();
    assert_eq!(now(counters.get(Lock::key(1))).unwrap(), Some(Lock { held: false, version: 3, ..lock }));
}

#[test]
fn what_dynamodb_cannot_create_is_refused_before_a_request() {
    let counters = counters();
    let refused = |call: monotable::UpdateCall<Counter, Option<Counter>>, words: &str| {
        let error = call.request().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(words), "{error}");
    };
    let open = |update| counters.update(update);

    refused(open(count()).or_new(&Counter { id: 2, ..zero() }), "another key");
    refused(open(Counter::at(1).set(|c| c.log.at(0), "x")).or_new(&zero()), "is inside one");
    let tagged = Counter { tags: ["x".to_owned()].into(), ..zero() };
    let tags = || BTreeSet::from(["y".to_owned()]);
    refused(open(Counter::at(1).add(|c| c.tags, tags())).or_new(&tagged), "the set [tags]");
    refused(open(Counter::at(1).delete(|c| c.tags, tags())).or_new(&tagged), "the set [tags]");
    refused(open(Counter::at(1).set_to(|c| c.n, |c| c.n + c.sum)).or_new(&zero()), "reads [sum]");
    let given = counters.update(Counter::at(1).set(|c| c.state, "open").given(|c| c.region, "eu"));
    refused(given.or_new(&Counter { region: Some("us".into()), ..zero() }), "another `region`");
}

#[test]
fn a_part_under_an_older_name_decides_its_index_key() {
    let counters = counters();
    let aged = |state: &str| Aged { id: 1, state: Some(state.into()), n: 0 };
    let old = [("st", "open"), ("PK", "AGED#001"), ("SK", "AGED"), ("_type", "Aged")];
    let old =
        old.into_iter().map(|(name, text)| (name, Value::from(text))).chain([("id", 1u8.into()), ("n", 1u8.into())]);
    now(counters.backend().put_item(PutItem::new("Counters".into(), old.collect()))).unwrap();
    let upsert = |new: &Aged| now(counters.update(Aged::at(1).add(|a| a.n, 1)).or_new(new).returning(|a| a.n));

    assert!(upsert(&aged("shut")).unwrap_err().is_condition_failed());
    assert_eq!(upsert(&aged("open")).unwrap(), 2);

    let expected = Aged { n: 2, ..aged("open") };
    assert_eq!(now(counters.query(Aged::by_state("open")).all()).unwrap(), std::slice::from_ref(&expected));
    assert_eq!(stored(&counters, expected.primary_key().unwrap()), Some(expected.to_item().unwrap()));
}

#[derive(Clone, Debug)]
enum Change {
    State(Option<String>, Option<String>),
    Label(Option<String>),
    Owner(Option<String>),
    Add(i64),
    Append(String),
}

fn word() -> impl Strategy<Value = Option<String>> {
    option::of("[ab]")
}

fn counter() -> impl Strategy<Value = Counter> {
    (word(), word(), word(), word(), 0..3i64, option::of(0..3i64))
        .prop_map(|(state, region, label, owner, n, sum)| Counter { state, region, label, owner, n, sum, ..zero() })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (word(), word()).prop_map(|(state, region)| Change::State(state, region)),
        word().prop_map(Change::Label),
        word().prop_map(Change::Owner),
        (0..3i64).prop_map(Change::Add),
        "[xy]".prop_map(Change::Append),
    ]
}

impl Change {
    fn apply(&self, counter: &mut Counter) {
        match self.clone() {
            Self::State(state, region) => (counter.state, counter.region) = (state, region),
            Self::Label(label) => counter.label = label,
            Self::Owner(owner) => counter.owner = owner,
            Self::Add(more) => counter.n += more,
            Self::Append(line) => counter.log.push(line),
        }
    }

    fn update(&self) -> Update<Counter, monotable::reach::Checked> {
        let update = Counter::at(1).checked();
        match self.clone() {
            Self::State(state, region) => update.set(|c| c.state, state).set(|c| c.region, region),
            Self::Label(label) => update.set(|c| c.label, label),
            Self::Owner(owner) => update.set(|c| c.owner, owner),
            Self::Add(more) => update.add(|c| c.n, more),
            Self::Append(line) => update.append(|c| c.log, [line]),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A created entity is what a put of the changed one stores. One that existed keeps what it had, takes the change, and its
    /// index keys are those of what it holds then; or it is left alone.
    #[test]
    fn index_keys_are_right_whatever_was_there(
        old in option::of(counter()),
        new in counter(),
        change in change(),
    ) {
        let counters = counters();
        if let Some(old) = &old {
            now(counters.put(old)).unwrap();
        }

        let done = now(counters.update(change.update()).or_new(&new));

        let found = stored(&counters, new.primary_key().unwrap());
        match (&old, done) {
            (None, done) => {
                prop_assert!(done.is_ok());
                let mut expected = new;
                change.apply(&mut expected);
                prop_assert_eq!(found, Some(expected.to_item().unwrap()));
            }
            (Some(_), Ok(())) => {
                let found = found.unwrap();
                let counter = Counter::from_item(&found).unwrap();
                prop_assert_eq!(&counter.to_item().unwrap(), &found, "index keys fit what is stored");
                let mut expected = counter.clone();
                if let Change::State(..) | Change::Label(_) | Change::Owner(_) = change {
                    change.apply(&mut expected);
                    prop_assert_eq!(counter, expected);
                }
            }
            (Some(old), Err(failed)) => {
                prop_assert!(failed.is_condition_failed(), "{failed}");
                prop_assert_eq!(found, Some(old.to_item().unwrap()));
            }
        }
    }
}
