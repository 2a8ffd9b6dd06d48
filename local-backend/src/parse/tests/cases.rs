//! The cases of `tests/data/expressions.toml`.

use std::fmt::Write as _;

use monotable::Error;
use monotable::values::PackedValue;
use toml::{Table, Value};

use super::print;
use crate::error::Expression;
use crate::parse::{Placeholders, key_conditions};

const CASES: &str = include_str!("../../../../tests/data/expressions.toml");
const ALL: [Expression; 5] =
    [Expression::Projection, Expression::KeyCondition, Expression::Filter, Expression::Condition, Expression::Update];

#[test]
fn every_expression_gives_its_tree_or_its_error() {
    let data: Table = CASES.parse().unwrap();
    let (names, values) = (names(&data), values(&data));
    let mut failures = String::new();
    let mut count = 0;
    for group in array(&data, "group") {
        let (about, kind) = (text(group, "about"), kind_named(text(group, "kind")));
        for case in array(group, "cases") {
            let expression = text(case, "text").to_owned() + &rest(case);
            let given: Vec<_> = ALL.iter().map(|other| (*other, true)).collect();
            let mut placeholders = Placeholders::new(Some(names.clone()), Some(values.clone()), &given).unwrap();
            let actual = parse(&mut placeholders, kind, &expression).map_err(|error| error.message().to_owned());
            count += 1;
            let result = ["tree", "error", "refused", "parses"].iter().find_map(|name| Some((*name, case.get(*name)?)));
            let expected = match result {
                Some(("tree", tree)) => Ok(tree.as_str().unwrap().to_owned()),
                Some(("error", error)) => Err(format!("Invalid {}: {}", kind.name(), error.as_str().unwrap())),
                Some(("refused", text)) => Err(text.as_str().unwrap().to_owned()),
                _ => Ok(actual.clone().unwrap_or_else(|_| "a tree".to_owned())),
            };
            if actual != expected {
                let _ =
                    write!(failures, "\n{about}: {expression:.200}\n  is       {actual:?}\n  expected {expected:?}");
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(count > 300, "{count} cases");
}

#[test]
fn every_request_is_taken_or_refused_as_a_whole() {
    let data: Table = CASES.parse().unwrap();
    let mut failures = String::new();
    for case in array(&data, "request") {
        let actual = request(case).map_err(|error| error.message().to_owned());
        let expected = case.get("refused").map_or(Ok(()), |text| Err(text.as_str().unwrap().to_owned()));
        if actual != expected {
            let about = text(case, "about");
            let _ = write!(failures, "\n{about}\n  is       {actual:?}\n  expected {expected:?}");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Reads all expressions of a request.
fn request(case: &Table) -> Result<(), Error> {
    let also: Vec<&str> = case
        .get("also")
        .map_or(Vec::new(), |also| also.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect());
    let parameters: Vec<(Expression, bool)> = ALL
        .into_iter()
        .map(|kind| (kind, case.contains_key(kind.name())))
        .filter(|(kind, given)| *given || also.contains(&kind.name()))
        .collect();
    let names = case.contains_key("names").then(|| names(case));
    let values = case.contains_key("values").then(|| values(case));
    let mut placeholders = Placeholders::new(names, values, &parameters)?;
    for (kind, _) in parameters.iter().filter(|(_, given)| *given) {
        parse(&mut placeholders, *kind, text(case, kind.name()))?;
    }
    placeholders.finish()
}

fn parse(placeholders: &mut Placeholders, kind: Expression, text: &str) -> Result<String, Error> {
    Ok(match kind {
        Expression::Projection => print::projection(&placeholders.projection(text)?),
        Expression::KeyCondition => print::keys(&key_conditions(placeholders.keys(text)?)?),
        Expression::Update => print::update(&placeholders.update(text)?),
        kind => print::condition(&placeholders.condition(kind, text)?),
    })
}

/// Returns what a case has behind its text.
fn rest(case: &Table) -> String {
    let Some(repeat) = case.get("repeat") else { return String::new() };
    let (part, times) = (repeat[0].as_str().unwrap(), repeat[1].as_integer().unwrap());
    part.repeat(times.try_into().unwrap()) + case.get("end").map_or("", |end| end.as_str().unwrap())
}

fn names(table: &Table) -> Vec<(String, String)> {
    let names = table["names"].as_table().unwrap();
    names.iter().map(|(key, name)| (key.clone(), name.as_str().unwrap().to_owned())).collect()
}

fn values(table: &Table) -> Vec<(String, PackedValue)> {
    let values = table["values"].as_table().unwrap();
    let value = |json: &Value| PackedValue::from_json(json.as_str().unwrap().as_bytes()).unwrap();
    values.iter().map(|(key, json)| (key.clone(), value(json))).collect()
}

fn array<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = &'a Table> {
    table[name].as_array().unwrap().iter().map(|entry| entry.as_table().unwrap())
}

fn text<'a>(table: &'a Table, name: &str) -> &'a str {
    table[name].as_str().unwrap()
}

fn kind_named(name: &str) -> Expression {
    ALL.into_iter().find(|kind| kind.name() == name).unwrap()
}
