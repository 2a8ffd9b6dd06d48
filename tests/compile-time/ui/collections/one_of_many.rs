//! Rule 25: one member where there can be many.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    project: Project,
    task: Option<Task>,
}

fn main() {}
