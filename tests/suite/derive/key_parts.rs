//! Key parts with a text of their own: foreign types through `Display` and `FromStr`, texts whose case folds, and enums with a
//! template for each variant; in keys of the default style and in raw keys.

use std::fmt;
use std::str::FromStr;

use monotable::expression::{KeyCondition, KeyTest};
use monotable::keys::{KeyStyle, PartFormat, PartShape, Segment, Template, templates_overlap};
use monotable::values::PackedValue;
use monotable::{Entity, KeyPart, Reverse, Store, Table, Value, starts_with};

use super::Nothing;

/// A type of another crate, which has a text and knows nothing of keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Serial(u32);

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sn-{:04}", self.0)
    }
}

impl FromStr for Serial {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // Takes more than it prints.
        text.trim_start_matches("sn-").parse().map(Self).map_err(|_| ())
    }
}

#[derive(KeyPart, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[key_part(text, chars = "sn0-9-", width = 7, ordered)]
struct PartNo(Serial);

#[derive(KeyPart, Clone, Debug, PartialEq)]
#[key_part(text)]
struct Address(std::net::IpAddr);

#[derive(KeyPart, Clone, Debug, PartialEq)]
#[key_part(fold = "lower")]
struct Mail(String);

#[derive(KeyPart, Clone, Debug, PartialEq)]
#[key_part(text, fold = "upper")]
struct Loud(Serial);

#[derive(KeyPart, Clone, Debug, PartialEq)]
enum Place {
    #[key_part(template = "#REPO#{0}")]
    Original(String),
    #[key_part(template = "FORK#{owner}#{id:04}")]
    Fork { id: u16, owner: String },
    #[key_part(rename = "NOWHERE")]
    Nowhere,
}

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
enum Parts {
    Device(Device),
    User(User),
    Repo(Repo),
    RawRepo(RawRepo),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Parts)]
#[key(pk = "DEVICE#{address}", sk = "PART#{number}#{back}")]
struct Device {
    address: Address,
    #[attr(in_key)]
    number: PartNo,
    back: Reverse<PartNo>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Parts)]
#[key(pk = "USER#{mail}", sk = "USER")]
#[index(by_mail: Gsi1, pk = "USERS", sk = "{mail}#{loud}")]
struct User {
    mail: Mail,
    loud: Loud,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Parts)]
#[key(pk = "REPO#{name}", sk = "REPO")]
#[index(forks: Gsi1, pk = "REPO#{name}", sk = "{place}")]
struct Repo {
    name: String,
    place: Place,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Parts, keys = "raw", delimiter = "#")]
#[key(pk = "raw-{mail}", sk = "{place}")]
struct RawRepo {
    mail: Mail,
    #[attr(in_key)]
    place: Place,
}

fn text(item: &monotable::Item, name: &str) -> String {
    match item.value(name) {
        Some(Value::S(text)) => text,
        other => panic!("{name} is {other:?}"),
    }
}

fn parts() -> Store<Parts> {
    Parts::on(Nothing)
}

fn shown(value: &PackedValue) -> String {
    value.view().as_str().unwrap().to_owned()
}

fn sort_test(conditions: &[KeyCondition]) -> String {
    match conditions.last().map(|condition| &condition.test) {
        Some(KeyTest::Eq(value) | KeyTest::BeginsWith(value) | KeyTest::Ge(value)) => shown(value),
        Some(KeyTest::Between(low, high)) => format!("{}..{}", shown(low), shown(high)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_foreign_type_goes_into_keys_and_attributes_by_its_text() {
    let device = Device {
        address: Address("10.0.0.1".parse().unwrap()),
        number: PartNo(Serial(42)),
        back: Reverse(PartNo(Serial(7))),
    };
    let item = device.to_item().unwrap();

    assert_eq!(text(&item, "PK"), "DEVICE#10.0.0.1");
    assert_eq!(text(&item, "address"), "10.0.0.1");
    assert!(text(&item, "SK").starts_with("PART#sn-0042#"), "{item:?}");
    assert_eq!(item.value("number"), None);
    assert_eq!(Device::from_item(&item).unwrap(), device);
}

#[test]
fn texts_that_sort_as_their_values_have_ranges() {
    let address = Address("10.0.0.1".parse().unwrap());
    let low = PartNo(Serial(1));
    let range = parts().query(Device::of(&address).number(low..=PartNo(Serial(9)))).request().unwrap();

    assert_eq!(sort_test(&range.unwrap().keys), "PART#sn-0001..PART#sn-0009$");
}

#[test]
fn a_text_that_breaks_its_promise_or_is_not_the_printed_one_is_an_error() {
    // five digits where four were promised
    let device = |number| Device {
        address: Address("10.0.0.1".parse().unwrap()),
        number: PartNo(Serial(number)),
        back: Reverse(PartNo(Serial(7))),
    };
    let error = device(12_345).to_item().unwrap_err().to_string();
    assert!(error.contains("`number`"), "{error}");

    let item = device(42).to_item().unwrap();
    let sort = text(&item, "SK").replace("sn-0042", "0000042");
    let item: monotable::Item = ["PK", "_type", "address", "back"]
        .into_iter()
        .map(|name| (name, item.value(name).unwrap()))
        .chain([("SK", Value::S(sort))])
        .collect();
    assert!(Device::from_item(&item).is_err(), "another text of the same value is another key");
}

#[test]
fn a_folded_text_is_folded_in_keys_alone() {
    let user = User { mail: Mail("Ada@Example.COM".to_owned()), loud: Loud(Serial(1)) };
    let item = user.to_item().unwrap();

    assert_eq!(text(&item, "PK"), "USER#ada@example.com");
    assert_eq!(text(&item, "GSI1SK"), "ada@example.com#SN-0001");
    assert_eq!(text(&item, "mail"), "Ada@Example.COM");
    assert_eq!(text(&item, "loud"), "sn-0001");
    assert_eq!(User::from_item(&item).unwrap(), user);
    let asked = parts().get(User::key(Mail("ADA@example.com".to_owned()))).request().unwrap();
    assert_eq!(text(&asked.key, "PK"), "USER#ada@example.com");
    let prefix = parts().query(User::by_mail().mail(starts_with("ADA@"))).request().unwrap();
    assert_eq!(sort_test(&prefix.unwrap().keys), "ada@");
}

#[test]
fn each_variant_has_the_text_of_its_template() {
    let fork = Place::Fork { id: 7, owner: "a#b".to_owned() };
    for (place, key) in
        [(Place::Original("x y".to_owned()), "#REPO#x$20y"), (fork, "FORK#a$23b#0007"), (Place::Nowhere, "NOWHERE")]
    {
        let repo = Repo { name: "r".to_owned(), place: place.clone() };
        let item = repo.to_item().unwrap();
        assert_eq!((text(&item, "GSI1SK").as_str(), text(&item, "place").as_str()), (key, key));
        assert_eq!(Repo::from_item(&item).unwrap(), repo);
        let asked = parts().query(Repo::forks("r").place(&place)).request().unwrap();
        assert_eq!(sort_test(&asked.unwrap().keys), key);
    }
}

#[test]
fn raw_keys_have_the_plain_texts_of_templates_and_read_them_back() {
    let mail = Mail("Ada".to_owned());
    for (place, key) in [
        (Place::Original("x y".to_owned()), "#REPO#x y"),
        (Place::Fork { id: 7, owner: "bob".to_owned() }, "FORK#bob#0007"),
        (Place::Nowhere, "NOWHERE"),
    ] {
        let repo = RawRepo { mail: mail.clone(), place };
        let item = repo.to_item().unwrap();
        assert_eq!((text(&item, "PK").as_str(), text(&item, "SK").as_str()), ("raw-ada", key));
        assert_eq!(RawRepo::from_item(&item).unwrap(), repo);
    }
    let owner_with_the_delimiter = Place::Fork { id: 7, owner: "a#b".to_owned() };
    assert!(RawRepo { mail, place: owner_with_the_delimiter }.to_item().is_err());
}

#[test]
fn templates_of_variants_take_part_in_the_proof_of_overlap() {
    const PLACE: Segment = Segment::part::<Place>("place", PartFormat::Default);
    const RAW: Segment = Segment::part::<Place>("place", PartFormat::Plain);
    let raw = KeyStyle::Raw { delimiter: "#" };
    let of = |segments: &[Segment], style| Template::new(Box::leak(segments.to_vec().into_boxed_slice()), style, "");
    for (place, style) in [(PLACE, KeyStyle::Escaped), (RAW, raw)] {
        let forms = of(&[place], style);
        let digits = Segment::Part { field: "n", format: PartFormat::Width(4), shape: PartShape::digits(4) };
        let text = Segment::part::<String>("t", PartFormat::Default);
        for (segments, expected) in [
            (vec![Segment::Literal("SETTINGS")], false),
            (vec![Segment::Literal("NOWHERE")], true),
            (vec![Segment::Literal("FORK")], false),
            (vec![Segment::Literal("FORK#x#"), digits], true),
            (vec![Segment::Literal("FORK#x#y#"), digits], false),
            (vec![Segment::Literal("FORK#"), text], style == raw),
            (vec![Segment::Literal("#REPO#"), text], true),
            (vec![place], true),
        ] {
            let other = of(&segments, style);
            assert_eq!(templates_overlap(&forms, &other), expected, "{segments:?} {style:?}");
            assert_eq!(templates_overlap(&other, &forms), expected, "{segments:?} {style:?}");
        }
    }
}
