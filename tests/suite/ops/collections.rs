//! Several kinds of items of one partition, in one struct.

use std::sync::Arc;

use monotable::request::PutItem;
use monotable::{Backend, Collection, Entity, ErrorKind, Item, KeyPart, Store, Table, Value};
use monotable_local::LocalBackend;

use super::fixture::now;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK")]
#[gsi(ByTeam, pk = "TeamPK", sk = "TeamSK")]
#[gsi(ByState, pk = [state], sk = [number: N])]
enum Tracker {
    Project(Project),
    Settings(Settings),
    Task(Task),
    Comment(Comment),
    Reaction(Reaction),
    Event(Event),
    Badge(Badge),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "PROJECT")]
#[index(by_team: ByTeam, pk = "TEAM#{team}", sk = "PROJECT#{project}")]
struct Project {
    project: String,
    team: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "SETTINGS")]
struct Settings {
    project: String,
    color: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{number}")]
#[index(by_team: ByTeam, pk = "TEAM#{team}", sk = "PROJECT#{project}#TASK#{number}")]
#[index(by_state: ByState, pk = [state], sk = [number])]
struct Task {
    project: String,
    number: u32,
    team: String,
    state: State,
}

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
enum State {
    Open,
    Done,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{task}#COMMENT#{author}")]
struct Comment {
    project: String,
    task: u32,
    author: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{task}#COMMENT#{author}#REACTION#{number}")]
struct Reaction {
    project: String,
    task: u32,
    author: String,
    number: u32,
    text: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "EVENT#{at}")]
struct Event {
    project: String,
    at: u64,
}

/// Stands behind everything else, and is no member of any view.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{task}#BADGE")]
struct Badge {
    project: String,
    task: u32,
}

#[derive(Collection, Debug, PartialEq)]
#[collection(table = Tracker, by = project::Of)]
struct ProjectView {
    project: Project,
    settings: Option<Settings>,
    tasks: Vec<TaskView>,
    #[collection(last = 3)]
    events: Vec<Event>,
}

#[derive(Collection, Debug, PartialEq)]
#[collection(table = Tracker, by = task::Of)]
struct TaskView {
    task: Task,
    comments: Vec<CommentView>,
}

#[derive(Collection, Debug, PartialEq)]
#[collection(table = Tracker, by = comment::Of)]
struct CommentView {
    comment: Comment,
    reactions: Vec<Reaction>,
}

/// Over an index, of every project of a team.
#[derive(Collection, Debug, PartialEq)]
#[collection(table = Tracker, by = project::ByTeam)]
struct TeamView {
    projects: Vec<TeamProject>,
}

#[derive(Collection, Debug, PartialEq)]
#[collection(table = Tracker, by = project::ByTeam)]
struct TeamProject {
    project: Project,
    tasks: Vec<Task>,
}

/// Over stored keys, which have no order of texts.
#[derive(Collection, Debug, PartialEq)]
#[collection(table = Tracker, by = task::ByState)]
struct Board {
    tasks: Vec<Task>,
}

fn project(project: &str) -> Project {
    Project { project: project.to_owned(), team: "t1".to_owned() }
}

fn task(project: &str, number: u32) -> Task {
    Task { project: project.to_owned(), number, team: "t1".to_owned(), state: State::Open }
}

fn comment(project: &str, task: u32, author: &str) -> Comment {
    Comment { project: project.to_owned(), task, author: author.to_owned() }
}

fn reaction(project: &str, task: u32, author: &str, number: u32) -> Reaction {
    Reaction { project: project.to_owned(), task, author: author.to_owned(), number, text: "!".repeat(200) }
}

fn empty() -> Store<Tracker> {
    let tracker: Store<Tracker> = Store::shared(Arc::new(LocalBackend::new()));
    now(tracker.create_table()).unwrap();
    tracker
}

fn put<E: Entity>(tracker: &Store<Tracker>, entities: impl IntoIterator<Item = E>) {
    for entity in entities {
        let item = entity.to_item().unwrap();
        now(tracker.backend().put_item(PutItem::new("Tracker".into(), item))).unwrap();
    }
}

/// Two projects with 3 tasks each. The first task has comments of authors whose names need escapes, each with two reactions.
fn filled() -> Store<Tracker> {
    let tracker = empty();
    for name in ["apollo", "apollo#2"] {
        put(&tracker, [project(name)]);
        put(&tracker, [Settings { project: name.to_owned(), color: "red".to_owned() }]);
        put(&tracker, (1..=3).map(|number| task(name, number)));
        put(&tracker, AUTHORS.map(|author| comment(name, 1, author)));
        put(&tracker, AUTHORS.into_iter().flat_map(|author| (1..=2).map(move |n| reaction(name, 1, author, n))));
        put(&tracker, (1..=5).map(|at| Event { project: name.to_owned(), at }));
    }
    tracker
}

/// In the order of keys: what ends first sorts first, whatever goes on behind it.
const AUTHORS: [&str; 5] = ["", "a", "a!", "a#b", "ab"];

#[test]
fn a_tree_of_three_levels_is_read_by_one_query_and_one_for_the_newest() {
    let tracker = filled();

    let view: Option<ProjectView> = now(tracker.load(Project::of("apollo"))).unwrap();
    let requests = tracker.load::<ProjectView>(Project::of("apollo")).requests().unwrap();

    let comments = AUTHORS.map(|author| CommentView {
        comment: comment("apollo", 1, author),
        reactions: (1..=2).map(|number| reaction("apollo", 1, author, number)).collect(),
    });
    let tasks = [(1, Vec::from(comments)), (2, Vec::new()), (3, Vec::new())];
    let tasks = tasks.map(|(number, comments)| TaskView { task: task("apollo", number), comments });
    let settings = Some(Settings { project: "apollo".to_owned(), color: "red".to_owned() });
    let events = [3, 4, 5].map(|at| Event { project: "apollo".to_owned(), at });
    assert_eq!(
        view.unwrap(),
        ProjectView { project: project("apollo"), settings, tasks: tasks.into(), events: events.into() }
    );
    assert_eq!(requests.len(), 2);
    assert_eq!((requests[1].limit, requests[1].forward), (Some(3), false));
    assert!(format!("{:?}", requests[0].keys).contains("Between"), "from the project to the tasks, without events");
}

#[test]
fn given_parts_of_the_sort_key_read_what_is_below_them() {
    let tracker = filled();

    let one: Option<TaskView> = now(tracker.load(Task::of("apollo").number(1u32)).consistent()).unwrap();
    let two: Option<TaskView> = now(tracker.load(Task::of("apollo").number(2u32))).unwrap();
    let none: Option<TaskView> = now(tracker.load(Task::of("apollo").number(9u32))).unwrap();
    let author: Option<CommentView> = now(tracker.load(Comment::of("apollo").task(1u32).author("a"))).unwrap();

    assert_eq!(one.map(|view| view.comments.len()), Some(5));
    assert_eq!(two, Some(TaskView { task: task("apollo", 2), comments: Vec::new() }));
    assert_eq!(none, None);
    assert_eq!(author.map(|view| view.reactions.len()), Some(2));
}

#[test]
fn without_what_has_to_be_there_there_is_no_view() {
    let tracker = filled();
    now(tracker.delete(Project::key("apollo"))).unwrap();
    now(tracker.delete(Settings::key("apollo#2"))).unwrap();

    let gone = now(tracker.load::<ProjectView>(Project::of("apollo")).detailed()).unwrap();
    let view: Option<ProjectView> = now(tracker.load(Project::of("apollo#2"))).unwrap();
    let nothing = now(tracker.load::<ProjectView>(Project::of("nobody")).lenient()).unwrap();

    // The settings, 3 tasks, 5 comments with 2 reactions each, and 3 events.
    assert_eq!((gone.value.view, gone.value.orphans), (None, 22));
    assert!(gone.consumed.unwrap().units > 0.0);
    assert_eq!(view.unwrap().settings, None);
    assert_eq!((nothing.view, nothing.orphans, nothing.skipped), (None, 0, 0));
}

#[test]
fn orphans_and_strangers_are_counted() {
    let tracker = filled();
    now(tracker.delete(Task::key("apollo", 1))).unwrap();
    now(tracker.delete(Comment::key("apollo#2", 1, "a"))).unwrap();
    put(&tracker, (1..=3).map(|task| Badge { project: "apollo".to_owned(), task }));
    put(&tracker, [comment("apollo", 7, "late")]);

    let first = now(tracker.load::<ProjectView>(Project::of("apollo")).lenient()).unwrap();
    let second = now(tracker.load::<ProjectView>(Project::of("apollo#2")).lenient()).unwrap();

    assert_eq!((first.skipped, first.orphans), (3, 16));
    let numbers: Vec<_> = first.view.unwrap().tasks.iter().map(|view| view.task.number).collect();
    assert_eq!(numbers, [2, 3]);
    assert_eq!((second.skipped, second.orphans), (0, 2));
    assert_eq!(second.view.unwrap().tasks[0].comments.len(), 4);
}

#[test]
fn an_index_that_carries_all_members_is_read_like_the_table() {
    let tracker = filled();

    let team: Option<TeamView> = now(tracker.load(Project::by_team("t1"))).unwrap();
    let one: Option<TeamProject> = now(tracker.load(Project::by_team("t1").project("apollo#2"))).unwrap();
    let board: Option<Board> = now(tracker.load(Task::by_state(State::Open))).unwrap();

    let projects = ["apollo", "apollo#2"]
        .map(|name| TeamProject { project: project(name), tasks: (1..=3).map(|number| task(name, number)).collect() });
    assert_eq!(one.as_ref(), Some(&projects[1]));
    assert_eq!(team, Some(TeamView { projects: projects.into() }));
    assert_eq!(board.map(|board| board.tasks.len()), Some(6));
}

#[test]
fn a_partition_of_ten_thousand_items_is_read_over_its_pages() {
    let tracker = empty();
    put(&tracker, [project("big")]);
    put(&tracker, (0..10).map(|number| task("big", number)));
    for number in 0..10 {
        put(&tracker, [comment("big", number, "ada")]);
        put(&tracker, (0..1000).map(|reaction_number| reaction("big", number, "ada", reaction_number)));
    }

    let read = now(tracker.load::<ProjectView>(Project::of("big")).detailed()).unwrap();

    let view = read.value.view.unwrap();
    assert_eq!((view.tasks.len(), read.value.orphans), (10, 0));
    assert!(view.tasks.iter().all(|view| view.comments[0].reactions.len() == 1000));
    assert!(view.tasks[3].comments[0].reactions.iter().map(|reaction| reaction.number).eq(0..1000));
    assert!(read.consumed.unwrap().units > 2.0 * 128.0, "over 2 MB");
}

#[test]
fn an_unreadable_member_is_named_or_kept_apart() {
    let tracker = filled();
    let broken: Item = task("apollo", 2)
        .to_item()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            let name = String::from_utf8_lossy(name).into_owned();
            let value = if name == "state" { Value::from("Nowhere") } else { value.into() };
            (name, value)
        })
        .collect();
    now(tracker.backend().put_item(PutItem::new("Tracker".into(), broken))).unwrap();

    let error = now(tracker.load::<ProjectView>(Project::of("apollo"))).unwrap_err();
    let loaded = now(tracker.load::<ProjectView>(Project::of("apollo")).lenient()).unwrap();

    assert_eq!((error.kind(), error.key()), (ErrorKind::Decode, Some("PROJECT#apollo / TASK#0000000002")));
    assert!(error.to_string().contains("Task"), "{error}");
    assert_eq!(loaded.unreadable.len(), 1);
    assert_eq!(loaded.unreadable[0].key(), error.key());
    let numbers: Vec<_> = loaded.view.unwrap().tasks.iter().map(|view| view.task.number).collect();
    assert_eq!(numbers, [1, 3]);
}

#[test]
fn a_key_that_cannot_be_is_refused_before_any_request() {
    let tracker = empty();
    let long = "x".repeat(3000);

    let error = now(tracker.load::<ProjectView>(Project::of(&long))).unwrap_err();
    let author = now(tracker.load::<CommentView>(Comment::of("a").task(1u32).author(&long))).unwrap_err();

    assert_eq!((error.kind(), author.kind()), (ErrorKind::InvalidKey, ErrorKind::InvalidKey));
}

/// Keys as other programs write them, where what is below one key does not stand together.
mod raw {
    use super::*;

    #[derive(Table, Debug)]
    #[table(pk = "PK", sk = "SK")]
    enum Old {
        Task(Task),
        Comment(Comment),
    }

    #[derive(Entity, Clone, Debug, PartialEq)]
    #[entity(table = Old, keys = "raw", delimiter = "|")]
    #[key(pk = "P|{project}", sk = "TASK|{name}")]
    struct Task {
        project: String,
        name: u32,
    }

    #[derive(Entity, Clone, Debug, PartialEq)]
    #[entity(table = Old, keys = "raw", delimiter = "|")]
    #[key(pk = "P|{project}", sk = "TASK|{task}|C|{number}")]
    struct Comment {
        project: String,
        task: u32,
        number: u32,
    }

    #[derive(Collection, Debug, PartialEq)]
    #[collection(table = Old, by = task::Of)]
    struct TaskView {
        task: Task,
        comments: Vec<Comment>,
    }

    #[test]
    fn one_key_of_raw_keys_and_what_is_below_it_are_read_alone() {
        let old: Store<Old> = Old::on(LocalBackend::new());
        now(old.create_table()).unwrap();
        for name in [1, 10, 100, 2] {
            now(old.put(&Task { project: "a".into(), name })).unwrap();
            for number in 1..=2 {
                now(old.put(&Comment { project: "a".into(), task: name, number })).unwrap();
            }
        }

        let loaded = now(old.load::<TaskView>(Task::of("a").name(1u32)).lenient()).unwrap();

        let view = loaded.view.unwrap();
        assert_eq!((view.task.name, view.comments.len()), (1, 2));
        assert!(view.comments.iter().all(|comment| comment.task == 1));
    }
}
