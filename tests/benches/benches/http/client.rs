//! Just enough of HTTP.

/// Returns where an answer ends that begins here, if it is all there.
///
/// # Panics
/// If it is no answer, or not that of a success.
pub(crate) fn end_of_answer(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    assert!(bytes.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(bytes));
    let name = b"content-length: ";
    let named = |window: &[u8]| window.eq_ignore_ascii_case(name);
    let start = bytes[..head].windows(name.len()).position(named).expect("answers have lengths") + name.len();
    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    (bytes.len() >= head + length).then_some(head + length)
}

/// The body of an answer.
pub(crate) fn body(answer: &[u8]) -> &[u8] {
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |end| end + 4);
    &answer[head..]
}
