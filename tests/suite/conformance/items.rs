//! Whole items: put, get, delete, and what they give back; projections.

use monotable::ErrorKind;
use monotable::request::{DeleteItem, GetItem, ReturnValues};

use super::change::change;
use super::database::{Database, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_put_replaces_the_whole_item,
    a_put_gives_back_the_old_item_on_request,
    a_put_and_a_delete_give_back_old_items_only,
    an_item_that_does_not_exist_is_absent,
    a_delete_gives_back_what_it_deleted,
    a_delete_of_nothing_succeeds,
    a_conditional_delete_of_nothing_fails_where_it_asks_for_something,
    a_put_on_condition_that_nothing_is_there,
    a_read_after_a_write_sees_it,
    a_projection_keeps_the_structure,
    a_projection_of_elements_is_dense_and_in_order,
    a_projection_of_nothing_is_an_empty_item,
    a_projection_has_no_key_unless_asked_for,
    a_projection_looks_into_documents_alone,
    items_of_one_partition_are_apart,
}

fn document() -> Row {
    row! {
        "PK" => "a",
        "SK" => "1",
        "n" => 1,
        "ss" => ss(&["a", "b"]),
        "l" => list![0, 1, map! { "x" => 2, "y" => 3 }, list![4, 5, 6]],
        "m" => map! { "n" => 1, "m" => map! { "z" => 1, "k" => 2 } },
    }
}

async fn a_put_replaces_the_whole_item(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();
    let new = row! { "PK" => "a", "SK" => "1", "other" => true };

    table.put(&new).await.unwrap();

    assert_eq!(table.all().await, [new]);
}

async fn a_put_gives_back_the_old_item_on_request(db: &Database<'_>) {
    let table = db.table().await;
    let put = |item: Row| with(table.put_request(item), |put| put.return_values = ReturnValues::AllOld);
    let new = row! { "PK" => "a", "SK" => "1" };

    let first = table.backend.put_item(put(document())).await.unwrap();
    let second = table.backend.put_item(put(new)).await.unwrap();
    let silent = table.put(document()).await.unwrap();

    assert_eq!(first.attributes, None);
    assert_eq!(second.attributes.map(|item| row(&item)), Some(document()));
    assert_eq!(silent.attributes, None);
}

async fn a_put_and_a_delete_give_back_old_items_only(db: &Database<'_>) {
    let table = db.table().await;
    for values in [ReturnValues::AllNew, ReturnValues::UpdatedNew, ReturnValues::UpdatedOld] {
        let put = with(table.put_request(document()), |put| put.return_values = values);
        let delete = with(DeleteItem::new(table.name(), table.key(document())), |d| d.return_values = values);

        table.backend.put_item(put).await.refused("ReturnValues can only be ALL_OLD or NONE");
        table.backend.delete_item(delete).await.refused("ReturnValues can only be ALL_OLD or NONE");
    }
    assert_eq!(table.all().await, []);
}

async fn an_item_that_does_not_exist_is_absent(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();

    assert_eq!(table.get(row! { "PK" => "a", "SK" => "2" }).await, None);
    assert_eq!(table.get(row! { "PK" => "b", "SK" => "1" }).await, None);
    assert_eq!(table.project(row! { "PK" => "b", "SK" => "1" }, &["n"]).await.unwrap(), None);
}

async fn a_delete_gives_back_what_it_deleted(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();
    let request = with(DeleteItem::new(table.name(), table.key(document())), |delete| {
        delete.return_values = ReturnValues::AllOld;
    });

    let first = table.backend.delete_item(request.clone()).await.unwrap();
    let second = table.backend.delete_item(request).await.unwrap();

    assert_eq!(first.attributes.map(|item| row(&item)), Some(document()));
    assert_eq!(second.attributes, None);
    assert_eq!(table.all().await, []);
}

async fn a_delete_of_nothing_succeeds(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();

    table.delete(row! { "PK" => "a", "SK" => "2" }).await.unwrap();

    assert_eq!(table.all().await, [document()]);
}

async fn a_conditional_delete_of_nothing_fails_where_it_asks_for_something(db: &Database<'_>) {
    let table = db.table().await;
    let delete = |condition| {
        with(DeleteItem::new(table.name(), table.key(document())), |delete| delete.condition = Some(condition))
    };

    table.backend.delete_item(delete(exists("PK"))).await.condition_failed();
    table.backend.delete_item(delete(missing("PK"))).await.unwrap();
    table.put(document()).await.unwrap();
    table.backend.delete_item(delete(eq(p("n"), v(2)))).await.condition_failed();
    let kept = table.all().await;
    table.backend.delete_item(delete(eq(p("n"), v(1)))).await.unwrap();

    assert_eq!(kept, [document()]);
    assert_eq!(table.all().await, []);
}

async fn a_put_on_condition_that_nothing_is_there(db: &Database<'_>) {
    let table = db.table().await;

    table.put_if(document(), missing("PK")).await.unwrap();
    let error = table.put_if(and(&document(), "n", 2), missing("SK")).await.condition_failed();

    assert_eq!(error.kind(), ErrorKind::ConditionFailed);
    assert_eq!(table.all().await, [document()]);
}

async fn a_read_after_a_write_sees_it(db: &Database<'_>) {
    let table = db.table().await;
    for number in 0..20 {
        table.update(document(), change().set("n", number)).await.unwrap();

        assert_eq!(table.get(document()).await.unwrap()["n"], v(number));
    }
}

async fn a_projection_keeps_the_structure(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();

    let found = table.project(document(), &["n", "m.m.k", "l[2].y", "ss"]).await.unwrap();

    let expected = row! {
        "n" => 1,
        "ss" => ss(&["a", "b"]),
        "l" => list![map! { "y" => 3 }],
        "m" => map! { "m" => map! { "k" => 2 } },
    };
    assert_eq!(found, Some(expected));
}

async fn a_projection_of_elements_is_dense_and_in_order(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();

    let one = table.project(document(), &["l[3][2]", "l[1]", "l[3][0]", "l[99]"]).await.unwrap();
    let two = table.project(document(), &["l[2].x", "l[0]", "l[2].y"]).await.unwrap();

    assert_eq!(one, Some(row! { "l" => list![1, list![4, 6]] }));
    assert_eq!(two, Some(row! { "l" => list![0, map! { "x" => 2, "y" => 3 }] }));
}

async fn a_projection_of_nothing_is_an_empty_item(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();

    let found = table.project(document(), &["gone", "m.gone", "m.n.deeper", "l[99]", "l[3][9]"]).await.unwrap();
    let scanned = with(table.scan(), |scan| scan.select = monotable::request::Select::Paths(paths(&["gone"])));

    assert_eq!(found, Some(row! {}));
    assert_eq!(table.rows(scanned).await, [row! {}]);
}

async fn a_projection_has_no_key_unless_asked_for(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();

    assert_eq!(table.project(document(), &["n"]).await.unwrap(), Some(row! { "n" => 1 }));
    assert_eq!(table.project(document(), &["SK", "PK"]).await.unwrap(), Some(row! { "PK" => "a", "SK" => "1" }));
}

async fn a_projection_looks_into_documents_alone(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();

    let found = table.project(document(), &["ss[0]", "n.x", "n2[0]", "m[0]", "l.x"]).await.unwrap();

    assert_eq!(found, Some(row! {}));
}

async fn items_of_one_partition_are_apart(db: &Database<'_>) {
    let table = db.table().await;
    let item = |pk: &str, sk: &str| row! { "PK" => pk, "SK" => sk, "of" => format!("{pk}/{sk}") };
    let all = [item("a", "1"), item("a", "2"), item("b", "1"), item("b", "2")];
    table.put_all(all.clone()).await;

    table.delete(item("a", "2")).await.unwrap();
    table.put(and(&item("b", "1"), "of", "new")).await.unwrap();

    let get = GetItem::new(table.name(), table.key(item("b", "2")));
    let eventual = table.backend.get_item(get).await.unwrap().item.map(|item| row(&item));
    assert_eq!(eventual, Some(item("b", "2")));
    assert_eq!(table.all().await, [item("a", "1"), and(&item("b", "1"), "of", "new"), item("b", "2")]);
}
