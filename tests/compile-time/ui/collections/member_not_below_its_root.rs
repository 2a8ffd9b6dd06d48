//! Rule 25: a member whose key does not go on behind the key of the root.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct View {
    task: Task,
    events: Vec<Event>,
}

fn main() {}
