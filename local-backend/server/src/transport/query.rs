//! Query strings, as signatures know them.

use std::borrow::Cow;

/// The value of the first parameter of this name.
pub(super) fn value<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    let mut parameters = query.split('&').filter_map(|parameter| parameter.split_once('='));
    parameters.find(|(given, _)| *given == name).map(|(_, value)| decode(value))
}

/// All parameters but this one in the canonical form: encoded anew, and sorted.
pub(super) fn canonical(query: &str, but: &str) -> String {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")))
        .filter(|(name, _)| *name != but)
        .map(|(name, value)| (encode(&decode(name)), encode(&decode(value))))
        .collect();
    parameters.sort();
    let parameters = parameters.into_iter().map(|(name, value)| format!("{name}={value}"));
    parameters.collect::<Vec<_>>().join("&")
}

fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match after.split_first_chunk::<2>().and_then(|(digits, after)| Some((hex(*digits)?, after))) {
                Some((decoded, after)) => {
                    rest = after;
                    decoded
                }
                None => b'%',
            },
            byte => byte,
        });
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn hex([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Percent-encodes all but letters, digits and `-_.~`.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_canonical_ones_are_encoded() {
        let query = "b=1&a=x%2Fy+z&X-Amz-Signature=7&empty";

        assert_eq!(value(query, "a").as_deref(), Some("x/y z"));
        assert_eq!(value(query, "c"), None);
        assert_eq!(canonical(query, "X-Amz-Signature"), "a=x%2Fy%20z&b=1&empty=");
        assert_eq!(canonical("a=%zz%", ""), "a=%25zz%25");
    }
}
