//! What must hold of the nodes of every tree.

use std::sync::Arc;

use crate::tree::Tree;
use crate::tree::keys::WIDTH;
use crate::tree::node::Node;

/// What a walk over all nodes found.
#[derive(Default)]
pub(super) struct Shape {
    pub(super) height: usize,
    pub(super) entries: usize,
    pub(super) leaves: usize,
    /// The address of every node.
    pub(super) nodes: Vec<usize>,
}

impl Shape {
    /// How full leaves are, of the most that they can hold.
    pub(super) fn fill(&self) -> f64 {
        self.entries as f64 / (self.leaves * (WIDTH - 1)) as f64
    }
}

/// Walks the tree; panics where order, height, widths, separators or heads are wrong.
pub(super) fn check<V>(tree: &Tree<V>) -> Shape {
    let mut shape = Shape::default();
    if let Some(root) = &tree.root {
        shape.height = height_of(root);
        walk(root, shape.height, None, None, &mut shape);
    }
    assert_eq!(shape.entries, tree.len());
    shape
}

fn height_of<V>(node: &Node<V>) -> usize {
    match node {
        Node::Leaf(_) => 1,
        Node::Inner(inner) => 1 + height_of(&inner.children[0]),
    }
}

fn walk<V>(node: &Arc<Node<V>>, height: usize, low: Option<&[u8]>, high: Option<&[u8]>, shape: &mut Shape) {
    shape.nodes.push(Arc::as_ptr(node).addr());
    let keys = match node.as_ref() {
        Node::Leaf(leaf) => {
            assert_eq!(height, 1, "all leaves are at one height");
            assert!(!leaf.values.is_empty(), "no leaf is empty");
            assert_eq!(leaf.keys.len(), leaf.values.len());
            shape.leaves += 1;
            shape.entries += leaf.values.len();
            &leaf.keys
        }
        Node::Inner(inner) => {
            let children = &inner.children;
            assert!(children.len() >= 2, "every inner node chooses");
            assert_eq!(inner.separators.len() + 1, children.len());
            for (at, child) in children.iter().enumerate() {
                let low = at.checked_sub(1).map(|at| inner.separators.get(at)).or(low);
                let high = (at < inner.separators.len()).then(|| inner.separators.get(at)).or(high);
                walk(child, height - 1, low, high, shape);
            }
            &inner.separators
        }
    };
    keys.check();
    assert!(keys.len() < WIDTH, "no node is too wide");
    let all: Vec<&[u8]> = (0..keys.len()).map(|at| keys.get(at)).collect();
    assert!(all.is_sorted_by(|a, b| a < b), "keys are in order");
    assert!(low.is_none_or(|low| low <= all[0]), "no key is below its separator");
    assert!(high.is_none_or(|high| all[all.len() - 1] < high), "no key is above its separator");
}
