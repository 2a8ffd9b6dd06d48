//! Typed conditions.

use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::Entity;
use crate::error::{Error, ErrorKind};
use crate::expr::{Comparator, Condition, Operand, Path};
use crate::value::{EncodeError, Number, PackedValue, Type, Value};

/// A condition on the attributes of `E`, for writes and filters.
///
/// `&`, `|` and `!` combine them, as do [`and`](Cond::and), [`or`](Cond::or) and [`not`](Not::not).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let sellable = |s: monotable::Field<stock::left>| s.ge(1) & !s.gt(100);
/// shop.update(Stock::at("tea").add(|s| s.left, -1)).when(|s| sellable(s.left)).await?;
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a condition does nothing until an operation takes it"]
pub struct Cond<E> {
    tree: Condition,
    error: Option<EncodeError>,
    entity: PhantomData<fn() -> E>,
}

/// An operand, or why there is none.
pub(crate) type Encoded = Result<PackedValue, EncodeError>;

impl<E: Entity> Cond<E> {
    /// Returns the condition that both hold.
    pub fn and(self, other: Self) -> Self {
        Self { tree: self.tree.and(other.tree), error: self.error.or(other.error), entity: PhantomData }
    }

    /// Returns the condition that at least one of them holds.
    pub fn or(self, other: Self) -> Self {
        Self { tree: self.tree.or(other.tree), error: self.error.or(other.error), entity: PhantomData }
    }

    /// Wraps a condition that was built at run time. Filters over key attributes are checked before the request is sent.
    pub fn from_tree(tree: Condition) -> Self {
        Self { tree, error: None, entity: PhantomData }
    }

    /// Returns the condition as a tree, or [`ErrorKind::Encode`] where DynamoDB cannot hold one of its values.
    pub fn into_tree(self) -> Result<Condition, Error> {
        match self.error {
            None => Ok(self.tree),
            Some(error) => Err(Error::new(ErrorKind::Encode, "a value of a condition cannot be stored")
                .with_entity(E::SCHEMA.describe())
                .with_source(error)),
        }
    }

    pub(crate) fn compare(path: Path, comparator: Comparator, value: Encoded) -> Self {
        Self::with_values([value], |[value]| Condition::Compare(Operand::Path(path), comparator, value))
    }

    /// Returns whether the value there is this one; `None` is no value.
    pub(crate) fn equal(path: Path, value: Result<Option<PackedValue>, EncodeError>) -> Self {
        match value.transpose() {
            Some(value) => Self::compare(path, Comparator::Eq, value),
            None => Self::not_exists(path),
        }
    }

    /// Returns whether the value there is another one than this; `None` is no value.
    pub(crate) fn not_equal(path: Path, value: Result<Option<PackedValue>, EncodeError>) -> Self {
        match value.transpose() {
            Some(value) => Self::compare(path, Comparator::Ne, value),
            None => Self::exists(path),
        }
    }

    pub(crate) fn compare_paths(path: Path, comparator: Comparator, other: Path) -> Self {
        Self::from_tree(Condition::Compare(Operand::Path(path), comparator, Operand::Path(other)))
    }

    pub(crate) fn between(path: Path, low: Encoded, high: Encoded) -> Self {
        Self::with_values([low, high], |[low, high]| Condition::Between(Operand::Path(path), low, high))
    }

    /// Returns whether the value there is one of these; `None` is no value.
    pub(crate) fn one_of(path: Path, values: impl Iterator<Item = Result<Option<PackedValue>, EncodeError>>) -> Self {
        let (mut error, mut or_none) = (None, false);
        let mut list = Vec::new();
        for value in values {
            match value.transpose() {
                Some(value) => list.push(operand(value, &mut error)),
                None => or_none = true,
            }
        }
        if list.is_empty() && !or_none {
            error.get_or_insert_with(|| EncodeError::new("`is_in` needs at least one value"));
        }
        let tree = match (list.is_empty(), or_none) {
            (true, true) => Condition::NotExists(path),
            (_, false) => Condition::In(Operand::Path(path), list),
            (_, true) => Condition::In(Operand::Path(path.clone()), list).or(Condition::NotExists(path)),
        };
        Self { tree, error, entity: PhantomData }
    }

    pub(crate) fn exists(path: Path) -> Self {
        Self::from_tree(Condition::Exists(path))
    }

    pub(crate) fn not_exists(path: Path) -> Self {
        Self::from_tree(Condition::NotExists(path))
    }

    pub(crate) fn is_type(path: Path, kind: Type) -> Self {
        Self::from_tree(Condition::IsType(Operand::Path(path), kind))
    }

    pub(crate) fn begins_with(path: Path, prefix: Encoded) -> Self {
        Self::with_values([prefix], |[prefix]| Condition::BeginsWith(Operand::Path(path), prefix))
    }

    pub(crate) fn contains(path: Path, part: Encoded) -> Self {
        Self::with_values([part], |[part]| Condition::Contains(Operand::Path(path), part))
    }

    pub(crate) fn size(path: Path, comparator: Comparator, count: u64) -> Self {
        let count = PackedValue::from(&Value::N(Number::from(count)));
        let size = Operand::Size(Box::new(Operand::Path(path)));
        Self::from_tree(Condition::Compare(size, comparator, Operand::Value(count)))
    }

    fn with_values<const N: usize>(values: [Encoded; N], build: impl FnOnce([Operand; N]) -> Condition) -> Self {
        let mut error = None;
        let operands = values.map(|value| operand(value, &mut error));
        Self { tree: build(operands), error, entity: PhantomData }
    }
}

/// Unpacks an operand. The first error stays; the null in its place is never sent.
fn operand(value: Encoded, error: &mut Option<EncodeError>) -> Operand {
    Operand::Value(value.unwrap_or_else(|problem| {
        error.get_or_insert(problem);
        PackedValue::from(&Value::Null)
    }))
}

impl<E: Entity> BitAnd for Cond<E> {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl<E: Entity> BitOr for Cond<E> {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl<E> Not for Cond<E> {
    type Output = Self;
    fn not(self) -> Self {
        Self { tree: Condition::Not(Box::new(self.tree)), error: self.error, entity: PhantomData }
    }
}

impl<E> Clone for Cond<E> {
    fn clone(&self) -> Self {
        Self { tree: self.tree.clone(), error: self.error.clone(), entity: PhantomData }
    }
}

impl<E> std::fmt::Debug for Cond<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Cond").field(&self.tree).finish()
    }
}
