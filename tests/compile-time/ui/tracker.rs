// The tracker that the cases on collections are written against. A line that moves here moves in the expected outputs.

use monotable::{Collection, Entity, Store, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(ByTeam, pk = "TeamPK", sk = "TeamSK")]
#[gsi(Slim, pk = "SlimPK", sk = "SlimSK", project = keys_only)]
pub enum Tracker {
    Project(Project),
    Settings(Settings),
    Task(Task),
    Comment(Comment),
    Event(Event),
    Member(Member),
}

#[derive(Entity)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "PROJECT")]
#[index(by_team: ByTeam, pk = "TEAM#{team}", sk = "PROJECT#{project}")]
#[index(by_slim: Slim, pk = "TEAM#{team}", sk = "PROJECT#{project}")]
pub struct Project {
    pub project: String,
    pub team: String,
    pub title: String,
}

#[derive(Entity)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "SETTINGS")]
pub struct Settings {
    pub project: String,
}

#[derive(Entity)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{number}")]
#[index(by_team: ByTeam, pk = "TEAM#{team}", sk = "PROJECT#{project}#TASK#{number}")]
#[index(by_slim: Slim, pk = "TEAM#{team}", sk = "TASK#{number}")]
pub struct Task {
    pub project: String,
    pub number: u32,
    pub team: String,
    pub title: String,
}

#[derive(Entity)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "TASK#{task}#COMMENT#{number}")]
pub struct Comment {
    pub project: String,
    pub task: u32,
    pub number: u32,
}

#[derive(Entity)]
#[entity(table = Tracker)]
#[key(pk = "PROJECT#{project}", sk = "EVENT#{at}")]
pub struct Event {
    pub project: String,
    pub at: u64,
}

#[derive(Entity)]
#[entity(table = Tracker)]
#[key(pk = "TEAM#{team}", sk = "MEMBER#{name}")]
pub struct Member {
    pub team: String,
    pub name: String,
}

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Blog {
    Post(Post),
}

#[derive(Entity)]
#[entity(table = Blog)]
#[key(pk = "PROJECT#{project}", sk = "POST")]
pub struct Post {
    pub project: String,
}
