//! Rule 25: an entity that is loaded as a collection.
#![allow(unused)]
include!("../tracker.rs");

async fn case(tracker: Store<Tracker>) -> Result<Option<Task>, monotable::Error> {
    tracker.load(Task::of("p").number(1u32)).await
}

fn main() {}
