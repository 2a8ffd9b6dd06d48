//! Base64 as DynamoDB prints binaries: standard alphabet, padded.

/// The text of these bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            // A chunk of n bytes fills n + 1 characters.
            let character = match place <= chunk.len() {
                true => ALPHABET[(word >> (18 - 6 * place) & 0x3f) as usize],
                false => b'=',
            };
            text.push(char::from(character));
        }
    }
    text
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn bytes_are_padded_to_groups_of_four_characters() {
        let cases: [(&[u8], &str); 6] = [
            (b"", ""),
            (b"\0", "AA=="),
            (b"\xff", "/w=="),
            (b"ab", "YWI="),
            (b"abc", "YWJj"),
            (b"\xfb\xff\xfe\x01", "+//+AQ=="),
        ];
        for (bytes, text) in cases {
            assert_eq!(encode(bytes), text);
        }
    }
}
