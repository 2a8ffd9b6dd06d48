//! Rule 25: a member that is not in the index of the others.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::ByTeam)]
struct View {
    projects: Vec<Project>,
    events: Vec<Event>,
}

fn main() {}
