//! Rule 25: a collection in the collection, over raw keys.
#![allow(unused)]
include!("../tracker.rs");

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Old {
    Job(Job),
}

#[derive(Entity)]
#[entity(table = Old, keys = "raw", delimiter = "|")]
#[key(pk = "QUEUE|{queue}", sk = "JOB|{number}")]
pub struct Job {
    pub queue: String,
    pub number: u32,
}

#[derive(Collection)]
#[collection(table = Old, by = job::Of)]
struct JobView {
    job: Job,
}

#[derive(Collection)]
#[collection(table = Old, by = job::Of)]
struct Queue {
    jobs: Vec<JobView>,
}

fn main() {}
