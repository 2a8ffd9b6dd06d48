//! Padded decimals, without the machinery of formatting: many keys are made of them.

/// Appends a number with at least so many digits, up to 20.
pub(super) fn push_digits(out: &mut String, value: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut rest = value;
    let mut start = digits.len();
    for digit in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        start -= 1;
    }
    let start = start.min(digits.len() - width.clamp(1, digits.len()));
    out.push_str(str::from_utf8(&digits[start..]).expect("digits are ASCII"));
}
