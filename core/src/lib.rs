//! Typed single-table design for Amazon DynamoDB.
