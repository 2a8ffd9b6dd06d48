//! What a request may cost, judged when it was read and before anything is done: how often it looks at a value that can be as large
//! as an item. Requests that are not light are not answered where they come, where others would wait for them.

use monotable::expression::{Condition, Operand, Path, SetOperand, SetValue, Update};

use super::body::Body;
use super::refusal::Refusal;

impl Body<'_> {
    /// Refuses a heavy request if it is to be answered at once.
    pub(super) fn weigh(&self, weight: usize) -> Result<(), Refusal> {
        if self.quick && weight > LIGHT { Err(Refusal::Heavy) } else { Ok(()) }
    }
}

/// Returns the weight of a condition on one item.
pub(super) fn of_condition(condition: Option<&Condition>) -> usize {
    condition.map_or(0, condition_weight)
}

fn condition_weight(condition: &Condition) -> usize {
    match condition {
        Condition::Contains(..) => SEARCH,
        Condition::And(all) | Condition::Or(all) => all.iter().map(condition_weight).sum(),
        Condition::Not(inner) => condition_weight(inner),
        Condition::Compare(left, _, right) => operand(left) + operand(right),
        Condition::Between(value, low, high) => operand(value) + operand(low) + operand(high),
        Condition::In(value, list) => operand(value) + list.iter().map(operand).sum::<usize>(),
        _ => LOOK,
    }
}

fn operand(operand: &Operand) -> usize {
    match operand {
        Operand::Value(value) if value.view().size() > SHORT => SEARCH,
        Operand::Value(_) => 0,
        Operand::Size(_) => SEARCH,
        _ => LOOK,
    }
}

/// Returns the weight of the changes of one item.
pub(super) fn of_update(update: &Update) -> usize {
    let values = update.set.iter().map(|(_, value)| match value {
        SetValue::Operand(value) => set_operand(value),
        SetValue::Plus(left, right) | SetValue::Minus(left, right) => set_operand(left) + set_operand(right),
        _ => LOOK,
    });
    let sets = update.add.len() + update.delete.len();
    values.sum::<usize>() + LOOK * (update.set.len() + update.remove.len()) + SEARCH * sets
}

fn set_operand(operand: &SetOperand) -> usize {
    match operand {
        SetOperand::Value(_) => 0,
        SetOperand::IfNotExists(_, otherwise) => LOOK + set_operand(otherwise),
        SetOperand::ListAppend(first, second) => SEARCH + set_operand(first) + set_operand(second),
        _ => LOOK,
    }
}

/// Returns the weight of a projection of one item.
pub(super) fn of_paths(paths: Option<&[Path]>) -> usize {
    LOOK * paths.map_or(0, <[Path]>::len)
}

/// The weight of what goes through a page of items or all of a table.
pub(super) const MANY_ITEMS: usize = usize::MAX;

/// Finding a value in an item.
const LOOK: usize = 1;
/// Going through all of a value.
const SEARCH: usize = 8;
/// Bytes of a value which it takes no time to compare.
const SHORT: usize = 1024;
/// The weight up to which a request takes a millisecond at the most, however large the items are.
const LIGHT: usize = 40;

#[cfg(test)]
mod tests {
    use crate::tests::ask_at_once;

    #[test]
    fn requests_that_look_often_at_large_values_are_heavy() {
        let get = |paths: usize| {
            let paths: Vec<String> = (0..paths).map(|at| format!("a{at}")).collect();
            format!(r#"{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},"ProjectionExpression":"{}"}}"#, paths.join(","))
        };
        let update = |clause: &str, times: usize, more: &str| {
            let clauses: Vec<String> = (0..times).map(|at| format!("a{at}")).collect();
            format!(
                r#"{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},"UpdateExpression":"{clause} {}"{more}}}"#,
                clauses.join(",")
            )
        };
        let contains = |times: usize| {
            let tests = vec!["contains(t, :v)"; times].join(" OR ");
            format!(
                r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}}}},"ConditionExpression":"attribute_not_exists(pk) OR {tests}",
                "ExpressionAttributeValues":{{":v":{{"S":"x"}}}}}}"#
            )
        };
        let query =
            r#"{"TableName":"shop","KeyConditionExpression":"pk = :v","ExpressionAttributeValues":{":v":{"S":"x"}}"#;
        for (operation, body, quick) in [
            ("GetItem", get(10), true),
            ("GetItem", get(100), false),
            ("UpdateItem", update("REMOVE", 10, ""), true),
            ("UpdateItem", update("REMOVE", 100, ""), false),
            ("PutItem", contains(2), true),
            ("PutItem", contains(20), false),
            ("Query", format!("{query}}}"), true),
            ("Query", format!(r#"{query},"FilterExpression":"attribute_exists(a)"}}"#), false),
            ("Query", format!(r#"{query},"\u0046ilterExpression":"attribute_exists(a)"}}"#), false),
            ("Query", format!(r#"{query},"F\u0069lterExpression":"attribute_exists(a)"}}"#), false),
            ("Scan", r#"{"TableName":"shop","Limit":10}"#.to_owned(), true),
            ("Scan", r#"{"TableName":"shop"}"#.to_owned(), false),
            (
                "Scan",
                r#"{"TableName":"shop","Limit":10,"ScanFilter":{"a":{"ComparisonOperator":"NULL"}}}"#.to_owned(),
                false,
            ),
            ("DescribeTable", r#"{"TableName":"shop"}"#.to_owned(), false),
        ] {
            assert_eq!(ask_at_once(operation, &body), quick, "{operation} {body}");
        }
    }
}
