//! What a test pays before its first line: a database of its own.

use monotable_benches::{Bar, Contender, DynoxideShop, Form, LocalShop, Report, now, time};

use super::{Pair, pair};

pub(super) fn measure(report: &mut Report) {
    let Pair { ours, peer, .. } = pair(
        Contender::new("dynoxide", || (), |()| DynoxideShop::empty(true)),
        Contender::new("monotable", || (), |()| LocalShop::empty(true)),
    );
    let beside = format!("dynoxide: {}", time(peer));
    report.row("open a database with one table", &time(ours), &beside, ours / 1e3, "us", Bar::AtMost(20.0));

    let shop = LocalShop::filled(true, Form::Nested, 100_000);
    let fork = Contender::new("fork", || (), |()| shop.backend().fork());
    let first_put = Contender::new(
        "fork and one put",
        || shop.put_request(Form::Nested, LocalShop::order(77)),
        |request| {
            let fork = shop.backend().fork();
            now(monotable::Backend::put_item(&fork, request)).expect("the item is well formed");
            fork
        },
    );
    let Pair { ours: put, peer: fork, .. } = pair(fork, first_put);
    report.row("fork 100k items", &time(fork), "", fork / 1e3, "us", Bar::AtMost(50.0));
    report.row("fork 100k items, and put one", &time(put), "", put / 1e3, "us", Bar::None);
}
