//! Iteration over a range of keys from both ends.

use std::iter::FusedIterator;
use std::ops::Bound;
use std::ptr;

use super::node::{Inner, Leaf, Node};

/// The entries of a range of keys, in order. Made by `Tree::range`.
pub(crate) struct Range<'a, V> {
    ends: Option<Ends<'a, V>>,
}

struct Ends<'a, V> {
    root: &'a Node<V>,
    front: Cursor<'a, V>,
    back: Cursor<'a, V>,
}

/// A place between two entries: before entry `at` of `leaf`. The end of a leaf and the start of the next are the same
/// place.
struct Cursor<'a, V> {
    /// The node above the leaf, and which child of it the leaf is.
    parent: Option<(&'a Inner<V>, usize)>,
    leaf: &'a Leaf<V>,
    at: usize,
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

impl<'a, V> Range<'a, V> {
    pub(super) fn new(root: Option<&'a Node<V>>, low: Bound<&[u8]>, high: Bound<&[u8]>) -> Self {
        let ends = root.filter(|_| !is_empty(low, high)).map(|root| Ends {
            root,
            front: match low {
                Bound::Unbounded => Cursor::at_edge(root, Side::Left),
                Bound::Included(key) => Cursor::before(root, key),
                Bound::Excluded(key) => Cursor::after(root, key),
            },
            back: match high {
                Bound::Unbounded => Cursor::at_edge(root, Side::Right),
                Bound::Included(key) => Cursor::after(root, key),
                Bound::Excluded(key) => Cursor::before(root, key),
            },
        });
        Self { ends }
    }
}

impl<'a, V> Iterator for Range<'a, V> {
    type Item = (&'a [u8], &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        let Ends { root, front, back } = self.ends.as_mut()?;
        loop {
            if ptr::eq(front.leaf, back.leaf) {
                if front.at >= back.at {
                    return None;
                }
            } else if front.at == front.leaf.values.len() {
                *front = front.neighbour(root, Side::Right)?;
                continue;
            }
            let at = front.at;
            front.at += 1;
            return Some((front.leaf.keys.get(at), &front.leaf.values[at]));
        }
    }
}

impl<V> DoubleEndedIterator for Range<'_, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let Ends { root, front, back } = self.ends.as_mut()?;
        loop {
            if ptr::eq(front.leaf, back.leaf) {
                if front.at >= back.at {
                    return None;
                }
            } else if back.at == 0 {
                *back = back.neighbour(root, Side::Left)?;
                continue;
            }
            back.at -= 1;
            let at = back.at;
            return Some((back.leaf.keys.get(at), &back.leaf.values[at]));
        }
    }
}

impl<V> FusedIterator for Range<'_, V> {}

impl<'a, V> Cursor<'a, V> {
    /// The place before `key` and all greater keys.
    fn before(root: &'a Node<V>, key: &[u8]) -> Self {
        let mut cursor = Self::descend(root, |inner| inner.separators.count_up_to(key));
        cursor.at = match cursor.leaf.keys.search(key) {
            Ok(at) | Err(at) => at,
        };
        cursor
    }

    /// The place after `key` and all smaller keys.
    fn after(root: &'a Node<V>, key: &[u8]) -> Self {
        let mut cursor = Self::descend(root, |inner| inner.separators.count_up_to(key));
        cursor.at = cursor.leaf.keys.count_up_to(key);
        cursor
    }

    fn at_edge(root: &'a Node<V>, side: Side) -> Self {
        let mut cursor = Self::descend(root, |inner| match side {
            Side::Left => 0,
            Side::Right => inner.children.len() - 1,
        });
        cursor.at = match side {
            Side::Left => 0,
            Side::Right => cursor.leaf.values.len(),
        };
        cursor
    }

    fn descend(root: &'a Node<V>, choose: impl Fn(&Inner<V>) -> usize) -> Self {
        let mut parent = None;
        let mut node = root;
        loop {
            match node {
                Node::Leaf(leaf) => {
                    return Self { parent, leaf, at: 0 };
                }
                Node::Inner(inner) => {
                    let child = choose(inner);
                    parent = Some((inner, child));
                    node = &inner.children[child];
                }
            }
        }
    }

    /// The near end of the next leaf on that side. Only the parent is at hand: where it ends, which happens once in
    /// hundreds or thousands of entries, the way is sought again from the root.
    fn neighbour(&self, root: &'a Node<V>, side: Side) -> Option<Self> {
        if let Some((inner, child)) = self.parent
            && let Some(child) = side.of(child)
            && let Some(Node::Leaf(leaf)) = inner.children.get(child).map(AsRef::as_ref)
        {
            let at = match side {
                Side::Left => leaf.values.len(),
                Side::Right => 0,
            };
            return Some(Self { parent: Some((inner, child)), leaf, at });
        }
        let key = self.leaf.keys.get(0);
        let mut beside = None;
        let mut node = root;
        while let Node::Inner(inner) = node {
            let child = inner.separators.count_up_to(key);
            if let Some(other) = side.of(child).and_then(|child| inner.children.get(child)) {
                beside = Some(other.as_ref());
            }
            node = &inner.children[child];
        }
        Some(Self::at_edge(beside?, side.opposite()))
    }
}

impl Side {
    /// The child on this side of another.
    fn of(self, child: usize) -> Option<usize> {
        match self {
            Self::Left => child.checked_sub(1),
            Self::Right => Some(child + 1),
        }
    }

    fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// Returns whether no key can lie between the bounds. Then the front would start behind the back.
fn is_empty(low: Bound<&[u8]>, high: Bound<&[u8]>) -> bool {
    match (low, high) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(low), Bound::Included(high)) => low > high,
        (Bound::Included(low) | Bound::Excluded(low), Bound::Included(high) | Bound::Excluded(high)) => low >= high,
    }
}
