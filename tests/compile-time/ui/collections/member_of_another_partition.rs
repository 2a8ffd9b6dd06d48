//! Rule 25: a member that stands in another partition.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    project: Project,
    members: Vec<Member>,
}

fn main() {}
