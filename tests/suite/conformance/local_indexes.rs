//! Local indexes: another order of the same partition, with the rest of each item one fetch away.

use monotable::request::control::Projection;
use monotable::request::{DeleteItem, Select};

use super::change::change;
use super::database::{Database, Table, include, local, with};
use super::words::*;

scenarios! {
    a_local_index_sorts_a_partition_anew,
    items_of_one_rank_come_in_the_order_of_the_table,
    a_local_index_is_sparse,
    a_local_index_is_read_consistently,
    a_local_index_shows_what_it_carries,
    unprojected_attributes_are_fetched,
    all_attributes_are_fetched,
    a_fetch_sees_the_item_as_it_is,
    a_filter_may_look_beyond_the_index,
    a_local_index_is_paged_through_both_ways,
    a_local_index_is_scanned,
    ranges_of_a_local_index_include_what_they_say,
    an_update_moves_an_item_in_the_index,
    several_local_indexes_stand_beside_each_other,
    a_write_tells_which_collection_it_touched,
    a_write_tells_of_no_collection_without_a_local_index_or_unasked,
}

fn item(pk: &str, sk: i32, rank: i32) -> Row {
    row! { "PK" => pk, "SK" => format!("{sk:02}"), "rank" => rank, "in" => sk, "out" => map! { "n" => sk } }
}

async fn ranked<'b>(db: &Database<'b>, projection: Projection) -> Table<'b> {
    let table = db.table_with(&["PK:S", "SK:S"], &[local("by-rank", "rank:N", projection)]).await;
    table.put_all((0..10).map(|number| item("a", number, [3, 1, 2][number as usize % 3]))).await;
    table.put_all([item("A", 1, 1), item("b", 1, 1), row! { "PK" => "a", "SK" => "unranked" }]).await;
    table
}

fn numbers(rows: &[Row]) -> Vec<i64> {
    rows.iter()
        .map(|row| {
            let monotable::Value::S(sk) = &row["SK"] else { panic!("no sort key: {row:?}") };
            sk.parse().unwrap()
        })
        .collect()
}

/// By rank, then in the order of the table.
const BY_RANK: [i64; 10] = [1, 4, 7, 2, 5, 8, 0, 3, 6, 9];

async fn a_local_index_sorts_a_partition_anew(db: &Database<'_>) {
    let table = ranked(db, Projection::All).await;

    let found = table.rows(table.query_index("by-rank", [is("PK", "a")])).await;
    let descending = with(table.query_index("by-rank", [is("PK", "a")]), |query| query.forward = false);

    assert_eq!(numbers(&found), BY_RANK);
    assert_eq!(found[0], item("a", 1, 1));
    let mut reversed = BY_RANK;
    reversed.reverse();
    assert_eq!(numbers(&table.rows(descending).await), reversed);
}

async fn items_of_one_rank_come_in_the_order_of_the_table(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;

    let found = table.rows(table.query_index("by-rank", [is("PK", "a"), is("rank", n("3.0"))])).await;

    assert_eq!(numbers(&found), [0, 3, 6, 9]);
}

async fn a_local_index_is_sparse(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;

    table.update(item("a", 1, 1), change().remove("rank")).await.unwrap();
    table.update(row! { "PK" => "a", "SK" => "99" }, change().set("rank", 0)).await.unwrap();

    let found = table.rows(table.query_index("by-rank", [is("PK", "a")])).await;
    assert_eq!(numbers(&found), [99, 4, 7, 2, 5, 8, 0, 3, 6, 9]);
}

async fn a_local_index_is_read_consistently(db: &Database<'_>) {
    let table = ranked(db, Projection::All).await;
    for rank in 10..30 {
        table.update(item("a", 1, 1), change().set("rank", rank)).await.unwrap();

        let query = table.query_index("by-rank", [is("PK", "a"), above("rank", 9)]);
        let found = table.rows(with(query, |query| query.consistent = true)).await;
        assert_eq!(found, [item("a", 1, rank)]);
    }
}

async fn a_local_index_shows_what_it_carries(db: &Database<'_>) {
    let keys_only = ranked(db, Projection::KeysOnly).await;
    let included = ranked(db, include(&["in"])).await;
    let one = |table: &Table<'_>| table.query_index("by-rank", [is("PK", "b")]);

    assert_eq!(keys_only.rows(one(&keys_only)).await, [only(&item("b", 1, 1), &["PK", "SK", "rank"])]);
    assert_eq!(included.rows(one(&included)).await, [only(&item("b", 1, 1), &["PK", "SK", "rank", "in"])]);
}

async fn unprojected_attributes_are_fetched(db: &Database<'_>) {
    let table = ranked(db, include(&["in"])).await;
    let query = |select: &[&str]| {
        with(table.query_index("by-rank", [is("PK", "a"), is("rank", 2)]), |q| q.select = Select::Paths(paths(select)))
    };

    let fetched = table.rows(query(&["in", "out.n"])).await;
    let carried = table.rows(query(&["in"])).await;
    let missing = table.rows(query(&["SK", "gone"])).await;

    assert_eq!(fetched, [2, 5, 8].map(|number| row! { "in" => number, "out" => map! { "n" => number } }));
    assert_eq!(carried, [2, 5, 8].map(|number| row! { "in" => number }));
    assert_eq!(numbers(&missing), [2, 5, 8]);
}

async fn all_attributes_are_fetched(db: &Database<'_>) {
    for projection in [Projection::KeysOnly, include(&["in"]), Projection::All] {
        let table = ranked(db, projection).await;
        let query = table.query_index("by-rank", [is("PK", "a"), is("rank", 2)]);

        let found = table.rows(with(query, |query| query.select = Select::AllAttributes)).await;

        assert_eq!(found, [2, 5, 8].map(|number| item("a", number, 2)));
    }
}

async fn a_fetch_sees_the_item_as_it_is(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;
    table.update(item("b", 1, 1), change().set("out.n", 7).remove("in")).await.unwrap();

    let query = with(table.query_index("by-rank", [is("PK", "b")]), |query| query.select = Select::AllAttributes);

    let mut expected = and(&item("b", 1, 1), "out", map! { "n" => 7 });
    expected.remove("in");
    assert_eq!(table.rows(query).await, [expected]);
}

async fn a_filter_may_look_beyond_the_index(db: &Database<'_>) {
    let table = ranked(db, include(&["in"])).await;
    let query = with(table.query_index("by-rank", [is("PK", "a")]), |query| {
        query.filter = Some(ge(p("in"), v(7)).and(begins_with(p("SK"), v("0"))));
    });

    let page = table.page(query).await.unwrap();

    assert_eq!((page.count, page.scanned_count), (3, 10));
    assert_eq!(numbers(&rows(page.items.into_rows().unwrap())), [7, 8, 9]);
}

async fn a_local_index_is_paged_through_both_ways(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;

    for limit in [1, 3, 4] {
        for forward in [true, false] {
            let query = with(table.query_index("by-rank", [is("PK", "a")]), |query| {
                query.limit = Some(limit);
                query.forward = forward;
            });
            let mut found = numbers(&table.pages(query).await.concat());
            if !forward {
                found.reverse();
            }
            assert_eq!(found, BY_RANK, "{limit} at a time, forward {forward}");
        }
    }
}

async fn a_local_index_is_scanned(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;

    let scan = with(table.scan_index("by-rank"), |scan| {
        scan.limit = Some(4);
        scan.consistent = true;
    });
    let found = table.pages(scan).await.concat();
    let fetched = with(table.scan_index("by-rank"), |scan| {
        scan.select = Select::AllAttributes;
        scan.filter = Some(eq(p("PK"), v("b")));
    });

    let of_a: Vec<Row> = found.iter().filter(|row| row["PK"] == v("a")).cloned().collect();
    assert_eq!(numbers(&of_a), BY_RANK);
    assert_eq!(found.len(), 12);
    assert_eq!(table.rows(fetched).await, [item("b", 1, 1)]);
}

async fn ranges_of_a_local_index_include_what_they_say(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;
    let cases = [
        (below("rank", 2), 0..3),
        (up_to("rank", 2), 0..6),
        (above("rank", 1), 3..10),
        (from("rank", n("1.5")), 3..10),
        (within("rank", 2, 3), 3..10),
        (within("rank", n("2.1"), n("2.9")), 3..3),
    ];

    for (condition, expected) in cases {
        let text = format!("{condition:?}");
        let found = table.rows(table.query_index("by-rank", [is("PK", "a"), condition])).await;
        assert_eq!(numbers(&found), BY_RANK[expected], "{text}");
    }
}

async fn an_update_moves_an_item_in_the_index(db: &Database<'_>) {
    let table = ranked(db, Projection::All).await;

    table.update(item("a", 0, 3), change().add("rank", -3)).await.unwrap();
    table.put(item("a", 9, 0)).await.unwrap();
    table.delete(item("a", 4, 1)).await.unwrap();

    let found = table.rows(table.query_index("by-rank", [is("PK", "a")])).await;
    assert_eq!(numbers(&found), [0, 9, 1, 7, 2, 5, 8, 3, 6]);
}

async fn several_local_indexes_stand_beside_each_other(db: &Database<'_>) {
    let indexes = [
        local("by-a", "a:N", Projection::KeysOnly),
        local("by-b", "b:S", include(&["a"])),
        local("by-c", "c:B", Projection::All),
    ];
    let table = db.table_with(&["PK:S", "SK:S"], &indexes).await;
    let item =
        |sk: &str, a: i32, bb: &str, c: u8| row! { "PK" => "p", "SK" => sk, "a" => a, "b" => bb, "c" => b(&[c]) };
    table.put_all([item("1", 3, "x", 200), item("2", 1, "z", 100), item("3", 2, "y", 0)]).await;
    table.update(row! { "PK" => "p", "SK" => "3" }, change().remove("b").set("a", 0)).await.unwrap();

    let of = |rows: Vec<Row>| numbers(&rows);
    assert_eq!(of(table.rows(table.query_index("by-a", [is("PK", "p")])).await), [3, 2, 1]);
    assert_eq!(of(table.rows(table.query_index("by-b", [is("PK", "p")])).await), [1, 2]);
    assert_eq!(of(table.rows(table.query_index("by-c", [is("PK", "p")])).await), [3, 2, 1]);
}

async fn a_write_tells_which_collection_it_touched(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;
    let put = with(table.put_request(item("new", 1, 1)), |request| request.return_collection = true);
    let update = with(table.update_request(item("a", 1, 1), change().set("rank", 9)), |r| r.return_collection = true);
    let delete =
        with(DeleteItem::new(table.name(), table.key(item("gone", 1, 1))), |request| request.return_collection = true);

    let collections = [
        db.backend.put_item(put).await.unwrap().collection,
        db.backend.update_item(update).await.unwrap().collection,
        db.backend.delete_item(delete).await.unwrap().collection,
    ];

    for (collection, pk) in collections.into_iter().zip(["new", "a", "gone"]) {
        let collection = collection.expect("the table has a local index");
        assert_eq!(collection.key, row! { "PK" => pk }.to_item());
        assert_eq!(collection.size_gb, (0.0, 1.0));
    }
}

async fn a_write_tells_of_no_collection_without_a_local_index_or_unasked(db: &Database<'_>) {
    let table = ranked(db, Projection::KeysOnly).await;
    let plain = db.table().await;
    let asked = with(plain.put_request(row! { "PK" => "a", "SK" => "b" }), |request| request.return_collection = true);

    let unasked = db.backend.put_item(table.put_request(item("new", 1, 1))).await.unwrap();
    let without = db.backend.put_item(asked).await.unwrap();

    assert_eq!((unasked.collection, without.collection), (None, None));
}
