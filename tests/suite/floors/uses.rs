//! Which file of a package takes names from which other: read off the `use` lines and the paths in its sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The sources of a package, without their tests.
pub(super) struct Package {
    /// What other packages call it.
    name: &'static str,
    /// Each module's file and what it uses.
    modules: BTreeMap<Module, Source>,
}

/// The path of a module below the root of its package.
pub(super) type Module = Vec<String>;

struct Source {
    file: PathBuf,
    uses: Vec<Use>,
}

/// A path that a file names.
struct Use {
    segments: Vec<String>,
    line: usize,
    /// Whether it hands the name on to others.
    exported: bool,
    /// Whether it stands in a module inside the file.
    inner: bool,
}

/// A file that takes a name from another one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    pub(super) from: Module,
    pub(super) to: Module,
    /// File and line, and the path as it is written there.
    pub(super) place: String,
}

impl Package {
    pub(super) fn read(name: &'static str, root: &Path) -> Self {
        let mut modules = BTreeMap::new();
        read_folder(root, &mut Vec::new(), &mut modules);
        assert!(modules.contains_key(&Module::new()), "{} has no lib.rs", root.display());
        Self { name, modules }
    }

    /// Returns what the files of this package take from each other. That a folder's `mod.rs` exports its own files is no arrow.
    pub(super) fn arrows(&self) -> Vec<Arrow> {
        self.arrows_to(self, &["crate", "self", "super"])
    }

    /// Returns what the files of this package take from another one.
    pub(super) fn arrows_to(&self, other: &Self, roots: &[&str]) -> Vec<Arrow> {
        let own = std::ptr::eq(self, other);
        let mut arrows = Vec::new();
        for (from, source) in &self.modules {
            for used in &source.uses {
                let first = used.segments.first().map_or("", String::as_str);
                if !(roots.contains(&first) || own && self.is_module(from, first)) {
                    continue;
                }
                let start = if own { from.clone() } else { Module::new() };
                let Some(to) = other.resolve(&start, used, 0) else { continue };
                let exports = own && used.exported && to.starts_with(from);
                if to == *from && own || exports {
                    continue;
                }
                let place = format!("{}:{}: {}", source.file.display(), used.line, used.segments.join("::"));
                arrows.push(Arrow { from: from.clone(), to, place });
            }
        }
        arrows
    }

    /// The other package as this one names it.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn rooms(&self) -> BTreeSet<&str> {
        self.modules.keys().filter_map(|module| module.first().map(String::as_str)).collect()
    }

    fn is_module(&self, parent: &Module, name: &str) -> bool {
        self.modules.contains_key(&child(parent, name))
    }

    /// The module in whose file the name is declared.
    fn resolve(&self, from: &Module, used: &Use, depth: usize) -> Option<Module> {
        let mut at = from.clone();
        let mut rest = used.segments.as_slice();
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" => at = Module::new(),
                name if name == self.name => at = Module::new(),
                "self" => {}
                "super" if used.inner => {}
                "super" => {
                    at.pop();
                }
                name if self.is_module(&at, name) => at = child(&at, name),
                _ => break,
            }
            rest = others;
        }
        let Some(name) = rest.last() else { return Some(at) };
        let source = self.modules.get(&at)?;
        let exports = |export: &&Use| export.exported && export.segments.last().is_some_and(|last| last == name);
        match source.uses.iter().find(exports).filter(|_| depth < 8) {
            Some(export) => self.resolve(&at, export, depth + 1),
            None => Some(at),
        }
    }
}

fn child(parent: &Module, name: &str) -> Module {
    let mut module = parent.clone();
    module.push(name.to_owned());
    module
}

fn read_folder(folder: &Path, module: &mut Module, modules: &mut BTreeMap<Module, Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name == "tests" || name == "bin" {
            continue;
        }
        if path.is_dir() {
            module.push(name);
            read_folder(&path, module, modules);
            module.pop();
            continue;
        }
        let module = if name == "mod" || name == "lib" { module.clone() } else { child(module, &name) };
        let text = fs::read_to_string(&path).unwrap();
        modules.insert(module, Source { uses: read_uses(&text), file: path });
    }
}

/// The `use` lines, and the paths that start at the root of the package, up to the tests at the end of a file.
fn read_uses(text: &str) -> Vec<Use> {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut uses = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let code = line.split("//").next().unwrap_or_default();
        let (visible, inner) = (code.trim_start(), code.starts_with(' '));
        let exported = visible.starts_with("pub");
        let visible =
            visible.split_once("use ").filter(|(before, _)| before.is_empty() || exported && is_visibility(before));
        let Some((_, tree)) = visible else {
            let paths = code.match_indices("crate::").map(|(at, _)| path_at(&code[at..]));
            uses.extend(paths.map(|segments| Use { segments, line: number + 1, exported: false, inner: false }));
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            let Some((_, line)) = lines.next() else { break };
            tree.push_str(line.trim());
        }
        let mut paths = Vec::new();
        expand(tree.trim_end_matches(';'), &[], &mut paths);
        uses.extend(paths.into_iter().map(|segments| Use { segments, line: number + 1, exported, inner }));
    }
    uses
}

fn is_visibility(text: &str) -> bool {
    matches!(text.trim(), "pub" | "pub(crate)" | "pub(super)")
}

/// The path that stands at the beginning of a text.
fn path_at(text: &str) -> Vec<String> {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    let path = text[..end.unwrap_or(text.len())].trim_end_matches(':');
    path.split("::").map(str::to_owned).collect()
}

/// Adds the paths of a `use` tree: `a::{b, c::{d, self}}` is `a::b`, `a::c::d` and `a::c`.
fn expand(tree: &str, before: &[String], paths: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let Some((prefix, group)) = tree.split_once('{') else {
        let name = tree.split(" as ").next().unwrap_or_default();
        let mut path = before.to_vec();
        path.extend(name.split("::").map(|segment| segment.trim().to_owned()).filter(|segment| !segment.is_empty()));
        if path.last().is_some_and(|last| last == "self" && path.len() > 1) {
            path.pop();
        }
        paths.push(path);
        return;
    };
    let mut before = before.to_vec();
    before.extend(prefix.split("::").map(|segment| segment.trim().to_owned()).filter(|segment| !segment.is_empty()));
    let group = group.strip_suffix('}').unwrap_or(group);
    let (mut depth, mut start) = (0_usize, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                expand(&group[start..at], &before, paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !group[start..].trim().is_empty() {
        expand(&group[start..], &before, paths);
    }
}

#[test]
fn groups_in_a_use_line_are_paths_of_their_own() {
    // given
    let text = "use crate::a::{B, c::{self, D as E}};\n// use crate::no;\nfn f() { crate::x::Y::new() }\n";
    // when
    let uses = read_uses(text);
    // then
    let paths: Vec<String> = uses.iter().map(|used| used.segments.join("::")).collect();
    assert_eq!(paths, ["crate::a::B", "crate::a::c", "crate::a::c::D", "crate::x::Y::new"]);
}
