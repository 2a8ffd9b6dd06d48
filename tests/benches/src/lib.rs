//! What the benchmarks measure, and with what: one struct with twelve fields, the ways to store it, and a stopwatch that
//! lets the competitors take turns.
//!
//! `order` has the struct, `packed` and `sdk` the code that a careful person writes by hand, `shop` monotable's entities,
//! `modyne` and `dynoxide` the peers, `engine` monotable's engine,
//! `canned` an AWS that answers from memory. `measure` is the stopwatch, `table` prints.
//! The benchmarks themselves are in `benches/`; `README.md` has their results.

mod canned;
mod dynoxide;
mod engine;
mod heap;
mod measure;
mod modyne;
mod order;
mod packed;
mod sdk;
mod shop;
mod table;

pub use canned::{Canned, client};
pub use dynoxide::DynoxideShop;
pub use engine::{LocalShop, now};
pub use heap::{Counting, allocations, live_bytes};
pub use measure::{Contender, median, ratios, time};
pub use modyne::{KeyedOrder, ModyneShop};
pub use order::{LINES_PER_ORDER, Line, Order, Orders, Status};
pub use packed::{order_from_row, order_to_row, shop_order_from_row, shop_order_to_row};
pub use sdk::{SdkItem, order_from_sdk_item, order_to_sdk_item};
pub use shop::{FlatOrder, FlatShop, Form, Shop, ShopOrder, SmallOrder, SmallShop};
pub use table::{Bar, Report};
