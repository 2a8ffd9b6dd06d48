//! Tables of what DynamoDB does, and properties against a model that adds like a pupil, on paper.

mod cases;
mod model;
mod properties;
