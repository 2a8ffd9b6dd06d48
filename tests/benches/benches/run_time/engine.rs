//! A database in process with 10^4 orders, one thread: requests are made before the clock starts, items stay as the
//! database gives them.

use monotable_benches::{Bar, Contender, DynoxideShop, Form, LocalShop, Report, time};

use super::{Pair, pair};

const ORDERS: u64 = 10_000;
/// Beside the peer, at the trait `Backend`.
const BAR: f64 = 10.0;

pub(super) fn measure(report: &mut Report) {
    for form in Form::ALL {
        let peers = [false, true].map(|indexed| DynoxideShop::filled(indexed, form, ORDERS));
        let ours = [false, true].map(|indexed| LocalShop::filled(indexed, form, ORDERS));
        let ([peer, peer_indexed], [our, our_indexed]) = (&peers, &ours);
        check(form, peer_indexed, our_indexed);

        row(report, form, "get", get(peer, our));
        row(report, form, "put", put(form, peer, our));
        row(report, form, "put with an index", put(form, peer_indexed, our_indexed));
        row(report, form, "query of 20", query(peer, our));
        row(report, form, "conditional update", update(peer, our));
        row(report, form, "transaction of 4 puts", transact(form, peer, our));
    }
}

fn row(report: &mut Report, form: Form, operation: &str, Pair { ours, peer, ratio }: Pair) {
    let what = format!("{operation}, {} item", form.name());
    report.row(&what, &time(ours), &format!("dynoxide: {}", time(peer)), 1.0 / ratio, "x", Bar::AtLeast(BAR));
}

fn get(peer: &DynoxideShop, ours: &LocalShop) -> Pair {
    let (mut there, mut here) = (Walk::new(ORDERS), Walk::new(ORDERS));
    pair(
        Contender::new("dynoxide", || DynoxideShop::get_request(&there.order()), |request| peer.get(request)),
        Contender::new("monotable", || ours.get_request(&here.order()), |request| ours.get(request)),
    )
}

/// Replaces an item by an equal one but for the time of its last change.
fn put(form: Form, peer: &DynoxideShop, ours: &LocalShop) -> Pair {
    let (mut there, mut here) = (Walk::new(ORDERS), Walk::new(ORDERS));
    pair(
        Contender::new(
            "dynoxide",
            || DynoxideShop::put_request(form, there.changed_order()),
            |request| peer.put(request),
        ),
        Contender::new("monotable", || ours.put_request(form, here.changed_order()), |request| ours.put(request)),
    )
}

fn query(peer: &DynoxideShop, ours: &LocalShop) -> Pair {
    let (mut there, mut here) = (Walk::new(ORDERS), Walk::new(ORDERS));
    let customer = |walk: &mut Walk| walk.place() / LocalShop::PER_CUSTOMER;
    pair(
        Contender::new("dynoxide", || DynoxideShop::query_request(customer(&mut there)), |request| peer.query(request)),
        Contender::new("monotable", || ours.query_request(customer(&mut here)), |request| ours.query(request)),
    )
}

fn update(peer: &DynoxideShop, ours: &LocalShop) -> Pair {
    let (mut there, mut here) = (Walk::new(ORDERS), Walk::new(ORDERS));
    pair(
        Contender::new("dynoxide", || DynoxideShop::update_request(&there.order()), |request| peer.update(request)),
        Contender::new("monotable", || ours.update_request(&here.order()), |request| ours.update(request)),
    )
}

fn transact(form: Form, peer: &DynoxideShop, ours: &LocalShop) -> Pair {
    let (mut there, mut here) = (Walk::new(ORDERS), Walk::new(ORDERS));
    let four = |walk: &mut Walk| std::array::from_fn(|_| walk.changed_order());
    pair(
        Contender::new(
            "dynoxide",
            || DynoxideShop::transaction_request(form, four(&mut there)),
            |request| peer.transact(request),
        ),
        Contender::new(
            "monotable",
            || ours.transaction_request(form, four(&mut here)),
            |request| ours.transact(request),
        ),
    )
}

fn check(form: Form, peer: &DynoxideShop, ours: &LocalShop) {
    let order = LocalShop::order(64);
    assert_eq!(peer.get(DynoxideShop::get_request(&order)).len(), form.attributes(), "the item is whole");
    assert_eq!(ours.get(ours.get_request(&order)).len(), form.attributes(), "the item is whole");
    assert_eq!(peer.query(DynoxideShop::query_request(3)).len(), 20, "a query finds a customer's orders");
    assert_eq!(ours.query(ours.query_request(3)).len(), 20, "a query finds a customer's orders");
    peer.update(DynoxideShop::update_request(&order));
    ours.update(ours.update_request(&order));
    assert_eq!(ours.get(ours.get_request(&order)).value("total"), Some((order.total + 1).into()), "it was updated");
}

/// Visits all orders in an order that looks random and is the same for every contender.
pub(super) struct Walk {
    place: u64,
    orders: u64,
    steps: u64,
}

impl Walk {
    pub(super) fn new(orders: u64) -> Self {
        Self { place: 0, orders, steps: 0 }
    }

    pub(super) fn place(&mut self) -> u64 {
        // A prime has no factor in common with the number of orders, so each of them is visited.
        self.place = (self.place + 7_368_787) % self.orders;
        self.steps += 1;
        self.place
    }

    pub(super) fn order(&mut self) -> monotable_benches::Order {
        LocalShop::order(self.place())
    }

    pub(super) fn changed_order(&mut self) -> monotable_benches::Order {
        let mut order = self.order();
        order.updated_at += self.steps;
        order
    }
}
