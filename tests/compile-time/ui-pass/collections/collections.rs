//! Rules 22, 25, 29: collections over the table and over an index that carries all members, trees, bounded members, and what loads them.
#![allow(unused)]
include!("../../ui/tracker.rs");

#[derive(Collection)]
#[collection(table = Tracker, by = project::Of)]
pub struct ProjectView {
    pub project: Project,
    settings: std::option::Option<Settings>,
    tasks: Vec<TaskView>,
    #[collection(last = 10)]
    events: Vec<Event>,
}

#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
pub(crate) struct TaskView {
    task: Task,
    comments: Vec<Comment>,
}

/// Without the task.
#[derive(Collection)]
#[collection(table = Tracker, by = task::Of)]
struct Comments {
    comments: Vec<Comment>,
}

#[derive(Collection)]
#[collection(table = Tracker, by = member::Of)]
struct Team {
    members: Vec<Member>,
}

#[derive(Collection)]
#[collection(table = Tracker, by = project::ByTeam)]
struct TeamView {
    projects: Vec<Project>,
    tasks: Vec<Task>,
}

#[derive(Collection)]
#[collection(table = Tracker, by = project::ByTeam)]
struct TeamTree {
    projects: Vec<TeamProject>,
}

#[derive(Collection)]
#[collection(table = Tracker, by = project::ByTeam)]
struct TeamProject {
    project: Project,
    tasks: Vec<Task>,
}

async fn case(tracker: Store<Tracker>) -> Result<(), monotable::Error> {
    let project: Option<ProjectView> = tracker.load(Project::of("p")).consistent().await?;
    let project = tracker.load::<ProjectView>(Project::of("p")).detailed().await?.value.view;
    let task: Option<TaskView> = tracker.load(Task::of("p").number(1u32)).await?;
    let comments: Option<Comments> = tracker.load(Task::of("p").number(1u32)).await?;
    let team: Option<Team> = tracker.load(Member::of("t")).await?;
    let view: Option<TeamView> = tracker.load(Project::by_team("t")).await?;
    let tree: Option<TeamTree> = tracker.load(Project::by_team("t")).await?;
    let one: Option<TeamProject> = tracker.load(Project::by_team("t").project("p")).await?;
    Ok(())
}

fn main() {}
