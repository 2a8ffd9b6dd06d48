//! Rules 25, 30: a collection from the store of another table.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    comments: Vec<Comment>,
}

async fn case(blog: Store<Blog>) -> Result<Option<TaskView>, monotable::Error> {
    blog.load(Task::of("p").number(1u32)).await
}

fn main() {}
