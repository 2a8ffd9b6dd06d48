//! Generated sequences of operations: the engine beside a simple model. The first difference is shrunk and printed.
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
use model::Model;
use operation::Operation;
#[cfg(feature = "aws")]
pub(crate) use random::Random;
use shrink::{Found, shrink};

#[test]
fn the_engine_does_what_the_model_says() {
    for seed in 0..SEQUENCES {
        let operations = Draw::new(seed).operations(LENGTH);
        check(seed, &operations, &|operations| run::wait(against_the_model(operations)));
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

const SEQUENCES: u64 = 1000;
const LENGTH: usize = 50;
