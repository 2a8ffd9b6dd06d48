//! Rule 25: the root of a collection without its whole key.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    comments: Vec<Comment>,
}

async fn case(tracker: Store<Tracker>) -> Result<Option<TaskView>, monotable::Error> {
    tracker.load(Task::of("p")).await
}

fn main() {}
