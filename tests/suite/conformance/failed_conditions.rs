//! Writes whose condition does not hold.

use monotable::request::DeleteItem;

use super::change::change;
use super::database::{Database, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_condition_on_a_missing_item_sees_no_attributes,
    a_failed_condition_brings_the_old_item,
    a_failed_condition_changes_nothing,
}

fn item() -> Row {
    row! { "PK" => "a", "SK" => "1", "s" => "abc", "n" => 5, "t" => true }
}

async fn a_condition_on_a_missing_item_sees_no_attributes(db: &Database<'_>) {
    let table = db.table().await;
    let item = item();
    let cases = [
        (true, missing("PK")),
        (false, exists("PK")),
        (false, eq(p("s"), v("abc"))),
        (true, ne(p("s"), v("abc"))),
        (true, not(eq(p("s"), v("abc")))),
        (false, eq(p("SK"), v("1"))),
        (false, eq(size(p("s")), v(0))),
        (true, eq(v(1), v(1))),
    ];
    for (expected, condition) in cases {
        let text = format!("{condition:?}");
        let outcome = table.put_if(&item, condition).await;
        match outcome {
            Ok(_) => assert!(expected, "{text}"),
            Err(error) => {
                assert!(!expected && error.is_condition_failed(), "{text}: {error:?}");
                assert_eq!(error.item(), None);
            }
        }
        table.delete(&item).await.unwrap();
    }
}

async fn a_failed_condition_brings_the_old_item(db: &Database<'_>) {
    let table = db.table().await;
    let old = item();
    table.put(&old).await.unwrap();
    let update = change().set("s", "new");

    let put = table.put_if(row! { "PK" => "a", "SK" => "1" }, missing("PK")).await.condition_failed();
    let updated = table.update_if(&old, update.clone(), missing("PK")).await.condition_failed();
    let delete = with(DeleteItem::new(table.name(), table.key(&old)), |delete| {
        delete.condition = Some(missing("PK"));
        delete.return_old_on_failure = true;
    });
    let delete = table.backend.delete_item(delete).await.condition_failed();
    let silent = with(table.update_request(&old, update), |update| update.condition = Some(missing("PK")));
    let silent = table.backend.update_item(silent).await.condition_failed();

    for error in [put, updated, delete] {
        assert_eq!(error.item().map(row), Some(old.clone()));
    }
    assert_eq!(silent.item(), None);
}

async fn a_failed_condition_changes_nothing(db: &Database<'_>) {
    let table = db.table().await;
    let old = item();
    table.put(&old).await.unwrap();
    let update = || change().set("s", "new").add("n", 1).remove("t");

    table.update_if(&old, update(), eq(p("n"), v(6))).await.condition_failed();
    table.update_if(row! { "PK" => "a", "SK" => "new" }, update(), exists("PK")).await.condition_failed();
    // The condition is judged before the update, which could not be applied either.
    let wrong = change().add("s", 1);
    table.update_if(&old, wrong, missing("PK")).await.condition_failed();

    assert_eq!(table.all().await, [old]);
}
