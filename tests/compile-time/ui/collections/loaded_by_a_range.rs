//! Rule 25: a range where a collection has one root.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    comments: Vec<Comment>,
}

async fn case(tracker: Store<Tracker>) -> Result<Option<TaskView>, monotable::Error> {
    tracker.load(Task::of("p").number(1..5)).await
}

fn main() {}
