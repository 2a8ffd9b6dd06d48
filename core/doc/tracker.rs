// The tracker of the examples on collections, which include this out of the reader's sight.

use monotable::{Collection, Entity, Store, Table};

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK")]
enum Tracker {
    Project(Project),
    Task(Task),
    Comment(Comment),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "PROJECT")]
struct Project {
    project: String,
    title: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{number}")]
struct Task {
    project: String,
    number: u32,
    title: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{task}#COMMENT#{number}")]
struct Comment {
    project: String,
    task: u32,
    number: u32,
    text: String,
}

/// Runs an example on the engine, in a tracker with the project `apollo`: two tasks, and two comments on the first.
fn run<F: Future<Output = Result<(), monotable::Error>>>(example: impl FnOnce(Store<Tracker>) -> F) {
    let test = async {
        let tracker = Tracker::on(monotable_local::LocalBackend::new());
        tracker.create_table().await?;
        let project = || "apollo".to_owned();
        tracker.put(&Project { project: project(), title: "To the moon".into() }).await?;
        for number in 1..=2 {
            tracker.put(&Task { project: project(), number, title: "Build".into() }).await?;
            tracker.put(&Comment { project: project(), task: 1, number, text: "Done".into() }).await?;
        }
        example(tracker).await
    };
    // The engine answers at once.
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let done = Future::poll(std::pin::pin!(test), &mut context);
    assert!(matches!(done, std::task::Poll::Ready(Ok(()))), "{done:?}");
}
