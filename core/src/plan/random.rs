//! Numbers that differ from all others: for pauses and for the tokens of transactions. They are no secrets.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::SystemTime;

/// Returns a number that nobody else has at this time.
///
/// The standard library seeds its hashers from the operating system and never twice alike within a thread. The time and the
/// process tell apart what shares a seed: forked processes, and targets without a source of randomness.
pub(crate) fn number(now: SystemTime) -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    let time = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    hasher.write_u128(time.as_nanos());
    #[cfg(not(target_family = "wasm"))]
    hasher.write_u32(std::process::id());
    hasher.finish()
}

/// Returns the token of one transaction: 32 characters of the 36 that DynamoDB takes.
pub(crate) fn token(now: SystemTime) -> String {
    format!("{:016x}{:016x}", number(now), number(now))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn tokens_of_one_moment_differ_on_every_thread() {
        let some = || (0..200).map(|_| token(SystemTime::UNIX_EPOCH)).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(some)).collect();
        let tokens: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();

        assert_eq!(tokens.iter().collect::<HashSet<_>>().len(), 800);
        assert!(tokens.iter().all(|token| token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit())));
    }
}
