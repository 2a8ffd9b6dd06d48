//! The engine beside an independent server, on generated requests as they come over the wire. The first difference that the
//! ledger does not explain is shrunk and printed.
//!
//! `draw` makes requests of all ten operations on items, right and wrong ones; `operation` does them and makes answers
//! comparable; `ledger` says where the server is known to differ, and why the engine is right; `shrink` makes a sequence short.
//!
//! `.ci/run` does it with the server that it starts. By hand, with another seed:
//! `MONOTABLE_TEST_ENDPOINT=http://127.0.0.1:8000 MONOTABLE_DIFFERENTIAL_SEED=7 cargo test -p monotable-tests --test suite
//! differential:: -- --ignored --nocapture`. With `MONOTABLE_DIFFERENTIAL_ALL=1` it goes on after a difference, and lists them
//! by kind in the end.

mod client;
mod draw;
mod ledger;
mod operation;
mod shrink;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use monotable_local::LocalBackend;
use monotable_server::answer;
use serde_json::{Value, json};

use crate::conformance::run;
use client::Client;
use draw::{Draw, MAIN, SIDE};
use ledger::{KNOWN, Seen};
use operation::{Operation, Server};
use shrink::shrink;

#[test]
#[ignore = "takes a minute or two, and needs MONOTABLE_TEST_ENDPOINT"]
fn the_engine_answers_as_an_independent_server_does() {
    let endpoint = run::endpoint();
    let setting = |name: &str| std::env::var(name).ok();
    let seed = setting("MONOTABLE_DIFFERENTIAL_SEED").map_or(SEED, |seed| seed.parse().expect("a seed is a number"));
    let go_on = setting("MONOTABLE_DIFFERENTIAL_ALL").is_some();
    let mut comparison = Comparison::new(&endpoint.url);
    let mut differences: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for sequence in 0..SEQUENCES {
        let mut draw = Draw::new(seed.wrapping_mul(0x1_0000_0000).wrapping_add(sequence));
        let (tables, operations) = (draw.tables(), draw.operations(LENGTH));
        if go_on {
            comparison.tally(&tables, &operations, &mut differences);
            continue;
        }
        let mut differs = |operations: &[Operation]| comparison.differs(&tables, operations);
        if differs(&operations).is_some() {
            let (operations, found) = shrink(&operations, &mut differs);
            let listed: Vec<String> = operations.iter().map(ToString::to_string).collect();
            panic!("seed {seed}, sequence {sequence}, shortened:\n  {}\n{found}", listed.join("\n  "));
        }
    }
    comparison.report();
    let mut differences: Vec<_> = differences.into_iter().collect();
    differences.sort_by_key(|(_, (count, _))| *count);
    for (kind, (count, example)) in &differences {
        eprintln!("\n{count} times {kind}\n{example}");
    }
    assert!(differences.is_empty(), "{} kinds of differences", differences.len());
    // Another seed need not meet everything.
    if seed == SEED {
        let never: Vec<&str> = KNOWN
            .iter()
            .zip(&comparison.known)
            .filter(|(_, count)| **count == 0)
            .map(|(known, _)| known.reason)
            .collect();
        assert!(never.is_empty(), "the ledger explains what did not happen: {never:?}");
    }
}

/// The engine, the server, and what has come out so far.
struct Comparison {
    engine: LocalBackend,
    server: Client,
    /// Makes idempotency tokens of one run different from those of the next.
    runs: usize,
    /// The number of times that each known difference was met.
    known: Vec<usize>,
    operations: usize,
    refused: BTreeMap<String, usize>,
}

impl Comparison {
    fn new(url: &str) -> Self {
        Self {
            engine: LocalBackend::new(),
            server: Client::new(url),
            runs: 0,
            known: vec![0; KNOWN.len()],
            operations: 0,
            refused: BTreeMap::new(),
        }
    }

    /// The first difference that is not known.
    fn differs(&mut self, tables: &[Operation], operations: &[Operation]) -> Option<Found> {
        self.begin(tables);
        operations.iter().find_map(|operation| self.step(operation))
    }

    /// Every difference that is not known, by its kind.
    fn tally(&mut self, tables: &[Operation], operations: &[Operation], found: &mut BTreeMap<String, (usize, String)>) {
        self.begin(tables);
        for operation in operations {
            if let Some(difference) = self.step(operation) {
                self.equalize();
                found.entry(difference.kind()).or_insert_with(|| (0, difference.to_string())).0 += 1;
            }
        }
    }

    fn begin(&mut self, tables: &[Operation]) {
        self.engine = LocalBackend::new();
        self.runs += 1;
        for table in tables {
            self.server.call("DeleteTable", json!({ "TableName": table.body["TableName"] }).to_string().as_bytes());
            for mut server in self.both() {
                let answer = server.call(table.name, &table.body);
                assert!(answer.get("TableDescription").is_some(), "{table}: {answer}");
            }
        }
    }

    fn both(&mut self) -> [Box<dyn Server + '_>; 2] {
        let Self { engine, server, runs, .. } = self;
        [Box::new(InProcess(engine, *runs)), Box::new(OverHttp(server, *runs))]
    }

    fn step(&mut self, operation: &Operation) -> Option<Found> {
        let [engine, server] = self.both().map(|mut server| operation.observe(&mut *server));
        self.operations += 1;
        if let Some(name) = engine["__type"].as_str() {
            *self.refused.entry(name.to_owned()).or_default() += 1;
        }
        if engine == server {
            if ledger::diverges_in_silence(operation) {
                self.equalize();
            }
            return None;
        }
        if let Some(at) = ledger::explained(&Seen { operation, engine: &engine, server: &server }) {
            self.known[at] += 1;
            self.equalize();
            return None;
        }
        Some(Found { operation: operation.clone(), engine, server })
    }

    /// Gives the server what the engine holds, or takes from both what it cannot hold.
    fn equalize(&mut self) {
        for table in [MAIN, SIDE] {
            let [ours, theirs] = self.both().map(|mut server| {
                let all = server.call("Scan", &json!({ "TableName": table }));
                let items = all["Items"].as_array().cloned().unwrap_or_default();
                items.into_iter().map(|item| (key(&item).to_string(), item)).collect::<BTreeMap<_, _>>()
            });
            for (key, item) in &theirs {
                if !ours.contains_key(key) {
                    let [_, mut server] = self.both();
                    server.call("DeleteItem", &json!({ "TableName": table, "Key": self::key(item) }));
                }
            }
            for (key, item) in &ours {
                if theirs.get(key) == Some(item) {
                    continue;
                }
                let [mut engine, mut server] = self.both();
                let put = server.call("PutItem", &json!({ "TableName": table, "Item": item }));
                let stored = server.call("GetItem", &json!({ "TableName": table, "Key": self::key(item) }));
                if put.get("__type").is_some() || stored["Item"] != *item {
                    for server in [&mut engine, &mut server] {
                        server.call("DeleteItem", &json!({ "TableName": table, "Key": self::key(item) }));
                    }
                }
            }
        }
    }

    /// Says what has been done, past the capture of the test harness.
    fn report(&self) {
        use std::io::Write;

        let mut text = format!("{} operations alike but for the known differences; refused:", self.operations);
        for (name, count) in &self.refused {
            text += &format!(" {count} {name}");
        }
        for (known, count) in KNOWN.iter().zip(&self.known) {
            text += &format!("\n{count:6} times: {}", known.reason);
        }
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

/// The key of an item of either table.
fn key(item: &Value) -> Value {
    ["PK", "SK", "id"].iter().filter_map(|name| Some(((*name).to_owned(), item.get(name)?.clone()))).collect()
}

struct InProcess<'e>(&'e LocalBackend, usize);

impl Server for InProcess<'_> {
    fn call(&mut self, operation: &str, body: &Value) -> Value {
        let answer = answer(self.0, &format!("DynamoDB_20120810.{operation}"), text(body, self.1).as_bytes());
        serde_json::from_slice(&answer.body).unwrap()
    }
}

struct OverHttp<'c>(&'c mut Client, usize);

impl Server for OverHttp<'_> {
    fn call(&mut self, operation: &str, body: &Value) -> Value {
        let answer = self.0.call(operation, text(body, self.1).as_bytes());
        let mut answer =
            serde_json::from_slice(&answer).unwrap_or_else(|_| json!({ "__type": String::from_utf8_lossy(&answer) }));
        ledger::repair(&mut answer);
        answer
    }
}

/// A request as it is sent in this run: a server remembers tokens for longer than a table lives.
fn text(body: &Value, run: usize) -> String {
    body.to_string().replace("\"token-", &format!("\"token-{}-{run}-", std::process::id()))
}

/// A difference: what was done, and what came out on both sides.
struct Found {
    operation: Operation,
    engine: Value,
    server: Value,
}

impl Found {
    /// Returns whether the other difference probably has the same reason, so that shrinking does not end at another difference.
    fn is_like(&self, other: &Self) -> bool {
        let exceptions = |found: &Self| [&found.engine, &found.server].map(|answer| answer["__type"].clone());
        self.operation.name == other.operation.name && exceptions(self) == exceptions(other)
    }

    /// Returns what differences of the same reason mostly have in common.
    fn kind(&self) -> String {
        let outcome = |answer: &Value| match answer["__type"].as_str() {
            Some(name) => format!("{name}: {}", answer["message"].as_str().unwrap_or_default()),
            None => format!("done{}", place(&self.engine, &self.server)),
        };
        format!("{}\n  engine {}\n  server {}", self.operation.name, outcome(&self.engine), outcome(&self.server))
    }
}

/// Returns the first place where two values differ, without positions in lists.
fn place(one: &Value, two: &Value) -> String {
    match (one, two) {
        (Value::Object(one), Value::Object(two)) => {
            let names: BTreeSet<&String> = one.keys().chain(two.keys()).collect();
            let name = names.into_iter().find(|name| one.get(*name) != two.get(*name));
            name.map_or_else(String::new, |name| match (one.get(name), two.get(name)) {
                (Some(one), Some(two)) => format!(".{name}{}", place(one, two)),
                (one, _) => format!(".{name} {}", if one.is_some() { "more" } else { "less" }),
            })
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            let pair = one.iter().zip(two).find(|(one, two)| one != two);
            pair.map_or_else(String::new, |(one, two)| format!("[]{}", place(one, two)))
        }
        _ => String::new(),
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "differs at: {}", self.operation)?;
        writeln!(f, "the engine: {}", self.engine)?;
        writeln!(f, "the server: {}", self.server)
    }
}

const SEED: u64 = 1;
const SEQUENCES: u64 = 1000;
const LENGTH: usize = 100;
