//! Rule 25: a collection of another index in the collection.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
}

#[derive(Collection)]
#[collection(table = Tracker, by = project::ByTeam)]
struct View {
    project: Project,
    tasks: Vec<TaskView>,
}

fn main() {}
