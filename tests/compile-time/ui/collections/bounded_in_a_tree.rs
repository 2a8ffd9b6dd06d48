//! Rule 25: a bounded member of a collection in the collection.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    #[collection(last = 3)]
    comments: Vec<Comment>,
}

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
struct View {
    project: Project,
    tasks: Vec<TaskView>,
}

fn main() {}
