//! The floors of ARCHITECTURE.md: arrows between files go down only, and never in a circle.
//!
//! `uses` reads the sources; `names` holds what the packages export against a list.

mod names;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use uses::{Arrow, Module, Package};

/// The floors of `core`, from the ground up.
const CORE: &[&str] = &[
    "value", "error", "expr", "key", "codec", "time", "ttl", "ext", "wire", "schema", "backend", "plan", "typed", "op",
    "private",
];

/// The floors of the engine, from the ground up.
const ENGINE: &[&str] = &["error", "schema", "tree", "eval", "parse", "store", "clock", "database", "op", "backend"];

/// The floors of `core` on which the engine stands.
const UNDER_THE_ENGINE: &str = "backend";

fn package(name: &'static str, folder: &str) -> Package {
    let root: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", folder, "src"].iter().collect();
    Package::read(name, &root)
}

#[test]
fn arrows_of_the_core_go_down() {
    let core = package("monotable", "core");

    assert_eq!(upwards(&core, CORE), Vec::<String>::new());
}

#[test]
fn arrows_of_the_engine_go_down() {
    let engine = package("monotable_local", "local-backend");

    assert_eq!(upwards(&engine, ENGINE), Vec::<String>::new());
}

#[test]
fn the_engine_knows_nothing_above_the_backend_trait() {
    // given
    let (core, engine) = (package("monotable", "core"), package("monotable_local", "local-backend"));
    let allowed = rank(CORE, UNDER_THE_ENGINE);
    // when
    let arrows = engine.arrows_to(&core, &[core.name()]);
    // then
    assert!(arrows.len() > 100, "the engine's uses of the core are not found");
    let above = arrows.iter().filter(|arrow| room(&arrow.to).is_some_and(|room| rank(CORE, room) > allowed));
    assert_eq!(places(above), Vec::<String>::new());
}

#[test]
fn no_files_are_in_a_circle() {
    let packages = [
        package("monotable", "core"),
        package("monotable_local", "local-backend"),
        package("monotable_server", "local-backend/server"),
        package("monotable_macros", "macros"),
    ];

    for package in packages {
        assert_eq!(circle(&package.arrows()), Vec::<String>::new(), "files of {} use each other", package.name());
    }
}

#[test]
fn files_are_short() {
    fn look(folder: &Path, long: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let skipped = ["target", "ui", "ui-pass"].iter().any(|name| path.ends_with(name));
            if path.is_dir() && !skipped {
                look(&path, long);
            } else if path.extension().is_some_and(|kind| kind == "rs")
                && !path.to_string_lossy().contains(".expanded.")
            {
                let lines = std::fs::read_to_string(&path).unwrap().lines().count();
                if lines > 500 {
                    long.push(format!("{}: {lines} lines", path.display()));
                }
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut long = Vec::new();
    for folder in ["core", "macros", "local-backend", "examples", "tests"] {
        look(&root.join(folder), &mut long);
    }

    assert_eq!(long, Vec::<String>::new());
}

/// Arrows that go to a higher floor.
fn upwards(package: &Package, floors: &[&str]) -> Vec<String> {
    let unknown: Vec<&str> = package.rooms().into_iter().filter(|room| !floors.contains(room)).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "modules that stand on no floor");
    let arrows = package.arrows();
    places(arrows.iter().filter(|arrow| match (room(&arrow.from), room(&arrow.to)) {
        (Some(from), Some(to)) => rank(floors, to) > rank(floors, from),
        // The root exports everything, so nothing but the root may look there.
        (from, to) => from.is_some() && to.is_none(),
    }))
}

fn places<'a>(arrows: impl Iterator<Item = &'a Arrow>) -> Vec<String> {
    arrows.map(|arrow| arrow.place.clone()).collect()
}

fn room(module: &Module) -> Option<&str> {
    module.first().map(String::as_str)
}

fn rank(floors: &[&str], room: &str) -> usize {
    floors.iter().position(|floor| *floor == room).unwrap_or_else(|| panic!("`{room}` is no floor"))
}

/// The arrows of one circle, if there is any.
fn circle(arrows: &[Arrow]) -> Vec<String> {
    let mut next: BTreeMap<&Module, Vec<&Arrow>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().push(arrow);
    }
    // What leads nowhere but to what is known to be in no circle is in none.
    let mut open: BTreeSet<&Module> = next.keys().copied().collect();
    loop {
        let ends: Vec<&Module> =
            open.iter().copied().filter(|module| !next[module].iter().any(|arrow| open.contains(&arrow.to))).collect();
        if ends.is_empty() {
            break;
        }
        ends.iter().for_each(|end| {
            open.remove(end);
        });
    }
    let mut walked: Vec<&Arrow> = Vec::new();
    let Some(mut at) = open.first().copied() else { return Vec::new() };
    while let Some(arrow) = next[at].iter().find(|arrow| open.contains(&arrow.to)) {
        walked.push(arrow);
        at = &arrow.to;
        if let Some(start) = walked.iter().position(|arrow| arrow.from == *at) {
            return places(walked[start..].iter().copied());
        }
    }
    Vec::new()
}
