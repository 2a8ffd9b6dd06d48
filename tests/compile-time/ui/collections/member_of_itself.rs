//! Rule 25: a collection that is a member of itself.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    tasks: Vec<TaskView>,
}

fn main() {}
