use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::Arc;

use crate::values::PackedValue;
use crate::{Attribute, Binary, DecodeError, EncodeError, Item, Number, Reader, Type, Value, Writer};

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
    assert!(!Some(BTreeSet::<u8>::new()).is_absent());
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
fn an_empty_set_is_null_where_it_cannot_be_left_out() {
    is(&BTreeSet::<u8>::new(), &Value::Null);
    is(&HashSet::<String>::new(), &Value::Null);
    is(&vec![BTreeSet::from([1_u8]), BTreeSet::new()], &Value::L(vec![Value::Ns([1.into()].into()), Value::Null]));
    is(&BTreeMap::from([('a', BTreeSet::<Binary>::new())]), &Value::M([("a".to_owned(), Value::Null)].into()));
    // in an `Option` in a list it would be what `None` is
    let error = PackedValue::of(&vec![None, Some(BTreeSet::<u8>::new())]).unwrap_err();
    assert_eq!(error.path(), "[1]");
}

#[test]
fn a_list_without_repeats_is_read_as_a_set() {
    let list = |texts: [&str; 2]| Value::L(texts.map(Value::from).into());
    assert_eq!(read(list(["b", "a"])), Ok(BTreeSet::from(["a".to_owned(), "b".to_owned()])));
    assert_eq!(read(Value::L(vec![])), Ok(HashSet::<u8>::new()));
    let error = read::<BTreeSet<String>>(list(["a", "a"])).unwrap_err();
    assert_eq!(error.to_string(), "attribute `[1]`: expected members of a set that differ");
    let error = read::<BTreeSet<String>>(Value::L(vec![Value::from("a"), n("1")])).unwrap_err();
    assert_eq!(error, DecodeError::wrong_type("S", Type::N).at_index(1));
    // two texts that are one time are not merged
    let times = ["2024-01-01T00:00:00.0001Z", "2024-01-01T00:00:00.0002Z"].map(String::from);
    assert!(read::<BTreeSet<crate::Timestamp>>(Value::Ss(times.into())).is_err());
}

#[test]
fn map_keys_that_are_written_otherwise_are_not_read() {
    let map = |name: &str| Value::M([(name.to_owned(), n("1"))].into());
    for name in ["01", "+1", "-0", "256", ""] {
        let error = read::<BTreeMap<u8, u8>>(map(name)).unwrap_err();
        assert_eq!(error.path(), name);
    }
    assert_eq!(read::<BTreeMap<u8, u8>>(map("1")), Ok(BTreeMap::from([(1, 1)])));
}

#[test]
fn times_are_read_in_every_form_of_iso_8601() {
    for (text, millis) in [
        ("1970-01-01T00:00:01.305464+0000", 1305),
        ("1970-01-01 00:00:01.305999999999999999Z", 1305),
        ("1969-12-31T23:59:59.9999Z", -1),
        ("1970-01-01T01:00:00.5+01:00", 500),
        ("1969-12-31T22:30:00-0130", 0),
    ] {
        assert_eq!(read(Value::from(text)), Ok(crate::Timestamp::from_millis(millis).unwrap()), "{text}");
    }
    for text in ["1970-01-01T00:00:00", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00.1x", "1970-01-01T00:00:00+1"] {
        assert!(read::<crate::Timestamp>(Value::from(text)).is_err(), "{text}");
    }
}

#[test]
fn a_time_to_live_of_another_program_is_read() {
    use crate::Ttl;
    let at = |seconds| Ttl::from_secs(seconds).unwrap();
    for (number, seconds) in [("1700000000.25", 1_700_000_000), ("0.99999999999999999999999", 0), ("1e-130", 0)] {
        assert_eq!(read(n(number)), Ok(at(seconds)), "{number}");
        assert_eq!(read(n(number)), Ok(Some(Box::new(at(seconds)))), "{number}");
    }
    for ignored in [n("-1"), n("-0.5"), n("-1e-130"), Value::from("1700000000"), Value::Bool(true), Value::L(vec![])] {
        assert!(read::<Ttl>(ignored.clone()).is_err(), "{ignored:?}");
        assert_eq!(read::<Option<Ttl>>(ignored.clone()), Ok(None), "{ignored:?}");
    }
    assert!(read::<Option<Ttl>>(n("1e30")).is_err());
    // what is beside it is still read
    let list = Value::L(vec![Value::L(vec![n("1")]), n("2")]);
    assert_eq!(read(list), Ok(vec![None, Some(at(2))]));
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
            Ok(read) => {
                let of_set = matches!(kind, Type::Ss | Type::Ns | Type::Bs);
                let empty = of_set && matches!(value, Value::Null | Value::L(_));
                assert!(value.kind() == kind || empty, "{read:?}");
            }
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
        fn begin_set(&mut self, kind: crate::values::SetKind) {
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
