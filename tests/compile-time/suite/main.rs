//! Programs that must not compile, with rustc's messages, and right programs beside the wrong ones.
//!
//! `ui/<topic>/<mistake>.rs` holds one mistake each, over one of the tables in `ui/*.rs`; its `.stderr` is what a user sees.
//! `ui-pass/<topic>/*.rs` is right but close. Each begins with the rules that it is about: `//! Rule 4: ..`. `rules` checks
//! that no rule is without both, `messages` what every message has to be. Rules that hold at run time are tested with the rest,
//! in `tests/suite/checked.rs`.
//!
//! New and changed messages: `TRYBUILD=overwrite cargo test -p monotable-compile-time-tests`. Then read them, as somebody
//! who has made that mistake and knows nothing of the library.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

// `ui-pass/entity/names.rs` renames the crate, which counts at the root of a program only.
extern crate monotable as nosql;

mod messages;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

// Mistakes alone: with a program that compiles among them, trybuild builds all of them, and mistakes that only a build finds
// would be as good as those that `cargo check` finds.
#[test]
fn mistakes_are_refused_in_these_words() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

/// Compiled with this binary, so that right code that is refused does not get as far as a test.
#[path = "../ui-pass"]
#[allow(unreachable_pub, clippy::all, clippy::needless_pass_by_value, reason = "written as users write it")]
mod right {
    mod attributes {
        mod changes;
        mod conditions;
    }
    mod batches {
        mod batches;
    }
    mod collections {
        mod collections;
    }
    mod entity {
        mod names;
        mod options;
        mod rename_all;
        mod two_derives;
    }
    mod keys {
        mod conditions_on_parts;
        mod keys_without_sort_parts;
        mod ranges_on_an_enum;
        mod whole_keys;
    }
    mod layout {
        mod apart;
        mod attributes_of_the_layout;
        mod part_of_an_index;
    }
    mod patterns {
        mod own_patterns;
        mod two_tables_over_one_layout;
    }
    mod reads {
        mod what_can_be_read;
    }
    mod table {
        mod limits;
        mod options;
    }
    mod templates {
        mod computed;
        mod key_parts;
        mod raw;
        mod sparse;
        mod templates;
    }
    mod transactions {
        mod transactions;
    }
    mod updates {
        mod computed;
        mod different_paths;
        mod index_keys;
    }
}

/// A program, by its place: `keys/later_part_first.rs`.
struct Case {
    name: String,
    path: PathBuf,
    text: String,
}

/// The programs below a folder, in order.
fn cases(folder: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut cases = Vec::new();
    for topic in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for path in fs::read_dir(topic).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                cases.push(Case { text: fs::read_to_string(&path).unwrap(), name, path });
            }
        }
    }
    assert!(!cases.is_empty(), "no programs in {}", root.display());
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}
