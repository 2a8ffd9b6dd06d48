//! Where a partition key is placed.

/// The place of a partition key, given as its encoded bytes: evenly spread, and the same for the same seed on every machine
/// and in every version, since the order of scans follows it.
pub(crate) fn place(seed: u64, key: &[u8]) -> u32 {
    let mut state = seed ^ (key.len() as u64).wrapping_mul(SPREAD);
    let mut chunks = key.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = fold(state ^ u64::from_le_bytes(word), MULTIPLIER);
    }
    let mut word = [0; 8];
    let rest = chunks.remainder();
    word[..rest.len()].copy_from_slice(rest);
    state = fold(state ^ u64::from_le_bytes(word), MULTIPLIER);
    (fold(state ^ SPREAD, MULTIPLIER) >> 32) as u32
}

/// Both halves of the product, so that every bit of the input reaches every bit of the result.
fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Odd constants without a pattern: the fractions of the golden ratio and of the square root of 2.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const MULTIPLIER: u64 = 0x6A09_E667_F3BC_C909;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_in_one_digit_spread_evenly() {
        // given
        const KEYS: usize = 32_000;
        let mut counts = [0_usize; 32];

        // when
        for key in 0..KEYS {
            counts[place(7, format!("CUSTOMER#{key}").as_bytes()) as usize >> 27] += 1;
        }

        // then
        let even = KEYS / counts.len();
        assert!(counts.iter().all(|count| count.abs_diff(even) < even / 5), "{counts:?}");
    }

    #[test]
    fn the_seed_changes_the_place() {
        assert_ne!(place(1, b"CUSTOMER#1"), place(2, b"CUSTOMER#1"));
    }

    #[test]
    fn the_place_of_a_key_never_changes_between_versions() {
        assert_eq!(PINNED, [place(0, b""), place(0, b"CUSTOMER#1"), place(1, b"CUSTOMER#1")]);
    }

    const PINNED: [u32; 3] = [2_253_124_517, 2_385_932_337, 1_660_421_146];
}
