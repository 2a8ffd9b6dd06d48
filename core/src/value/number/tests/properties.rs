use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use proptest::prelude::*;

use super::super::{Number, NumberError};
use super::model::{Decimal, decimal, written};

fn number(decimal: &Decimal) -> Number {
    decimal.plain().parse().expect("the model draws what can be stored")
}

fn hash(number: &Number) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}

/// Returns what DynamoDB does with an exact sum.
fn stored(sum: &Decimal) -> Result<String, NumberError> {
    let sum = sum.trimmed();
    let leading = sum.exponent + sum.digits.len() as i32 - 1;
    match sum.digits.len() {
        0 => Ok("0".into()),
        _ if leading > 125 => Err(NumberError::Overflow),
        _ if leading < -130 => Err(NumberError::Underflow),
        1..=38 => Ok(sum.plain()),
        _ => Err(NumberError::Overflow),
    }
}

/// The size by the wording of the rule, from the text.
fn size_of_text(text: &str) -> usize {
    let (negative, text) = text.strip_prefix('-').map_or((0, text), |rest| (1, rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = if fraction.is_empty() { whole.trim_end_matches('0') } else { whole.trim_start_matches('0') };
    let fraction = if whole.is_empty() { fraction.trim_start_matches('0') } else { fraction };
    match (whole.len(), fraction.len()) {
        (0, 0) => 1,
        (left, right) => 1 + left.div_ceil(2) + right.div_ceil(2) + negative,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_way_to_write_a_number_reads_as_the_same_number((decimal, text) in written()) {
        let read: Number = text.parse().map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(read.to_string(), decimal.plain());
        prop_assert_eq!(read, number(&decimal));
    }

    #[test]
    fn a_number_survives_its_text_and_its_bytes(decimal in decimal()) {
        let number = number(&decimal);
        let text = number.to_string();
        prop_assert_eq!(&text, &decimal.plain());
        prop_assert_eq!(text.parse::<Number>(), Ok(number));
        prop_assert_eq!(Number::from_bytes(number.as_bytes()), Some(number));
        prop_assert_eq!(number.size(), size_of_text(&text));
        prop_assert_eq!(number.is_integer(), !text.contains('.'));
        prop_assert_eq!(number.is_negative(), text.starts_with('-'));
        prop_assert_eq!(number.is_zero(), text == "0");
    }

    #[test]
    fn order_is_numeric_also_of_the_bytes(a in decimal(), b in decimal()) {
        let (x, y) = (number(&a), number(&b));
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        prop_assert_eq!(x.as_bytes().cmp(y.as_bytes()), a.cmp(&b));
    }

    #[test]
    fn order_is_numeric_between_neighbours(a in decimal(), step in decimal()) {
        let Ok(text) = stored(&a.plus(&step)) else { return Ok(()) };
        let next: Number = text.parse().expect("it can be stored");
        prop_assert_eq!(next.cmp(&number(&a)), a.plus(&step).cmp(&a));
    }

    #[test]
    fn equal_numbers_hash_alike((decimal, text) in written()) {
        let read: Number = text.parse().expect("the model draws what can be stored");
        prop_assert_eq!(hash(&read), hash(&number(&decimal)));
    }

    #[test]
    fn sums_and_differences_are_exact(a in decimal(), b in decimal()) {
        let (x, y) = (number(&a), number(&b));
        prop_assert_eq!(x.checked_add(&y).map(|sum| sum.to_string()), stored(&a.plus(&b)));
        prop_assert_eq!(x.checked_sub(&y).map(|difference| difference.to_string()), stored(&a.plus(&b.minus())));
        prop_assert_eq!(x.checked_sub(&x), Ok(Number::ZERO));
    }

    #[test]
    fn integers_survive(signed: i64, shift in 0..64u32) {
        let signed = signed >> shift;
        let unsigned = signed as u64;
        prop_assert_eq!(Number::from(signed).to_i64(), Some(signed));
        prop_assert_eq!(Number::from(signed).to_string(), signed.to_string());
        prop_assert_eq!(Number::from(unsigned).to_u64(), Some(unsigned));
        prop_assert_eq!(Number::from(unsigned).to_string(), unsigned.to_string());
        prop_assert_eq!(Number::from(signed), signed.to_string().parse().expect("an integer"));
        let rounded = signed / 1_000_000 * 1_000_000;
        prop_assert_eq!(Number::from(rounded).to_i64(), Some(rounded));
        prop_assert_eq!(Number::from(rounded), rounded.to_string().parse().expect("an integer"));
    }

    #[test]
    fn wide_integers_survive_or_are_refused(signed: i128, shift in 0..128u32, zeros in 0..3u32) {
        let signed = (signed >> shift) / 10i128.pow(zeros) * 10i128.pow(zeros);
        match Number::try_from(signed) {
            Ok(number) => {
                prop_assert_eq!(number.to_string(), signed.to_string());
                prop_assert_eq!(number.to_i128(), Some(signed));
                prop_assert_eq!(number.to_u128(), u128::try_from(signed).ok());
                prop_assert_eq!(number.to_i64(), i64::try_from(signed).ok());
                prop_assert_eq!(number.to_u64(), u64::try_from(signed).ok());
            }
            Err(error) => {
                prop_assert_eq!(error, NumberError::TooManyDigits);
                let digits = signed.unsigned_abs().to_string();
                prop_assert!(digits.trim_end_matches('0').len() > 38);
            }
        }
    }

    #[test]
    fn integer_conversions_agree_with_the_text(decimal in decimal()) {
        let number = number(&decimal);
        let text = number.to_string();
        prop_assert_eq!(number.to_i64(), text.parse().ok());
        prop_assert_eq!(number.to_u64(), text.parse().ok());
        prop_assert_eq!(number.to_i128(), text.parse().ok());
        prop_assert_eq!(number.to_u128(), text.parse().ok());
    }

    #[test]
    fn the_nearest_float_is_found(decimal in decimal()) {
        prop_assert_eq!(Some(number(&decimal).to_f64()), decimal.plain().parse().ok());
    }

    #[test]
    fn floats_survive(double: f64, single: f32, scaled in -1_000_000_000i64..1_000_000_000, places in 0..9i32) {
        for double in [double, scaled as f64 / 10f64.powi(places)] {
            match Number::try_from(double) {
                Ok(number) => {
                    prop_assert_eq!(number.to_f64(), double);
                    // adding 0 makes -0 a 0
                    prop_assert_eq!(number.to_string(), (double + 0.0).to_string());
                }
                Err(NumberError::NotANumber) => prop_assert!(!double.is_finite()),
                Err(NumberError::Overflow) => prop_assert!(double.abs() >= 1e126),
                Err(error) => {
                    prop_assert_eq!(error, NumberError::Underflow);
                    prop_assert!(double.abs() < 1e-130);
                }
            }
        }
        if single.is_finite() {
            let number = Number::try_from(single).expect("every finite f32 is in range");
            prop_assert_eq!(number.to_string().parse::<f32>(), Ok(single));
        }
    }

    #[test]
    fn bytes_read_as_a_number_only_if_they_are_its_encoding(
        encoded in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..25),
            prop::collection::vec(prop_oneof![1..=101u8, 154..=255u8], 1..=23),
        ],
    ) {
        if let Some(number) = Number::from_bytes(&encoded) {
            prop_assert_eq!(number.as_bytes(), &encoded[..]);
            prop_assert_eq!(number.to_string().parse::<Number>(), Ok(number));
        }
    }

    #[test]
    fn a_damaged_encoding_is_refused_or_another_number(decimal in decimal(), at: prop::sample::Index, byte: u8) {
        let number = number(&decimal);
        let mut encoded = number.as_bytes().to_vec();
        let at = at.index(encoded.len());
        prop_assume!(encoded[at] != byte);
        encoded[at] = byte;
        if let Some(other) = Number::from_bytes(&encoded) {
            prop_assert_ne!(other, number);
            prop_assert_eq!(other.to_string().parse::<Number>(), Ok(other));
        }
    }

    #[test]
    fn no_text_makes_a_panic(text in "[-+]?[0-9.eE+ -]{0,30}") {
        let _ = text.parse::<Number>();
    }
}
