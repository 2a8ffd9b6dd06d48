//! Names and places: shadowed types of the standard library, keywords, functions, layouts and entities apart, another name
//! for the crate, visibilities, and generated names that clash.

use monotable::{Entity, Item, Table, Value};

use super::Nothing;

mod shadowed {
    #![allow(dead_code, reason = "the names are what counts")]

    use monotable::{Entity, KeyPart, Table};

    pub(crate) struct Result;
    pub(crate) struct Some;
    pub(crate) struct None;
    pub(crate) struct Ok;
    pub(crate) struct Vec;
    pub(crate) struct Box;
    pub(crate) struct Layout;
    pub(crate) struct Planned;
    pub(crate) trait Into {}
    pub(crate) trait Default {}
    pub(crate) trait Clone {}
    pub(crate) trait Sized {}

    /// A key part that is called like the standard text.
    #[derive(KeyPart, Debug, PartialEq)]
    pub(crate) struct String(pub std::string::String);

    #[derive(KeyPart, Debug, PartialEq)]
    pub(crate) struct Option(pub u8);

    #[derive(Table, Debug, PartialEq)]
    #[table(pk = "PK", sk = "SK")]
    #[gsi(Gsi1, pk = "GSI1PK")]
    pub(crate) enum Shop {
        Field(Field),
    }

    /// Fields that are called like what generated code uses.
    #[derive(Entity, Debug, PartialEq)]
    #[entity(table = Shop)]
    #[key(pk = "{key}#{writer}", sk = "{option}#{parts}")]
    #[index(by_version: Gsi1, pk = "{version}#{text}")]
    pub(crate) struct Field {
        pub key: String,
        pub writer: u8,
        pub option: Option,
        pub parts: u8,
        pub version: u8,
        pub text: u8,
        pub reader: std::option::Option<u8>,
        pub name: u8,
        pub entity: u8,
        pub m: u8,
    }
}

#[test]
fn the_output_survives_types_and_fields_with_common_names() {
    use shadowed::{Field, Option, Shop, String};
    // given
    let field = Field {
        key: String("k".to_owned()),
        writer: 1,
        option: Option(2),
        parts: 3,
        version: 4,
        text: 5,
        reader: Some(6),
        name: 7,
        entity: 8,
        m: 9,
    };
    // when
    let item = field.to_item().unwrap();
    // then
    assert_eq!(item.value("PK"), Some("k#001".into()));
    assert_eq!(Field::from_item(&item).unwrap(), field);
    let store = Shop::on(Nothing);
    let query = store.query(Field::of(String("k".to_owned()), 1u8).option(Option(2)).parts(3u8)).request();
    assert_eq!(query.unwrap().unwrap().keys.len(), 2);
    let update = Field::at(String("k".to_owned()), 1u8, Option(2), 3u8).set(|f| f.version, 1u8).set(|f| f.text, 1u8);
    assert_eq!(store.update(update).request().unwrap().update.set.len(), 3);
    assert_eq!(store.update(field.edit().set(|f| f.version, 1u8)).request().unwrap().update.set.len(), 2);
}

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK")]
#[gsi(r#Match, pk = [r#type])]
enum Raw {
    Item(r#Struct),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Raw)]
#[key(pk = "{r#type}", sk = "{fn}")]
#[index(r#where: r#Match, pk = [r#type])]
struct r#Struct {
    r#type: String,
    r#fn: u8,
    r#as: Option<u8>,
}

#[test]
fn keywords_are_names_without_their_prefix() {
    let it = r#Struct { r#type: "t".to_owned(), r#fn: 1, r#as: None };
    let item = it.to_item().unwrap();
    assert_eq!(item.value("type"), Some("t".into()));
    assert_eq!(item.value("_type"), Some("Struct".into()));
    assert_eq!(r#Struct::from_item(&item).unwrap(), it);
    let query = Raw::on(Nothing).query(r#Struct::r#where("t")).filter(|s| s.r#as.exists()).request();
    assert_eq!(query.unwrap().unwrap().index.as_deref(), Some("Match"));
    let _ = r#Struct::of("t").r#fn(1u8..);
}

#[test]
fn entities_and_tables_can_be_declared_inside_functions() {
    #[derive(Table, Debug, PartialEq)]
    #[table(pk = "PK", sk = "SK")]
    #[gsi(Gsi1, pk = "GSI1PK")]
    enum Local {
        Note(Note),
    }

    type Id = u8;

    #[derive(Entity, Debug, PartialEq)]
    #[entity(table = Local)]
    #[key(pk = "NOTE", sk = "{id}")]
    #[index(by_title: Gsi1, pk = "{title}")]
    struct Note {
        id: Id,
        title: String,
    }

    let note = Note { id: 1, title: "x".to_owned() };
    let item = note.to_item().unwrap();
    assert_eq!(Local::from_item(&item).unwrap(), Some(Local::Note(note)));
    let query = Local::on(Nothing).query(Note::of().id(1u8)).filter(|n| n.title.eq("x")).request();
    assert!(query.unwrap().is_some());
}

/// A layout in one place, entities in two others, and the table on top.
mod base {
    #[derive(monotable::Table)]
    #[table(pk = "PK", sk = "SK", tag = "kind")]
    #[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
    pub(crate) struct BaseLayout;
}

mod users {
    use monotable::Entity;

    #[derive(Entity, Debug, PartialEq)]
    #[entity(table = super::base::BaseLayout)]
    #[key(pk = "USER#{id}", sk = "USER")]
    #[index(by_email: Gsi1, pk = "EMAIL#{email}", sk = "USER")]
    pub(crate) struct User {
        pub id: String,
        pub email: String,
        hidden: u8,
    }

    impl User {
        pub(crate) fn new(id: &str) -> Self {
            User { id: id.to_owned(), email: "e".to_owned(), hidden: 1 }
        }
    }
}

mod teams {
    pub(crate) mod inner {
        #[derive(monotable::Entity, Debug, PartialEq)]
        #[entity(table = crate::derive::names::base::BaseLayout, module = "team_items")]
        #[key(pk = "TEAM#{id}", sk = "TEAM")]
        pub(in crate::derive) struct Team {
            pub(in crate::derive) id: String,
        }
    }
}

#[derive(Table, Debug, PartialEq)]
#[table(layout = base::BaseLayout)]
enum Staff {
    User(users::User),
    Team(teams::inner::Team),
}

#[test]
fn a_layout_can_be_declared_apart_from_its_entities_and_its_table() {
    let user = users::User::new("u");
    let item = user.to_item().unwrap();
    assert_eq!(item.value("kind"), Some("User".into()));
    let store = Staff::on(Nothing);
    let query = store.query(users::User::by_email("e")).filter(|u| u.id.eq("u")).request().unwrap().unwrap();
    assert_eq!(query.index.as_deref(), Some("Gsi1"));
    assert_eq!(Staff::from_item(&item).unwrap(), Some(Staff::User(user)));
    assert!(store.query(teams::inner::Team::of("t")).request().unwrap().is_some());
    assert_eq!(Staff::SCHEMA.layout.name, "BaseLayout");
}

mod renamed {
    pub(crate) use monotable as mt;

    #[derive(mt::Table, Debug, PartialEq)]
    #[table(pk = "PK", crate = self::mt)]
    pub(crate) enum Shop {
        Order(Order),
    }

    #[derive(mt::Entity, Debug, PartialEq)]
    #[entity(table = Shop, crate = "crate::derive::names::renamed::mt")]
    #[key(pk = "{id}")]
    pub(crate) struct Order {
        pub id: u8,
    }
}

#[test]
fn the_crate_may_have_another_name() {
    let order = renamed::Order { id: 1 };
    assert_eq!(renamed::Order::from_item(&order.to_item().unwrap()).unwrap(), order);
    let _ = renamed::Shop::on(Nothing);
}

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK")]
enum Clashing {
    Door(Door),
}

/// It has functions of its own with the names of generated ones.
#[derive(Entity, Debug, PartialEq)]
#[entity(table = Clashing, key = "door_key", at = "update_at", of = "in_house", edit = "change", module = "doors")]
#[key(pk = "{house}", sk = "{number}")]
struct Door {
    house: String,
    number: u8,
}

impl Door {
    fn key() -> &'static str {
        "under the mat"
    }
}

#[test]
fn generated_functions_and_the_module_can_be_renamed() {
    let store = Clashing::on(Nothing);
    assert_eq!(Door::key(), "under the mat");
    let _: doors::InHouse = Door::in_house("h");
    assert!(store.query(Door::in_house("h").number(1u8..)).request().unwrap().is_some());
    assert_eq!(Door::door_key("h", 1u8).into_item().unwrap().len(), 2);
    let door = Door { house: "h".to_owned(), number: 1 };
    let _ = door.change();
    let _ = Door::update_at("h", 1u8);
}

#[test]
fn tags_can_be_switched_off() {
    #[derive(Table, Debug, PartialEq)]
    #[table(pk = "PK", sk = "SK", tag = none)]
    enum Untagged {
        A(A),
        B(B),
    }

    #[derive(Entity, Debug, PartialEq)]
    #[entity(table = Untagged)]
    #[key(pk = "A#{id}", sk = "A")]
    struct A {
        id: String,
    }

    #[derive(Entity, Debug, PartialEq)]
    #[entity(table = Untagged)]
    #[key(pk = "B#{id}", sk = "B")]
    struct B {
        id: String,
    }

    let item = B { id: "x".to_owned() }.to_item().unwrap();
    assert_eq!(item.len(), 3);
    assert_eq!(Untagged::from_item(&item).unwrap(), Some(Untagged::B(B { id: "x".to_owned() })));
    let other: Item = [("PK", Value::from("C#1")), ("SK", Value::from("C"))].into_iter().collect();
    assert_eq!(Untagged::from_item(&other).unwrap(), None);
}

/// A public entity may keep the types of its private fields to itself.
pub(crate) mod private {
    #![deny(warnings)]

    use monotable::{Attribute, Entity, KeyPart, Table};

    #[derive(KeyPart, Debug, PartialEq)]
    enum Secret {
        Known,
    }

    #[derive(Attribute, Debug, PartialEq)]
    struct Hidden {
        secret: Secret,
    }

    #[derive(Table, Debug, PartialEq)]
    #[table(pk = "PK", sk = "SK")]
    #[gsi(Gsi1, pk = "GSI1PK")]
    pub(crate) enum Safe {
        Box(Box),
    }

    #[derive(Entity, Debug, PartialEq)]
    #[entity(table = Safe)]
    #[key(pk = "{secret}", sk = "BOX")]
    #[index(by_open: Gsi1, pk = "{open}")]
    pub(crate) struct Box {
        secret: Secret,
        hidden: Hidden,
        pub(crate) open: u8,
    }

    impl Box {
        pub(crate) fn new() -> Self {
            Self { secret: Secret::Known, hidden: Hidden { secret: Secret::Known }, open: 1 }
        }
    }
}

#[test]
fn a_public_entity_may_have_private_fields_of_private_types() {
    let it = private::Box::new();
    let query = private::Safe::on(Nothing).query(private::Box::by_open(1u8)).filter(|b| b.open.eq(1u8)).request();
    assert!(query.unwrap().is_some());
    assert_eq!(private::Box::from_item(&it.to_item().unwrap()).unwrap(), it);
}
