//! What an entity costs its crate: time of `cargo check`, lines after expansion, bytes of the library while nothing uses it.
//!
//! `cargo bench --manifest-path tests/benches/Cargo.toml --bench compile_time`. It writes crates with many entities of one
//! table and with as many bare structs, and takes the slope, so that what is paid once does not count.

mod project;

use std::time::Duration;

use monotable_benches::{Bar, Report, median};
use project::{Kind, Project};

/// Entities in the large crate.
const MANY: usize = 100;
const FEW: usize = 1;
const ROUNDS: usize = 7;

fn main() {
    let mut report = Report::default();
    for indexes in [2, 3] {
        let kind = Kind::Entities { indexes };
        let cost = Cost::of(kind);
        let what = |what: &str| format!("{what}, entity of 12 fields, {}", kind.name());
        // A table's own key is an access pattern too.
        let bar = |limit| if indexes == 2 { Bar::AtMost(limit) } else { Bar::None };
        report.row(&what("cargo check"), &format!("{:.1} ms", cost.check), "", cost.check, "ms", bar(14.0));
        report.row(&what("expanded"), &format!("{:.0} lines", cost.lines), "", cost.lines, "lines", bar(800.0));
        report.row(&what("library, unused"), &format!("{:.0} KiB", cost.library), "", cost.library, "KiB", bar(130.0));
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
        let check = |project: &Project| {
            let times: Vec<f64> = (0..ROUNDS).map(|_| project.check()).map(milliseconds).collect();
            median(&times)
        };
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
