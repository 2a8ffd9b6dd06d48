//! Rule 25: a kind that another member holds already.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    comments: Vec<Comment>,
}

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    tasks: Vec<TaskView>,
    comments: Vec<Comment>,
}

fn main() {}
