//! KeyConditionExpression: which conditions on keys a query may have.

use monotable::expression::{KeyCondition, KeyTest};
use monotable::request::control::KeyAttribute;
use monotable::values::{PackedValue, ValueRef};
use monotable::{Error, Type};

use crate::error::{self, Expression};
use crate::eval::{self, MAX_HASH, MAX_RANGE};
use crate::schema::KeySchema;

/// The conditions of a query, sorted by what they are on.
pub(super) struct KeyTests<'q> {
    /// The values of the partition key's attributes.
    pub(super) hash: Vec<ValueRef<'q>>,
    /// The values of the leading attributes of the sort key.
    pub(super) equal: Vec<ValueRef<'q>>,
    /// The test of the attribute after them.
    pub(super) last: Option<&'q KeyTest>,
}

/// Returns what can be told without the table: operators and the types of their operands, as written.
pub(super) fn check(conditions: &[KeyCondition]) -> Result<(), Error> {
    if conditions.is_empty() {
        return Err(error::validation(error::NO_KEY_CONDITION));
    }
    for condition in conditions {
        for value in values(&condition.test) {
            eval::check_value(value.view())?;
        }
        let scalar = |value: &PackedValue| matches!(value.view().kind(), Type::S | Type::N | Type::B);
        let kind = Expression::KeyCondition;
        match &condition.test {
            KeyTest::Eq(_) => {}
            KeyTest::BeginsWith(value) if matches!(value.view().kind(), Type::S | Type::B) => {}
            KeyTest::Between(low, high) if scalar(low) && scalar(high) => match eval::order(low.view(), high.view()) {
                None => return Err(error::bound_types(kind, low.view(), high.view())),
                Some(order) if order.is_gt() => return Err(error::inverted_bounds(kind, low.view(), high.view())),
                Some(_) => {}
            },
            KeyTest::Lt(value) | KeyTest::Le(value) | KeyTest::Gt(value) | KeyTest::Ge(value) if scalar(value) => {}
            test => {
                let wrong = values(test).find(|value| !scalar(value) || matches!(test, KeyTest::BeginsWith(_)));
                let wrong = wrong.map_or(Type::Null, |value| value.view().kind());
                return Err(error::operand_type(kind, operator(test), wrong));
            }
        }
    }
    Ok(())
}

impl<'q> KeyTests<'q> {
    /// The conditions of a query on a table or index with these keys, or what DynamoDB has against them.
    pub(super) fn of(keys: &KeySchema, conditions: &'q [KeyCondition]) -> Result<Self, Error> {
        let find = |name: &str| conditions.iter().find(|condition| condition.name == name).map(|found| &found.test);
        // The older parameters have no limit of conditions.
        let repeated = match conditions {
            [one, other] => one.name == other.name,
            all => eval::repeats(all.iter().map(|condition| &*condition.name)),
        };
        if repeated {
            return Err(error::expression(Expression::KeyCondition, error::TWO_KEY_CONDITIONS));
        }
        if conditions.len() > keys.len() {
            return Err(error::too_many_key_conditions(conditions.len(), keys.len()));
        }
        let without_equality = || -> Vec<&str> {
            let lacks = |name: &&str| !matches!(find(name), Some(KeyTest::Eq(_)));
            keys.hash.iter().map(|attribute| &*attribute.name).filter(lacks).collect()
        };
        let mut tests = Self { hash: Vec::with_capacity(keys.hash.len()), equal: Vec::new(), last: None };
        for attribute in &keys.hash {
            match find(&attribute.name) {
                Some(KeyTest::Eq(value)) => tests.hash.push(value.view()),
                _ if keys.hash.len() > 1 => return Err(error::partial_hash(&without_equality())),
                Some(_) => return Err(error::validation(error::KEY_CONDITION)),
                None => return Err(error::missing_key_condition(&attribute.name)),
            }
        }
        let mut missing = None;
        let mut used = keys.hash.len();
        for attribute in &keys.range {
            let Some(test) = find(&attribute.name) else {
                missing = missing.or(Some(&attribute.name));
                continue;
            };
            used += 1;
            if let Some(missing) = missing {
                return Err(error::key_condition_gap(missing, &attribute.name));
            }
            match (tests.last, test) {
                (None, KeyTest::Eq(value)) => tests.equal.push(value.view()),
                (None, test) => tests.last = Some(test),
                (Some(_), _) => {
                    let early = &keys.range[tests.equal.len()].name;
                    return Err(error::key_condition_gap(early, &attribute.name));
                }
            }
        }
        if used < conditions.len() {
            // A condition on an attribute that is no key: DynamoDB names the key that it expected instead.
            return Err(error::missing_key_condition(missing.unwrap_or(&keys.hash[0].name)));
        }
        check_values(&keys.hash, conditions, MAX_HASH, error::hash_too_long)?;
        check_values(&keys.range, conditions, MAX_RANGE, error::range_too_long)?;
        Ok(tests)
    }
}

/// Types, emptiness and lengths of the values, key attribute by key attribute.
fn check_values(
    attributes: &[KeyAttribute],
    conditions: &[KeyCondition],
    limit: usize,
    too_long: fn() -> Error,
) -> Result<(), Error> {
    let mut size = 0;
    for attribute in attributes {
        let Some(condition) = conditions.iter().find(|condition| condition.name == attribute.name) else { continue };
        let mut longest = 0;
        for value in values(&condition.test).map(PackedValue::view) {
            if value.kind() != attribute.kind {
                return Err(error::parameter(error::KEY_CONDITION_TYPE));
            }
            if let ValueRef::S(bytes) | ValueRef::B(bytes) = value {
                if bytes.is_empty() {
                    return Err(error::empty_key(&attribute.name, attribute.kind));
                }
                longest = longest.max(bytes.len());
            }
        }
        size += longest;
    }
    if size > limit { Err(too_long()) } else { Ok(()) }
}

fn values(test: &KeyTest) -> impl Iterator<Item = &PackedValue> {
    let (first, second) = match test {
        KeyTest::Eq(value)
        | KeyTest::Lt(value)
        | KeyTest::Le(value)
        | KeyTest::Gt(value)
        | KeyTest::Ge(value)
        | KeyTest::BeginsWith(value) => (Some(value), None),
        KeyTest::Between(low, high) => (Some(low), Some(high)),
        _ => (None, None),
    };
    first.into_iter().chain(second)
}

const fn operator(test: &KeyTest) -> &'static str {
    match test {
        KeyTest::Eq(_) => "=",
        KeyTest::Lt(_) => "<",
        KeyTest::Le(_) => "<=",
        KeyTest::Gt(_) => ">",
        KeyTest::Ge(_) => ">=",
        KeyTest::Between(..) => "BETWEEN",
        _ => "begins_with",
    }
}
