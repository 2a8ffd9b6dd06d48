//! What an entity costs its crate: time of `cargo check`, lines after expansion, bytes of the library while nothing uses it.
//!
//! `cargo bench --manifest-path tests/benches/Cargo.toml --bench compile_time`. It writes crates with many entities of one
//! table and with as many bare structs, and takes the slope, so that what is paid once does not count.

mod project;

use std::time::Duration;

use monotable_benches::{Bar, Report};
use project::{Kind, Project};

/// Entities in the large crate.
const MANY: usize = 100;
const FEW: usize = 1;
const ROUNDS: usize = 5;

fn main() {
    let mut report = Report::default();
    let serde = Cost::of(Kind::Serde);
    // A table's own key is an access pattern too.
    for (indexes, barred) in [(2, true), (3, false)] {
        let kind = Kind::Entities { indexes };
        let cost = Cost::of(kind);
        let bar = |limit| if barred { Bar::AtMost(limit) } else { Bar::None };
        let mut row = |what: &str, unit: &str, own: f64, serde: f64, limit: f64| {
            let what = format!("{what}, entity of 12 fields, {}", kind.name());
            report.row(&what, &format!("{own:.1} {unit}"), &format!("serde: {serde:.1} {unit}"), own, unit, bar(limit));
        };
        row("cargo check", "ms", cost.check, serde.check, 14.0);
        row("cargo check by that of serde", "x", cost.check / serde.check, 1.0, 14.0 / 5.0);
        row("expanded", "lines", cost.lines, serde.lines, 800.0);
        row("library, unused", "KiB", cost.library, serde.library, 130.0);
    }
    print!("{}", report.finish());
}

/// What one entity costs beyond its bare struct.
struct Cost {
    /// Milliseconds.
    check: f64,
    lines: f64,
    /// KiB.
    library: f64,
}

impl Cost {
    fn of(kind: Kind) -> Self {
        let entities = [FEW, MANY].map(|count| Project::write(kind, count));
        let structs = [FEW, MANY].map(|count| Project::write(Kind::Structs, count));
        let each = |figure: &dyn Fn(&Project) -> f64| {
            let slope = |[few, many]: &[Project; 2]| (figure(many) - figure(few)) / (MANY - FEW) as f64;
            slope(&entities) - slope(&structs)
        };
        // The fastest: what else the machine does can only add. Its noise is as large as the cost of an entity.
        let check =
            |project: &Project| (0..ROUNDS).map(|_| project.check()).map(milliseconds).fold(f64::INFINITY, f64::min);
        Self {
            check: each(&check),
            lines: each(&|project| project.expanded_lines() as f64),
            library: each(&|project| project.library_bytes() as f64 / 1024.0),
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
