use std::collections::BTreeSet;
use std::sync::Arc;

use super::check;
use crate::tree::Tree;

#[test]
fn a_clone_shares_the_root() {
    let tree = numbers(10_000);
    let fork = tree.clone();
    let (root, other) = (tree.root.as_ref().unwrap(), fork.root.as_ref().unwrap());
    assert!(Arc::ptr_eq(root, other));
    assert_eq!(Arc::strong_count(root), 2);
}

#[test]
fn a_change_of_a_fork_copies_one_path() {
    let tree = numbers(100_000);
    let mut fork = tree.clone();

    fork.insert(&key(500), 1);
    fork.insert(&key(500), 2);

    let (before, after) = (check(&tree), check(&fork));
    let before_nodes: BTreeSet<_> = before.nodes.iter().collect();
    let own = after.nodes.iter().filter(|node| !before_nodes.contains(node)).count();
    assert_eq!(own, after.height);
    assert_eq!(tree.get(&key(500)), Some(&500));
    assert_eq!(fork.get(&key(500)), Some(&2));
}

#[test]
fn unshared_nodes_are_changed_in_place() {
    let mut tree = numbers(100_000);
    let before = check(&tree).nodes;

    for number in 0..100_000 {
        assert_eq!(tree.insert(&key(number), number + 1), Some(number));
    }

    assert_eq!(check(&tree).nodes, before);
}

#[test]
fn a_removal_of_nothing_copies_nothing() {
    let tree = numbers(10_000);
    let mut fork = tree.clone();
    assert_eq!(fork.remove(b"absent"), None);
    assert_eq!(check(&tree).nodes, check(&fork).nodes);
}

#[test]
fn a_tree_that_outlives_its_origin_works_in_place_again() {
    let tree = numbers(1_000);
    let mut fork = tree.clone();
    drop(tree);
    let before = check(&fork).nodes;
    fork.insert(&key(3), 0);
    assert_eq!(check(&fork).nodes, before);
}

fn numbers(count: u64) -> Tree<u64> {
    let mut tree = Tree::new();
    for number in 0..count {
        tree.insert(&key(number), number);
    }
    tree
}

fn key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}
