//! Rule 25: a member that is no item.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    project: Project,
    title: String,
}

fn main() {}
