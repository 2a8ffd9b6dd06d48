//! Limits of a server, in time and in connections.

use std::time::Duration;

/// What clients may take of time and of connections.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// How many connections may be open.
    pub(super) connections: usize,
    /// How long a connection may be idle, or take over the head of a request.
    pub(super) head: Duration,
    /// How long the body of a request may take.
    pub(super) body: Duration,
    /// How long a client may take to receive an answer.
    pub(super) answer: Duration,
}

impl Limits {
    /// Returns how long a request may take to come before it is slow, and goes when there is no room for those of others.
    pub(super) fn slow(&self) -> Duration {
        (self.body / 30).max(Duration::from_millis(1))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head: Duration::from_secs(60),
            body: Duration::from_secs(30),
            answer: Duration::from_secs(30),
        }
    }
}
