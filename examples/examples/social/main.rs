//! A social network over a table that another program wrote: raw keys, data stored only in keys, attribute names of others.
//!
//! `cargo run -p monotable-examples --example social`. Read `schema.rs` first: it declares the stored items exactly as they
//! are. `workbench.rs` is the other program, `tour.rs` runs the access patterns.

#![allow(unreachable_pub, reason = "in a program, `pub` says what other modules use")]

mod schema;
#[cfg(test)]
mod tests;
mod tour;
mod workbench;

use std::io;
use std::process::ExitCode;

use monotable_examples::Report;

const USAGE: &str = "\
Opens a DynamoDB table that another program wrote, and asks its access patterns.

Usage: cargo run -p monotable-examples --example social";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    if let Some(argument) = std::env::args().nth(1) {
        if argument == "--help" || argument == "-h" {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        eprintln!("error: unknown argument `{argument}`\n\n{USAGE}");
        return ExitCode::from(2);
    }
    let mut out = io::stdout().lock();
    match tour::run(&mut Report::new(&mut out)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}
