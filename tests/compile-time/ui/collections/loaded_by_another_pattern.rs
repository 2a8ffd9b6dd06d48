//! Rules 15, 25: a collection by another access pattern.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    comments: Vec<Comment>,
}

async fn case(tracker: Store<Tracker>) -> Result<Option<TaskView>, monotable::Error> {
    tracker.load(Project::of("p")).await
}

fn main() {}
