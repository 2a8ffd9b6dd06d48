//! Generated sequences of operations: the engine beside a simple model, and beside the server that
//! `MONOTABLE_TEST_ENDPOINT` names. The first difference is shrunk and printed.
//!
//! `operation` is what can be done and how that is drawn, `subject` does it on a backend, `model` says what has to come out,
//! by the `meaning` of conditions and updates on plain trees; `shrink` makes a failing sequence short. `wild` sends what is
//! mostly wrong.

mod draw;
mod meaning;
mod model;
mod operation;
mod random;
mod shrink;
mod subject;
mod tree;
mod wild;

use monotable_local::LocalBackend;

use super::database::Database;
use super::run;
use draw::Draw;
pub(crate) use draw::Leave;
use model::Model;
use operation::Operation;
use shrink::{Found, shrink};

#[test]
fn the_engine_does_what_the_model_says() {
    for seed in 0..SEQUENCES {
        let operations = Draw::new(seed, Leave::default()).operations(LENGTH);
        check(seed, &operations, &|operations| run::wait(against_the_model(operations)));
    }
}

#[cfg(feature = "aws")]
#[test]
fn the_engine_and_the_server_do_the_same() {
    use monotable::aws::AwsBackend;

    let Some(endpoint) = run::endpoint() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let backend = AwsBackend::for_endpoint(&endpoint.url);
    let leave = super::ledger::left_out(endpoint.server);
    for seed in 0..SEQUENCES_ON_A_SERVER {
        let operations = Draw::new(seed, leave).operations(LENGTH);
        check(seed, &operations, &|operations| runtime.block_on(against_the_server(&backend, operations)));
    }
}

fn check(seed: u64, operations: &[Operation], differs: &dyn Fn(&[Operation]) -> Option<Found>) {
    if differs(operations).is_none() {
        return;
    }
    let (operations, found) = shrink(operations, differs);
    let listed: Vec<String> = operations.iter().map(ToString::to_string).collect();
    panic!("sequence {seed}, shortened:\n  {}\n{found}", listed.join("\n  "));
}

async fn against_the_model(operations: &[Operation]) -> Option<Found> {
    let backend = LocalBackend::new();
    let database = Database::new(&backend);
    let table = subject::table(&database).await;
    let mut model = Model::default();
    for operation in operations {
        let (engine, expected) = (subject::observe(&table, operation).await, model.expect(operation));
        if engine != expected {
            return Some(Found::new(operation, ("the engine", engine), ("the model", expected)));
        }
    }
    None
}

#[cfg(feature = "aws")]
async fn against_the_server(server: &dyn monotable::Backend, operations: &[Operation]) -> Option<Found> {
    let (engine, server) = (LocalBackend::new(), Database::new(server));
    let database = Database::new(&engine);
    let (on_engine, on_server) = (subject::table(&database).await, subject::table(&server).await);
    let mut found = None;
    for operation in operations {
        let (engine, answer) =
            (subject::observe(&on_engine, operation).await, subject::observe(&on_server, operation).await);
        if engine != answer {
            found = Some(Found::new(operation, ("the engine", engine), ("the server", answer)));
            break;
        }
    }
    server.clear().await;
    found
}

const SEQUENCES: u64 = 1000;
#[cfg(feature = "aws")]
const SEQUENCES_ON_A_SERVER: u64 = 40;
const LENGTH: usize = 50;
