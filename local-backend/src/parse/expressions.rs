//! The expressions of a request, from text to trees.

use monotable::Error;
use monotable::expression::{Condition, Path, Update};

use super::{Placeholders, build, syntax};
use crate::error::Expression;

impl Placeholders {
    /// Reads a ConditionExpression or FilterExpression.
    pub fn condition(&mut self, kind: Expression, text: &str) -> Result<Condition, Error> {
        let steps = syntax::condition(kind, text)?;
        build::condition(self, kind, steps)
    }

    /// Reads a KeyConditionExpression: any condition, until [`key_conditions`](super::key_conditions) takes it apart.
    pub fn keys(&mut self, text: &str) -> Result<Condition, Error> {
        self.condition(Expression::KeyCondition, text)
    }

    /// Reads a ProjectionExpression.
    pub fn projection(&mut self, text: &str) -> Result<Vec<Path>, Error> {
        build::projection(self, &syntax::projection(text)?)
    }

    /// Reads an UpdateExpression.
    pub fn update(&mut self, text: &str) -> Result<Update, Error> {
        build::update(self, syntax::update(text)?)
    }
}
