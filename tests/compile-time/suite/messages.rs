//! Requirements that every message has to meet.

use std::collections::BTreeSet;
use std::fs;

use super::{Case, cases};

/// Lines of one error.
const LONGEST: usize = 35;

/// Programs with several mistakes on purpose: all of them are reported in one compile.
const SEVERAL: &[(&str, usize)] = &[
    ("entity/attr_in_wrong_places.rs", 5),
    ("entity/key_part_in_wrong_places.rs", 3),
    ("entity/many_mistakes.rs", 4),
    ("entity/misused_attribute.rs", 2),
    ("entity/options_on_a_variant.rs", 3),
    ("table/many_mistakes.rs", 3),
    ("table/options_of_a_table_on_a_layout.rs", 5),
    ("templates/member_that_is_not_there.rs", 2), // in the template, and at the derive: rustc has no type to go on with
    ("templates/neither_attribute_nor_key.rs", 2), // both are missing, and either alone would not do
    ("templates/text_of_a_type_without_one.rs", 2), // the same
];

/// Errors whose first line is rustc's own and names nothing; the lines below quote the user.
const WORDLESS: &[&str] = &["error[E0061]", "error[E0308]"];

/// Words of the language and of every program.
const COMMON: &[&str] = &["monotable", "derive", "pub", "struct", "enum", "fn", "let", "use", "type", "mod", "crate"];

#[test]
fn one_mistake_is_one_error() {
    for case in cases("ui") {
        let expected = SEVERAL.iter().find(|(name, _)| *name == case.name).map_or(1, |(_, count)| *count);
        assert_eq!(errors(&case).len(), expected, "errors of {}", case.name);
    }
}

#[test]
fn errors_are_short_enough_to_be_read() {
    for case in cases("ui") {
        for error in errors(&case) {
            let lines = error.lines().count();
            assert!(lines <= LONGEST, "{} has an error of {lines} lines", case.name);
        }
    }
}

#[test]
fn first_lines_name_what_the_user_wrote() {
    for case in cases("ui") {
        let names = names(&case);
        for error in errors(&case) {
            let first = error.lines().next().unwrap();
            let wordless = WORDLESS.iter().any(|code| first.starts_with(code));
            let shown = if wordless { &error } else { first };
            let named = identifiers(shown).any(|word| names.contains(word));
            assert!(named, "{} begins with words that the program does not have: {first}", case.name);
        }
    }
}

#[test]
fn errors_stand_in_the_users_file() {
    for case in cases("ui") {
        for error in errors(&case) {
            let place = error.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
            let own = format!("ui/{}:", case.name);
            assert!(place.starts_with(&own), "{} is reported at {place}", case.name);
        }
    }
}

#[test]
fn messages_have_no_inner_names() {
    for case in cases("ui") {
        let text = expected(&case);
        for inner in ["PhantomData", "$RUST", "$CARGO"] {
            assert!(!text.contains(inner), "{} shows `{inner}`", case.name);
        }
        // rustc underlines with the same character
        let hidden = |word: &&str| word.starts_with("__") && word.contains(|c: char| c.is_ascii_alphanumeric());
        assert_eq!(identifiers(&text).find(hidden), None, "in {}", case.name);
        assert!(text.is_ascii(), "{} is not ASCII", case.name);
        assert!(!text.contains("warning"), "{} warns", case.name);
    }
}

/// The expected output of a program.
fn expected(case: &Case) -> String {
    let path = case.path.with_extension("stderr");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Its errors, one by one.
fn errors(case: &Case) -> Vec<String> {
    let text = expected(case);
    let errors = text.split("\nerror").filter(|error| !error.trim().is_empty());
    errors.map(|error| format!("error{}", error.strip_prefix("error").unwrap_or(error)).trim_end().to_owned()).collect()
}

/// Every identifier in the code of a program, or in the tables that it includes.
fn names(case: &Case) -> BTreeSet<String> {
    let mut code = case.text.clone();
    for table in ["shop", "bare", "tracker"] {
        if case.text.contains(&format!("include!(\"../{table}.rs\")")) {
            let path = case.path.with_file_name("").join("..").join(format!("{table}.rs"));
            code.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(identifiers).filter(|word| !COMMON.contains(word)).map(str::to_owned).collect()
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()))
}
