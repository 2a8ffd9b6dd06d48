//! Draws operations: few names and few values, so that they meet.

use monotable::expression::{Comparator, Condition, KeyTest, Operand, Path, SetOperand, SetValue, Step, Update};
use monotable::request::ReturnValues;
use monotable::{Type, Value};

use super::operation::{Operation, Query, View};
use super::random::Random;
use crate::conformance::words::*;

pub(super) struct Draw {
    random: Random,
}

/// Attributes that are no keys of the table; `a` and `n` key indexes.
const NAMES: [&str; 6] = ["a", "n", "m", "l", "s", "v"];
const PARTITIONS: [&str; 2] = ["p", "q"];
const SORTS: [&str; 5] = ["1", "2", "3", "31", "4"];
const TEXTS: [&str; 5] = ["x", "y", "xy", "xyz", ""];
const NUMBERS: [&str; 7] = ["-1", "0", "1", "1.0", "2", "2.5", "10"];

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: Random::new(seed) }
    }

    /// A sequence that ends with a look at everything.
    pub(super) fn operations(&mut self, length: usize) -> Vec<Operation> {
        let views = [View::Table, View::Global, View::Local, View::Keys];
        let looks = views.map(|of| Operation::Scan { of, filter: None });
        (0..length).map(|_| self.operation()).chain(looks).collect()
    }

    fn operation(&mut self) -> Operation {
        match self.random.below(20) {
            0..5 => {
                let item = self.item();
                Operation::Put { item, condition: self.guard(), values: self.old_or_nothing() }
            }
            5..13 => {
                let update = self.update();
                Operation::Update { key: self.key(), update, condition: self.guard(), values: self.values() }
            }
            13 => Operation::Delete { key: self.key(), condition: self.guard(), values: self.old_or_nothing() },
            14 | 15 => Operation::Get { key: self.key(), projection: self.projection() },
            16..19 => Operation::Query(self.query()),
            _ => {
                let of = self.random.pick(&[View::Table, View::Global, View::Local]);
                Operation::Scan { of, filter: self.condition_at_times(&NAMES) }
            }
        }
    }

    fn key(&mut self) -> Row {
        row! { "PK" => self.random.pick(&PARTITIONS), "SK" => self.random.pick(&SORTS) }
    }

    fn item(&mut self) -> Row {
        let mut item = self.key();
        for name in NAMES {
            if !self.random.rarely(3) {
                item.insert(name.to_owned(), self.value_of(name));
            }
        }
        item
    }

    /// Mostly a value that fits the name.
    fn value_of(&mut self, name: &str) -> Value {
        if self.random.rarely(12) {
            return self.value(2);
        }
        match name {
            "a" => v(self.random.pick(&TEXTS[..4])),
            "n" => self.number(),
            "m" => self.map(2),
            "l" => self.list(2),
            "s" => self.set(),
            _ => self.value(2),
        }
    }

    fn number(&mut self) -> Value {
        n(self.random.pick(&NUMBERS))
    }

    fn scalar(&mut self) -> Value {
        match self.random.below(3) {
            0 => v(self.random.pick(&TEXTS)),
            1 => self.number(),
            _ => b(self.random.pick(&TEXTS).as_bytes()),
        }
    }

    fn set(&mut self) -> Value {
        let count = 1 + self.random.below(3);
        match self.random.below(3) {
            0 => Value::Ns((0..count).map(|_| number(self.random.pick(&NUMBERS))).collect()),
            _ => Value::Ss((0..count).map(|_| (self.random.pick(&TEXTS)).to_owned()).collect()),
        }
    }

    fn list(&mut self, depth: usize) -> Value {
        let count = self.random.below(4);
        Value::L((0..count).map(|_| self.value(depth - 1)).collect())
    }

    fn map(&mut self, depth: usize) -> Value {
        let count = self.random.below(3);
        Value::M((0..count).map(|_| ((self.random.pick(&["p", "q"])).to_owned(), self.value(depth - 1))).collect())
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.random.below(if depth == 0 { 6 } else { 9 }) {
            0..3 => self.scalar(),
            3 => v(self.random.rarely(2)),
            4 => Value::Null,
            5 => self.set(),
            6 => self.map(depth),
            _ => self.list(depth),
        }
    }

    fn path(&mut self, names: &[&'static str]) -> Path {
        let mut path = Path::attribute(self.random.pick(names));
        let steps = match &*path.head {
            "m" | "l" => self.random.below(3),
            // DynamoDB refuses paths into keys of what is read.
            "a" | "n" => 0,
            _ => usize::from(self.random.rarely(8)),
        };
        for step in 0..steps {
            let name = if step == 0 { path.head == "m" } else { self.random.rarely(2) };
            // Mostly into what is there.
            path = match name != self.random.rarely(10) {
                true => path.name(self.random.pick(&["p", "q"])),
                false => path.index(u32::try_from(self.random.below(6)).unwrap()),
            };
        }
        path
    }

    /// Paths of which none meets another.
    fn apart(&mut self, count: usize, names: &[&'static str]) -> Vec<Path> {
        let mut paths: Vec<Path> = Vec::new();
        for _ in 0..count {
            let path = self.path(names);
            if paths.iter().all(|other| are_apart(other, &path)) {
                paths.push(path);
            }
        }
        paths
    }

    fn projection(&mut self) -> Option<Vec<Path>> {
        let count = self.random.below(4);
        Some(self.apart(count, &NAMES)).filter(|paths| !paths.is_empty())
    }

    fn update(&mut self) -> Update {
        let mut update = Update::default();
        let count = self.random.below(5);
        for path in self.apart(count, &NAMES) {
            match self.random.below(10) {
                6 | 7 => update.remove.push(path),
                8 => {
                    let number = self.random.rarely(2);
                    let value = if number { self.number() } else { self.set() };
                    update.add.push((path, packed(value)));
                }
                9 => {
                    let set = self.set();
                    update.delete.push((path, packed(set)));
                }
                _ => {
                    let value = self.set_value(&path);
                    update.set.push((path, value));
                }
            }
        }
        update
    }

    fn set_value(&mut self, of: &Path) -> SetValue {
        match self.random.below(8) {
            0 => {
                let (left, right) = (self.summand(), self.summand());
                if self.random.rarely(2) { SetValue::Plus(left, right) } else { SetValue::Minus(left, right) }
            }
            1 => {
                let (first, second) = (self.listed(), self.listed());
                SetValue::Operand(append(first, second))
            }
            2 => SetValue::Operand(SetOperand::Path(self.path(&NAMES))),
            3 => {
                let otherwise = value(self.value_of(&of.head));
                SetValue::Operand(SetOperand::IfNotExists(self.path(&NAMES), Box::new(otherwise)))
            }
            _ => {
                let new = if of.is_attribute() { self.value_of(&of.head) } else { self.value(2) };
                SetValue::Operand(value(new))
            }
        }
    }

    /// Numbers, where that is known before the item is.
    fn summand(&mut self) -> SetOperand {
        match self.random.below(4) {
            0 => value(self.number()),
            1 => SetOperand::IfNotExists(Path::attribute("n"), Box::new(value(self.number()))),
            2 => SetOperand::Path(Path::attribute("n")),
            _ => SetOperand::Path(self.path(&NAMES)),
        }
    }

    /// Lists, where that is known before the item is.
    fn listed(&mut self) -> SetOperand {
        match self.random.below(4) {
            0 => value(self.list(1)),
            1 => SetOperand::IfNotExists(Path::attribute("l"), Box::new(value(self.list(1)))),
            2 => SetOperand::Path(Path::attribute("l")),
            _ => SetOperand::Path(self.path(&NAMES)),
        }
    }

    /// The condition of a write; seldom, for many of them fail.
    fn guard(&mut self) -> Option<Condition> {
        self.random.rarely(4).then(|| self.condition(&NAMES, 2))
    }

    fn condition_at_times(&mut self, names: &[&'static str]) -> Option<Condition> {
        self.random.rarely(2).then(|| self.condition(names, 2))
    }

    fn condition(&mut self, names: &[&'static str], depth: usize) -> Condition {
        match self.random.below(if depth == 0 { 9 } else { 13 }) {
            0 => Condition::Exists(self.path(names)),
            1 => Condition::NotExists(self.path(names)),
            2 => {
                let types = [Type::S, Type::N, Type::B, Type::L, Type::M, Type::Ss, Type::Ns, Type::Null, Type::Bool];
                let kind = self.random.pick(&types);
                Condition::IsType(Operand::Path(self.path(names)), kind)
            }
            3 => {
                let comparator = if self.random.rarely(2) { Comparator::Eq } else { Comparator::Ne };
                let (left, right) = self.two(names, |draw| draw.value(1));
                Condition::Compare(left, comparator, right)
            }
            4 => {
                let comparator = self.ordering();
                let (left, right) = self.two(names, Self::scalar);
                Condition::Compare(left, comparator, right)
            }
            5 => {
                let operand = Operand::Path(self.path(names));
                let (mut low, mut high) = (self.scalar(), self.scalar());
                match super::meaning::order(&low, &high) {
                    Some(std::cmp::Ordering::Greater) => std::mem::swap(&mut low, &mut high),
                    Some(_) => {}
                    None => high = low.clone(),
                }
                Condition::Between(operand, low.to_operand(), high.to_operand())
            }
            6 => {
                let count = 1 + self.random.below(3);
                let operand = Operand::Path(self.path(names));
                Condition::In(operand, (0..count).map(|_| self.value(1).to_operand()).collect())
            }
            7 => {
                let comparator = self.ordering();
                let size = size(self.path(names));
                Condition::Compare(size, comparator, v(i32::try_from(self.random.below(4)).unwrap()).to_operand())
            }
            8 if self.random.rarely(2) => {
                let prefix = v(self.random.pick(&TEXTS[..4]));
                begins_with(self.path(names), prefix)
            }
            8 => {
                // The types that mean something in a set, a list, a text or a binary.
                let part = self.scalar();
                contains(self.path(names), part)
            }
            9 => not(self.condition(names, depth - 1)),
            10 | 11 => Condition::And(self.conditions(names, depth)),
            _ => Condition::Or(self.conditions(names, depth)),
        }
    }

    fn conditions(&mut self, names: &[&'static str], depth: usize) -> Vec<Condition> {
        (0..1 + self.random.below(3)).map(|_| self.condition(names, depth - 1)).collect()
    }

    fn ordering(&mut self) -> Comparator {
        self.random.pick(&[Comparator::Lt, Comparator::Le, Comparator::Gt, Comparator::Ge])
    }

    /// A path and a value, or two paths that differ.
    fn two(&mut self, names: &[&'static str], value: impl Fn(&mut Self) -> Value) -> (Operand, Operand) {
        let path = self.path(names);
        let other = self.path(names);
        match self.random.below(4) {
            0 if path != other => (Operand::Path(path), Operand::Path(other)),
            1 => (value(self).to_operand(), Operand::Path(path)),
            _ => (Operand::Path(path), value(self).to_operand()),
        }
    }

    fn query(&mut self) -> Query {
        let of = self.random.pick(&[View::Table, View::Table, View::Local, View::Global]);
        // No filter on keys of what is read.
        let others: Vec<&'static str> =
            NAMES.into_iter().filter(|name| *name != of.keys().0 && Some(*name) != of.keys().1).collect();
        Query {
            of,
            partition: self.random.pick(if of == View::Global { &TEXTS[..4] } else { &PARTITIONS }),
            test: self.random.rarely(2).then(|| self.key_test(of)),
            filter: self.condition_at_times(&others),
            forward: !self.random.rarely(3),
            // The order of equal keys is nobody's promise there.
            limit: (of != View::Global && self.random.rarely(2))
                .then(|| 1 + u32::try_from(self.random.below(4)).unwrap()),
        }
    }

    fn key_test(&mut self, of: View) -> KeyTest {
        let texts = of == View::Table;
        let key = |random: &mut Random| if texts { v(random.pick(&SORTS)) } else { n(random.pick(&NUMBERS)) };
        let (mut one, mut two) = (key(&mut self.random), key(&mut self.random));
        match self.random.below(if texts { 7 } else { 6 }) {
            0 => KeyTest::Eq(packed(one)),
            1 => KeyTest::Lt(packed(one)),
            2 => KeyTest::Le(packed(one)),
            3 => KeyTest::Gt(packed(one)),
            4 => KeyTest::Ge(packed(one)),
            5 => {
                if super::meaning::order(&one, &two).is_some_and(std::cmp::Ordering::is_gt) {
                    std::mem::swap(&mut one, &mut two);
                }
                KeyTest::Between(packed(one), packed(two))
            }
            _ => KeyTest::BeginsWith(packed(one)),
        }
    }

    fn old_or_nothing(&mut self) -> ReturnValues {
        if self.random.rarely(2) { ReturnValues::AllOld } else { ReturnValues::None }
    }

    fn values(&mut self) -> ReturnValues {
        use ReturnValues::{AllNew, AllOld, UpdatedNew, UpdatedOld};

        self.random.pick(&[ReturnValues::None, AllOld, AllNew, UpdatedOld, UpdatedNew])
    }
}

/// Returns whether neither holds the other, and no place is a map to one and a list to the other.
fn are_apart(one: &Path, two: &Path) -> bool {
    if one.head != two.head {
        return true;
    }
    match one.steps.iter().zip(&two.steps).find(|(a, b)| a != b) {
        Some((Step::Name(_), Step::Name(_)) | (Step::Index(_), Step::Index(_))) => true,
        Some(_) | None => false,
    }
}
