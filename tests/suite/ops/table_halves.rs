//! Indexes one half of whose key is the table's own: what the table is told, what is asked, and what the engine finds.

use monotable::{Entity, Item, KeyPart, Store, Table, Type};
use monotable_local::LocalBackend;

use super::fixture::now;

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK")]
#[gsi(UserTokens, pk = [user_id: N], sk = table_pk)]
#[gsi(ByOwner, pk = "GSI1PK", sk = table_sk)]
#[gsi(BySize, pk = table_sk, sk = [size: N])]
#[gsi(ByRealm, pk = table_pk, sk = "GSI2SK", project = keys_only)]
enum Tokens {
    Token(Token),
    Grant(Grant),
}

#[derive(KeyPart, Clone, Debug, PartialEq)]
struct Realm(String);

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tokens)]
#[key(pk = "TOKEN#{realm}#{number}", sk = "TOKEN#{device}")]
#[index(by_user: UserTokens, pk = [user_id], sk = table_pk, sparse)]
#[index(by_owner: ByOwner, pk = "OWNER#{owner}#{size}", sk = table_sk)]
#[index(by_device: BySize, pk = table_sk, sk = [size])]
#[index(by_label: ByRealm, pk = table_pk, sk = "{label}", only_if = label)]
struct Token {
    #[attr(in_key)]
    realm: Realm,
    number: u32,
    device: String,
    user_id: Option<u64>,
    owner: String,
    size: i64,
    label: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tokens)]
#[key(pk = "GRANT#{id}", sk = "GRANT")]
#[index(by_user: UserTokens, pk = [user_id], sk = table_pk)]
struct Grant {
    id: String,
    user_id: u64,
}

/// A table whose keys are fields as they are stored.
#[derive(Table, Debug, PartialEq)]
#[table(pk = "id": N, tag = none)]
#[gsi(ByState, pk = [state], sk = table_pk)]
enum Jobs {
    Job(Job),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Jobs)]
#[key(pk = [id])]
#[index(by_state: ByState, pk = [state], sk = table_pk)]
struct Job {
    id: u64,
    state: String,
}

fn token(realm: &str, number: u32, user: u64) -> Token {
    Token {
        realm: Realm(realm.to_owned()),
        number,
        device: "phone".to_owned(),
        user_id: Some(user),
        owner: "ann".to_owned(),
        size: i64::from(number),
        label: None,
    }
}

fn filled() -> Store<Tokens> {
    let tokens = Tokens::on(LocalBackend::new());
    now(tokens.create_table()).unwrap();
    for number in 1..=9 {
        now(tokens.put(&token("eu", number, u64::from(number % 2)))).unwrap();
        now(tokens.put(&token("us", number, 1))).unwrap();
    }
    now(tokens.put(&Grant { id: "g".to_owned(), user_id: 1 })).unwrap();
    tokens
}

fn numbers(tokens: &[Token]) -> Vec<(&str, u32)> {
    tokens.iter().map(|token| (token.realm.0.as_str(), token.number)).collect()
}

#[test]
fn the_definition_names_the_keys_of_the_table_with_their_types() {
    let shown = |table: monotable::request::control::CreateTable| -> Vec<_> {
        let keys = |keys: &[monotable::request::control::KeyAttribute]| -> Vec<_> {
            keys.iter().map(|key| (key.name.to_string(), key.kind)).collect()
        };
        table.indexes.iter().map(|index| (keys(&index.hash), keys(&index.range))).collect()
    };
    let key = |name: &str, kind| vec![(name.to_owned(), kind)];
    assert_eq!(
        shown(Tokens::SCHEMA.create_table("tokens".into())),
        [
            (key("user_id", Type::N), key("PK", Type::S)),
            (key("GSI1PK", Type::S), key("SK", Type::S)),
            (key("SK", Type::S), key("size", Type::N)),
            (key("PK", Type::S), key("GSI2SK", Type::S)),
        ]
    );
    assert_eq!(shown(Jobs::SCHEMA.create_table("jobs".into())), [(key("state", Type::S), key("id", Type::N))]);
}

#[test]
fn nothing_is_written_for_the_half_of_the_table() {
    let item: Item = token("eu", 7, 1).to_item().unwrap();

    let mut names: Vec<_> = item.iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect();
    names.sort();
    assert_eq!(names, ["GSI1PK", "PK", "SK", "_type", "device", "number", "owner", "size", "user_id"]);
    assert_eq!(item.value("PK"), Some("TOKEN#eu#0000000007".into()));
}

#[test]
fn requests_have_both_halves_in_their_order() {
    let tokens = filled();
    let names = |query: monotable::request::Query| -> Vec<String> {
        query.keys.iter().map(|key| key.name.to_string()).collect()
    };

    let query = tokens.query(Token::by_user(1u64).realm(&Realm("eu".to_owned())).number(3..)).request();
    assert_eq!(names(query.unwrap().unwrap()), ["user_id", "PK"]);
    let query = tokens.query(Token::by_owner("ann", 3).device("phone")).request();
    assert_eq!(names(query.unwrap().unwrap()), ["GSI1PK", "SK"]);
    let query = tokens.query(Token::by_device("phone").size(3..)).request();
    assert_eq!(names(query.unwrap().unwrap()), ["SK", "size"]);
    let query = tokens.query(Token::by_label(Realm("eu".to_owned()), 3).label("x".to_owned())).keys().request();
    assert_eq!(names(query.unwrap().unwrap()), ["PK", "GSI2SK"]);
}

#[test]
fn the_sort_half_takes_the_parts_of_the_tables_key_in_order() {
    let tokens = filled();
    let eu = Realm("eu".to_owned());

    let all = now(tokens.query(Token::by_user(1u64)).all()).unwrap();
    assert_eq!(all.len(), 14, "and no grant among them");
    let odd = now(tokens.query(Token::by_user(1u64).realm(&eu)).all()).unwrap();
    assert_eq!(numbers(&odd), [("eu", 1), ("eu", 3), ("eu", 5), ("eu", 7), ("eu", 9)]);
    let some = now(tokens.query(Token::by_user(1u64).realm(&eu).number(4..8)).all()).unwrap();
    assert_eq!(numbers(&some), [("eu", 5), ("eu", 7)]);
    assert_eq!(numbers(&now(tokens.query(Token::by_user(1u64).realm(&eu).number(4)).all()).unwrap()), []);
    assert_eq!(numbers(&now(tokens.query(Token::by_owner("ann", 4)).all()).unwrap()), [("eu", 4), ("us", 4)]);
    let large = now(tokens.query(Token::by_device("phone").size(8..)).newest_first().all()).unwrap();
    assert_eq!(large.iter().map(|token| token.size).collect::<Vec<_>>(), [9, 9, 8, 8]);
    let grants = now(tokens.query(Grant::by_user(1u64)).all()).unwrap();
    assert_eq!(grants.iter().map(|grant| grant.id.as_str()).collect::<Vec<_>>(), ["g"]);
}

#[test]
fn pages_go_on_where_they_ended() {
    let tokens = filled();
    let mut found = Vec::new();
    let mut next = None;
    loop {
        let mut query = tokens.query(Token::by_user(1u64)).evaluate(4);
        if let Some(cursor) = next {
            query = query.after(cursor);
        }
        let page = now(query.page()).unwrap();
        found.extend(page.items);
        next = page.next;
        if next.is_none() {
            break;
        }
    }

    assert_eq!(found, now(tokens.query(Token::by_user(1u64)).all()).unwrap());
}

#[test]
fn updates_move_items_by_the_half_that_is_theirs() {
    let tokens = filled();
    let eu = Realm("eu".to_owned());

    let change = Token::at(&eu, 3, "phone").set(|t| t.user_id, 77u64).set(|t| t.owner, "bob").set(|t| t.size, 40);
    now(tokens.update(change.set(|t| t.label, "x"))).unwrap();

    let mut moved = token("eu", 3, 77);
    (moved.owner, moved.size, moved.label) = ("bob".to_owned(), 40, Some("x".to_owned()));
    assert_eq!(now(tokens.query(Token::by_user(77u64)).all()).unwrap(), [moved.clone()]);
    assert_eq!(now(tokens.query(Token::by_owner("bob", 40).device("phone")).all()).unwrap(), [moved.clone()]);
    assert_eq!(now(tokens.query(Token::by_device("phone").size(40)).all()).unwrap(), [moved]);
    assert_eq!(now(tokens.query(Token::by_label(&eu, 3)).keys().all()).unwrap().len(), 1);

    now(tokens.update(Token::at(&eu, 3, "phone").remove(|t| t.user_id).remove(|t| t.label))).unwrap();
    assert_eq!(now(tokens.query(Token::by_user(77u64)).all()).unwrap(), []);
    assert_eq!(now(tokens.query(Token::by_label(&eu, 3)).keys().all()).unwrap().len(), 0);
}

#[test]
fn a_key_that_is_a_stored_field_is_taken_as_well() {
    let jobs = Jobs::on(LocalBackend::new());
    now(jobs.create_table()).unwrap();
    for id in 1..=5 {
        let state = if id % 2 == 0 { "done" } else { "open" };
        now(jobs.put(&Job { id, state: state.to_owned() })).unwrap();
    }

    let open = now(jobs.query(Job::by_state("open").id(2..)).all()).unwrap();

    assert_eq!(open.iter().map(|job| job.id).collect::<Vec<_>>(), [3, 5]);
}
