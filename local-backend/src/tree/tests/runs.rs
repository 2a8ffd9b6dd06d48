use std::ops::Bound;

use super::{Model, Random, assert_same, check};
use crate::tree::Tree;
use crate::tree::keys::WIDTH;

#[test]
fn ascending_insertions_fill_leaves() {
    let mut tree = Tree::new();
    for number in 0..100_000_u64 {
        assert_eq!(tree.insert(&time_key(number), number), None);
    }
    let shape = check(&tree);
    assert!(shape.fill() > 0.95, "fill {}", shape.fill());
    assert!(shape.height <= 4, "height {}", shape.height);
    let all = tree.range(Bound::Unbounded, Bound::Unbounded);
    assert!(all.map(|(_, number)| *number).eq(0..100_000));
    assert!((0..100_000).all(|number| tree.get(&time_key(number)) == Some(&number)));
}

#[test]
fn descending_insertions_fill_leaves() {
    let mut tree = Tree::new();
    for number in (0..100_000_u64).rev() {
        tree.insert(&time_key(number), number);
    }
    let shape = check(&tree);
    assert!(shape.fill() > 0.95, "fill {}", shape.fill());
}

#[test]
fn series_that_grow_in_the_middle_fill_leaves() {
    let mut tree = Tree::new();
    for customer in [500, 200, 800, 100, 700] {
        for number in 0..20_000_u64 {
            tree.insert(format!("CUSTOMER#{customer}#ORDER#{number:012}").as_bytes(), number);
        }
    }
    let shape = check(&tree);
    assert!(shape.fill() > 0.95, "fill {}", shape.fill());
}

#[test]
fn random_insertions_keep_leaves_more_than_half_full() {
    let mut random = Random(7);
    let mut tree = Tree::new();
    for number in 0..100_000 {
        tree.insert(&random.next().to_be_bytes(), number);
    }
    let shape = check(&tree);
    assert!(shape.fill() > 0.6, "fill {}", shape.fill());
}

#[test]
fn a_large_random_run_agrees_with_a_model() {
    let mut random = Random(42);
    let mut tree = Tree::new();
    let mut model = Model::new();
    // Grows, churns, and shrinks to nothing.
    for (rounds, insertions) in [(50_000, 80), (50_000, 50), (140_000, 10)] {
        for round in 0..rounds {
            let key = format!("USER#{:06}", random.below(33_000)).into_bytes();
            if random.below(100) < insertions {
                assert_eq!(tree.insert(&key, round), model.insert(key, round));
            } else {
                assert_eq!(tree.get(&key), model.get(&key));
                assert_eq!(tree.remove(&key), model.remove(&key));
            }
        }
        assert_same(&tree, &model);
    }
    for key in std::mem::take(&mut model).into_keys() {
        assert!(tree.remove(&key).is_some());
    }
    assert_same(&tree, &model);
}

#[test]
fn a_queue_of_long_keys_stays_sound() {
    let key = |number: u64| {
        let mut key = vec![b'k'; 1000];
        key.extend(number.to_be_bytes());
        key
    };
    let mut tree = Tree::new();
    for number in 0..4_000_u64 {
        tree.insert(&key(number), number);
        if let Some(old) = number.checked_sub(300) {
            assert_eq!(tree.remove(&key(old)), Some(old));
        }
        if number % 500 == 0 {
            check(&tree);
        }
    }
    let shape = check(&tree);
    assert_eq!(shape.entries, 300);
    assert!(shape.leaves <= 300 / 4, "leaves {}", shape.leaves);
}

#[test]
fn removals_leave_no_sparse_leaves_behind() {
    let mut tree = Tree::new();
    for number in 0..50_000_u64 {
        tree.insert(&time_key(number), number);
    }
    for number in (0..50_000_u64).filter(|number| number % 50 != 0) {
        tree.remove(&time_key(number));
    }
    let shape = check(&tree);
    assert_eq!(shape.entries, 1000);
    assert!(shape.fill() >= 0.2, "fill {}", shape.fill());
}

#[test]
fn an_inner_node_takes_children_from_a_full_neighbour() {
    // given a full inner node, and beside it one with a full leaf and a leaf of one entry
    let leaf = WIDTH as u64 - 1;
    let last = 2 * leaf * leaf;
    let mut tree = Tree::new();
    for number in (0..=last).step_by(2) {
        tree.insert(&time_key(number), number);
    }
    tree.insert(&time_key(leaf), leaf);
    assert_eq!(check(&tree).height, 3);

    // when the two leaves become one, which is one too many for the full node
    tree.remove(&time_key(last));

    // then no inner node is left with a single child
    let shape = check(&tree);
    assert_eq!((shape.height, shape.leaves), (3, WIDTH));
}

fn time_key(number: u64) -> Vec<u8> {
    format!("DEVICE#17#READING#{number:020}").into_bytes()
}
