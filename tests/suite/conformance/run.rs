//! Runs a scenario on a backend.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use monotable::Backend;
use monotable_local::LocalBackend;

use super::database::Database;
use super::ledger::{self, Difference};
use super::refusal;

/// A scenario behind one type, so that what runs it is compiled once, not once for each scenario and backend.
pub(crate) type Scenario = for<'d> fn(&'d Database<'d>) -> Pin<Box<dyn Future<Output = ()> + 'd>>;

type Polled<'f> = Pin<&'f mut dyn Future<Output = ()>>;

/// Registers the scenarios of a topic on all backends.
macro_rules! scenarios {
    ($($scenario:ident),* $(,)?) => {
        mod on_the_engine {
            $(#[test]
            fn $scenario() {
                $crate::conformance::run::on_the_engine(concat!(module_path!(), "::", stringify!($scenario)), |db| Box::pin(super::$scenario(db)));
            })*
        }

        mod around_the_engine {
            $(#[test]
            fn $scenario() {
                $crate::conformance::run::around_the_engine(concat!(module_path!(), "::", stringify!($scenario)), |db| Box::pin(super::$scenario(db)));
            })*
        }

        #[cfg(feature = "aws")]
        mod over_http {
            $(#[test]
            fn $scenario() {
                $crate::conformance::run::over_http(concat!(module_path!(), "::", stringify!($scenario)), |db| Box::pin(super::$scenario(db)));
            })*
        }

        #[cfg(feature = "aws")]
        mod without_a_socket {
            $(#[test]
            fn $scenario() {
                $crate::conformance::run::without_a_socket(concat!(module_path!(), "::", stringify!($scenario)), |db| Box::pin(super::$scenario(db)));
            })*
        }

        #[cfg(feature = "aws")]
        mod through_the_types_of_the_sdk {
            $(#[test]
            fn $scenario() {
                $crate::conformance::run::through_the_types_of_the_sdk(concat!(module_path!(), "::", stringify!($scenario)), |db| Box::pin(super::$scenario(db)));
            })*
        }

        #[cfg(feature = "aws")]
        mod on_the_sdk {
            $(#[test]
            #[cfg_attr(not(endpoint), ignore = "needs MONOTABLE_TEST_ENDPOINT")]
            fn $scenario() {
                $crate::conformance::run::on_the_sdk(concat!(module_path!(), "::", stringify!($scenario)), |db| Box::pin(super::$scenario(db)));
            })*
        }
    };
}

/// Runs a scenario on an engine of its own.
pub(crate) fn on_the_engine(test: &str, scenario: Scenario) {
    let backend = LocalBackend::new();
    let database = Database::new(&backend);
    run(&name_of(test), ledger::ENGINE, &database, &block_on, scenario);
}

/// A backend that leaves every operation to the one inside.
#[derive(Clone)]
struct Around(LocalBackend);

impl Backend for Around {
    fn inner(&self) -> Option<&dyn Backend> {
        Some(&self.0)
    }
}

/// Runs a scenario on an engine of its own, inside a wrapper that has no operation of its own.
pub(crate) fn around_the_engine(test: &str, scenario: Scenario) {
    let backend = Around(LocalBackend::new());
    let database = Database::new(&backend);
    run(&name_of(test), ledger::ENGINE, &database, &block_on, scenario);
}

/// Runs a scenario on an engine of its own, with the AWS SDK and a socket in between.
#[cfg(feature = "aws")]
pub(crate) fn over_http(test: &str, scenario: Scenario) {
    let server =
        monotable_server::LocalServer::builder(LocalBackend::new()).threads(1).start(("127.0.0.1", 0)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let backend = monotable::aws::AwsBackend::for_endpoint(server.url());
    let database = Database::new(&backend);
    run(&name_of(test), ledger::ENGINE, &database, &|future| runtime.block_on(future), scenario);
}

/// Runs a scenario on an engine of its own, with the AWS SDK in between and nothing else.
#[cfg(feature = "aws")]
pub(crate) fn without_a_socket(test: &str, scenario: Scenario) {
    in_process(test, &super::connector::sdk(LocalBackend::new()), scenario);
}

/// Runs a scenario as `without_a_socket` does, with inputs and outputs that go through the SDK's types.
#[cfg(feature = "aws")]
pub(crate) fn through_the_types_of_the_sdk(test: &str, scenario: Scenario) {
    in_process(test, &super::connector::sdk(LocalBackend::new()).with_sdk_codec(), scenario);
}

#[cfg(feature = "aws")]
fn in_process(test: &str, backend: &monotable::aws::AwsBackend, scenario: Scenario) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let database = Database::new(backend);
    run(&name_of(test), ledger::ENGINE, &database, &|future| runtime.block_on(future), scenario);
}

/// Runs a scenario on the AWS SDK, against the server that the environment names.
#[cfg(feature = "aws")]
pub(crate) fn on_the_sdk(test: &str, scenario: Scenario) {
    let endpoint = endpoint();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let backend = monotable::aws::AwsBackend::for_endpoint(&endpoint.url);
    let database = Database::new(&backend);
    run(&name_of(test), ledger::of(endpoint.server), &database, &|future| runtime.block_on(future), scenario);
}

/// A server other than the engine, and which one it is.
#[cfg(feature = "aws")]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    pub(crate) server: ledger::Server,
}

/// Returns the server that the environment names. Tests that call this are ignored where it names none.
#[cfg(feature = "aws")]
pub(crate) fn endpoint() -> &'static Endpoint {
    use std::sync::OnceLock;

    static ENDPOINT: OnceLock<Endpoint> = OnceLock::new();
    ENDPOINT.get_or_init(|| {
        let url = std::env::var("MONOTABLE_TEST_ENDPOINT").expect("MONOTABLE_TEST_ENDPOINT names a server");
        Endpoint { server: ledger::Server::at(&url), url }
    })
}

/// Topic and scenario: `suite::conformance::values::on_the_engine::a_b` is `values::a_b`.
fn name_of(test: &str) -> String {
    let mut parts = test.rsplit("::");
    let (scenario, _, topic) = (parts.next(), parts.next(), parts.next());
    format!("{}::{}", topic.unwrap_or_default(), scenario.unwrap_or_default())
}

fn run(name: &str, ledger: &[Difference], database: &Database<'_>, wait: &dyn Fn(Polled<'_>), scenario: Scenario) {
    let difference = ledger.iter().find(|difference| difference.scenario == name);
    refusal::compare_texts(!difference.is_some_and(|difference| difference.only_texts));
    let outcome = catch_unwind(AssertUnwindSafe(|| wait(scenario(database).as_mut())));
    wait(pin!(database.clear()));
    match (difference.filter(|difference| !difference.only_texts), outcome) {
        (None, Ok(())) | (Some(_), Err(_)) => {}
        (None, Err(panic)) => resume_unwind(panic),
        (Some(difference), Ok(())) => {
            panic!("{name} holds now: take it out of the ledger, where it stands since {}", difference.reason)
        }
    }
}

/// Returns the outcome of a future on the engine.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut outcome = None;
    block_on(pin!(async { outcome = Some(future.await) }));
    outcome.expect("a future that is ready has an outcome")
}

/// Polls a future once, which is enough: the engine answers at once.
fn block_on(future: Polled<'_>) {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(()) => {}
        Poll::Pending => panic!("the engine did not answer at once"),
    }
}
