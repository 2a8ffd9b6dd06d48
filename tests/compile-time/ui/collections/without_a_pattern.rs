//! Rule 29: a collection without its access pattern.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker)]
struct View {
    project: Project,
}

async fn case(tracker: Store<Tracker>) -> Result<Option<View>, monotable::Error> {
    tracker.load(Project::of("p")).await
}

fn main() {}
