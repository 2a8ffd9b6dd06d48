//! Rule 29: a layout that is declared apart, with what belongs on a table or a field.
#![allow(unused)]
use monotable::Table;

#[derive(Table)]
#[table(pk = "PK", scan, other)]
#[gsi(ByTotal, pk = [total: N], sparse)]
struct Layout;

#[derive(Table)]
#[table(pk = "PK")]
struct Fields { #[gsi(ByTotal, pk = [total: N])] total: u64 }

fn main() {}
