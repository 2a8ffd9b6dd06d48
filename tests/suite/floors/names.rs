//! The public names of the packages, held against a list that is reviewed: what is on it cannot change without a new version.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/public-names.txt");

/// Returns what a `lib.rs` exports: a line for each name, below its module.
fn names(package: &str, folder: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder).join("src/lib.rs");
    let text = fs::read_to_string(&path).unwrap();
    let mut names = BTreeSet::new();
    let mut modules: Vec<String> = vec![package.to_owned()];
    let mut hidden = false;
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    while let Some(line) = lines.next() {
        let code = line.trim();
        hidden |= code == "#[doc(hidden)]";
        if let Some(module) = code.strip_prefix("pub mod ") {
            let name = module.trim_end_matches([' ', '{', ';']).to_owned();
            if hidden {
                // What only generated code and the server call is no promise.
                let indent = line.len() - line.trim_start().len();
                if module.ends_with('{') {
                    lines.by_ref().find(|line| line.trim() == "}" && line.len() - line.trim_start().len() == indent);
                }
                hidden = false;
                continue;
            }
            names.insert(format!("{}::{name}", modules.join("::")));
            if module.ends_with('{') {
                modules.push(name);
            } else {
                let inside = path.with_file_name(&name).join("mod.rs");
                let declared = declared(&fs::read_to_string(inside).unwrap());
                names.extend(declared.into_iter().map(|inner| format!("{}::{name}::{inner}", modules.join("::"))));
            }
        } else if let Some(export) = code.strip_prefix("pub use ") {
            let mut export = export.to_owned();
            while !export.contains(';') {
                export.push_str(lines.next().unwrap_or(";").trim());
            }
            let list = export.trim_end_matches(';').rsplit("::").next().unwrap_or_default();
            let list = list.split_once('{').map_or(list, |(_, list)| list);
            let exported = export.split_once('{').map_or(list, |(_, list)| list.trim_end_matches(['}', ';']));
            for name in exported.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                names.insert(format!("{}::{name}", modules.join("::")));
            }
        } else if code == "}" && modules.len() > 1 {
            modules.pop();
        }
    }
    names
}

/// Returns what a file declares for everyone.
fn declared(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("pub "));
    let names = lines.map(|line| {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let first = words.next().unwrap_or_default();
        assert_ne!(first, "use", "`{line}`: a module in a file of its own exports what it declares");
        words.next().unwrap_or_default().to_owned()
    });
    names.collect()
}

#[test]
fn public_names_are_those_of_the_list() {
    // given
    let mut found = names("monotable", "core");
    found.extend(names("monotable_local", "local-backend"));
    found.extend(names("monotable_server", "local-backend/server"));
    // when
    let found: Vec<String> = found.into_iter().collect();
    if std::env::var_os("MONOTABLE_ACCEPT_NAMES").is_some() {
        fs::write(LIST, found.join("\n") + "\n").unwrap();
    }
    // then
    assert!(!found.iter().any(|name| name.contains('*')), "an export of everything hides what it exports");
    let list = fs::read_to_string(LIST).unwrap_or_default();
    let list: Vec<&str> = list.lines().collect();
    let (new, gone): (Vec<_>, Vec<_>) = (
        found.iter().filter(|name| !list.contains(&name.as_str())).collect(),
        list.iter().filter(|name| !found.iter().any(|found| found == *name)).collect(),
    );
    assert!(
        new.is_empty() && gone.is_empty(),
        "new: {new:?}, gone: {gone:?}; where that is meant, run this test with MONOTABLE_ACCEPT_NAMES=1 and review the list"
    );
}

#[test]
fn the_root_of_the_core_is_small() {
    let at_the_root = names("monotable", "core").iter().filter(|name| name.matches("::").count() == 1).count();

    assert!(at_the_root <= 65, "{at_the_root} names at the root");
}
