//! Rule 25: an entity instead of its access pattern.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = Project)]
struct View {
    project: Project,
}

fn main() {}
