//! Memory for each item of 17 attributes and 1 KB of DynamoDB JSON.

use monotable::Item;
use monotable_benches::{Bar, DynoxideShop, Form, LocalShop, Report, live_bytes};

const ITEMS: u64 = 100_000;
const JSON: usize = 1024;

pub(super) fn measure(report: &mut Report) {
    let size = item(0).to_json().len();
    assert_eq!(size, JSON, "items are as large as the budget says");

    // Nothing is freed before both are measured: one would live in what the other has left.
    let ours = LocalShop::empty(false);
    let before = resident();
    let (live, ()) = live_bytes(|| {
        for place in 0..ITEMS {
            ours.put(monotable::request::PutItem::new("shop".into(), item(place)));
        }
    });
    let our_resident = resident() - before;
    let peer = DynoxideShop::empty(false);
    let before = resident();
    for place in 0..ITEMS {
        peer.put(DynoxideShop::put_row(&item(place)));
    }
    let peer_resident = resident() - before;

    let each = |bytes: f64| bytes / ITEMS as f64 / 1024.0;
    let kib = |bytes: f64| format!("{:.2} KiB", each(bytes));
    let (live, our_resident, peer_resident) = (live as f64, our_resident as f64, peer_resident as f64);
    let what = "memory per item, 17 attributes, 1 KiB of JSON";
    report.row(what, &format!("{} allocated", kib(live)), "", each(live), "KiB", Bar::AtMost(1.25));
    let beside = format!("dynoxide: {} resident", kib(peer_resident));
    let bar = Bar::AtMost(1.25);
    report.row(what, &format!("{} resident", kib(our_resident)), &beside, each(our_resident), "KiB", bar);
}

/// An order whose note makes it [`JSON`] bytes.
fn item(place: u64) -> Item {
    let mut order = LocalShop::order(place);
    order.note = Some(String::new());
    let room = JSON.saturating_sub(Form::Nested.item(order.clone()).to_json().len());
    order.note = Some("The bell is hard to hear. ".chars().cycle().take(room).collect());
    Form::Nested.item(order)
}

/// Returns what of this process is in memory, in bytes; 0 where the system does not tell.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * PAGE
}

const PAGE: usize = 4096;
