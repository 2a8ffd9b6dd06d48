//! Run time and memory beside the peers, and a table of the results against the budgets.
//!
//! `cargo bench --manifest-path tests/benches/Cargo.toml --bench run_time [-- TOPIC..]`; topics: codec, keys, request,
//! engine, threads, growth, memory, open.

mod codec;
mod engine;
mod keys;
mod memory;
mod open;
mod request;
mod scale;

use monotable_benches::{Contender, Counting, Report, ratios};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

type Topic = (&'static str, fn(&mut Report));

const TOPICS: [Topic; 8] = [
    // First, while the allocator is fresh.
    ("memory", memory::measure),
    ("codec", codec::measure),
    ("keys", keys::measure),
    ("request", request::measure),
    ("engine", engine::measure),
    ("threads", scale::threads),
    ("growth", scale::growth),
    ("open", open::measure),
];

fn main() {
    // Cargo passes options such as `--bench`; the rest are topics.
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let mut report = Report::default();
    for (name, measure) in TOPICS {
        if asked.is_empty() || asked.iter().any(|topic| topic == name) {
            measure(&mut report);
        }
    }
    print!("{}", report.finish());
}

/// Ours beside a peer: how long ours takes, measured by the peer's time.
struct Pair {
    ours: f64,
    peer: f64,
    ratio: f64,
}

fn pair(peer: Contender<'_>, ours: Contender<'_>) -> Pair {
    let mut contenders = [peer, ours];
    let ratios = ratios(&mut contenders);
    let [peer, ours] = contenders;
    Pair { ours: ours.median(), peer: peer.median(), ratio: ratios[1] }
}
