//! Makes a sequence that shows a difference as short as can be, and its requests as small.

use serde_json::Value;

use super::Found;
use super::operation::Operation;
use crate::shorten::shorten;

/// Leaves out runs of operations, then members of requests, for as long as there is a difference.
pub(super) fn shrink(
    operations: &[Operation],
    differs: &mut dyn FnMut(&[Operation]) -> Option<Found>,
) -> (Vec<Operation>, Found) {
    let found = differs(operations).expect("a sequence that differs is shrunk");
    let mut differs = |operations: &[Operation], like: &Found| differs(operations).filter(|found| found.is_like(like));
    let (mut operations, mut found) = shorten(operations.to_vec(), found, &mut differs);
    for at in 0..operations.len() {
        let mut part = 0;
        while let Some(body) = without(&operations[at].body, part) {
            let mut smaller = operations.clone();
            smaller[at].body = body;
            match differs(&smaller, &found) {
                Some(difference) => (operations, found) = (smaller, difference),
                None => part += 1,
            }
        }
    }
    (operations, found)
}

/// The value without one of its parts, counted from outside to inside.
fn without(value: &Value, part: usize) -> Option<Value> {
    let mut smaller = value.clone();
    let mut left = part;
    remove(&mut smaller, &mut left).then_some(smaller)
}

fn remove(value: &mut Value, left: &mut usize) -> bool {
    match value {
        Value::Object(members) => {
            if *left < members.len() {
                let name = members.keys().nth(*left).cloned();
                return name.is_some_and(|name| members.remove(&name).is_some());
            }
            *left -= members.len();
            members.values_mut().any(|member| remove(member, left))
        }
        Value::Array(list) => {
            if *left < list.len() {
                list.remove(*left);
                return true;
            }
            *left -= list.len();
            list.iter_mut().any(|element| remove(element, left))
        }
        _ => false,
    }
}
