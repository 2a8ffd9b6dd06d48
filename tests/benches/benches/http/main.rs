//! The server beside one that answers canned bytes, and beside the server of a peer.
//!
//! `cargo bench --manifest-path tests/benches/Cargo.toml --bench http`; the peer is the program that the environment variable
//! `DYNOXIDE` names, and without one it is left out. Each server is a process of its own, and they take turns.

mod client;
mod load;
mod requests;
mod servers;

use std::time::{Duration, Instant};

use monotable_benches::{Bar, Report, median};
use monotable_local::LocalBackend;
use monotable_server::LocalServer;

use load::Measured;
use requests::Operation;
use servers::Server;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(server) = servers::asked_for(&arguments) {
        return server.serve();
    }
    let mut report = Report::default();
    footprint(&mut report);
    speed(&mut report);
    print!("{}", report.finish());
}

/// How long a server takes to start, and what it takes of memory while nobody asks.
fn footprint(report: &mut Report) {
    let starts: Vec<f64> = (0..STARTS)
        .map(|_| {
            let backend = LocalBackend::new();
            let start = Instant::now();
            let server = LocalServer::start(backend).expect("a port is free");
            let took = start.elapsed();
            drop(server);
            took.as_secs_f64() * 1e3
        })
        .collect();
    report.row("start a server", "", "", median(&starts), "ms", Bar::AtMost(2.0));

    let server = Server::monotable();
    if let Some(bytes) = server.resident() {
        report.row("resident, idle, of the whole process", "", "", bytes as f64 / MB, "MB", Bar::AtMost(5.0));
    }
}

fn speed(report: &mut Report) {
    let mut servers = vec![Server::canned(), Server::monotable()];
    match Server::dynoxide() {
        Some(server) => servers.push(server),
        None => eprintln!("skipped: the peer, since DYNOXIDE does not name its program"),
    }
    for server in &servers[1..] {
        requests::fill(server.address());
    }
    for operation in Operation::ALL {
        requests::check(operation, servers.iter().map(Server::address));
        measure(report, operation, &servers);
    }
}

fn measure(report: &mut Report, operation: Operation, servers: &[Server]) {
    let requests = operation.requests();
    // By server, by number of clients, by round.
    let mut measured: Vec<[Vec<Measured>; CLIENTS.len()]> = servers.iter().map(|_| Default::default()).collect();
    for round in 0..=ROUNDS {
        for (place, &clients) in CLIENTS.iter().enumerate() {
            for (server, measured) in servers.iter().zip(&mut measured) {
                let result = load::run(server.address(), &requests, clients, TURN);
                // The first round warms up.
                if round > 0 {
                    measured[place].push(result);
                }
            }
        }
    }

    let figure = |server: usize, place: usize, figure: fn(&Measured) -> f64| -> Vec<f64> {
        measured[server][place].iter().map(figure).collect()
    };
    let rate = |server: usize, place: usize| figure(server, place, |measured| measured.per_second);
    let ratio = |ours: Vec<f64>, theirs: Vec<f64>| {
        median(&ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect::<Vec<_>>())
    };
    let (name, thousands) = (operation.name(), |rates: Vec<f64>| format!("{:.1} k/s", median(&rates) / 1e3));
    for (place, clients) in CLIENTS.iter().enumerate() {
        let what = format!("{name}, {clients} clients");
        let ours = thousands(rate(MONOTABLE, place));
        let canned = format!("canned bytes: {}", thousands(rate(CANNED, place)));
        let share = ratio(rate(MONOTABLE, place), rate(CANNED, place));
        report.row(&what, &ours, &canned, share, "x", Bar::AtLeast(0.6));
        if servers.len() > DYNOXIDE {
            let peer = format!("dynoxide: {}", thousands(rate(DYNOXIDE, place)));
            let gain = ratio(rate(MONOTABLE, place), rate(DYNOXIDE, place));
            report.row(&what, &ours, &peer, gain, "x", Bar::AtLeast(3.0));
        }
        // Of the quietest round: what else the machine does makes tails longer, and never shorter.
        let tails = |server: usize| figure(server, place, |measured| measured.slow / measured.usual);
        let tail = |server: usize| tails(server).into_iter().fold(f64::INFINITY, f64::min);
        let times = |server: usize| {
            let usual = median(&figure(server, place, |measured| measured.usual));
            format!("{:.0} us, p99 {:.1} to {:.1} x", usual * 1e6, tail(server), median(&tails(server)))
        };
        let canned = format!("canned bytes: {}", times(CANNED));
        report.row(&format!("{what}: p99 by p50"), &times(MONOTABLE), &canned, tail(MONOTABLE), "x", TAILS[place]);
    }
    let more = ratio(rate(MONOTABLE, 1), rate(MONOTABLE, 0));
    let canned = format!("canned bytes: {:.2} x", ratio(rate(CANNED, 1), rate(CANNED, 0)));
    report.row(&format!("{name}, 64 clients by 16"), "", &canned, more, "x", Bar::AtLeast(0.95));
}

/// Places of the servers.
const CANNED: usize = 0;
const MONOTABLE: usize = 1;
const DYNOXIDE: usize = 2;

const CLIENTS: [usize; 2] = [16, 64];
/// Many clients on the cores of the server make its tails, whatever it does.
const TAILS: [Bar; 2] = [Bar::AtMost(3.0), Bar::None];
const ROUNDS: usize = 15;
const TURN: Duration = Duration::from_millis(250);
const STARTS: usize = 50;
const MB: f64 = 1e6;
