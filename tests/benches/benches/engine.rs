//! A database in process with 10^4 orders, one thread: requests are made before the clock starts, items stay as the
//! database gives them.

use std::cell::Cell;

use monotable_benches::{DynoxideShop, Order};

#[cfg(feature = "allocations")]
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    let shop = DynoxideShop::filled(true);
    let order = Order::sample(3, 4);
    assert_eq!(shop.get(DynoxideShop::get_request(&order)).len(), 12 + 4 + 1, "the item is whole");
    assert_eq!(shop.query(DynoxideShop::query_request(3)).len(), 20, "a query finds a customer's orders");
    shop.update(DynoxideShop::update_request(&order));
    divan::main();
}

/// Visits all customers and orders in an order that looks random and is the same for every competitor.
struct Walk(Cell<u64>);

impl Walk {
    fn new() -> Self {
        Self(Cell::new(0))
    }

    fn customer(&self) -> u64 {
        // A step without a common factor with the number of orders visits each of them.
        let place = (self.0.get() + 7_919) % (DynoxideShop::CUSTOMERS * DynoxideShop::PER_CUSTOMER);
        self.0.set(place);
        place / DynoxideShop::PER_CUSTOMER
    }

    fn order(&self) -> Order {
        let customer = self.customer();
        Order::sample(customer, self.0.get() % DynoxideShop::PER_CUSTOMER)
    }
}

#[divan::bench_group]
mod get {
    use super::*;

    #[divan::bench(min_time = 1, sample_size = 10)]
    fn dynoxide(bencher: divan::Bencher<'_, '_>) {
        let (shop, walk) = (DynoxideShop::filled(false), Walk::new());
        bencher
            .with_inputs(|| DynoxideShop::get_request(&walk.order()))
            .bench_local_values(|request| shop.get(request));
    }
}

/// Replaces an item of a table without indexes.
#[divan::bench_group]
mod put {
    use super::*;

    #[divan::bench(min_time = 1, sample_size = 10)]
    fn dynoxide(bencher: divan::Bencher<'_, '_>) {
        let (shop, walk) = (DynoxideShop::filled(false), Walk::new());
        bencher
            .with_inputs(|| DynoxideShop::put_request(&walk.order()))
            .bench_local_values(|request| shop.put(request));
    }
}

/// Replaces an item that one index projects too.
#[divan::bench_group]
mod put_indexed {
    use super::*;

    #[divan::bench(min_time = 1, sample_size = 10)]
    fn dynoxide(bencher: divan::Bencher<'_, '_>) {
        let (shop, walk) = (DynoxideShop::filled(true), Walk::new());
        bencher
            .with_inputs(|| DynoxideShop::put_request(&walk.order()))
            .bench_local_values(|request| shop.put(request));
    }
}

#[divan::bench_group]
mod query_of_20 {
    use super::*;

    #[divan::bench(min_time = 1, sample_size = 10)]
    fn dynoxide(bencher: divan::Bencher<'_, '_>) {
        let (shop, walk) = (DynoxideShop::filled(false), Walk::new());
        bencher
            .with_inputs(|| DynoxideShop::query_request(walk.customer()))
            .bench_local_values(|request| shop.query(request));
    }
}

#[divan::bench_group]
mod conditional_update {
    use super::*;

    #[divan::bench(min_time = 1, sample_size = 10)]
    fn dynoxide(bencher: divan::Bencher<'_, '_>) {
        let (shop, walk) = (DynoxideShop::filled(false), Walk::new());
        bencher
            .with_inputs(|| DynoxideShop::update_request(&walk.order()))
            .bench_local_values(|request| shop.update(request));
    }
}
