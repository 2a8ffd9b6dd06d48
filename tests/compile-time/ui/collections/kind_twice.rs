//! Rule 25: two members of one kind.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    tasks: Vec<Task>,
    last: Vec<Task>,
}

fn main() {}
