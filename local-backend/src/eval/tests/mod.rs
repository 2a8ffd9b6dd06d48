//! Tables of DynamoDB's rules.
