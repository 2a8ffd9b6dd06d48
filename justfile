# The lanes of tests; CONTRIBUTING.md says which to take when. Each is a plain command, to be copied where `just` is not installed.

# List the lanes
default:
    @just --list

# Daily work, within a minute: neither the AWS SDK nor the compiler's messages
quick *arguments:
    cargo test -p monotable -p monotable-macros -p monotable-local -p monotable-server -p monotable-tests --no-default-features --lib --tests {{arguments}}

# The compiler's messages, and right code beside the mistakes
messages:
    cargo test -p monotable-compile-time-tests

# Accept new messages and new output of the derives; then read the difference
accept:
    TRYBUILD=overwrite cargo test -p monotable-compile-time-tests mistakes
    MONOTABLE_BLESS=1 cargo test -p monotable-macros snapshot

# All tests that need no other server
test:
    cargo test --workspace

# Format, lints and docs
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features

# Everything that has to pass before a change lands
ci:
    bash .ci/run
