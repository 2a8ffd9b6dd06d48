//! The numbers of records as texts.

use std::sync::Arc;

/// The text of a number: always as long, and unique among all shards of a stream.
pub(super) fn text(line: usize, sequence: u64) -> Arc<str> {
    (BASE + u128::from(sequence) * LINES + line as u128).to_string().into()
}

/// The number that a text stands for in a line. `None` of what no record of its line has.
pub(super) fn parse(line: usize, text: &str) -> Option<u64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = text.parse::<u128>().ok()?.checked_sub(BASE)?;
    (number % LINES == line as u128).then(|| u64::try_from(number / LINES).ok()).flatten()
}

/// Makes 23 digits of every number.
const BASE: u128 = 10_u128.pow(22);

/// Room for the number of the line, beside a number of 20 digits.
const LINES: u128 = 100;
