//! Packed rows to the SDK's maps and back, without a tree of our own in between.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use crate::value::{DecodeError, Item, Members, Number, NumberError, PackedWriter, SetKind, ValueRef, Writer};

/// An item as the SDK holds it.
pub(super) type SdkItem = HashMap<String, AttributeValue>;

/// Returns the item as the SDK's map, for programs that make some of their calls through the SDK itself.
///
/// ```
/// use aws_sdk_dynamodb::types::AttributeValue;
/// use monotable::{Item, Value};
///
/// let item: Item = [("PK", Value::from("CUSTOMER#1"))].into_iter().collect();
/// assert_eq!(monotable::aws::item_to_sdk(&item)["PK"], AttributeValue::S("CUSTOMER#1".to_owned()));
/// ```
#[must_use]
pub fn item_to_sdk(item: &Item) -> HashMap<String, AttributeValue> {
    item.iter().map(|(name, value)| (text(name), value_at(value, 0))).collect()
}

/// Returns the SDK's map as an item. Fails for what DynamoDB does not store: numbers out of form or range, empty sets, a null
/// that is not true; and for types of attributes that the SDK does not know.
///
/// ```
/// use std::collections::HashMap;
///
/// use aws_sdk_dynamodb::types::AttributeValue;
///
/// let map = HashMap::from([("visits".to_owned(), AttributeValue::N("7".to_owned()))]);
/// let item = monotable::aws::item_from_sdk(&map)?;
/// assert_eq!(item.get("visits").and_then(|value| value.as_number()), Some(7.into()));
/// # Ok::<(), monotable::DecodeError>(())
/// ```
pub fn item_from_sdk(map: &HashMap<String, AttributeValue>) -> Result<Item, DecodeError> {
    item_from(map)
}

/// Converts an item of the SDK, or of its crate for streams, whose values are types of its own.
pub(super) fn item_from<V: SdkValue>(map: &HashMap<String, V>) -> Result<Item, DecodeError> {
    let mut writer = PackedWriter::new();
    write_named(map, &mut writer, 0)?;
    Ok(writer.into_item())
}

pub(super) fn value_to_sdk(value: ValueRef<'_>) -> AttributeValue {
    value_at(value, 0)
}

fn value_at(value: ValueRef<'_>, depth: usize) -> AttributeValue {
    match value {
        ValueRef::Bool(value) => AttributeValue::Bool(value),
        ValueRef::N(bytes) => AttributeValue::N(number(bytes)),
        ValueRef::S(bytes) => AttributeValue::S(text(bytes)),
        ValueRef::B(bytes) => AttributeValue::B(Blob::new(bytes)),
        ValueRef::Ss(members) => AttributeValue::Ss(collect(members, text)),
        ValueRef::Ns(members) => AttributeValue::Ns(collect(members, number)),
        ValueRef::Bs(members) => AttributeValue::Bs(collect(members, Blob::new)),
        ValueRef::L(list) if depth < MAX_DEPTH => {
            AttributeValue::L(list.iter().map(|value| value_at(value, depth + 1)).collect())
        }
        ValueRef::M(map) if depth < MAX_DEPTH => {
            AttributeValue::M(map.iter().map(|(name, value)| (text(name), value_at(value, depth + 1))).collect())
        }
        // What is nested so deeply makes DynamoDB refuse the whole request, whatever stands at the bottom.
        ValueRef::Null | ValueRef::L(_) | ValueRef::M(_) => AttributeValue::Null(true),
    }
}

fn collect<'a, T>(members: Members<'a>, convert: impl Fn(&'a [u8]) -> T) -> Vec<T> {
    members.iter().map(convert).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Rows hold no number out of form; were there one, DynamoDB would refuse the empty text.
fn number(bytes: &[u8]) -> String {
    let mut text = String::new();
    if let Some(number) = Number::from_bytes(bytes) {
        number.write_text(&mut text);
    }
    text
}

fn write_named<V: SdkValue>(
    map: &HashMap<String, V>,
    writer: &mut PackedWriter,
    depth: usize,
) -> Result<(), DecodeError> {
    for (name, value) in map {
        writer.name(name);
        write_value(value, writer, depth).map_err(|error| error.at(name))?;
    }
    Ok(())
}

fn write_value<V: SdkValue>(value: &V, writer: &mut PackedWriter, depth: usize) -> Result<(), DecodeError> {
    match value.shape() {
        Shape::Bool(value) => writer.boolean(value),
        Shape::N(text) => writer.number(&parse(text)?),
        Shape::S(text) => writer.string(text),
        Shape::B(blob) => writer.binary(blob.as_ref()),
        Shape::Ss(set) => write_set(SetKind::S, set, writer, |text, writer| {
            writer.string(text);
            Ok(())
        })?,
        Shape::Ns(set) => write_set(SetKind::N, set, writer, |text, writer| {
            writer.number(&parse(text)?);
            Ok(())
        })?,
        Shape::Bs(set) => write_set(SetKind::B, set, writer, |blob, writer| {
            writer.binary(blob.as_ref());
            Ok(())
        })?,
        Shape::L(_) | Shape::M(_) if depth >= MAX_DEPTH => {
            return Err(DecodeError::malformed("nested too deeply"));
        }
        Shape::L(list) => {
            writer.begin_list();
            for (index, value) in list.iter().enumerate() {
                write_value(value, writer, depth + 1).map_err(|error| error.at_index(index))?;
            }
            writer.end_list();
        }
        Shape::M(map) => {
            writer.begin_map();
            write_named(map, writer, depth + 1)?;
            writer.end_map();
        }
        Shape::Null(true) => writer.null(),
        Shape::Null(false) => return Err(DecodeError::malformed("a null whose value is not true")),
        Shape::Unknown => {
            return Err(DecodeError::malformed("a type of attribute that this version of the SDK does not know"));
        }
    }
    Ok(())
}

/// A value as one of the SDK's crates holds it.
pub(super) trait SdkValue: Sized {
    /// Returns the value in its type.
    fn shape(&self) -> Shape<'_, Self>;
}

/// A value of the SDK in its type.
pub(super) enum Shape<'v, V> {
    Bool(bool),
    N(&'v str),
    S(&'v str),
    B(&'v Blob),
    Ss(&'v [String]),
    Ns(&'v [String]),
    Bs(&'v [Blob]),
    L(&'v [V]),
    M(&'v HashMap<String, V>),
    Null(bool),
    Unknown,
}

macro_rules! sdk_value {
    ($value:ty) => {
        impl SdkValue for $value {
            fn shape(&self) -> Shape<'_, Self> {
                match self {
                    Self::Bool(value) => Shape::Bool(*value),
                    Self::N(text) => Shape::N(text),
                    Self::S(text) => Shape::S(text),
                    Self::B(blob) => Shape::B(blob),
                    Self::Ss(set) => Shape::Ss(set),
                    Self::Ns(set) => Shape::Ns(set),
                    Self::Bs(set) => Shape::Bs(set),
                    Self::L(list) => Shape::L(list),
                    Self::M(map) => Shape::M(map),
                    Self::Null(value) => Shape::Null(*value),
                    _ => Shape::Unknown,
                }
            }
        }
    };
}

sdk_value!(AttributeValue);
#[cfg(feature = "aws-streams")]
sdk_value!(aws_sdk_dynamodbstreams::types::AttributeValue);

fn write_set<T>(
    kind: SetKind,
    members: &[T],
    writer: &mut PackedWriter,
    write: impl Fn(&T, &mut PackedWriter) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    if members.is_empty() {
        return Err(DecodeError::malformed("an empty set"));
    }
    writer.begin_set(kind);
    for member in members {
        write(member, writer)?;
    }
    writer.end_set();
    Ok(())
}

fn parse(text: &str) -> Result<Number, DecodeError> {
    text.parse().map_err(|error| {
        DecodeError::malformed(match error {
            NumberError::NotANumber => "a number that is not decimal",
            NumberError::TooManyDigits => "a number of more than 38 significant digits",
            _ => "a number out of DynamoDB's range",
        })
    })
}

/// Above DynamoDB's 32 levels, so that it is DynamoDB which refuses what is only slightly too deep.
const MAX_DEPTH: usize = 60;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Value;

    fn number() -> impl Strategy<Value = Number> {
        ("-?[1-9][0-9]{0,37}", -100..80_i32)
            .prop_map(|(digits, exponent)| format!("{digits}E{exponent}").parse().unwrap())
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            number().prop_map(Value::N),
            ".{0,12}".prop_map(Value::S),
            proptest::collection::vec(any::<u8>(), 0..12).prop_map(Value::B),
            proptest::collection::btree_set(".{0,5}", 1..4).prop_map(Value::Ss),
            proptest::collection::btree_set(number(), 1..4).prop_map(Value::Ns),
            proptest::collection::btree_set(proptest::collection::vec(any::<u8>(), 0..5), 1..4).prop_map(Value::Bs),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::L),
                proptest::collection::btree_map(".{0,6}", inner, 0..5).prop_map(Value::M),
            ]
        })
    }

    proptest! {
        #[test]
        fn items_come_back_from_the_sdk_as_they_went(
            attributes in proptest::collection::btree_map(".{1,8}", value(), 0..8)
        ) {
            let item: Item = attributes.into_iter().collect();

            let there = item_to_sdk(&item);
            let back = item_from_sdk(&there).unwrap();

            prop_assert_eq!(there.len(), item.len());
            prop_assert_eq!(back, item);
        }
    }

    #[test]
    fn each_type_has_its_counterpart() {
        let number: Number = "12.50".parse().unwrap();
        let item: Item = [
            ("bool", Value::Bool(true)),
            ("n", Value::N(number)),
            ("ns", Value::Ns([number].into())),
            ("null", Value::Null),
            ("b", Value::B(vec![0, 255])),
            ("l", Value::L(vec![Value::from("x")])),
        ]
        .into_iter()
        .collect();

        let map = item_to_sdk(&item);

        assert_eq!(map["bool"], AttributeValue::Bool(true));
        assert_eq!(map["n"], AttributeValue::N("12.5".to_owned()));
        assert_eq!(map["ns"], AttributeValue::Ns(vec!["12.5".to_owned()]));
        assert_eq!(map["null"], AttributeValue::Null(true));
        assert_eq!(map["b"], AttributeValue::B(Blob::new([0, 255])));
        assert_eq!(map["l"], AttributeValue::L(vec![AttributeValue::S("x".to_owned())]));
    }

    #[test]
    fn what_dynamodb_does_not_store_is_an_error_with_its_path() {
        let text = |text: &str| text.to_owned();
        let cases = [
            (AttributeValue::N(text("twelve")), "attribute `a.b[1]`: malformed item: a number that is not decimal"),
            (AttributeValue::N(text("")), "attribute `a.b[1]`: malformed item: a number that is not decimal"),
            (AttributeValue::Ns(vec![text("1"), text("1E200")]), "attribute `a.b[1]`: malformed item: a number out of"),
            (AttributeValue::N("7".repeat(39)), "attribute `a.b[1]`: malformed item: a number of more than 38"),
            (AttributeValue::Null(false), "attribute `a.b[1]`: malformed item: a null whose value is not true"),
            (AttributeValue::Ss(vec![]), "attribute `a.b[1]`: malformed item: an empty set"),
        ];
        for (wrong, expected) in cases {
            let list = AttributeValue::L(vec![AttributeValue::Bool(true), wrong]);
            let map = HashMap::from([(text("a"), AttributeValue::M(HashMap::from([(text("b"), list)])))]);

            let error = item_from_sdk(&map).unwrap_err().to_string();

            assert!(error.starts_with(expected), "{error}");
        }
    }

    #[test]
    fn depth_is_bounded_both_ways() {
        let mut there = AttributeValue::Bool(true);
        for _ in 0..100 {
            there = AttributeValue::L(vec![there]);
        }
        let nested = Item::build(|writer| {
            writer.name("deep");
            (0..100_000).for_each(|_| writer.begin_list());
            (0..100_000).for_each(|_| writer.end_list());
            Ok(())
        });

        let error = item_from_sdk(&HashMap::from([("deep".to_owned(), there)])).unwrap_err();
        let map = item_to_sdk(&nested.unwrap());

        assert!(error.to_string().ends_with("nested too deeply"), "{error}");
        assert!(matches!(map["deep"], AttributeValue::L(_)));
    }
}
