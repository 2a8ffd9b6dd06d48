//! What the benchmarks have in common: one struct with twelve fields, and each peer's way to store it.
//!
//! The benchmarks are in `benches/`, a file per topic: `codec` (struct to item and back), `keys` (the same with
//! composed keys and one index), `engine` (a database in process). In a file, a module is one operation and a
//! function one competitor, so that they are printed below each other and read as ratios.

mod engine;
mod hand;
mod keys;
mod order;

pub use engine::DynoxideShop;
pub use hand::{SdkItem, order_from_sdk_item, order_to_sdk_item};
pub use keys::{KeyedOrder, ModyneShop};
pub use order::{LINES_PER_ORDER, Line, Order, Status};
