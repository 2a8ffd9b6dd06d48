//! The example is its own test.

use monotable_examples::Report;
use monotable_local::LocalBackend;

use super::args::Command;
use super::tour;

async fn output(backend: impl monotable::Backend) -> String {
    let mut out = Vec::new();
    tour::run(backend, "monotable-shop", &mut Report::new(&mut out)).await.unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn every_question_is_answered() {
    // when
    let backend = LocalBackend::new();
    let text = output(backend.clone()).await;

    // then
    for expected in ["-> Ada Lund of Bergen, NO", "-> Gita Rao's"] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    assert!(backend.list_tables().is_empty());
}

#[tokio::test]
async fn two_runs_print_the_same() {
    assert_eq!(output(LocalBackend::new()).await, output(LocalBackend::new()).await);
}

/// Against another server, where the environment names one; `.ci/run` does.
#[cfg(feature = "aws")]
#[tokio::test]
async fn the_aws_sdk_prints_the_same() {
    let Ok(endpoint) = std::env::var("MONOTABLE_TEST_ENDPOINT") else {
        eprintln!("MONOTABLE_TEST_ENDPOINT is not set: not run");
        return;
    };

    let text = output(monotable::aws::AwsBackend::for_endpoint(endpoint)).await;

    assert_eq!(text, output(LocalBackend::new()).await);
}

fn parse(arguments: &str) -> Result<Command, String> {
    Command::parse(arguments.split_whitespace().map(str::to_owned))
}

#[test]
fn the_engine_in_process_is_the_default() {
    assert_eq!(parse(""), Ok(Command::Local { table: "monotable-shop".into() }));
    assert_eq!(parse("--backend local --table x"), Ok(Command::Local { table: "x".into() }));
}

#[test]
fn the_sdk_needs_an_endpoint() {
    let url = "http://127.0.0.1:8000";
    let aws = Command::Aws { endpoint: url.into(), table: "monotable-shop".into() };
    assert_eq!(parse(&format!("--backend aws --endpoint {url}")), Ok(aws));
    assert!(parse("--backend aws").is_err_and(|error| error.contains("--endpoint")));
}

#[test]
fn bad_arguments_are_named() {
    for (arguments, named) in [
        ("--fast", "`--fast`"),
        ("--backend", "`--backend` needs"),
        ("--backend mongo", "`mongo`"),
        ("--endpoint http://x", "--backend aws"),
        ("--table a --table b", "twice"),
        ("--backend aws --endpoint ftp://x", "`ftp://x`"),
    ] {
        let error = parse(arguments).unwrap_err();
        assert!(error.contains(named), "{arguments}: {error}");
    }
}
