//! The start of an MD5 digest (RFC 1321): not to keep secrets, but because DynamoDB places partition keys by it.

/// A digest of what was added so far.
pub(super) struct Md5 {
    state: [u32; 4],
    block: [u8; BLOCK],
    filled: usize,
    length: u64,
}

impl Md5 {
    pub(super) const fn new() -> Self {
        Self { state: START, block: [0; BLOCK], filled: 0, length: 0 }
    }

    pub(super) fn add(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while !bytes.is_empty() {
            let (taken, rest) = bytes.split_at(bytes.len().min(BLOCK - self.filled));
            self.block[self.filled..self.filled + taken.len()].copy_from_slice(taken);
            self.filled += taken.len();
            bytes = rest;
            if self.filled == BLOCK {
                mix(&mut self.state, &self.block);
                self.filled = 0;
            }
        }
    }

    /// The first four bytes of the digest.
    pub(super) fn leading(mut self) -> u32 {
        // A bit that is set, zeros, and the length in bits at the end of a block.
        self.block[self.filled] = 0x80;
        self.block[self.filled + 1..].fill(0);
        if self.filled >= BLOCK - LENGTH {
            mix(&mut self.state, &self.block);
            self.block.fill(0);
        }
        self.block[BLOCK - LENGTH..].copy_from_slice(&(self.length << 3).to_le_bytes());
        mix(&mut self.state, &self.block);
        self.state[0].swap_bytes()
    }
}

/// Takes in one block.
fn mix(state: &mut [u32; 4], block: &[u8; BLOCK]) {
    let mut words = [0; 16];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    let before = *state;
    // All but `x` is known a step earlier, so as little as can be waits for it.
    for (step, &word) in words.iter().enumerate() {
        turn(state, step, word, [7, 12, 17, 22], |sum, x, y, z| sum.wrapping_add(z ^ (x & (y ^ z))));
    }
    for step in 16..32 {
        let word = words[(5 * step + 1) % 16];
        turn(state, step, word, [5, 9, 14, 20], |sum, x, y, z| sum.wrapping_add(y & !z).wrapping_add(x & z));
    }
    for step in 32..48 {
        let word = words[(3 * step + 5) % 16];
        turn(state, step, word, [4, 11, 16, 23], |sum, x, y, z| sum.wrapping_add(x ^ (y ^ z)));
    }
    for step in 48..64 {
        turn(state, step, words[7 * step % 16], [6, 10, 15, 21], |sum, x, y, z| sum.wrapping_add(y ^ (x | !z)));
    }
    for (word, before) in state.iter_mut().zip(before) {
        *word = word.wrapping_add(before);
    }
}

#[inline(always)]
fn turn(state: &mut [u32; 4], step: usize, word: u32, shifts: [u32; 4], add: impl Fn(u32, u32, u32, u32) -> u32) {
    let [first, x, y, z] = *state;
    let sum = add(first.wrapping_add(SINES[step]).wrapping_add(word), x, y, z);
    *state = [z, x.wrapping_add(sum.rotate_left(shifts[step % 4])), x, y];
}

/// Bytes that are taken in at once, and of the length that ends the last ones.
const BLOCK: usize = 64;
const LENGTH: usize = 8;

const START: [u32; 4] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476];

/// The whole parts of `2^32 * |sin(i)|` for `i` from 1 to 64.
#[rustfmt::skip]
const SINES: [u32; 64] = [
    0xD76A_A478, 0xE8C7_B756, 0x2420_70DB, 0xC1BD_CEEE, 0xF57C_0FAF, 0x4787_C62A, 0xA830_4613, 0xFD46_9501,
    0x6980_98D8, 0x8B44_F7AF, 0xFFFF_5BB1, 0x895C_D7BE, 0x6B90_1122, 0xFD98_7193, 0xA679_438E, 0x49B4_0821,
    0xF61E_2562, 0xC040_B340, 0x265E_5A51, 0xE9B6_C7AA, 0xD62F_105D, 0x0244_1453, 0xD8A1_E681, 0xE7D3_FBC8,
    0x21E1_CDE6, 0xC337_07D6, 0xF4D5_0D87, 0x455A_14ED, 0xA9E3_E905, 0xFCEF_A3F8, 0x676F_02D9, 0x8D2A_4C8A,
    0xFFFA_3942, 0x8771_F681, 0x6D9D_6122, 0xFDE5_380C, 0xA4BE_EA44, 0x4BDE_CFA9, 0xF6BB_4B60, 0xBEBF_BC70,
    0x289B_7EC6, 0xEAA1_27FA, 0xD4EF_3085, 0x0488_1D05, 0xD9D4_D039, 0xE6DB_99E5, 0x1FA2_7CF8, 0xC4AC_5665,
    0xF429_2244, 0x432A_FF97, 0xAB94_23A7, 0xFC93_A039, 0x655B_59C3, 0x8F0C_CC92, 0xFFEF_F47D, 0x8584_5DD1,
    0x6FA8_7E4F, 0xFE2C_E6E0, 0xA301_4314, 0x4E08_11A1, 0xF753_7E82, 0xBD3A_F235, 0x2AD7_D2BB, 0xEB86_D391,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn leading(parts: &[&str]) -> u32 {
        let mut digest = Md5::new();
        parts.iter().for_each(|part| digest.add(part.as_bytes()));
        digest.leading()
    }

    #[test]
    fn digests_are_those_of_the_standard() {
        let digits = "1234567890".repeat(8);
        let digests = [
            ("", 0xD41D_8CD9),
            ("a", 0x0CC1_75B9),
            ("message digest", 0xF96B_697D),
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 0xD174_AB98),
            (&digits, 0x57ED_F4A2),
        ];
        for (text, digest) in digests {
            assert_eq!(leading(&[text]), digest, "{text:?}");
        }
    }

    #[test]
    fn parts_are_one_text() {
        // given: lengths around the end of a block, where the length of all has no room left
        for length in 0..200 {
            let text = "x".repeat(length);
            let (first, rest) = text.split_at(length / 3);
            assert_eq!(leading(&[first, "", rest]), leading(&[&text]), "{length}");
        }
    }
}
