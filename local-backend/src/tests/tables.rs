//! Tables: what may be created, described, deleted.

use monotable::ErrorKind;
use monotable::request::control::{BillingMode, DeleteTable, DescribeTable, TableStatus};

use super::*;

fn refused(change: impl FnOnce(&mut CreateTable)) -> String {
    let mut request = CreateTable::new(name(), pk(), Some(sk()));
    change(&mut request);
    now(LocalBackend::new().create_table(request)).unwrap_err().message().to_owned()
}

#[test]
fn a_table_is_described_as_it_was_created_and_counts_its_items() {
    // given
    let indexes = vec![
        global("zz_last", &[sk()], &[pk()], Projection::KeysOnly),
        local("abc", key("H", Type::N), Projection::All),
    ];
    let backend = backend(indexes.clone());
    put(&backend, item([("PK", s("p")), ("SK", s("s")), ("data", s("12345"))]));

    // when
    let description = now(backend.describe_table(DescribeTable::new(name()))).unwrap();

    // then
    assert_eq!(description.status, TableStatus::Active);
    assert_eq!((description.hash, description.range), (Some(pk()), Some(sk())));
    assert_eq!(description.indexes, indexes);
    assert_eq!((description.item_count, description.size_bytes), (1, 3 + 3 + 9));
}

#[test]
fn a_second_table_of_a_name_is_refused() {
    // given
    let backend = backend(vec![]);

    // when
    let error = now(backend.create_table(CreateTable::new(name(), pk(), None))).unwrap_err();

    // then
    assert_eq!((error.kind(), error.message()), (ErrorKind::InUse, "Table already exists: shop"));
}

#[test]
fn a_deleted_table_is_gone_unless_it_is_protected() {
    // given
    let backend = backend(vec![]);
    let mut protected = CreateTable::new("protected".into(), pk(), None);
    protected.deletion_protection = true;
    now(backend.create_table(protected)).unwrap();

    // when
    let deleted = now(backend.delete_table(DeleteTable::new(name()))).unwrap();
    let again = now(backend.delete_table(DeleteTable::new(name()))).unwrap_err();
    let kept = now(backend.delete_table(DeleteTable::new("protected".into()))).unwrap_err();

    // then
    assert_eq!((deleted.status, deleted.hash), (TableStatus::Deleting, None));
    assert_eq!(again.message(), "Requested resource not found: Table: shop not found");
    assert_eq!(kept.kind(), ErrorKind::Validation);
    assert_eq!(backend.list_tables(), ["protected".into()]);
}

#[test]
fn a_table_can_be_named_by_its_arn_in_its_region_and_account() {
    // given
    let backend = backend(vec![]);
    put(&backend, item([("PK", s("p")), ("SK", s("s"))]));
    let get = |region: &str, account: &str| {
        let arn = format!("arn:aws:dynamodb:{region}:{account}:table/shop");
        now(backend.get_item(GetItem::new(arn.into(), item([("PK", s("p")), ("SK", s("s"))]))))
    };

    // when
    let here = get("us-east-1", "000000000000");
    let elsewhere = get("eu-central-1", "000000000000");
    let of_others = get("us-east-1", "123456789012");

    // then
    assert!(here.unwrap().item.is_some());
    assert_eq!(elsewhere.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(of_others.unwrap_err().kind(), ErrorKind::AccessDenied);
}

#[test]
fn operations_on_items_of_an_unknown_table_are_refused() {
    let request = GetItem::new("other".into(), item([("PK", s("p")), ("SK", s("s"))]));
    let error = now(backend(vec![]).get_item(request)).unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "Requested resource not found"));
}

#[test]
fn names_and_counts_out_of_bounds_are_reported_together() {
    // given, when
    let message = refused(|request| {
        request.table = "a!".into();
        request.billing = BillingMode::Provisioned { read: 0, write: 1 };
    });

    // then
    assert_eq!(
        message,
        "3 validation errors detected: Value at 'tableName' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: [a-zA-Z0-9_.-]+; Value at 'tableName' failed to satisfy constraint: Member must have length \
         greater than or equal to 3; Value at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: \
         Member must have value greater than or equal to 1"
    );
}

#[test]
fn impossible_keys_and_indexes_are_refused() {
    let g = |name: &str| global(name, &[key("G", Type::S)], &[], Projection::All);
    let cases: Vec<(Box<dyn FnOnce(&mut CreateTable)>, &str)> = vec![
        (Box::new(|r| r.range = Some(pk())), "Invalid KeySchema: Some index key attribute have no definition"),
        (Box::new(|r| r.hash.kind = Type::M), "Member must satisfy enum value set: [B, N, S]"),
        (
            Box::new(|r| r.indexes = vec![global("abc", &[key("PK", Type::N)], &[], Projection::All)]),
            "Attributes cannot be redefined.",
        ),
        (Box::new(move |r| r.indexes = vec![g("abc"), g("abc")]), "Duplicate index name: abc"),
        (
            Box::new(|r| {
                let five = ["a", "b", "c", "d", "e"].map(|name| key(name, Type::S));
                r.indexes = vec![global("abc", &five, &[], Projection::All)];
            }),
            "Value at 'globalSecondaryIndexes.1.member.keySchema' failed to satisfy constraint: Member must have \
             length less than or equal to 4",
        ),
        (Box::new(move |r| r.indexes = (0..21).map(|i| g(&format!("gsi{i}"))).collect()), "per-table limit of 20"),
        (
            Box::new(|r| {
                let sorted = |i| local(&format!("lsi{i}"), key("H", Type::N), Projection::All);
                r.indexes = (0..6).map(sorted).collect();
            }),
            "per-table limit of 5",
        ),
        (
            Box::new(|r| {
                r.range = None;
                r.indexes = vec![local("abc", key("H", Type::N), Projection::All)];
            }),
            "Table KeySchema does not have a range key",
        ),
        (
            Box::new(|r| {
                let mut index = local("abc", key("H", Type::N), Projection::All);
                index.hash = vec![key("G", Type::S)];
                r.indexes = vec![index];
            }),
            "index hash key: G, table hash key: PK",
        ),
        (
            Box::new(|r| r.indexes = vec![global("abc", &[sk()], &[], Projection::Include(vec![]))]),
            "ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
        ),
        (
            Box::new(|r| {
                let keys: Vec<_> = ["a", "b", "c", "d", "e"].map(|name| key(name, Type::S)).to_vec();
                r.indexes = vec![global("abc", &keys, &[], Projection::All)];
            }),
            "at 'globalSecondaryIndexes.1.member.keySchema'",
        ),
    ];
    for (change, expected) in cases {
        let message = refused(change);
        assert!(message.contains(expected), "{message}");
    }
}
