//! Numbers: exact decimals of 38 digits.

use monotable::request::ReturnValues;
use monotable::values::NumberError;
use monotable::{Number, Value};

use super::change::change;
use super::database::Database;
use super::refusal::Refused;
use super::words::*;

scenarios! {
    numbers_come_back_in_plain_decimal,
    a_number_beyond_38_digits_cannot_be_written,
    a_sum_beyond_38_digits_is_refused,
    a_difference_beyond_38_digits_is_refused,
    a_sum_out_of_range_is_refused,
    a_sum_may_be_longer_than_its_parts,
    sums_are_exact,
    numbers_of_one_value_are_one_key,
    number_keys_sort_by_value,
    numbers_of_one_value_are_equal_at_any_depth,
    numbers_that_differ_in_the_last_digit_differ,
}

fn base() -> Row {
    row! { "PK" => "a", "SK" => "1" }
}

async fn numbers_come_back_in_plain_decimal(db: &Database<'_>) {
    let table = db.table().await;
    let forms = [
        ("0", "0".to_owned()),
        ("-0.0", "0".to_owned()),
        ("+007", "7".to_owned()),
        (".5", "0.5".to_owned()),
        ("5.", "5".to_owned()),
        ("1.500", "1.5".to_owned()),
        ("1e-20", "0.00000000000000000001".to_owned()),
        ("1E125", format!("1{}", "0".repeat(125))),
        ("-1e-130", format!("-0.{}1", "0".repeat(129))),
        ("9.9999999999999999999999999999999999999E+125", format!("{}{}", "9".repeat(38), "0".repeat(88))),
        ("1234567890123456789012345678901234567.8", "1234567890123456789012345678901234567.8".to_owned()),
    ];
    let item: Row = base().into_iter().chain(forms.iter().map(|(form, _)| ((*form).to_owned(), n(form)))).collect();

    table.put(&item).await.unwrap();
    let found = table.get(&item).await.unwrap();

    for (form, plain) in forms {
        let Value::N(number) = &found[form] else { panic!("{form} is no number any more") };
        assert_eq!(number.to_string(), plain, "{form}");
    }
}

/// The client has no way to say it: such a number never leaves the program, on whatever backend.
async fn a_number_beyond_38_digits_cannot_be_written(db: &Database<'_>) {
    let table = db.table().await;
    let most = and(&base(), "most", n(&"9".repeat(38)));

    let too_long = "1".repeat(39).parse::<Number>();
    let padded = format!("00{}000", "1".repeat(38)).parse::<Number>();
    table.put(&most).await.unwrap();

    assert_eq!(too_long, Err(NumberError::TooManyDigits));
    assert!(padded.is_ok());
    assert_eq!(table.get(base()).await, Some(most));
}

const OVERFLOW: &str = "Number overflow";

async fn a_sum_beyond_38_digits_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&base(), "n", n(&"9".repeat(38)));
    table.put(&item).await.unwrap();

    // 39 digits: the result would be exact with one digit more.
    table.update(&item, change().plus("n", at("n"), value(n("0.1")))).await.refused("");
    table.update(&item, change().add("n", n("0.1"))).await.refused("");
    table.update(&item, change().set("other", 1).add("n", n("1e-100"))).await.refused("");

    assert_eq!(table.get(&item).await, Some(item));
}

async fn a_difference_beyond_38_digits_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&base(), "n", n("1e38"));
    table.put(&item).await.unwrap();

    table.update(&item, change().minus("n", at("n"), value(n("0.1")))).await.refused("");
    table.update(&item, change().add("n", n("-0.1"))).await.refused("");

    assert_eq!(table.get(&item).await, Some(item));
}

async fn a_sum_out_of_range_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&base(), "n", n("9e125"));
    table.put(&item).await.unwrap();

    table.update(&item, change().plus("n", at("n"), value(n("9e125")))).await.refused(OVERFLOW);
    table.update(&item, change().add("n", n("1e125"))).await.refused(OVERFLOW);

    assert_eq!(table.get(&item).await, Some(item));
}

async fn a_sum_may_be_longer_than_its_parts(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&base(), "n", n("1e37"));

    let found = table.put_and_update(&item, change().add("n", n("1"))).await;

    assert_eq!(found["n"], n("10000000000000000000000000000000000001"));
}

async fn sums_are_exact(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&and(&base(), "tenth", n("0.1")), "big", n("123456789012345678"));
    table.put(&item).await.unwrap();

    let update = change()
        .plus("three_tenths", at("tenth"), value(n("0.2")))
        .minus("one_less", at("big"), value(1))
        .minus("nothing", at("tenth"), value(n("0.10")))
        .plus("carried", value(n("99.95")), value(n("0.05")));
    let found = table.update_returning(&item, update, ReturnValues::UpdatedNew).await.unwrap();

    let expected = row! {
        "three_tenths" => n("0.3"),
        "one_less" => n("123456789012345677"),
        "nothing" => n("0"),
        "carried" => n("100"),
    };
    assert_eq!(found, Some(expected));
}

async fn numbers_of_one_value_are_one_key(db: &Database<'_>) {
    let table = db.table_with(&["id:N", "at:N"], &[]).await;

    table.put(row! { "id" => n("1000"), "at" => n("0.50"), "first" => true }).await.unwrap();
    table.put(row! { "id" => n("1e3"), "at" => n(".5"), "second" => true }).await.unwrap();

    table.put(row! { "id" => n("-0"), "at" => 0 }).await.unwrap();
    table.delete(row! { "id" => n("0.0"), "at" => n("-0.0") }).await.unwrap();

    let only = row! { "id" => 1000, "at" => n("0.5"), "second" => true };
    assert_eq!(table.all().await, std::slice::from_ref(&only));
    assert_eq!(table.get(row! { "id" => n("1.000e3"), "at" => n("5e-1") }).await, Some(only));
}

async fn number_keys_sort_by_value(db: &Database<'_>) {
    let table = db.table_with(&["id:S", "at:N"], &[]).await;
    let sorted = [
        "-9e125", "-100", "-10.5", "-10", "-9", "-1", "-0.5", "-1e-130", "0", "1e-130", "0.05", "0.5", "1", "1.0001",
        "9", "10", "10.5", "99", "100", "1e37", "9e125",
    ];
    let item = |at: &str| row! { "id" => "a", "at" => n(at) };
    // Neither in order nor in reverse.
    for start in 0..5 {
        table.put_all(sorted.iter().skip(start).step_by(5).map(|at| item(at))).await;
    }

    let found = table.rows(table.query([is("id", "a")])).await;
    let negative = table.rows(table.query([is("id", "a"), below("at", 0)])).await;
    let some = table.rows(table.query([is("id", "a"), within("at", n("-9.5"), n("9.5"))])).await;
    let descending = table.rows(super::database::with(table.query([is("id", "a")]), |q| q.forward = false)).await;

    let items = |of: &[&str]| of.iter().map(|at| item(at)).collect::<Vec<_>>();
    assert_eq!(found, items(&sorted));
    assert_eq!(negative, items(&sorted[..8]));
    assert_eq!(some, items(&sorted[4..15]));
    assert_eq!(descending, found.into_iter().rev().collect::<Vec<_>>());
}

async fn numbers_of_one_value_are_equal_at_any_depth(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&base(), "map", map! { "list" => list![n("1.0"), ns(&["2.50", "1e1"])] });
    table.put(&item).await.unwrap();

    let same = map! { "list" => list![n("1"), ns(&["10", "2.5"])] };
    let other = map! { "list" => list![n("1"), ns(&["10", "2.6"])] };
    table.put_if(&item, eq(p("map"), same.clone())).await.unwrap();
    table.put_if(&item, ne(p("map"), same)).await.condition_failed();
    table.put_if(&item, eq(p("map"), other)).await.condition_failed();
}

async fn numbers_that_differ_in_the_last_digit_differ(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&base(), "n", n("12345678901234567890123456789012345678"));
    table.put(&item).await.unwrap();

    let one_less = n("12345678901234567890123456789012345677");
    table.put_if(&item, gt(p("n"), one_less.clone())).await.unwrap();
    table.put_if(&item, eq(p("n"), one_less)).await.condition_failed();
}
