//! The parameters that were there before expressions, as the trees that expressions become. They know whole attributes only.
//!
//! See [Legacy conditional parameters](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html).

use monotable::expression::{
    Comparator, Condition, KeyCondition, KeyTest, Operand, Path, SetOperand, SetValue, Update,
};
use monotable::values::PackedValue;
use monotable::{Error, Type};

use crate::error::{self, legacy as text};
use crate::eval;

/// A ComparisonOperator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Eq,
    Ne,
    In,
    Le,
    Lt,
    Ge,
    Gt,
    Between,
    NotNull,
    Null,
    Contains,
    NotContains,
    BeginsWith,
}

/// The Action of an AttributeUpdate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    #[default]
    Put,
    Add,
    Delete,
}

/// A ConditionalOperator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditional {
    And,
    Or,
}

/// What Expected says of an attribute.
#[derive(Clone, Debug, Default)]
pub struct ExpectedAttribute {
    pub exists: Option<bool>,
    pub value: Option<PackedValue>,
    pub comparison: Option<Comparison>,
    pub list: Option<Vec<PackedValue>>,
}

/// What KeyConditions, QueryFilter or ScanFilter say of an attribute.
#[derive(Clone, Debug)]
pub struct AttributeCondition {
    pub comparison: Comparison,
    pub list: Vec<PackedValue>,
}

/// What AttributeUpdates say of an attribute.
#[derive(Clone, Debug)]
pub struct AttributeUpdate {
    pub action: Action,
    pub value: Option<PackedValue>,
}

/// The condition of Expected; `None` without conditions.
pub fn expected(
    attributes: Option<Vec<(String, ExpectedAttribute)>>,
    operator: Option<Conditional>,
) -> Result<Option<Condition>, Error> {
    let attributes = attributes.unwrap_or_default();
    let mut conditions = Vec::with_capacity(attributes.len());
    for (name, expected) in attributes {
        conditions.push(expectation(&name, expected)?);
    }
    joined(conditions, operator)
}

/// The filter of QueryFilter or ScanFilter; `None` without conditions.
pub fn filter(
    attributes: Option<Vec<(String, AttributeCondition)>>,
    operator: Option<Conditional>,
) -> Result<Option<Condition>, Error> {
    let attributes = attributes.unwrap_or_default();
    let mut conditions = Vec::with_capacity(attributes.len());
    for (name, condition) in attributes {
        eval::check_name(name.as_bytes())?;
        conditions.push(test(&name, condition.comparison, condition.list)?);
    }
    joined(conditions, operator)
}

/// The key conditions of KeyConditions.
pub fn key_conditions(attributes: Vec<(String, AttributeCondition)>) -> Result<Vec<KeyCondition>, Error> {
    attributes.into_iter().map(|(name, condition)| key_condition(name, condition)).collect()
}

/// The update of AttributeUpdates.
pub fn attribute_updates(attributes: Vec<(String, AttributeUpdate)>) -> Result<Update, Error> {
    let mut update = Update::default();
    for (name, AttributeUpdate { action, value }) in attributes {
        eval::check_name(name.as_bytes())?;
        let path = Path::attribute(name);
        let Some(value) = value else {
            if action != Action::Delete {
                return Err(error::parameter(text::ONLY_DELETE));
            }
            update.remove.push(path);
            continue;
        };
        eval::check_value(value.view())?;
        let kind = value.view().kind();
        match (action, kind) {
            (Action::Put, _) => update.set.push((path, SetValue::Operand(SetOperand::Value(value)))),
            (Action::Add, Type::N | Type::Ss | Type::Ns | Type::Bs) => update.add.push((path, value)),
            (Action::Add, Type::L) => {
                let old = SetOperand::IfNotExists(path.clone(), Box::new(SetOperand::Value(PackedValue::list(&[]))));
                let longer = SetOperand::ListAppend(Box::new(old), Box::new(SetOperand::Value(value)));
                update.set.push((path, SetValue::Operand(longer)));
            }
            (Action::Delete, Type::Ss | Type::Ns | Type::Bs) => update.delete.push((path, value)),
            (Action::Add | Action::Delete, kind) => return Err(text::action_type(action.name(), kind)),
        }
    }
    Ok(update)
}

/// The projection of AttributesToGet.
pub fn attributes_to_get(names: Vec<String>) -> Result<Vec<Path>, Error> {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    if let Some([name, _]) = sorted.array_windows().find(|[name, next]| name == next) {
        return Err(text::duplicate_name(name));
    }
    for name in sorted {
        eval::check_name(name.as_bytes())?;
    }
    Ok(names.into_iter().map(Path::attribute).collect())
}

impl Comparison {
    /// The operator of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        COMPARISONS.into_iter().find(|(_, known)| *known == name).map(|(comparison, _)| comparison)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        COMPARISONS.into_iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }
}

impl Action {
    /// The action of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Put, Self::Add, Self::Delete].into_iter().find(|known| known.name() == name)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Put => "PUT",
            Self::Add => "ADD",
            Self::Delete => "DELETE",
        }
    }
}

impl Conditional {
    /// The operator of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "AND" => Some(Self::And),
            "OR" => Some(Self::Or),
            _ => None,
        }
    }
}

fn joined(mut conditions: Vec<Condition>, operator: Option<Conditional>) -> Result<Option<Condition>, Error> {
    match (operator, conditions.len()) {
        (Some(_), 0) => Err(error::validation(text::OPERATOR_WITHOUT_CONDITIONS)),
        (Some(_), 1) => Err(error::validation(text::OPERATOR_FOR_ONE)),
        (Some(Conditional::Or), _) => Ok(Some(Condition::Or(conditions))),
        (_, 0 | 1) => Ok(conditions.pop()),
        _ => Ok(Some(Condition::And(conditions))),
    }
}

fn expectation(name: &str, expected: ExpectedAttribute) -> Result<Condition, Error> {
    eval::check_name(name.as_bytes())?;
    let ExpectedAttribute { exists, value, comparison, list } = expected;
    if value.is_some() && list.is_some() {
        return Err(text::expected(text::VALUE_AND_LIST, name));
    }
    let Some(comparison) = comparison else {
        return exact(name, exists, value, list.is_some());
    };
    if exists.is_some() {
        return Err(text::expected(text::EXISTS_AND_OPERATOR, name));
    }
    let valueless = matches!(comparison, Comparison::Null | Comparison::NotNull);
    if !valueless && value.is_none() && list.is_none() {
        return Err(text::operator_without_value(comparison.name(), name));
    }
    test(name, comparison, list.unwrap_or_else(|| value.into_iter().collect()))
}

/// An expectation without operator: this value, or none.
fn exact(name: &str, exists: Option<bool>, value: Option<PackedValue>, list: bool) -> Result<Condition, Error> {
    if list {
        return Err(text::expected(text::LIST_WITHOUT_OPERATOR, name));
    }
    match (exists, value) {
        (Some(false), None) => Ok(Condition::NotExists(Path::attribute(name.to_owned()))),
        (Some(false), Some(_)) => Err(text::expected(text::VALUE_BUT_MISSING, name)),
        (exists, None) => Err(text::exists_without_value(exists, name)),
        (_, Some(value)) => test(name, Comparison::Eq, vec![value]),
    }
}

/// The condition on one attribute.
fn test(name: &str, comparison: Comparison, list: Vec<PackedValue>) -> Result<Condition, Error> {
    check_list(comparison, &list)?;
    let path = Path::attribute(name.to_owned());
    let operand = Operand::Path(path.clone());
    let mut values = list.into_iter().map(Operand::Value);
    let mut next = || values.next().ok_or_else(|| text::argument_count(comparison.name()));
    let comparator = match comparison {
        Comparison::Eq => Comparator::Eq,
        Comparison::Ne => Comparator::Ne,
        Comparison::Lt => Comparator::Lt,
        Comparison::Le => Comparator::Le,
        Comparison::Gt => Comparator::Gt,
        Comparison::Ge => Comparator::Ge,
        Comparison::In => return Ok(Condition::In(operand, values.collect())),
        Comparison::Between => return Ok(Condition::Between(operand, next()?, next()?)),
        Comparison::NotNull => return Ok(Condition::Exists(path)),
        Comparison::Null => return Ok(Condition::NotExists(path)),
        Comparison::Contains => return Ok(Condition::Contains(operand, next()?)),
        // Of an attribute that does not exist nothing is said.
        Comparison::NotContains => {
            let contains = Condition::Contains(operand, next()?);
            return Ok(Condition::And(vec![Condition::Exists(path), Condition::Not(Box::new(contains))]));
        }
        Comparison::BeginsWith => return Ok(Condition::BeginsWith(operand, next()?)),
    };
    Ok(Condition::Compare(operand, comparator, next()?))
}

fn key_condition(name: String, condition: AttributeCondition) -> Result<KeyCondition, Error> {
    eval::check_name(name.as_bytes())?;
    let AttributeCondition { comparison, list } = condition;
    check_list(comparison, &list)?;
    let mut values = list.into_iter();
    let mut next = || values.next().ok_or_else(|| text::argument_count(comparison.name()));
    let test = match comparison {
        Comparison::Eq => KeyTest::Eq(next()?),
        Comparison::Lt => KeyTest::Lt(next()?),
        Comparison::Le => KeyTest::Le(next()?),
        Comparison::Gt => KeyTest::Gt(next()?),
        Comparison::Ge => KeyTest::Ge(next()?),
        Comparison::Between => KeyTest::Between(next()?, next()?),
        Comparison::BeginsWith => KeyTest::BeginsWith(next()?),
        _ => return Err(error::validation(text::NOT_INDEXABLE)),
    };
    Ok(KeyCondition { name: name.into(), test })
}

/// Checks the values of an operator: each in itself, how many there are, and their types.
fn check_list(comparison: Comparison, list: &[PackedValue]) -> Result<(), Error> {
    list.iter().try_for_each(|value| eval::check_value(value.view()))?;
    let (count, allowed): (_, &[Type]) = match comparison {
        Comparison::Null | Comparison::NotNull => (0..=0, &[]),
        Comparison::Eq | Comparison::Ne => (1..=1, &ALL),
        // As many as in an expression: all of them may be held against each of thousands of items.
        Comparison::In => (1..=eval::MAX_LIST, &SCALARS),
        Comparison::Between => (2..=2, &SCALARS),
        Comparison::BeginsWith => (1..=1, &[Type::S, Type::B]),
        _ => (1..=1, &SCALARS),
    };
    if !count.contains(&list.len()) {
        return Err(text::argument_count(comparison.name()));
    }
    let mut kinds = list.iter().map(|value| value.view().kind());
    if let Some(kind) = kinds.clone().find(|kind| !allowed.contains(kind)) {
        return Err(text::argument_type(comparison.name(), kind));
    }
    let first = kinds.next();
    if kinds.any(|kind| Some(kind) != first) {
        return Err(error::parameter(text::TYPES_DIFFER));
    }
    match (comparison, list) {
        (Comparison::Between, [low, high])
            if eval::order(low.view(), high.view()).is_some_and(|order| order.is_gt()) =>
        {
            Err(error::validation(text::INVERTED_RANGE))
        }
        _ => Ok(()),
    }
}

const COMPARISONS: [(Comparison, &str); 13] = [
    (Comparison::Eq, "EQ"),
    (Comparison::Ne, "NE"),
    (Comparison::In, "IN"),
    (Comparison::Le, "LE"),
    (Comparison::Lt, "LT"),
    (Comparison::Ge, "GE"),
    (Comparison::Gt, "GT"),
    (Comparison::Between, "BETWEEN"),
    (Comparison::NotNull, "NOT_NULL"),
    (Comparison::Null, "NULL"),
    (Comparison::Contains, "CONTAINS"),
    (Comparison::NotContains, "NOT_CONTAINS"),
    (Comparison::BeginsWith, "BEGINS_WITH"),
];
const SCALARS: [Type; 3] = [Type::S, Type::N, Type::B];
const ALL: [Type; 10] =
    [Type::S, Type::N, Type::B, Type::Bool, Type::Null, Type::Ss, Type::Ns, Type::Bs, Type::L, Type::M];
