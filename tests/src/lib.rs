//! Tests of the whole: see `suite`.
