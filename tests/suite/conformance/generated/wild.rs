//! Requests of which most are wrong: whatever is sent gets an answer, and what is refused leaves nothing behind.

use monotable::expression::{
    Comparator, Condition, KeyCondition, KeyTest, Operand, Path, SetOperand, SetValue, Step, Update,
};
use monotable::request::{DeleteItem, GetItem, Query, ReturnConsumed, ReturnValues, Scan, Segment, Select, UpdateItem};
use monotable::values::{PackedValue, PackedWriter, SetKind};
use monotable::{Error, ErrorKind, Item, Type, Value, Writer};
use monotable_local::LocalBackend;

use super::random::Random;
use super::subject;
use crate::conformance::database::{Database, Table, with};
use crate::conformance::run;
use crate::conformance::words::*;

#[test]
fn whatever_is_sent_is_answered_and_what_is_refused_leaves_nothing_behind() {
    for seed in 0..SEQUENCES {
        run::wait(async {
            let backend = LocalBackend::new();
            let database = Database::new(&backend);
            let table = subject::table(&database).await;
            let mut wild = Wild(Random::new(seed));
            for _ in 0..LENGTH {
                wild.request(&table).await;
            }
        });
    }
}

const SEQUENCES: u64 = 100;
const LENGTH: usize = 100;

struct Wild(Random);

impl Wild {
    async fn request(&mut self, table: &Table<'_>) {
        let before = everything(table).await;
        let outcome = match self.0.below(8) {
            0 => self.put(table).await,
            1..4 => self.update(table).await,
            4 => self.delete(table).await,
            5 => self.get(table).await,
            6 => self.query(table).await,
            _ => self.scan(table).await,
        };
        let after = everything(table).await;
        if let Err(error) = outcome {
            let known = [ErrorKind::Validation, ErrorKind::ConditionFailed];
            assert!(known.contains(&error.kind()), "{error:?}");
            assert!(error.code().is_some(), "{error:?}");
            assert_eq!(after, before, "after {error:?}");
        }
        // The indexes hold what the table says.
        let [items, global, local, keys] = &after;
        let with = |names: &[&str]| items.iter().filter(|row| names.iter().all(|name| row.contains_key(*name))).count();
        assert_eq!((global.len(), local.len(), keys.len()), (with(&["a", "n"]), with(&["n"]), with(&["n"])));
    }

    async fn put(&mut self, table: &Table<'_>) -> Result<(), Error> {
        let request = with(table.put_request(self.item()), |put| {
            put.condition = self.condition_at_times();
            put.return_values = self.values();
            put.return_consumed = ReturnConsumed::Indexes;
        });
        table.backend.put_item(request).await.map(drop)
    }

    async fn update(&mut self, table: &Table<'_>) -> Result<(), Error> {
        let request = with(UpdateItem::new(table.name(), self.key(), self.changes()), |update| {
            update.condition = self.condition_at_times();
            update.return_values = self.values();
            update.return_consumed = ReturnConsumed::Indexes;
        });
        table.backend.update_item(request).await.map(drop)
    }

    async fn delete(&mut self, table: &Table<'_>) -> Result<(), Error> {
        let request = with(DeleteItem::new(table.name(), self.key()), |delete| {
            delete.condition = self.condition_at_times();
            delete.return_values = self.values();
        });
        table.backend.delete_item(request).await.map(drop)
    }

    async fn get(&mut self, table: &Table<'_>) -> Result<(), Error> {
        let request = with(GetItem::new(table.name(), self.key()), |get| {
            get.consistent = self.0.rarely(2);
            get.projection = Some((0..self.0.below(4)).map(|_| self.path()).collect());
        });
        table.backend.get_item(request).await.map(drop)
    }

    async fn query(&mut self, table: &Table<'_>) -> Result<(), Error> {
        let keys = (0..self.0.below(4)).map(|_| self.key_condition()).collect();
        let request = with(Query::new(table.name(), keys), |query| {
            query.index = self.index();
            query.filter = self.condition_at_times();
            query.select = self.select();
            query.limit = self.limit();
            query.forward = self.0.rarely(2);
            query.consistent = self.0.rarely(3);
            query.start_key = self.0.rarely(2).then(|| self.start());
            query.return_consumed = ReturnConsumed::Indexes;
        });
        table.backend.query(request).await.map(drop)
    }

    async fn scan(&mut self, table: &Table<'_>) -> Result<(), Error> {
        let request = with(Scan::new(table.name()), |scan| {
            scan.index = self.index();
            scan.filter = self.condition_at_times();
            scan.select = self.select();
            scan.limit = self.limit();
            let totals = [0, 1, 2, 3, 1_000_000, u32::MAX];
            scan.segment =
                self.0.rarely(2).then(|| Segment { number: self.0.pick(&totals), total: self.0.pick(&totals) });
            scan.consistent = self.0.rarely(3);
            scan.start_key = self.0.rarely(2).then(|| self.start());
            scan.return_consumed = ReturnConsumed::Total;
        });
        table.backend.scan(request).await.map(drop)
    }

    fn index(&mut self) -> Option<std::sync::Arc<str>> {
        let index = self.0.pick(&[None, None, Some("global"), Some("local"), Some("keys"), Some("none")]);
        index.map(std::sync::Arc::from)
    }

    fn limit(&mut self) -> Option<u32> {
        self.0.pick(&[None, None, Some(0), Some(1), Some(2), Some(u32::MAX)])
    }

    fn values(&mut self) -> ReturnValues {
        use ReturnValues::{AllNew, AllOld, None, UpdatedNew, UpdatedOld};

        self.0.pick(&[None, None, AllOld, AllNew, UpdatedNew, UpdatedOld])
    }

    fn select(&mut self) -> Select {
        match self.0.below(5) {
            0 => Select::AllAttributes,
            1 => Select::Count,
            2 => Select::Paths((0..self.0.below(4)).map(|_| self.path()).collect()),
            _ => Select::Default,
        }
    }

    fn name(&mut self) -> &'static str {
        self.0.pick(&["PK", "SK", "a", "n", "m", "l", "s", "", "p", "q"])
    }

    /// Mostly a key, sometimes with something missing, wrong or too much.
    fn key(&mut self) -> Item {
        let mut key = row! { "PK" => self.0.pick(&["p", "q"]), "SK" => self.0.pick(&["1", "2", "3"]) };
        match self.0.below(12) {
            0 => drop(key.remove(self.name())),
            1 => drop(key.insert(self.name().to_owned(), self.value(2))),
            _ => {}
        }
        key.to_item()
    }

    fn start(&mut self) -> Item {
        let mut key = row(&self.key());
        if self.0.rarely(2) {
            key.insert("n".to_owned(), n(self.0.pick(&["1", "2"])));
        }
        if self.0.rarely(3) {
            key.insert("a".to_owned(), v(self.0.pick(&["x", "y"])));
        }
        key.to_item()
    }

    fn item(&mut self) -> Item {
        let mut item = row(&self.key());
        for name in ["a", "n", "m", "l", "s"] {
            match (name, self.0.below(4)) {
                ("a", 0..3) => drop(item.insert(name.to_owned(), v(self.0.pick(&["x", "y"])))),
                ("n", 0..3) => drop(item.insert(name.to_owned(), n(self.0.pick(&["1", "2", "1e125"])))),
                ("m", 0..3) => drop(item.insert(name.to_owned(), map! { "p" => self.value(2), "q" => list![1] })),
                ("l", 0..3) => drop(item.insert(name.to_owned(), list![self.value(2), map! { "p" => 1 }])),
                (_, 3) => drop(item.insert(name.to_owned(), self.value(3))),
                _ => {}
            }
        }
        item.to_item()
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.0.below(if depth == 0 { 9 } else { 12 }) {
            0 => v(self.0.pick(&["", "x", "xy", "\u{0}"])),
            1 | 2 => n(self.0.pick(&["0", "1", "-1", "9e125", "1e-130", "99999999999999999999999999999999999999"])),
            3 => b(self.0.pick(&[&[][..], &[0], &[255, 0]])),
            4 => v(true),
            5 => Value::Null,
            6 => ss(self.0.pick(&[&[][..], &["x"], &["x", ""]])),
            7 => ns(self.0.pick(&[&[][..], &["1"], &["1", "2"]])),
            8 => bs(self.0.pick(&[&[][..], &[&[][..]], &[&[1][..], &[2]]])),
            9 => (0..self.0.pick(&[1, 30, 31, 32, 40])).fold(v(1), |inner, _| list![inner]),
            10 => map! { self.name() => self.value(depth - 1) },
            _ => list![self.value(depth - 1), self.value(depth - 1)],
        }
    }

    /// A value of the request, sometimes one that no tree can be: a set with a repeated member, a map with a repeated name.
    fn packed(&mut self) -> PackedValue {
        if !self.0.rarely(15) {
            return packed(self.value(2));
        }
        let mut writer = PackedWriter::new();
        if self.0.rarely(2) {
            writer.begin_set(SetKind::S);
            writer.string("x");
            writer.string("x");
            writer.end_set();
        } else {
            writer.begin_map();
            for value in ["x", "y"] {
                writer.name("p");
                writer.string(value);
            }
            writer.end_map();
        }
        writer.into_value()
    }

    fn path(&mut self) -> Path {
        let mut path = Path::attribute(self.name());
        for _ in 0..self.0.pick(&[0, 0, 0, 1, 1, 2, 3, 31, 32]) {
            path.steps.push(match self.0.below(3) {
                0 => Step::Index(self.0.pick(&[0, 1, 2, 7, u32::MAX])),
                _ => Step::Name(self.name().into()),
            });
        }
        path
    }

    fn operand(&mut self, depth: usize) -> Operand {
        match self.0.below(6) {
            0 if depth > 0 => Operand::Size(Box::new(self.operand(depth - 1))),
            0..4 => Operand::Path(self.path()),
            _ => Operand::Value(self.packed()),
        }
    }

    fn condition_at_times(&mut self) -> Option<Condition> {
        self.0.rarely(3).then(|| self.condition(3))
    }

    fn condition(&mut self, depth: usize) -> Condition {
        use Comparator::{Eq, Ge, Gt, Le, Lt, Ne};

        match self.0.below(if depth == 0 { 8 } else { 12 }) {
            0 => Condition::Exists(self.path()),
            1 => Condition::NotExists(self.path()),
            2 => Condition::IsType(self.operand(1), self.0.pick(&[Type::S, Type::N, Type::L, Type::Null])),
            3 => Condition::BeginsWith(self.operand(2), self.operand(2)),
            4 => Condition::Contains(self.operand(2), self.operand(2)),
            5 => Condition::Between(self.operand(1), self.operand(1), self.operand(1)),
            6 => {
                let count = self.0.pick(&[0, 1, 2, 99, 101]);
                Condition::In(self.operand(1), (0..count).map(|_| self.operand(1)).collect())
            }
            7 => {
                let comparator = self.0.pick(&[Eq, Ne, Lt, Le, Gt, Ge]);
                Condition::Compare(self.operand(1), comparator, self.operand(1))
            }
            8 => not(self.condition(depth - 1)),
            9 => Condition::Or((0..self.0.pick(&[0, 1, 2, 3, 200])).map(|_| self.condition(depth - 1)).collect()),
            _ => Condition::And((0..self.0.below(4)).map(|_| self.condition(depth - 1)).collect()),
        }
    }

    fn changes(&mut self) -> Update {
        let mut update = Update::default();
        for _ in 0..self.0.below(4) {
            let path = if self.0.rarely(3) {
                self.path()
            } else {
                p(self.0.pick(&["a", "n", "m.p", "l[0]", "s", "l[1].p", "m.q[9]"]))
            };
            match self.0.below(6) {
                0 => update.remove.push(path),
                1 => update.add.push((path, self.packed())),
                2 => update.delete.push((path, self.packed())),
                _ => update.set.push((path, self.set_value())),
            }
        }
        update
    }

    fn set_value(&mut self) -> SetValue {
        match self.0.below(4) {
            0 => SetValue::Plus(self.set_operand(2), self.set_operand(2)),
            1 => SetValue::Minus(self.set_operand(2), self.set_operand(2)),
            _ => SetValue::Operand(self.set_operand(2)),
        }
    }

    fn set_operand(&mut self, depth: usize) -> SetOperand {
        match self.0.below(if depth == 0 { 4 } else { 6 }) {
            0 | 1 => SetOperand::Path(self.path()),
            2 | 3 => SetOperand::Value(self.packed()),
            4 => SetOperand::IfNotExists(self.path(), Box::new(self.set_operand(depth - 1))),
            _ => append(self.set_operand(depth - 1), self.set_operand(depth - 1)),
        }
    }

    fn key_condition(&mut self) -> KeyCondition {
        let name = self.0.pick(&["PK", "PK", "SK", "a", "n", ""]);
        let value = match self.0.below(4) {
            0 => self.packed(),
            1 => packed(n("1")),
            _ => packed(self.0.pick(&["p", "x", "1"])),
        };
        let test = match self.0.below(9) {
            0 => KeyTest::Lt(value),
            1 => KeyTest::Le(value),
            2 => KeyTest::Gt(value),
            3 => KeyTest::Ge(value),
            4 => KeyTest::BeginsWith(value),
            5 => KeyTest::Between(value, self.packed()),
            _ => KeyTest::Eq(value),
        };
        key(name, test)
    }
}

/// All that the table and its indexes hold.
async fn everything(table: &Table<'_>) -> [Vec<Row>; 4] {
    let mut found = [table.rows(table.scan()).await, vec![], vec![], vec![]];
    for (rows, index) in found[1..].iter_mut().zip(["global", "local", "keys"]) {
        *rows = table.rows(table.scan_index(index)).await;
    }
    found
}
