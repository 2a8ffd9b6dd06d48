//! A shop on one DynamoDB table: every access pattern with its request and its result.
//!
//! `cargo run -p monotable-examples --example shop`; `-- --help` lists the options. Read `schema.rs` first: it is the whole
//! data model. `data.rs` generates the items; `people`, `orders`, `products`, `changes` and `checkout` ask and change
//! them.

#![allow(unreachable_pub, reason = "in a program, `pub` says what other modules use")]

mod args;
mod changes;
mod checkout;
mod data;
mod orders;
mod people;
mod products;
mod schema;
#[cfg(test)]
mod tests;
mod tour;

use std::io;
use std::process::ExitCode;

use monotable::Backend;
use monotable_examples::Report;
use monotable_local::LocalBackend;

use args::{Command, USAGE};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let result = match Command::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Ok(Command::Local { table }) => run(LocalBackend::new(), &table).await,
        Ok(Command::Aws { endpoint, table }) => run_on_aws(endpoint, &table).await,
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(backend: impl Backend, table: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    tour::run(backend, table, &mut Report::new(&mut out)).await.map_err(|error| {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text = format!("{text}\n  because: {error}");
            cause = error.source();
        }
        text
    })
}

#[cfg(feature = "aws")]
async fn run_on_aws(endpoint: String, table: &str) -> Result<(), String> {
    run(monotable::aws::AwsBackend::for_endpoint(endpoint), table).await
}

#[cfg(not(feature = "aws"))]
async fn run_on_aws(endpoint: String, _: &str) -> Result<(), String> {
    Err(format!(
        "this build is without the AWS SDK; run\n  cargo run -p monotable-examples --features aws --example shop -- --backend aws --endpoint {endpoint}"
    ))
}
