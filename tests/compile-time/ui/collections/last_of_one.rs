//! Rule 29: a bound on a member of which there is one.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    #[collection(last = 3)]
    project: Project,
}

fn main() {}
