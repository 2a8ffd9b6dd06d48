use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::Arc;

use crate::{Attribute, Binary, DecodeError, EncodeError, Item, Number, PackedValue, Reader, Type, Value, Writer};

fn tree(value: &impl Attribute) -> Value {
    Value::from(PackedValue::of(value).expect("the value can be written").view())
}

fn read<T: Attribute>(value: Value) -> Result<T, DecodeError> {
    let item: Item = [("a", value)].into_iter().collect();
    let mut reader = item.reader();
    reader.next_name()?;
    T::read(&mut reader)
}

/// The value is written as this tree, and reads back from it.
fn is<T: Attribute + PartialEq + Debug>(value: &T, written: &Value) {
    assert_eq!(&tree(value), written);
    assert_eq!(read::<T>(written.clone()).as_ref(), Ok(value));
    assert!(T::TYPE.is_none_or(|kind| kind == written.kind() || *written == Value::Null), "{value:?}");
}

fn n(text: &str) -> Value {
    Value::N(text.parse().expect("a number"))
}

#[test]
fn scalars_are_written_as_their_types() {
    is(&String::from("a"), &Value::from("a"));
    is(&String::new(), &Value::from(""));
    is(&Box::<str>::from("a"), &Value::from("a"));
    is(&Arc::<str>::from("a"), &Value::from("a"));
    is(&Rc::<str>::from("a"), &Value::from("a"));
    is(&Cow::Borrowed("a"), &Value::from("a"));
    is(&'\u{1f600}', &Value::from("\u{1f600}"));
    is(&true, &Value::Bool(true));
    is(&Binary(vec![1, 2]), &Value::B(vec![1, 2]));
    is(&n("1.5"), &n("1.5"));
    is(&Number::from(7), &n("7"));
    is(&u8::MAX, &n("255"));
    is(&i8::MIN, &n("-128"));
    is(&u64::MAX, &n("18446744073709551615"));
    is(&i64::MIN, &n("-9223372036854775808"));
    is(&usize::MAX, &n("18446744073709551615"));
    is(&99_999_999_999_999_999_999_999_999_999_999_999_999_u128, &n("99999999999999999999999999999999999999"));
    is(&i128::from(i64::MIN), &n("-9223372036854775808"));
    is(&0.1_f64, &n("0.1"));
    is(&-1.5_f32, &n("-1.5"));
    is(&Box::new(1_u8), &n("1"));
    is(&Arc::new(1_u8), &n("1"));
}

#[test]
fn what_dynamodb_has_no_number_for_is_an_error() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-300] {
        assert!(PackedValue::of(&float).is_err(), "{float}");
    }
    assert!(PackedValue::of(&u128::MAX).is_err());
    assert!(PackedValue::of(&i128::MIN).is_err());
}

#[test]
fn a_number_that_does_not_fit_is_an_error_and_not_another_number() {
    assert!(read::<u8>(n("256")).is_err());
    assert!(read::<u8>(n("-1")).is_err());
    assert!(read::<u8>(n("1.5")).is_err());
    assert!(read::<i64>(n("9223372036854775808")).is_err());
    assert!(read::<u128>(n("1e125")).is_err());
    assert!(read::<char>(Value::from("ab")).is_err());
    assert!(read::<char>(Value::from("")).is_err());
    assert_eq!(read::<u8>(n("2.55e2")), Ok(255));
    assert_eq!(read::<u8>(n("300")).unwrap_err().to_string(), "expected a whole number in the range of u8");
}

#[test]
fn an_option_is_null_where_it_must_be_something() {
    is(&Some(1_u8), &n("1"));
    is(&None::<u8>, &Value::Null);
    is(&vec![None, Some(String::from("a"))], &Value::L(vec![Value::Null, Value::from("a")]));
    assert!(None::<u8>.is_absent() && !Some(1_u8).is_absent());
    assert_eq!(Option::<u8>::absent(), Some(None));
    assert!(Some(BTreeSet::<u8>::new()).is_absent());
    assert_eq!(u8::absent(), None);
    assert_eq!(Box::<Option<u8>>::absent(), Some(Box::new(None)));
    assert!(Box::new(None::<u8>).is_absent());
}

#[test]
fn lists_and_arrays_are_lists() {
    is(&Vec::<u8>::new(), &Value::L(vec![]));
    is(&vec![1_u8, 2], &Value::L(vec![n("1"), n("2")]));
    is(&[String::from("a"), String::from("b")], &Value::L(vec![Value::from("a"), Value::from("b")]));
    is(&[[1_u8], [2]], &Value::L(vec![Value::L(vec![n("1")]), Value::L(vec![n("2")])]));
    is(&[0_u8; 0], &Value::L(vec![]));
    for wrong in [vec![], vec![n("1")], vec![n("1"), n("2"), n("3")]] {
        let error = read::<[u8; 2]>(Value::L(wrong)).unwrap_err();
        assert_eq!(error.to_string(), "expected a list of 2 elements");
    }
}

#[test]
fn maps_are_maps_with_keys_of_every_kind() {
    let map = |entries: [(&str, Value); 2]| Value::M(entries.map(|(name, value)| (name.to_owned(), value)).into());

    is(&HashMap::from([(String::from("a"), 1_u8), (String::new(), 2)]), &map([("a", n("1")), ("", n("2"))]));
    is(&BTreeMap::from([(Box::<str>::from("a"), 1_u8), (Box::from("b"), 2)]), &map([("a", n("1")), ("b", n("2"))]));
    is(&HashMap::from([(Arc::<str>::from("a"), 1_u8), (Arc::from("b"), 2)]), &map([("a", n("1")), ("b", n("2"))]));
    is(&BTreeMap::from([(7_u8, true), (255, false)]), &map([("7", Value::Bool(true)), ("255", Value::Bool(false))]));
    is(&HashMap::from([(i64::MIN, 1_u8), (0, 2)]), &map([("-9223372036854775808", n("1")), ("0", n("2"))]));
    is(&BTreeMap::from([('#', 1_u8), ('\u{e9}', 2)]), &map([("#", n("1")), ("\u{e9}", n("2"))]));
    is(&HashMap::from([(true, 1_u8), (false, 2)]), &map([("true", n("1")), ("false", n("2"))]));
    is(&BTreeMap::<String, u8>::new(), &Value::M(BTreeMap::new()));
}

#[test]
fn sets_are_sets_and_absent_when_empty() {
    is(&HashSet::from([String::from("a"), String::new()]), &Value::Ss(["", "a"].map(String::from).into()));
    is(&BTreeSet::from(['a', 'b']), &Value::Ss(["a", "b"].map(String::from).into()));
    is(&BTreeSet::from([-1_i32, 2]), &Value::Ns([-1, 2].map(Into::into).into()));
    is(&HashSet::from([Number::from(1)]), &Value::Ns([1].map(Into::into).into()));
    is(&BTreeSet::from([Binary(vec![]), Binary(vec![1])]), &Value::Bs([vec![], vec![1]].into()));
    assert!(HashSet::<String>::new().is_absent() && BTreeSet::<u8>::new().is_absent());
    assert!(!BTreeSet::from([1_u8]).is_absent());
    assert_eq!(HashSet::<String>::absent(), Some(HashSet::new()));
    assert_eq!(BTreeSet::<u8>::absent(), Some(BTreeSet::new()));
}

#[test]
fn every_type_refuses_every_other_type() {
    let values = [
        Value::Null,
        Value::Bool(true),
        n("1"),
        Value::from("1"),
        Value::B(vec![1]),
        Value::Ss([String::from("1")].into()),
        Value::Ns([1].map(Into::into).into()),
        Value::Bs([vec![1]].into()),
        Value::L(vec![]),
        Value::M(BTreeMap::new()),
    ];
    fn refused<T: Attribute + Debug>(value: &Value, kind: Type) {
        match read::<T>(value.clone()) {
            Ok(read) => assert_eq!(value.kind(), kind, "{read:?}"),
            Err(error) => {
                assert_eq!(error, DecodeError::wrong_type(kind.name(), value.kind()));
                assert_eq!(error.found(), Some(value.kind()));
                assert_ne!(value.kind(), kind);
            }
        }
    }
    for value in &values {
        refused::<bool>(value, Type::Bool);
        refused::<u8>(value, Type::N);
        refused::<String>(value, Type::S);
        refused::<Binary>(value, Type::B);
        refused::<BTreeSet<String>>(value, Type::Ss);
        refused::<BTreeSet<u8>>(value, Type::Ns);
        refused::<BTreeSet<Binary>>(value, Type::Bs);
        refused::<Vec<u8>>(value, Type::L);
        refused::<BTreeMap<String, u8>>(value, Type::M);
        assert_eq!(read::<Value>(value.clone()).as_ref(), Ok(value));
    }
}

/// A writer that only looks at what it is given can be written by anybody.
#[test]
fn a_value_is_written_to_any_writer() -> Result<(), EncodeError> {
    #[derive(Default)]
    struct Calls(String);

    impl Writer for Calls {
        fn null(&mut self) {
            self.0.push_str("null ");
        }
        fn boolean(&mut self, value: bool) {
            self.0.push_str(if value { "true " } else { "false " });
        }
        fn number(&mut self, value: &Number) {
            self.0.push_str(&format!("{value} "));
        }
        fn string(&mut self, value: &str) {
            self.0.push_str(&format!("{value:?} "));
        }
        fn binary(&mut self, value: &[u8]) {
            self.0.push_str(&format!("{value:?} "));
        }
        fn begin_list(&mut self) {
            self.0.push_str("[ ");
        }
        fn end_list(&mut self) {
            self.0.push_str("] ");
        }
        fn begin_map(&mut self) {
            self.0.push_str("{ ");
        }
        fn name(&mut self, name: &str) {
            self.0.push_str(&format!("{name}: "));
        }
        fn end_map(&mut self) {
            self.0.push_str("} ");
        }
        fn begin_set(&mut self, kind: crate::SetKind) {
            self.0.push_str(&format!("{}( ", kind.kind()));
        }
        fn end_set(&mut self) {
            self.0.push_str(") ");
        }
    }

    let value = BTreeMap::from([(1_u8, vec![Some(BTreeSet::from([2_u8, 3])), None]), (4, vec![])]);
    let mut calls = Calls::default();
    value.write(&mut calls)?;

    assert_eq!(calls.0, "{ 1: [ NS( 2 3 ) null ] 4: [ ] } ");
    Ok(())
}
