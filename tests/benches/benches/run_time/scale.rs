//! More threads and more items.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use monotable::request::{GetItem, PutItem};
use monotable_benches::{Bar, Contender, Form, LocalShop, Order, Report, median, ratios, time};

use super::engine::Walk;

const THREADS: u64 = 4;
const ORDERS: u64 = 10_000;
/// Calls of a thread in a round.
const CALLS: u64 = 20_000;
const ROUNDS: usize = 21;
/// Steps of arithmetic that take about as long as a call.
const ARITHMETIC: u64 = 500;
const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];

/// Throughput of four threads beside one: on partition keys of their own, and all on one.
pub(super) fn threads(report: &mut Report) {
    let shop = LocalShop::filled(false, Form::Nested, ORDERS);
    let own = |thread: u64, call: u64| {
        let customer = THREADS * (call % (ORDERS / LocalShop::PER_CUSTOMER / THREADS)) + thread;
        LocalShop::order(customer * LocalShop::PER_CUSTOMER + call % 19)
    };
    let shared = |call: u64| LocalShop::order(call % LocalShop::PER_CUSTOMER);
    let get = |order: Order| shop.get_request(&order);
    let put = |mut order: Order, call: u64| {
        order.updated_at += call;
        shop.put_request(Form::Nested, order)
    };

    let run = |request: GetItem| drop(shop.get(request));
    row(report, "get, 4 threads on distinct partitions", true, &|thread, call| get(own(thread, call)), &run);
    row(report, "get, 4 threads on one partition", false, &|_, call| get(shared(call)), &run);
    let run = |request: PutItem| shop.put(request);
    row(report, "put, 4 threads on distinct partitions", true, &|thread, call| put(own(thread, call), call), &run);
    row(report, "put, 4 threads on one partition", false, &|_, call| put(shared(call), call), &run);
}

/// On partitions of their own, the figure is what four threads would gain on four idle cores: their gain by that of arithmetic,
/// which shares nothing and so gains what the machine has to give at the time. On one partition it is the gain itself.
fn row<R: Send>(
    report: &mut Report,
    what: &str,
    distinct: bool,
    request: &(dyn Fn(u64, u64) -> R + Sync),
    run: &(dyn Fn(R) + Sync),
) {
    let (mut four, mut gains, mut machine, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let together = throughput(THREADS, request, run);
        let gain = together / throughput(1, request, run);
        let of_machine =
            throughput(THREADS, &|_, call| call, &arithmetic) / throughput(1, &|_, call| call, &arithmetic);
        four.push(together / 1e6);
        gains.push(gain);
        machine.push(of_machine);
        ratios.push(if distinct { THREADS as f64 * gain / of_machine } else { gain });
    }
    let beside = format!("gains {:.2} x, arithmetic {:.2} x", median(&gains), median(&machine));
    let bar = Bar::AtLeast(if distinct { 3.0 } else { 0.9 });
    report.row(what, &format!("{:.2} M/s", median(&four)), &beside, median(&ratios), "x", bar);
}

fn arithmetic(call: u64) {
    black_box((0..ARITHMETIC).fold(call, |state, step| (state ^ step).wrapping_mul(ODD)));
}

/// Calls per second of all threads together.
fn throughput<R: Send>(threads: u64, request: &(dyn Fn(u64, u64) -> R + Sync), run: &(dyn Fn(R) + Sync)) -> f64 {
    let barrier = Barrier::new(threads as usize);
    let work = |thread: u64| {
        let requests: Vec<R> = (0..CALLS).map(|call| request(thread, call)).collect();
        barrier.wait();
        let start = Instant::now();
        requests.into_iter().for_each(run);
        (start, Instant::now())
    };
    let spans: Vec<(Instant, Instant)> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || work(thread))).collect();
        running.into_iter().map(|thread| thread.join().expect("no call panics")).collect()
    });
    let start = spans.iter().map(|(start, _)| *start).min();
    let end = spans.iter().map(|(_, end)| *end).max();
    let elapsed = start.zip(end).map_or(Duration::ZERO, |(start, end)| end - start);
    (threads * CALLS) as f64 / elapsed.as_secs_f64()
}

/// Time of a call as the table grows.
pub(super) fn growth(report: &mut Report) {
    let shops = SIZES.map(|size| LocalShop::filled(false, Form::Nested, size));
    let mut gets = std::array::from_fn::<_, 3, _>(|place| {
        let (shop, mut walk) = (&shops[place], Walk::new(SIZES[place]));
        Contender::new("get", move || shop.get_request(&walk.order()), |request| shop.get(request))
    });
    rows(report, &mut gets);
    let mut puts = std::array::from_fn::<_, 3, _>(|place| {
        let (shop, mut walk) = (&shops[place], Walk::new(SIZES[place]));
        let request = move || shop.put_request(Form::Nested, walk.changed_order());
        Contender::new("put", request, |request| shop.put(request))
    });
    rows(report, &mut puts);
}

fn rows(report: &mut Report, contenders: &mut [Contender<'_>; 3]) {
    let ratios = ratios(contenders);
    for place in 1..SIZES.len() {
        let what = format!("{} of {} items", contenders[place].name(), SIZES[place]);
        let beside = format!("of {}: {}", SIZES[0], time(contenders[0].median()));
        report.row(&what, &time(contenders[place].median()), &beside, ratios[place], "x", Bar::AtMost(2.0));
    }
}
