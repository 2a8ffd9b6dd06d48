//! Rules 25, 30: a member of another table.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    project: Project,
    posts: Vec<Post>,
}

fn main() {}
