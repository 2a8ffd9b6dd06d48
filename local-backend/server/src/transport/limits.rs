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
    /// How long a request waits for its turn.
    pub(super) turn: Duration,
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
            connections: MOST_CONNECTIONS.min(files() / 4 * 3).max(1),
            head: Duration::from_secs(60),
            body: Duration::from_secs(30),
            answer: Duration::from_secs(30),
            turn: Duration::from_secs(30),
        }
    }
}

/// Returns how many files this process may open.
fn files() -> usize {
    // Where the system tells it as text; elsewhere more than enough is taken for granted.
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(usize::MAX)
}

const MOST_CONNECTIONS: usize = 1024;
