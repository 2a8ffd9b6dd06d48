//! The ids that answers carry.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes ids as DynamoDB has them: 52 digits and capital letters.
pub(super) struct RequestIds {
    seed: RandomState,
    next: AtomicU64,
}

impl RequestIds {
    pub(super) fn new() -> Self {
        Self { seed: RandomState::new(), next: AtomicU64::new(0) }
    }

    /// An id that no other answer of this server has.
    pub(super) fn next(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut state = self.seed.hash_one(number);
        let mut id = String::with_capacity(LENGTH);
        // The number keeps ids apart, and still does multiplied by an odd one; the rest is noise.
        let mut rest = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for _ in 0..NUMBERED {
            id.push(digit(rest));
            rest /= 32;
        }
        for _ in NUMBERED..LENGTH {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            id.push(digit(state >> 59));
        }
        id
    }
}

fn digit(value: u64) -> char {
    char::from(DIGITS[(value % 32) as usize])
}

const LENGTH: usize = 52;
/// Digits that hold the number of the answer.
const NUMBERED: usize = 13;
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_52_digits_and_capitals_and_differ() {
        let ids = RequestIds::new();

        let many: std::collections::BTreeSet<String> = (0..1000).map(|_| ids.next()).collect();

        assert_eq!(many.len(), 1000);
        for id in many {
            assert_eq!(id.len(), 52);
            assert!(id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()), "{id}");
        }
    }
}
