//! Key values as bytes that sort as DynamoDB sorts the values.
//!
//! The types of key attributes are fixed, so no byte says the type. Where another attribute follows, a value ends itself:
//! texts and binaries write each 0x00 as 0x00 0xFF and close with 0x00 0x01, numbers, which hold no 0x00, close with 0x00.
//! Any value so sorts before all its continuations, and positions of several attributes sort attribute by attribute.

use monotable::values::ValueRef;

/// Appends a key value that another one follows.
pub(crate) fn key_bytes(value: ValueRef<'_>, out: &mut Vec<u8>) {
    prefix_bytes(value, out);
    match value {
        ValueRef::S(_) | ValueRef::B(_) => out.extend_from_slice(&[0, TERMINATOR]),
        _ => out.push(0),
    }
}

/// Appends what the positions of all values that begin with this one have in common: [`key_bytes`] without its end.
pub(crate) fn prefix_bytes(value: ValueRef<'_>, out: &mut Vec<u8>) {
    match value {
        ValueRef::S(bytes) | ValueRef::B(bytes) => {
            let mut rest = bytes;
            while let Some(zero) = rest.iter().position(|byte| *byte == 0) {
                out.extend_from_slice(&rest[..zero]);
                out.extend_from_slice(&[0, ESCAPED]);
                rest = &rest[zero + 1..];
            }
            out.extend_from_slice(rest);
        }
        ValueRef::N(bytes) => out.extend_from_slice(bytes),
        // No other values are keys.
        _ => {}
    }
}

const TERMINATOR: u8 = 0x01;
const ESCAPED: u8 = 0xFF;
