//! Tests of the key algebra.

mod smoke;
