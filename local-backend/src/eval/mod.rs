//! What DynamoDB makes of values and expressions, apart from where items lie.
//!
//! Open `condition` and `update` first: they evaluate trees on packed rows. `check` refuses values and expressions before
//! any item is read, `keys` does so for keys, `project` cuts paths out of items, `compare` is equality and order, `position`
//! writes key values as bytes that sort like them, `path` finds values.

mod keys;
mod position;

pub(crate) use keys::{check_index_keys, check_key, check_put_keys, check_updated_index_keys, key_of, keys_first};
pub(crate) use position::{key_bytes, last_key_bytes, prefix_bytes};
