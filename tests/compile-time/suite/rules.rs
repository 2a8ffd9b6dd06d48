//! Every rule that the compiler enforces has a program that breaks it and one that keeps it.

use super::{Case, cases};

/// The rules, as the programs name them.
const RULES: &[(u32, &str)] = &[
    (1, "number, or any other wrong type, for a key part"),
    (2, "get, update or delete with part of the key"),
    (3, "sort-key condition on a key without sort parts"),
    (4, "a later key part before an earlier one"),
    (5, "second condition on a part, or a part after a range"),
    (6, "`starts_with` on a part that is not text"),
    (7, "range on the partition key"),
    (8, "key condition on a field that is not in the key"),
    (9, "index that the layout does not have"),
    (10, "access pattern that the entity does not have"),
    (11, "consistent read on a global index"),
    (12, "filter on a key attribute of the queried index"),
    (13, "misspelt attribute"),
    (14, "value of the wrong type"),
    (15, "condition, key or cursor of another entity or pattern"),
    (16, "change or function that the attribute's type does not have"),
    (17, "update of a primary-key field"),
    (18, "partial update of a composed index key"),
    (19, "the same attribute set twice, or a path and its child"),
    (20, "removing a required attribute"),
    (22, "full entity asked from a global index that does not project it"),
    (23, "scan where scan was not allowed"),
    (24, "two entities whose keys overlap; two with one tag"),
    (25, "collection member that cannot live under its prefix"),
    (26, "template that is no key"),
    (27, "optional field in a table key, or in an index key without `sparse`"),
    (28, "more than DynamoDB's limits"),
    (29, "unknown, repeated or contradictory options"),
    (30, "entity of another table in this table's operation"),
    (31, "attribute of the layout stored with another type, nullable or undeclared"),
    (32, "batch put of an entity with an optimistic lock"),
    (33, "transaction over what is no operation"),
];

/// Rules that are errors of the request, before it is sent: `tests/suite/checked.rs` has them.
const AT_RUN_TIME: &[u32] = &[19];

#[test]
fn every_rule_has_a_mistake_and_right_code() {
    let (mistakes, right) = (cases("ui"), cases("ui-pass"));
    for (rule, words) in RULES {
        let about = |case: &&Case| rules(case).contains(rule);
        let refused = mistakes.iter().filter(about).count();
        assert!(refused > 0 || AT_RUN_TIME.contains(rule), "no mistake in ui/ breaks rule {rule}: {words}");
        assert!(right.iter().any(|case| about(&case)), "no program in ui-pass/ keeps rule {rule}: {words}");
    }
}

#[test]
fn every_program_says_what_it_is_about() {
    for case in cases("ui").iter().chain(&cases("ui-pass")) {
        let known = |rule: &u32| RULES.iter().any(|(known, _)| known == rule);
        assert!(rules(case).iter().all(known), "{} names a rule that is not in the list", case.name);
        let first = case.text.lines().next().unwrap_or_default();
        let topic = ["//! Rule ", "//! Rules ", "//! Layout: ", "//! Declaration: "];
        assert!(topic.iter().any(|topic| first.starts_with(topic)), "{} begins with `{first}`", case.name);
        assert!(first.ends_with('.'), "{} begins with `{first}`", case.name);
    }
}

/// The module tree of `right` in `main.rs` is what compiles them.
#[test]
fn every_right_program_is_compiled() {
    let tree = include_str!("main.rs");
    for case in cases("ui-pass") {
        let (topic, name) = case.name.split_once('/').unwrap();
        let (_, modules) = tree.split_once(&format!("    mod {topic} {{\n")).expect(topic);
        let (modules, _) = modules.split_once("    }\n").unwrap();
        let module = format!("        mod {};\n", name.strip_suffix(".rs").unwrap());
        assert!(modules.contains(&module), "{} is not in `right`", case.name);
    }
}

/// The numbers in `//! Rules 3, 8: ..`.
fn rules(case: &Case) -> Vec<u32> {
    let first = case.text.lines().next().unwrap_or_default();
    let numbers = first.strip_prefix("//! Rules ").or_else(|| first.strip_prefix("//! Rule "));
    let numbers = numbers.and_then(|rest| rest.split_once(':')).map_or("", |(numbers, _)| numbers);
    numbers.split(", ").filter(|number| !number.is_empty()).map(|number| number.parse().unwrap()).collect()
}
