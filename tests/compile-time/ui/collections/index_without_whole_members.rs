//! Rules 22, 25: members in an index that carries keys.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::BySlim)]
struct View {
    projects: Vec<Project>,
}

fn main() {}
