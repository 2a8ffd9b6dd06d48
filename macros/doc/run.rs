/// Runs an example on the engine, which answers at once.
fn run(example: impl Future<Output = Result<(), monotable::Error>>) {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let done = Future::poll(std::pin::pin!(example), &mut context);
    assert!(matches!(done, std::task::Poll::Ready(Ok(()))), "{done:?}");
}
