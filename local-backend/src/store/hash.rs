//! Where a partition key is placed: what the order of scans follows, and which segment of a parallel scan sees an item.

use md5::Context;
use monotable::values::ValueRef;

/// The place of the values that are added.
///
/// Without a seed it is the place that DynamoDB gives them, so that scans come in its order and segments hold the items that
/// they hold there. AWS does not document it, but programs have been seen to rely on it: the leading bits of the MD5 digest of a
/// fixed word and the values of the key.
pub(crate) struct Placer(Context);

impl Placer {
    pub(crate) fn new(seed: u64) -> Self {
        let mut digest = Context::new();
        digest.consume(SALT);
        if seed != 0 {
            digest.consume(seed.to_be_bytes());
        }
        Self(digest)
    }

    /// Adds the next attribute of a key.
    pub(crate) fn add(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::S(bytes) | ValueRef::B(bytes) => self.0.consume(bytes),
            ValueRef::N(bytes) => self.number(bytes),
            // No other values are keys.
            _ => {}
        }
    }

    /// Adds a number in the form that DynamoDB hashes. It differs from ours below zero: digits are what they lack to 101, and the
    /// byte that closes them is another one, which the longest numbers do without.
    fn number(&mut self, encoded: &[u8]) {
        match encoded {
            [exponent, digits @ .., _] if *exponent < ZERO => {
                self.0.consume([*exponent]);
                digits.iter().for_each(|digit| self.0.consume([digit.wrapping_sub(COMPLEMENT - NEGATIVE)]));
                if digits.len() < MOST_DIGITS {
                    self.0.consume([NEGATIVE + 1]);
                }
            }
            _ => self.0.consume(encoded),
        }
    }

    pub(crate) fn place(self) -> u32 {
        let [first, second, third, fourth, ..] = self.0.finalize().0;
        u32::from_be_bytes([first, second, third, fourth])
    }
}

const SALT: &[u8] = b"Outliers";
/// The encoding of zero, and what lies between numbers below and above it.
const ZERO: u8 = 0x80;
/// Pairs of decimal digits in the longest numbers.
const MOST_DIGITS: usize = 20;
/// What a digit of a negative number is subtracted from: by DynamoDB, and in our encoding.
const NEGATIVE: u8 = 101;
const COMPLEMENT: u8 = 254;

#[cfg(test)]
mod tests {
    use monotable::values::PackedValue;
    use monotable::{Number, Value};

    use super::*;

    fn place(seed: u64, value: &Value) -> u32 {
        let value = PackedValue::of(value).unwrap();
        let mut placer = Placer::new(seed);
        placer.add(value.view());
        placer.place()
    }

    fn text(text: &str) -> Value {
        Value::from(text)
    }

    fn number(text: &str) -> Value {
        Value::N(text.parse::<Number>().unwrap())
    }

    #[test]
    fn keys_that_differ_in_one_digit_spread_evenly() {
        // given
        const KEYS: usize = 32_000;
        let mut counts = [0_usize; 32];

        // when
        for key in 0..KEYS {
            counts[place(7, &text(&format!("CUSTOMER#{key}"))) as usize >> 27] += 1;
        }

        // then
        let even = KEYS / counts.len();
        assert!(counts.iter().all(|count| count.abs_diff(even) < even / 5), "{counts:?}");
    }

    #[test]
    fn the_seed_changes_the_place() {
        assert_ne!(place(1, &text("CUSTOMER#1")), place(2, &text("CUSTOMER#1")));
    }

    #[test]
    fn the_place_of_a_key_without_a_seed_is_that_of_dynamodb() {
        let places = [
            (text("A"), 0x0C_B5BB),
            (text("B"), 0x2A_5FBC),
            (number("0"), 0xCE_212D),
            (number("1"), 0xC3_A031),
            (number("12"), 0x70_366A),
            (number("123"), 0x57_4207),
            (number("1.5"), 0x81_58BD),
            (number("0.001"), 0x32_23FE),
            (number("1e125"), 0x2F_2857),
            (number("1e-130"), 0x72_7DE7),
            (number("-1"), 0x02_67DF),
            (number("-251"), 0xF8_8045),
            (number("-0.05"), 0x77_3BBC),
            (number("-99999999999999999999999999999999999999"), LONGEST),
        ];
        for (key, leading) in places {
            assert_eq!(place(0, &key) >> 8, leading, "{key:?}");
        }
    }

    const LONGEST: u32 = 0x1E_E423;
}
