//! DynamoDB's messages without stored values.
//!
//! Most messages of the service name attributes, types and limits. Some quote values of the request; those lose what they
//! quote, so that [`Error`](crate::Error) can be logged. The text as it came is in the SDK's error, the source of ours.

/// Returns the message as one line without quoted values.
pub(crate) fn without_values(message: &str) -> String {
    let mut text: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    for (marker, keep, ending) in CUTS {
        if let Some(at) = text.find(marker) {
            text.truncate(at + keep);
            text.push_str(ending);
        }
    }
    constraint_values(&text)
}

/// A marker, how much of it stays, and what is written for all that follows: quoted values can hold any text, so their end
/// cannot be told.
const CUTS: [(&str, usize, &str); 3] = [
    // `The parameter cannot be converted to a numeric value: twelve`
    ("converted to a numeric value", "converted to a numeric value".len(), ""),
    // `..; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}`
    ("AttributeValue: {", "AttributeValue: {".len(), "..}"),
    // `Input collection [a, b, a] contains duplicates.`
    ("Input collection [", "Input collection".len(), " contains duplicates"),
];

/// Shortens: `Value 'x' at 'limit' failed to satisfy constraint` becomes `Value at 'limit' failed to satisfy constraint`.
fn constraint_values(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, part) in text.split(FAILED).enumerate() {
        if number > 0 {
            out.push_str(FAILED);
        }
        match (part.find(VALUE), part.rfind(AT)) {
            (Some(from), Some(to)) if from + VALUE.len() <= to => {
                out.push_str(&part[..from]);
                out.push_str("Value at '");
                out.push_str(&part[to + AT.len()..]);
            }
            _ => out.push_str(part),
        }
    }
    out
}

const FAILED: &str = " failed to satisfy constraint";
const VALUE: &str = "Value '";
const AT: &str = "' at '";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_values_are_left_out() {
        let cases = [
            (
                "The parameter cannot be converted to a numeric value: s3cret",
                "The parameter cannot be converted to a numeric value",
            ),
            (
                "Invalid FilterExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower \
                 bound; lower bound operand: AttributeValue: {S:s3cret}, upper bound operand: AttributeValue: {S:a}",
                "Invalid FilterExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower \
                 bound; lower bound operand: AttributeValue: {..}",
            ),
            (
                "One or more parameter values were invalid: Input collection [s3cret, a, s3cret] contains duplicates.",
                "One or more parameter values were invalid: Input collection contains duplicates",
            ),
            (
                "2 validation errors detected: Value 's3cret' at 's3cret' at 'limit' failed to satisfy constraint: Member \
                 must be less; Value '[{k=s3cret}]' at 'items' failed to satisfy constraint: Member must not be null",
                "2 validation errors detected: Value at 'limit' failed to satisfy constraint: Member must be less; Value \
                 at 'items' failed to satisfy constraint: Member must not be null",
            ),
        ];
        for (message, expected) in cases {
            let shown = without_values(message);

            assert_eq!(shown, expected);
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }

    #[test]
    fn messages_without_values_stay_as_they_are() {
        let messages = [
            "The conditional request failed",
            "Requested resource not found",
            "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must be positive",
            "One or more parameter values were invalid: Missing the key PK in the item",
        ];
        for message in messages {
            assert_eq!(without_values(message), message);
        }
    }

    #[test]
    fn messages_become_one_line() {
        assert_eq!(without_values("not\nallowed\r"), "not allowed ");
    }
}
