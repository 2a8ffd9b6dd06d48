//! Leaves and inner nodes: insertion with splits, removal with merges.

use std::mem;
use std::sync::Arc;

use super::keys::{Keys, Trend, WIDTH, grow, trim, with_room};

#[derive(Debug, Clone)]
pub(super) enum Node<V> {
    Leaf(Leaf<V>),
    Inner(Inner<V>),
}

#[derive(Debug)]
pub(super) struct Leaf<V> {
    pub(super) keys: Keys,
    pub(super) values: Vec<V>,
}

/// Child `i` holds the keys from separator `i - 1` (included) to separator `i` (excluded).
#[derive(Debug)]
pub(super) struct Inner<V> {
    pub(super) separators: Keys,
    pub(super) children: Vec<Arc<Node<V>>>,
}

/// What an insertion did to a subtree.
pub(super) enum Inserted<V> {
    Replaced(V),
    Added,
    /// Added, and the subtree gave its right part away.
    Split(Split<V>),
}

/// A new right neighbour and the separator between the two.
pub(super) struct Split<V> {
    pub(super) separator: Box<[u8]>,
    pub(super) right: Arc<Node<V>>,
}

impl<V: Clone> Node<V> {
    /// Inserts below `this`, copying what is shared on the way.
    pub(super) fn insert(this: &mut Arc<Self>, key: &[u8], value: V) -> Inserted<V> {
        match Arc::make_mut(this) {
            Self::Leaf(leaf) => leaf.insert(key, value),
            Self::Inner(inner) => {
                let at = inner.separators.count_up_to(key);
                match Self::insert(&mut inner.children[at], key, value) {
                    Inserted::Split(split) => inner.add(at, split),
                    done => done,
                }
            }
        }
    }

    /// Removes below `this`, copying what is shared on the way. The caller mends `this` if it has become too small.
    pub(super) fn remove(this: &mut Arc<Self>, key: &[u8]) -> Option<V> {
        match Arc::make_mut(this) {
            Self::Leaf(leaf) => leaf.remove(key),
            Self::Inner(inner) => {
                let at = inner.separators.count_up_to(key);
                let old = Self::remove(&mut inner.children[at], key);
                inner.mend(at);
                old
            }
        }
    }

    /// Entries of a leaf, children of an inner node.
    fn width(&self) -> usize {
        match self {
            Self::Leaf(leaf) => leaf.values.len(),
            Self::Inner(inner) => inner.children.len(),
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Leaf(leaf) => leaf.keys.size(),
            Self::Inner(inner) => inner.separators.size(),
        }
    }

    /// Takes over all of the next node, which is of the same height.
    fn append(&mut self, separator: &[u8], right: Self) {
        match (self, right) {
            (Self::Leaf(left), Self::Leaf(mut right)) => {
                left.keys.append(&right.keys);
                left.values.append(&mut right.values);
            }
            (Self::Inner(left), Self::Inner(mut right)) => {
                left.separators.insert(left.separators.len(), separator);
                left.separators.append(&right.separators);
                left.children.append(&mut right.children);
            }
            _ => unreachable!("neighbours are of the same height"),
        }
    }

    /// Gives away what stands from position `at` on. Both sides must keep something.
    fn split_off(&mut self, at: usize) -> Split<V> {
        match self {
            Self::Leaf(leaf) => leaf.split_off(at),
            Self::Inner(inner) => inner.split_off(at),
        }
    }
}

impl<V> Leaf<V> {
    /// A leaf with one entry.
    pub(super) fn new(key: &[u8], value: V) -> Self {
        let mut keys = Keys::new();
        keys.insert(0, key);
        Self { keys, values: vec![value] }
    }

    fn insert(&mut self, key: &[u8], value: V) -> Inserted<V> {
        match self.keys.search(key) {
            Ok(at) => Inserted::Replaced(mem::replace(&mut self.values[at], value)),
            Err(at) => {
                self.keys.insert(at, key);
                grow(&mut self.values, 1);
                self.values.insert(at, value);
                let width = self.values.len();
                if fits(width, self.keys.size()) {
                    return Inserted::Added;
                }
                let at = match self.keys.trend() {
                    Some(Trend::Upwards(latest)) => (latest + 1).min(width - 1),
                    Some(Trend::Downwards(latest)) => latest.max(1),
                    None => width / 2,
                };
                Inserted::Split(self.split_off(at))
            }
        }
    }

    fn remove(&mut self, key: &[u8]) -> Option<V> {
        let at = self.keys.find(key)?;
        self.keys.remove(at);
        Some(self.values.remove(at))
    }

    fn split_off(&mut self, at: usize) -> Split<V> {
        let keys = self.keys.split_off(at);
        let values = self.values.split_off(at);
        trim(&mut self.values);
        let separator = separator(self.keys.get(at - 1), keys.get(0)).into();
        Split { separator, right: Arc::new(Node::Leaf(Self { keys, values })) }
    }
}

impl<V> Inner<V> {
    /// A root above two halves.
    pub(super) fn new(left: Arc<Node<V>>, split: Split<V>) -> Self {
        let mut separators = Keys::new();
        separators.insert(0, &split.separator);
        Self { separators, children: vec![left, split.right] }
    }

    /// Takes in what child `at` gave away.
    fn add(&mut self, at: usize, split: Split<V>) -> Inserted<V> {
        self.separators.insert(at, &split.separator);
        grow(&mut self.children, 1);
        self.children.insert(at + 1, split.right);
        let width = self.children.len();
        if fits(width, self.separators.size()) {
            return Inserted::Added;
        }
        // Two children at least on each side, so that each has a neighbour to merge with.
        let at = match self.separators.trend() {
            Some(Trend::Upwards(latest)) => (latest + 2).clamp(2, width - 2),
            Some(Trend::Downwards(latest)) => (latest + 1).clamp(2, width - 2),
            None => width / 2,
        };
        Inserted::Split(self.split_off(at))
    }

    fn split_off(&mut self, at: usize) -> Split<V> {
        let separators = self.separators.split_off(at);
        let separator = self.separators.get(at - 1).into();
        self.separators.remove(at - 1);
        let children = self.children.split_off(at);
        trim(&mut self.children);
        Split { separator, right: Arc::new(Node::Inner(Self { separators, children })) }
    }
}

impl<V: Clone> Inner<V> {
    /// Merges child `at` with a neighbour, or takes from the neighbour, if the child has become small.
    fn mend(&mut self, at: usize) {
        let small = self.children[at].width();
        if small >= SMALL {
            return;
        }
        let left = at.saturating_sub(1);
        let Some(neighbour) = self.children.get(if at == 0 { 1 } else { left }) else {
            return; // an only child: this node is mended by its own parent, or collapses as the root
        };
        let width = small + neighbour.width();
        let size = self.children[at].size() + neighbour.size() + self.separators.get(left).len();
        let merges = fits(width, size);
        if !merges && small >= neighbour.width() / 2 {
            return; // long keys: small in number only
        }
        let mut right = Arc::unwrap_or_clone(self.children.remove(left + 1));
        let separator = Box::<[u8]>::from(self.separators.get(left));
        self.separators.remove(left);
        let left_node = Arc::make_mut(&mut self.children[left]);
        if merges {
            left_node.append(&separator, right);
            return;
        }
        let split = match (width / 2).checked_sub(left_node.width()) {
            Some(missing) => {
                let split = right.split_off(missing);
                left_node.append(&separator, right);
                split
            }
            None => {
                let mut split = left_node.split_off(width / 2);
                Arc::make_mut(&mut split.right).append(&separator, right);
                split
            }
        };
        self.separators.insert(left, &split.separator);
        self.children.insert(left + 1, split.right);
    }
}

impl<V: Clone> Clone for Leaf<V> {
    fn clone(&self) -> Self {
        Self { keys: self.keys.clone(), values: with_room(&self.values) }
    }
}

impl<V> Clone for Inner<V> {
    fn clone(&self) -> Self {
        Self { separators: self.separators.clone(), children: with_room(&self.children) }
    }
}

/// Returns whether a node may stay as it is. Long keys split it early, so that an insertion never moves much memory.
pub(super) fn fits(width: usize, size: usize) -> bool {
    width < WIDTH && (size <= MAX_SIZE || width < MIN_SPLIT)
}

/// The shortest key that is greater than `left` and not greater than `right`.
fn separator<'a>(left: &[u8], right: &'a [u8]) -> &'a [u8] {
    let shared = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    &right[..=shared] // never out of range: `left` < `right`, so `right` goes on after what they share
}

/// A node below this width is merged with a neighbour where the two fit into one.
const SMALL: usize = WIDTH / 4;

/// A node splits when its keys take more bytes, provided that it has `MIN_SPLIT` entries.
const MAX_SIZE: usize = 16 * 1024;

const MIN_SPLIT: usize = 8;
