//! Makes a sequence that shows a difference as short as can be.

use std::fmt;

use super::model::Outcome;
use super::operation::Operation;
use crate::shorten::shorten;

/// A difference: what was done, and what came out on both sides.
#[derive(Debug)]
pub(super) struct Found {
    operation: String,
    sides: [(&'static str, Outcome); 2],
}

impl Found {
    pub(super) fn new(operation: &Operation, one: (&'static str, Outcome), two: (&'static str, Outcome)) -> Self {
        Self { operation: operation.to_string(), sides: [one, two] }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "differs at: {}", self.operation)?;
        for (side, outcome) in &self.sides {
            writeln!(f, "{side}: {outcome:?}")?;
        }
        Ok(())
    }
}

/// Leaves out runs of operations, then parts of operations, for as long as there is a difference.
pub(super) fn shrink(
    operations: &[Operation],
    differs: &dyn Fn(&[Operation]) -> Option<Found>,
) -> (Vec<Operation>, Found) {
    let found = differs(operations).expect("a sequence that differs is shrunk");
    let (mut operations, mut found) = shorten(operations.to_vec(), found, |operations, _| differs(operations));
    let mut at = 0;
    while at < operations.len() {
        let simpler = operations[at].simpler().into_iter().find_map(|operation| {
            let mut simpler = operations.clone();
            simpler[at] = operation;
            differs(&simpler).map(|difference| (simpler, difference))
        });
        match simpler {
            Some(difference) => (operations, found) = difference,
            None => at += 1,
        }
    }
    (operations, found)
}
