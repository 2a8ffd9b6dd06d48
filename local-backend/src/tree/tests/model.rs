use std::ops::Bound;

use proptest::prelude::*;

use super::{Model, assert_same};
use crate::tree::Tree;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_operations_and_forks_agree_with_a_model(
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut forks: Vec<(Tree<u64>, Model)> = vec![(Tree::new(), Model::new())];
        let mut stamp = 0;
        for step in steps {
            let at = step.fork % forks.len();
            if step.forks && forks.len() < 6 {
                let fork = forks[at].clone();
                forks.push(fork);
            }
            let (tree, model) = &mut forks[at];
            for number in step.numbers() {
                let key = step.key.of(number);
                stamp += 1;
                match step.action {
                    Action::Insert => prop_assert_eq!(tree.insert(&key, stamp), model.insert(key, stamp)),
                    Action::Remove => prop_assert_eq!(tree.remove(&key), model.remove(&key)),
                    Action::Get => prop_assert_eq!(tree.get(&key), model.get(&key)),
                }
            }
        }
        for (tree, model) in &forks {
            assert_same(tree, model);
        }
    }

    #[test]
    fn ranges_of_all_kinds_agree_with_a_model(
        steps in prop::collection::vec(step(), 1..12),
        bounds in prop::collection::vec((bound(), bound(), any::<u64>()), 1..40),
    ) {
        let mut tree = Tree::new();
        let mut model = Model::new();
        for step in steps {
            for number in step.numbers() {
                let key = step.key.of(number);
                if let Action::Remove = step.action {
                    tree.remove(&key);
                    model.remove(&key);
                } else {
                    tree.insert(&key, u64::from(number));
                    model.insert(key, u64::from(number));
                }
            }
        }
        for (low, high, turns) in bounds {
            let (low, high) = (slice_of(&low), slice_of(&high));
            let expected: Vec<_> = model
                .iter()
                .map(|(key, value)| (key.as_slice(), value))
                .filter(|(key, _)| match low {
                    Bound::Included(low) => *key >= low,
                    Bound::Excluded(low) => *key > low,
                    Bound::Unbounded => true,
                })
                .filter(|(key, _)| match high {
                    Bound::Included(high) => *key <= high,
                    Bound::Excluded(high) => *key < high,
                    Bound::Unbounded => true,
                })
                .collect();
            prop_assert!(tree.range(low, high).eq(expected.iter().copied()));
            prop_assert!(tree.range(low, high).rev().eq(expected.iter().rev().copied()));

            // Both ends in turns, and some steps past the meeting.
            let mut range = tree.range(low, high);
            let mut rest = expected.into_iter();
            for turn in 0..rest.len() + 4 {
                if turns >> (turn % 64) & 1 == 0 {
                    prop_assert_eq!(range.next(), rest.next());
                } else {
                    prop_assert_eq!(range.next_back(), rest.next_back());
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Action {
    Insert,
    Remove,
    Get,
}

/// How a number becomes a key.
#[derive(Debug, Clone, Copy)]
enum Key {
    /// As composed keys look: long shared prefixes, digits.
    Composed,
    /// From no byte at all to a few, of bytes that sit at the edges of orders: keys that are prefixes of others.
    Edge,
    /// As long as DynamoDB allows: nodes split by size.
    Long,
}

/// One action on a series of keys, so that few steps make trees of several levels.
#[derive(Debug, Clone)]
struct Step {
    action: Action,
    key: Key,
    start: u16,
    count: u16,
    stride: u16,
    fork: usize,
    forks: bool,
}

impl Step {
    fn numbers(&self) -> impl Iterator<Item = u16> {
        let (start, stride) = (self.start, self.stride);
        (0..self.count).map(move |at| start.wrapping_add(at.wrapping_mul(stride)) % 2048)
    }
}

impl Key {
    fn of(self, number: u16) -> Vec<u8> {
        match self {
            Self::Composed => format!("CUSTOMER#{:04}#ORDER#{:08}", number / 300, number).into_bytes(),
            Self::Edge => {
                let mut rest = number;
                let mut key = Vec::new();
                while rest > 0 {
                    key.push([0x00, b'#', 0x7f, 0x80, 0xff][usize::from(rest % 5)]);
                    rest /= 5;
                }
                key
            }
            Self::Long => {
                let mut key = vec![b'x'; 2900];
                key.extend(number.to_be_bytes());
                key
            }
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let action = prop_oneof![
        5 => Just(Action::Insert),
        4 => Just(Action::Remove),
        1 => Just(Action::Get),
    ];
    let count = prop_oneof![1_u16..4, 50_u16..900];
    let stride = prop_oneof![Just(1_u16), Just(u16::MAX), Just(37), any::<u16>()];
    (action, key(), 0_u16..2048, count, stride, any::<usize>(), prop::bool::weighted(0.2)).prop_map(
        |(action, key, start, count, stride, fork, forks)| {
            let count = if matches!(key, Key::Long) { count / 8 } else { count };
            Step { action, key, start, count, stride, fork, forks }
        },
    )
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![5 => Just(Key::Composed), 3 => Just(Key::Edge), 1 => Just(Key::Long)]
}

fn bound() -> impl Strategy<Value = Bound<Vec<u8>>> {
    let bytes = (key(), 0_u16..2048, 0_usize..3).prop_map(|(key, number, cut)| {
        let mut bytes = key.of(number);
        bytes.truncate(bytes.len().saturating_sub(cut));
        bytes
    });
    (bytes, 0..5).prop_map(|(bytes, kind)| match kind {
        0 => Bound::Unbounded,
        1 | 2 => Bound::Included(bytes),
        _ => Bound::Excluded(bytes),
    })
}

fn slice_of(bound: &Bound<Vec<u8>>) -> Bound<&[u8]> {
    bound.as_ref().map(Vec::as_slice)
}
