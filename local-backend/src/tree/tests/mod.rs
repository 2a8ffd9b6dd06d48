//! The tree against `BTreeMap`: `model` with random operations and forks, `runs` with large ones, `sharing` for what a
//! fork costs. `check` looks at the nodes.

mod check;
mod model;
mod runs;
mod sharing;

use std::collections::BTreeMap;
use std::ops::Bound;

use check::check;

use super::Tree;

type Model = BTreeMap<Vec<u8>, u64>;

/// Returns whether tree and model hold the same, by iteration from both ends, and the tree's nodes are sound.
fn assert_same(tree: &Tree<u64>, model: &Model) {
    check(tree);
    assert_eq!(tree.len(), model.len());
    let all = || tree.range(Bound::Unbounded, Bound::Unbounded);
    let expected = || model.iter().map(|(key, value)| (key.as_slice(), value));
    assert!(all().eq(expected()), "forwards");
    assert!(all().rev().eq(expected().rev()), "backwards");
}

/// A generator of numbers (xorshift), so that large runs are the same each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
