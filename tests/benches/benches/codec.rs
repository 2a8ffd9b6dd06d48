//! The struct with twelve fields to an item and back, without keys.

use monotable_benches::{Order, SdkItem, order_from_sdk_item, order_to_sdk_item};

#[cfg(feature = "allocations")]
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    let order = Order::sample(1, 2);
    assert_eq!(order_from_sdk_item(order_to_sdk_item(&order)), Some(order.clone()), "hand-written code round-trips");
    let item: SdkItem = serde_dynamo::to_item(&order).expect("an order is an item");
    assert_eq!(item, order_to_sdk_item(&order), "serde_dynamo stores what the hand-written code stores");
    divan::main();
}

#[divan::bench_group]
mod encode {
    use super::*;

    #[divan::bench(min_time = 0.5, sample_size = 100)]
    fn hand_to_sdk_map(bencher: divan::Bencher<'_, '_>) {
        let order = Order::sample(1, 2);
        bencher.bench_local(|| order_to_sdk_item(divan::black_box(&order)));
    }

    #[divan::bench(min_time = 0.5, sample_size = 100)]
    fn serde_dynamo_to_sdk_map(bencher: divan::Bencher<'_, '_>) {
        let order = Order::sample(1, 2);
        bencher.bench_local(|| -> SdkItem {
            serde_dynamo::to_item(divan::black_box(&order)).expect("an order is an item")
        });
    }
}

#[divan::bench_group]
mod decode {
    use super::*;

    #[divan::bench(min_time = 0.5, sample_size = 100)]
    fn hand_from_sdk_map(bencher: divan::Bencher<'_, '_>) {
        let item = order_to_sdk_item(&Order::sample(1, 2));
        bencher
            .with_inputs(|| item.clone())
            .bench_local_values(|item| order_from_sdk_item(item).expect("the item is an order"));
    }

    #[divan::bench(min_time = 0.5, sample_size = 100)]
    fn serde_dynamo_from_sdk_map(bencher: divan::Bencher<'_, '_>) {
        let item = order_to_sdk_item(&Order::sample(1, 2));
        bencher
            .with_inputs(|| item.clone())
            .bench_local_values(|item| -> Order { serde_dynamo::from_item(item).expect("the item is an order") });
    }
}
