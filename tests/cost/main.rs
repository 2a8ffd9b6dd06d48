//! The cost of requests: four times as many attributes, conditions, paths or actions take about four times as many instructions.
//!
//! `cases` lists what can repeat in a request of the trait, `wire` in one of the protocol. Instructions are counted, not timed: this program runs itself once under
//! valgrind's tool callgrind, which counts those of each call of [`counted`]. Where valgrind is not installed the tests are
//! ignored, which the harness of the standard library cannot say of a test that is already running; so this file is the harness.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod cases;
mod wire;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Something that can repeat.
struct Case {
    name: &'static str,
    /// The smaller one of two numbers of repetitions; the larger one is four times as much.
    few: usize,
    /// Prepares a request with so many repetitions, and returns what sends it.
    prepare: fn(usize) -> Request,
}

type Request = Box<dyn FnOnce()>;

/// Four times the steps are four times the instructions if the cost is linear, and 16 times if it is quadratic.
const MOST: f64 = 6.0;
/// The argument after which the names of cases stand that are to be run under callgrind.
const COUNT: &str = "--count";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cases: Vec<Case> = cases::all().into_iter().chain(wire::all()).collect();
    if let Some((first, names)) = arguments.split_first()
        && first == COUNT
    {
        run(&cases, names);
        return ExitCode::SUCCESS;
    }
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let filter = filter(&arguments);
    let fits = |case: &&Case| {
        filter.is_none_or(|part| if has("--exact") { case.name == part } else { case.name.contains(part) })
    };
    let chosen: Vec<&Case> = if has("--ignored") { Vec::new() } else { cases.iter().filter(fits).collect() };
    if has("--list") {
        chosen.iter().for_each(|case| println!("{}: test", case.name));
        return ExitCode::SUCCESS;
    }
    println!("\nrunning {} tests", chosen.len());
    let failed = if Command::new("valgrind").arg("--version").output().is_err() {
        chosen.iter().for_each(|case| println!("test {} ... ignored, valgrind is not installed", case.name));
        println!("\ntest result: ok. 0 passed; 0 failed; {} ignored\n", chosen.len());
        false
    } else {
        judge(&chosen)
    };
    if failed { ExitCode::from(101) } else { ExitCode::SUCCESS }
}

/// Returns the part of a name that the arguments of the standard harness ask for.
fn filter(arguments: &[String]) -> Option<&str> {
    const WITH_VALUES: [&str; 5] = ["--color", "--format", "--skip", "--test-threads", "-Z"];
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if WITH_VALUES.contains(&&**argument) {
            arguments.next();
        } else if !argument.starts_with('-') {
            return Some(argument);
        }
    }
    None
}

/// Sends the requests of the named cases, with few and with many repetitions.
fn run(cases: &[Case], names: &[String]) {
    for name in names {
        let case = cases.iter().find(|case| case.name == name).expect("the name is one of a case");
        for times in [case.few, 4 * case.few] {
            let mut request = Some((case.prepare)(times));
            counted(&mut || request.take().expect("a request is sent once")());
        }
    }
}

/// Callgrind counts the instructions of each call of this function by its name.
#[inline(never)]
fn counted(send: &mut dyn FnMut()) {
    std::hint::black_box(send)();
}

/// Prints how many instructions each case takes; true if one of them takes too many.
fn judge(cases: &[&Case]) -> bool {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cost-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--zero-before=cost::counted", "--dump-after=cost::counted", "--combine-dumps=no"])
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(std::env::current_exe().unwrap())
        .arg(COUNT)
        .args(cases.iter().map(|case| case.name))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counts: Vec<f64> = (1..=2 * cases.len()).map(|part| instructions(&folder, part)).collect();
    fs::remove_dir_all(&folder).unwrap();

    let mut failed = 0;
    for (case, counts) in cases.iter().zip(counts.chunks(2)) {
        let (few, many) = (counts[0], counts[1]);
        let ratio = many / few;
        let verdict = if ratio < MOST { "ok" } else { "FAILED" };
        failed += usize::from(ratio >= MOST);
        println!(
            "test {} ... {verdict} ({few} instructions for {}, {ratio:.1} times as many for {})",
            case.name,
            case.few,
            4 * case.few
        );
    }
    let result = if failed == 0 { "ok" } else { "FAILED" };
    println!("\ntest result: {result}. {} passed; {failed} failed; 0 ignored\n", cases.len() - failed);
    failed > 0
}

/// The instructions of one call of [`counted`].
fn instructions(folder: &Path, part: usize) -> f64 {
    let file = folder.join(format!("out.{part}"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let total = text.lines().find_map(|line| line.strip_prefix("summary: ").or_else(|| line.strip_prefix("totals: ")));
    total.expect("callgrind sums up").trim().parse().unwrap()
}
