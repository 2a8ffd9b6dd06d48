//! A faithful DynamoDB in process: the local backend of monotable.
