//! The expressions of a request, and the parameters of old in their place, as trees.

use monotable::Error;
use monotable::expression::{Condition, KeyCondition, Path, Update};
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::eval;
use monotable_local::__server::parse::{Placeholders, check_used_by_some, key_conditions, legacy, refuse_mix};

use super::legacy::{read_changes, read_expected, read_tests};
use super::members::Members;

/// Names of parameters, and whether a request has them.
type Given<const N: usize> = [(&'static str, bool); N];

/// Refuses expressions together with what they replaced.
fn refuse_both<const L: usize, const E: usize>(legacy: Given<L>, expressions: Given<E>) -> Result<(), Error> {
    let present = |(name, given): (&'static str, bool)| given.then_some(name);
    let legacy: Vec<&str> = legacy.into_iter().filter_map(present).collect();
    if legacy.is_empty() {
        return Ok(());
    }
    let expressions: Vec<&str> = expressions.into_iter().filter_map(present).collect();
    refuse_mix(&legacy, &expressions)
}

impl Members<'_> {
    /// Of a put, delete or update, which has these expressions.
    pub(super) fn check_written(&self, expressions: &[Expression]) -> Result<(), Error> {
        refuse_both(
            [
                ("AttributeUpdates", self.attribute_updates.is_some()),
                ("Expected", self.expected.is_some()),
                ("ConditionalOperator", self.conditional_operator.is_some()),
            ],
            [("UpdateExpression", self.update.is_some()), ("ConditionExpression", self.condition.is_some())],
        )?;
        self.check_placeholders(expressions)
    }

    /// Of a read, which has these expressions.
    pub(super) fn check_read(&self, expressions: &[Expression]) -> Result<(), Error> {
        refuse_both(
            [
                ("AttributesToGet", self.attributes_to_get.is_some()),
                ("ScanFilter", self.scan_filter.is_some()),
                ("QueryFilter", self.query_filter.is_some()),
                ("ConditionalOperator", self.conditional_operator.is_some()),
                // Filters and projections were expressions before key conditions were: those of old still go with them.
                ("KeyConditions", self.key_conditions.is_some() && self.key_condition.is_some()),
            ],
            [
                ("ProjectionExpression", self.projection.is_some()),
                ("FilterExpression", self.filter.is_some()),
                ("KeyConditionExpression", self.key_condition.is_some()),
            ],
        )?;
        self.check_placeholders(expressions)
    }

    fn check_placeholders(&self, expressions: &[Expression]) -> Result<(), Error> {
        check_used_by_some(self.names.is_some(), self.values.is_some(), &self.given(expressions))
    }

    /// The placeholders of the request, which is one of an operation that has these expressions.
    pub(super) fn placeholders(&mut self, expressions: &[Expression]) -> Result<Placeholders, Error> {
        let given = self.given(expressions);
        Placeholders::new(self.names.take(), self.values.take().transpose()?, &given)
    }

    /// The same of an action of a transaction.
    pub(super) fn transacted_placeholders(&mut self, expressions: &[Expression]) -> Result<Placeholders, Error> {
        let given = self.given(expressions);
        let values = self.values.take().transpose()?;
        Placeholders::within(self.names.take(), values, &given, eval::MAX_TRANSACTED_DEPTH)
    }

    /// Returns which of the expressions the request has.
    fn given(&self, expressions: &[Expression]) -> Vec<(Expression, bool)> {
        let is_given = |expression| match expression {
            Expression::Condition => self.condition.is_some(),
            Expression::Filter => self.filter.is_some(),
            Expression::KeyCondition => self.key_condition.is_some(),
            Expression::Projection => self.projection.is_some(),
            Expression::Update => self.update.is_some(),
        };
        expressions.iter().map(|expression| (*expression, is_given(*expression))).collect()
    }

    /// The condition of a write.
    pub(super) fn write_condition(&mut self, placeholders: &mut Placeholders) -> Result<Option<Condition>, Error> {
        match &self.condition {
            Some(text) => placeholders.condition(Expression::Condition, text).map(Some),
            None => {
                let expected = self.expected.take().map(read_expected).transpose()?;
                legacy::expected(expected, self.conditional())
            }
        }
    }

    /// The changes of an update, if the request names any.
    pub(super) fn changes(&mut self, placeholders: &mut Placeholders) -> Result<Update, Error> {
        match (&self.update, self.attribute_updates.take()) {
            (Some(text), _) => placeholders.update(text),
            (None, Some(changes)) => legacy::attribute_updates(read_changes(changes)?),
            (None, None) => Ok(Update::default()),
        }
    }

    /// The paths that a read returns.
    pub(super) fn projected(&mut self, placeholders: &mut Placeholders) -> Result<Option<Vec<Path>>, Error> {
        match (&self.projection, self.attributes_to_get.take()) {
            (Some(text), _) => placeholders.projection(text).map(Some),
            (None, Some(names)) => legacy::attributes_to_get(names).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The filter of a query or scan.
    pub(super) fn filters(&mut self, placeholders: &mut Placeholders) -> Result<Option<Condition>, Error> {
        match &self.filter {
            Some(text) => placeholders.condition(Expression::Filter, text).map(Some),
            None => {
                let filter = self.query_filter.take().or_else(|| self.scan_filter.take());
                legacy::filter(filter.map(read_tests).transpose()?, self.conditional())
            }
        }
    }

    /// A query has key conditions, of either kind.
    pub(super) fn check_keyed(&self) -> Result<(), Error> {
        match (&self.key_condition, &self.key_conditions) {
            (Some(_), _) => Ok(()),
            (None, Some(tests)) if !tests.is_empty() => Ok(()),
            (None, _) => Err(error::validation(error::NO_KEY_CONDITION)),
        }
    }

    /// The key condition of a query, whose other expressions were read. That it has a form that keys can have is looked at last,
    /// behind placeholders that are not used.
    pub(super) fn keys(&mut self, mut placeholders: Placeholders) -> Result<Vec<KeyCondition>, Error> {
        match (&self.key_condition, self.key_conditions.take()) {
            (Some(text), _) => {
                let condition = placeholders.keys(text)?;
                placeholders.finish()?;
                key_conditions(condition)
            }
            (None, Some(tests)) => {
                let keys = legacy::key_conditions(read_tests(tests)?)?;
                placeholders.finish()?;
                Ok(keys)
            }
            (None, None) => Err(error::validation(error::NO_KEY_CONDITION)),
        }
    }
}
