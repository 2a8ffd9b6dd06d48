//! Rule 25: a collection in the collection that stands for the same items.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct Inner {
    project: Project,
}

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    inner: Inner,
    tasks: Vec<Task>,
}

fn main() {}
