//! The same struct with composed keys and one index: what a put writes and a read gives back, without sending.

use modyne::{EntityExt, ProjectionExt};
use monotable_benches::{KeyedOrder, Order};

#[cfg(feature = "allocations")]
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    let order = KeyedOrder(Order::sample(1, 2));
    let item = order.clone().into_item();
    assert_eq!(item.len(), 12 + 4 + 1, "every field, four key attributes and the entity's type");
    assert_eq!(KeyedOrder::from_item(item).ok(), Some(order), "modyne round-trips");
    divan::main();
}

/// Struct to item, keys included.
#[divan::bench_group]
mod put {
    use super::*;

    #[divan::bench(min_time = 0.5, sample_size = 100)]
    fn modyne(bencher: divan::Bencher<'_, '_>) {
        let order = KeyedOrder(Order::sample(1, 2));
        bencher.with_inputs(|| order.clone()).bench_local_values(EntityExt::into_item);
    }
}

/// Item to struct.
#[divan::bench_group]
mod read {
    use super::*;

    #[divan::bench(min_time = 0.5, sample_size = 100)]
    fn modyne(bencher: divan::Bencher<'_, '_>) {
        let item = KeyedOrder(Order::sample(1, 2)).into_item();
        bencher
            .with_inputs(|| item.clone())
            .bench_local_values(|item| KeyedOrder::from_item(item).expect("the item is an order"));
    }
}
