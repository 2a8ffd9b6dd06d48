//! A persistent ordered map from byte keys to values: what a partition and an index partition keep their items in.
//!
//! A B+tree of counted nodes. A clone shares all of them and costs one count; a change copies the nodes on its path
//! that others share, and works in place on those that nobody shares. Open `keys` for how a node is searched, `node`
//! for splits and merges, `range` for iteration.

mod keys;
mod node;
mod range;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

use node::{Inner, Inserted, Leaf, Node};
pub(crate) use range::Range;

/// A map of byte keys in their order, forked in O(1) by `clone`.
///
/// Values are cloned when a shared node is copied, so `V` is best a counted pointer.
pub(crate) struct Tree<V> {
    root: Option<Arc<Node<V>>>,
    len: usize,
}

impl<V> Tree<V> {
    /// An empty tree. Allocates nothing.
    pub(crate) const fn new() -> Self {
        Self { root: None, len: 0 }
    }

    /// Returns how many entries there are.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// The value of `key`.
    pub(crate) fn get(&self, key: &[u8]) -> Option<&V> {
        let mut node = self.root.as_deref()?;
        loop {
            match node {
                Node::Inner(inner) => node = &inner.children[inner.separators.count_up_to(key)],
                Node::Leaf(leaf) => return leaf.keys.find(key).map(|at| &leaf.values[at]),
            }
        }
    }

    /// The entries between two bounds, from both ends. Inverted bounds hold nothing.
    pub(crate) fn range(&self, low: Bound<&[u8]>, high: Bound<&[u8]>) -> Range<'_, V> {
        Range::new(self.root.as_deref(), low, high)
    }
}

impl<V: Clone> Tree<V> {
    /// Sets the value of `key` and returns the one that it had. A replacement in unshared nodes allocates nothing.
    pub(crate) fn insert(&mut self, key: &[u8], value: V) -> Option<V> {
        let Some(root) = &mut self.root else {
            self.root = Some(Arc::new(Node::Leaf(Leaf::new(key, value))));
            self.len = 1;
            return None;
        };
        match Node::insert(root, key, value) {
            Inserted::Replaced(old) => return Some(old),
            Inserted::Added => {}
            Inserted::Split(split) => {
                let left = Arc::clone(root);
                *root = Arc::new(Node::Inner(Inner::new(left, split)));
            }
        }
        self.len += 1;
        None
    }

    /// Removes `key` and returns the value that it had.
    pub(crate) fn remove(&mut self, key: &[u8]) -> Option<V> {
        // Looked up first, so that a removal of nothing copies nothing.
        self.get(key)?;
        let root = self.root.as_mut()?;
        let old = Node::remove(root, key);
        self.len -= 1;
        if self.len == 0 {
            self.root = None;
        } else if let Node::Inner(inner) = root.as_ref()
            && let [only] = inner.children.as_slice()
        {
            self.root = Some(Arc::clone(only));
        }
        old
    }
}

impl<V> Clone for Tree<V> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone(), len: self.len }
    }
}

impl<V> Default for Tree<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> fmt::Debug for Tree<V> {
    /// The size alone: keys are values of users.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tree").field("len", &self.len).finish_non_exhaustive()
    }
}
