//! Declaration: a map whose keys are no texts.
#![allow(unused)]
use monotable::Attribute;

#[derive(PartialEq, Eq, Hash)]
pub struct Point(u8, u8);

#[derive(Attribute)]
pub struct Chart {
    colors: std::collections::HashMap<Point, String>,
}

fn main() {}
