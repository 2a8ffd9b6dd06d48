use super::super::{Number, NumberError};

const DIGITS_38: &str = "12345678901234567890123456789012345678";
const LARGEST: &str = "9.9999999999999999999999999999999999999E+125";

fn number(text: &str) -> Number {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn printed(text: &str) -> String {
    number(text).to_string()
}

fn refused(text: &str) -> NumberError {
    match text.parse::<Number>() {
        Ok(number) => panic!("{text} was read as {number}"),
        Err(error) => error,
    }
}

#[test]
fn a_number_is_printed_in_canonical_form() {
    let cases = [
        ("0", "0"),
        ("-0", "0"),
        ("+0", "0"),
        ("0.000", "0"),
        ("-0.0", "0"),
        ("5.", "5"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("1.e5", "100000"),
        ("+7", "7"),
        ("007", "7"),
        ("-007.70", "-7.7"),
        ("1e3", "1000"),
        ("1E3", "1000"),
        ("1e+3", "1000"),
        ("1000e-3", "1"),
        ("1e0003", "1000"),
        ("1e00000000000000000000000000003", "1000"),
        ("12345e-2", "123.45"),
        ("12345e-3", "12.345"),
        ("100.5", "100.5"),
        ("1.05", "1.05"),
        ("1e-20", "0.00000000000000000001"),
        ("-12.50e1", "-125"),
        ("18446744073709551616", "18446744073709551616"),
        (DIGITS_38, DIGITS_38),
        ("0.00012345678901234567890123456789012345678000", "0.00012345678901234567890123456789012345678"),
    ];
    for (written, expected) in cases {
        assert_eq!(printed(written), expected, "{written}");
    }
}

#[test]
fn the_ends_of_the_range_are_printed_without_exponent() {
    assert_eq!(printed("1E125"), format!("1{}", "0".repeat(125)));
    assert_eq!(printed(LARGEST), format!("{}{}", "9".repeat(38), "0".repeat(88)));
    assert_eq!(printed("-1E-130"), format!("-0.{}1", "0".repeat(129)));
    assert_eq!(printed("-1.2345678901234567890123456789012345678E-130"), format!("-0.{}{DIGITS_38}", "0".repeat(129)));
}

#[test]
fn text_that_is_no_number_is_refused() {
    let cases = [
        "",
        " ",
        " 1",
        "1 ",
        "1 2",
        "-",
        "+",
        ".",
        "-.",
        "--1",
        "+-1",
        "1+2",
        "1-",
        "1.2.3",
        "1..",
        "e2",
        "+e2",
        ".e2",
        "1e",
        "1e+",
        "1e-",
        "1e+-2",
        "1e2.5",
        "1e2e3",
        "1e 2",
        "0x10",
        "1_000",
        "1,5",
        "NaN",
        "Infinity",
        "-inf",
        "1\n",
        "1\0",
        "\u{661}",
        "1e\u{661}",
        "1\u{e9}",
        "1e9223372036854775808",
        "1e-9223372036854775809",
        "0e9223372036854775808",
    ];
    for text in cases {
        assert_eq!(refused(text), NumberError::NotANumber, "{text:?}");
    }
}

#[test]
fn the_range_ends_at_126_and_130_decimal_places() {
    for text in ["1e126", "-1e126", "10e125", "0.1e127", "1e2147483647", "1e2147483648", "1e9223372036854775807"] {
        assert_eq!(refused(text), NumberError::Overflow, "{text}");
    }
    for text in ["1e-131", "-1e-131", "9.99e-131", "10e-132", "1e-2147483649", "1e-9223372036854775808"] {
        assert_eq!(refused(text), NumberError::Underflow, "{text}");
    }
    for text in ["9.9e125", "0.1e126", "1e-130", "10e-131", "0.1e-129", LARGEST] {
        assert!(text.parse::<Number>().is_ok(), "{text}");
    }
}

#[test]
fn a_zero_is_judged_by_its_written_exponent() {
    for text in ["0e125", "0.0e126", "0.00e127", "0e-130", "-0e125", "0e0"] {
        assert_eq!(printed(text), "0", "{text}");
    }
    assert_eq!(refused("0e126"), NumberError::Overflow);
    assert_eq!(refused("00e126"), NumberError::Overflow);
    assert_eq!(refused("0.0e127"), NumberError::Overflow);
    assert_eq!(refused("0e-131"), NumberError::Underflow);
    assert_eq!(refused("0e9223372036854775807"), NumberError::Overflow);
}

#[test]
fn only_significant_digits_count() {
    for text in [
        format!("{DIGITS_38}000"),
        format!("000{DIGITS_38}"),
        format!("0.000{DIGITS_38}000"),
        format!("1{}", "0".repeat(60)),
        format!("{DIGITS_38}.000"),
    ] {
        assert!(text.parse::<Number>().is_ok(), "{text}");
    }
    for text in [format!("{DIGITS_38}9"), format!("{DIGITS_38}.1"), format!("1{}1", "0".repeat(37))] {
        assert_eq!(refused(&text), NumberError::TooManyDigits, "{text}");
    }
}

#[test]
fn the_size_is_what_dynamodb_measures() {
    let cases = [
        ("0", 1),
        ("-0", 1),
        ("1", 2),
        ("12", 2),
        ("123", 3),
        ("1234", 3),
        (DIGITS_38, 20),
        ("100", 2),
        ("1010", 3),
        ("0.0000001", 2),
        ("1E125", 2),
        ("1E-100", 2),
        ("1.5", 3),
        ("15", 2),
        ("1.234", 4),
        ("3.14159", 5),
        ("123456", 4),
        ("100.5", 4),
        ("0.15", 2),
        ("-42", 3),
        ("1.05", 3),
        ("10", 2),
        ("0.01", 2),
        ("-1E-130", 3),
    ];
    for (text, size) in cases {
        assert_eq!(number(text).size(), size, "{text}");
    }
}

#[test]
fn numbers_and_their_bytes_sort_by_value() {
    let ascending = [
        "-9.9999999999999999999999999999999999999E+125",
        "-1e125",
        "-100.01",
        "-100",
        "-99.99",
        "-10.5",
        "-10",
        "-1.5",
        "-1.49",
        "-1.01",
        "-1.001",
        "-1",
        "-0.99",
        "-0.1",
        "-0.01",
        "-1.1e-130",
        "-1e-130",
        "0",
        "1e-130",
        "1.00001e-130",
        "1.1e-130",
        "9e-130",
        "1e-129",
        "0.01",
        "0.1",
        "1",
        "1.001",
        "1.01",
        "2",
        "9",
        "10",
        "99",
        "99.99",
        "100",
        "100.01",
        "123456789012345678",
        "123456789012345679",
        "1e125",
        LARGEST,
    ]
    .map(number);
    for (i, a) in ascending.iter().enumerate() {
        for (j, b) in ascending.iter().enumerate() {
            assert_eq!(a.cmp(b), i.cmp(&j), "{a} {b}");
            assert_eq!(a.as_bytes().cmp(b.as_bytes()), i.cmp(&j), "{a} {b}");
            assert_eq!(a == b, i == j, "{a} {b}");
        }
    }
}

#[test]
fn equal_numbers_have_equal_bytes() {
    for (a, b) in [("1000", "1e3"), ("1", "1.0"), ("-0", "0"), ("-.50", "-5e-1"), ("0012", "1.2e1")] {
        assert_eq!(number(a), number(b));
        assert_eq!(number(a).as_bytes(), number(b).as_bytes());
    }
}

/// The bytes are stored, so they may not change from release to release.
#[test]
fn the_encoding_is_fixed() {
    let cases: [(&str, &[u8]); 9] = [
        ("0", &[0x80]),
        ("1", &[0xC1, 2]),
        ("-1", &[0x3E, 0xFD, 0xFF]),
        ("100", &[0xC2, 2]),
        ("12.345", &[0xC1, 13, 35, 51]),
        ("-0.5", &[0x3F, 0xCC, 0xFF]),
        ("1e-130", &[0x80, 2]),
        ("-1e-130", &[0x7F, 0xFD, 0xFF]),
        ("9.9e125", &[0xFF, 100]),
    ];
    for (text, bytes) in cases {
        assert_eq!(number(text).as_bytes(), bytes, "{text}");
        assert_eq!(Number::from_bytes(bytes), Some(number(text)), "{text}");
    }
}

#[test]
fn bytes_that_are_no_encoding_are_refused() {
    let long = |len: usize, first: u8, last: u8| {
        let mut bytes = vec![0xC1];
        bytes.extend(vec![50; len]);
        bytes[1] = first;
        bytes[len] = last;
        bytes
    };
    let cases: Vec<Vec<u8>> = vec![
        vec![],
        vec![0],
        vec![0x81],
        vec![0x7F],
        vec![0xFF],
        vec![0xC1, 0],
        vec![0xC1, 1],
        vec![0xC1, 101 + 1],
        vec![0xC1, 0xFF],
        vec![0xC1, 2, 1],
        vec![0xC1, 1, 2],
        vec![0xC1, 2, 0, 2],
        vec![0x3E, 0xFD],
        vec![0x3E, 0xFF],
        vec![0x3E, 0xFE, 0xFF],
        vec![0x3E, 0xFD, 0xFE, 0xFF],
        vec![0x3E, 0xFD, 0xFF, 0xFF],
        long(20, 50, 50),
        long(20, 5, 50),
        long(20, 50, 51),
        long(21, 5, 51),
        long(300, 5, 51),
    ];
    for bytes in cases {
        assert_eq!(Number::from_bytes(&bytes), None, "{bytes:?}");
    }
    assert!(Number::from_bytes(&long(20, 5, 51)).is_some(), "39 places, of which the ends are half used");
    assert!(Number::from_bytes(&long(19, 50, 50)).is_some());
}

/// Short encodings are checked in a register, long ones byte by byte; they have to agree on every input.
#[test]
fn short_and_long_encodings_are_judged_alike() {
    let edges = [0, 1, 2, 3, 10, 11, 100, 101, 102, 127, 128, 153, 154, 155, 200, 252, 253, 254, 255];
    let mut accepted = 0;
    let mut judge = |encoded: &[u8]| {
        let number = Number::from_word(encoded);
        assert_eq!(number, Number::from_long(encoded), "{encoded:?}");
        accepted += usize::from(number.is_some_and(|number| number.as_bytes() == encoded));
    };
    judge(&[]);
    for a in 0..=255 {
        judge(&[a]);
        for b in 0..=255 {
            judge(&[a, b]);
            for c in edges {
                judge(&[a, b, c]);
                judge(&[a, b, c, 255]);
            }
        }
    }
    for places in 4..=8usize {
        for number in 0..6usize.pow(places as u32 - 1) {
            let digits = (0..places - 1).map(|place| [0, 1, 2, 101, 154, 255][number / 6usize.pow(place as u32) % 6]);
            let mut encoded = vec![if number % 2 == 0 { 0xC1 } else { 0x3E }];
            encoded.extend(digits);
            judge(&encoded);
        }
    }
    assert!(accepted > 128 * 99 * 2, "every number of one base-100 digit is among them");
}

#[test]
fn sums_are_exact_or_refused() {
    let cases = [
        ("0", "0", Ok("0")),
        ("0", "1.5", Ok("1.5")),
        ("1.5", "0", Ok("1.5")),
        ("1.5", "-1.5", Ok("0")),
        ("0.1", "0.2", Ok("0.3")),
        ("0.5", "0.5", Ok("1")),
        ("9.9", "0.1", Ok("10")),
        ("-1", "0.01", Ok("-0.99")),
        ("9223372036854775807", "1", Ok("9223372036854775808")),
        ("-9223372036854775808", "-1", Ok("-9223372036854775809")),
        ("1e38", "-1", Ok("99999999999999999999999999999999999999")),
        ("1e37", "1", Ok("10000000000000000000000000000000000001")),
        ("1e38", "1", Err(NumberError::Overflow)),
        ("1e39", "-1", Err(NumberError::Overflow)),
        ("1e125", "1e-130", Err(NumberError::Overflow)),
        ("1e-130", "-1e125", Err(NumberError::Overflow)),
        ("9e125", "1e125", Err(NumberError::Overflow)),
        ("-9e125", "-1e125", Err(NumberError::Overflow)),
        (LARGEST, "1e88", Err(NumberError::Overflow)),
        ("99999999999999999999999999999999999999", "1", Ok("100000000000000000000000000000000000000")),
        ("1.5e-130", "-1e-130", Err(NumberError::Underflow)),
    ];
    for (a, b, expected) in cases {
        let expected = expected.map(String::from);
        let (a, b) = (number(a), number(b));
        assert_eq!(a.checked_add(&b).map(|sum| sum.to_string()), expected, "{a} + {b}");
        assert_eq!(b.checked_add(&a).map(|sum| sum.to_string()), expected, "{b} + {a}");
    }
    assert_eq!(number("1").checked_sub(&number("2.5")), Ok(number("-1.5")));
    assert_eq!(number("-1.5").checked_sub(&number("-1.5")), Ok(Number::ZERO));
    assert_eq!(number("0").checked_sub(&number("0.1")), Ok(number("-0.1")));
}

#[test]
fn integers_end_where_their_types_end() {
    assert_eq!(number("9223372036854775807").to_i64(), Some(i64::MAX));
    assert_eq!(number("9223372036854775808").to_i64(), None);
    assert_eq!(number("-9223372036854775808").to_i64(), Some(i64::MIN));
    assert_eq!(number("-9223372036854775809").to_i64(), None);
    assert_eq!(number("18446744073709551615").to_u64(), Some(u64::MAX));
    assert_eq!(number("18446744073709551616").to_u64(), None);
    assert_eq!(number("1e18").to_i64(), Some(1_000_000_000_000_000_000));
    assert_eq!(number("1e19").to_u64(), Some(10_000_000_000_000_000_000));
    assert_eq!(number("1e20").to_u64(), None);
    assert_eq!(number("99e18").to_u64(), None);
    assert_eq!(number("1e125").to_u64(), None);
    assert_eq!(number("1e125").to_u128(), None);
    assert_eq!(number("1e38").to_u128(), Some(10u128.pow(38)));
    assert_eq!(number("340282366920938463463374607431768211450").to_u128(), Some(u128::MAX - 5));
    assert_eq!(number("340282366920938463463374607431768211460").to_u128(), None);
    assert_eq!(number("-170141183460469231731687303715884105720").to_i128(), Some(i128::MIN + 8));
    assert_eq!(number("-170141183460469231731687303715884105730").to_i128(), None);
    assert_eq!(number("-1").to_u64(), None);
    assert_eq!(number("-1").to_u128(), None);
    assert_eq!(number("-1").to_i128(), Some(-1));
    for zero in [Number::ZERO, number("-0.0"), Number::from(0u8)] {
        assert_eq!(
            (zero.to_i64(), zero.to_u64(), zero.to_i128(), zero.to_u128()),
            (Some(0), Some(0), Some(0), Some(0))
        );
    }
    for fraction in ["0.5", "1.5", "12345678.9", "-100.01", "1e-130"] {
        let number = number(fraction);
        assert_eq!((number.to_i64(), number.to_i128(), number.is_integer()), (None, None, false), "{fraction}");
    }
    assert_eq!(Number::try_from(u128::MAX), Err(NumberError::TooManyDigits));
    assert_eq!(Number::try_from(i128::MIN), Err(NumberError::TooManyDigits));
    assert_eq!(Number::try_from(u128::MAX - 5), Ok(number("340282366920938463463374607431768211450")));
}

#[test]
fn floats_become_their_shortest_decimal() {
    for (float, text) in [
        (0.1, "0.1"),
        (-0.0, "0"),
        (1e21, "1000000000000000000000"),
        (1.5, "1.5"),
        (-2.5e-7, "-0.00000025"),
        (9_007_199_254_740_993.0, "9007199254740992"),
        (0.1 + 0.2, "0.30000000000000004"),
        (9_223_372_036_854_775_807.0, "9223372036854776000"),
    ] {
        assert_eq!(Number::try_from(float).map(|number| number.to_string()), Ok(text.into()), "{float}");
    }
    assert_eq!(Number::try_from(0.1f32), Ok(number("0.1")));
    assert_eq!(Number::try_from(16_777_217f32), Ok(number("16777216")));
    assert_eq!(Number::try_from(f64::NAN), Err(NumberError::NotANumber));
    assert_eq!(Number::try_from(f32::INFINITY), Err(NumberError::NotANumber));
    assert_eq!(Number::try_from(f64::NEG_INFINITY), Err(NumberError::NotANumber));
    assert_eq!(Number::try_from(f64::MAX), Err(NumberError::Overflow));
    assert_eq!(Number::try_from(1e126), Err(NumberError::Overflow));
    assert_eq!(Number::try_from(f64::MIN_POSITIVE), Err(NumberError::Underflow));
}

#[test]
fn the_text_can_be_padded_and_appended() {
    let number = number("-1.5");
    let mut text = String::from("n=");
    number.write_text(&mut text);
    assert_eq!(text, "n=-1.5");
    assert_eq!(format!("{number:>6}|{number:<6}|{number:?}"), "  -1.5|-1.5  |-1.5");
}
