//! Pages: limits, sizes, where they end and where they go on.

use monotable::request::control::Projection;
use monotable::request::{Query, Select};
use monotable::{Item, Value};

use super::database::{Database, Read, Table, global, local, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_limit_counts_evaluated_items,
    pages_of_any_size_add_up,
    pages_of_any_size_add_up_backwards,
    a_full_page_goes_on_even_if_nothing_follows,
    a_page_that_ends_with_the_range_has_no_key,
    a_filter_runs_after_the_limit,
    the_last_key_is_that_of_the_last_evaluated_item,
    a_page_ends_after_one_megabyte,
    data_that_ends_with_a_full_page,
    a_page_is_measured_before_filter_and_projection,
    pages_by_size_add_up_backwards,
    a_start_key_need_not_exist,
    a_start_key_at_the_ends,
    a_page_goes_on_after_its_last_item_was_deleted,
    a_start_key_of_another_shape_is_refused,
    a_start_key_of_another_partition_is_refused,
    a_start_key_outside_of_the_range_is_refused,
    a_start_key_where_nothing_can_follow_is_refused,
    a_start_key_of_another_partition_is_held_against_the_range,
    keys_of_index_pages_have_the_keys_of_index_and_table,
    equal_index_keys_are_paged_through,
    equal_index_keys_come_in_reverse_backwards,
    a_start_key_of_an_index_of_another_shape_is_refused,
    a_page_of_an_index_is_measured_by_its_entries,
    ranges_are_paged_through,
}

fn item(number: usize) -> Row {
    row! { "PK" => "a", "SK" => format!("{number:03}"), "n" => i64::try_from(number).unwrap() }
}

/// A table with so many items in one partition, and neighbours.
async fn filled<'b>(db: &Database<'b>, count: usize) -> Table<'b> {
    let table = db.table().await;
    table.put_all((0..count).map(item)).await;
    table.put_all(["", "A", "b"].map(|pk| row! { "PK" => format!("{pk}x"), "SK" => "001" })).await;
    table
}

fn limited(table: &Table<'_>, limit: u32) -> Query {
    with(table.query([is("PK", "a")]), |query| query.limit = Some(limit))
}

async fn a_limit_counts_evaluated_items(db: &Database<'_>) {
    let table = filled(db, 5).await;

    let page = table.page(limited(&table, 2)).await.unwrap();

    assert_eq!((page.count, page.scanned_count), (2, 2));
    assert_eq!(page.last_evaluated_key.map(|key| row(&key)), Some(only(&item(1), &["PK", "SK"])));
    assert_eq!(rows(page.items.into_rows().unwrap()), [item(0), item(1)]);
}

async fn pages_of_any_size_add_up(db: &Database<'_>) {
    let table = filled(db, 12).await;

    for limit in [1, 2, 3, 4, 5, 7, 11, 13, 1000] {
        let pages = table.pages(limited(&table, limit)).await;

        assert!(pages.iter().all(|page| page.len() <= limit as usize));
        assert_eq!(pages.concat(), (0..12).map(item).collect::<Vec<_>>(), "{limit} at a time");
    }
}

async fn pages_of_any_size_add_up_backwards(db: &Database<'_>) {
    let table = filled(db, 12).await;

    for limit in [1, 2, 5, 11, 12] {
        let pages = table.pages(with(limited(&table, limit), |query| query.forward = false)).await;

        assert_eq!(pages.concat(), (0..12).rev().map(item).collect::<Vec<_>>(), "{limit} at a time");
    }
}

async fn a_full_page_goes_on_even_if_nothing_follows(db: &Database<'_>) {
    let table = filled(db, 4).await;

    let pages = table.pages(limited(&table, 4)).await;
    let one = table.page(with(limited(&table, 1), |query| query.keys.push(is("SK", "002")))).await.unwrap();

    assert_eq!(pages, [(0..4).map(item).collect::<Vec<_>>(), Vec::new()]);
    assert!(one.last_evaluated_key.is_some());
}

async fn a_page_that_ends_with_the_range_has_no_key(db: &Database<'_>) {
    let table = filled(db, 4).await;

    let limited = table.page(limited(&table, 5)).await.unwrap();
    let unlimited = table.page(table.query([is("PK", "a"), below("SK", "002")])).await.unwrap();

    assert_eq!((limited.count, limited.last_evaluated_key), (4, None));
    assert_eq!((unlimited.count, unlimited.last_evaluated_key), (2, None));
}

async fn a_filter_runs_after_the_limit(db: &Database<'_>) {
    let table = filled(db, 10).await;
    let query = with(limited(&table, 4), |query| query.filter = Some(ge(p("n"), v(7))));

    let first = table.page(query.clone()).await.unwrap();
    let pages = table.pages(query).await;

    assert_eq!((first.count, first.scanned_count), (0, 4));
    assert_eq!(first.last_evaluated_key.map(|key| row(&key)), Some(only(&item(3), &["PK", "SK"])));
    assert_eq!(pages, [vec![], vec![item(7)], vec![item(8), item(9)]]);
}

async fn the_last_key_is_that_of_the_last_evaluated_item(db: &Database<'_>) {
    let table = filled(db, 10).await;
    let query = with(limited(&table, 5), |query| {
        query.filter = Some(eq(p("n"), v(1)));
        query.select = Select::Paths(paths(&["n"]));
    });

    let page = table.page(query).await.unwrap();

    assert_eq!(rows(page.items.into_rows().unwrap()), [row! { "n" => 1 }]);
    assert_eq!(page.last_evaluated_key.map(|key| row(&key)), Some(only(&item(4), &["PK", "SK"])));
}

const KB: usize = 1024;

/// An item of exactly so many bytes.
fn sized(number: usize, bytes: usize) -> Row {
    let item = item(number);
    let text = text(bytes - item.to_item().size() - 1);
    and(&item, "f", text)
}

fn lengths(pages: &[Vec<Row>]) -> Vec<usize> {
    pages.iter().map(Vec::len).collect()
}

async fn a_page_ends_after_one_megabyte(db: &Database<'_>) {
    let table = db.table().await;
    let items: Vec<Row> = (0..9).map(|number| sized(number, 250 * KB)).collect();
    table.put_all(items.clone()).await;

    let pages = table.pages(table.query([is("PK", "a")])).await;
    let scanned = table.pages(table.scan()).await;

    // The item that crosses the limit is on the page.
    assert_eq!(lengths(&pages), [5, 4]);
    assert!(pages.concat() == items);
    assert_eq!(lengths(&scanned), [5, 4]);
}

async fn data_that_ends_with_a_full_page(db: &Database<'_>) {
    let table = db.table().await;
    for number in 0..4 {
        table.put(sized(number, 256 * KB)).await.unwrap();
    }

    let query = table.page(table.query([is("PK", "a")])).await.unwrap();
    let scan = table.page(table.scan()).await.unwrap();

    // The query stops at its size and does not look further.
    assert_eq!((query.count, query.last_evaluated_key.is_some()), (4, true));
    assert_eq!((scan.count, scan.last_evaluated_key), (4, None));
}

async fn a_page_is_measured_before_filter_and_projection(db: &Database<'_>) {
    let table = db.table().await;
    for number in 0..9 {
        table.put(sized(number, 250 * KB)).await.unwrap();
    }
    let query = with(table.query([is("PK", "a")]), |query| {
        query.filter = Some(ge(p("n"), v(8)));
        query.select = Select::Paths(paths(&["n"]));
    });

    let first = table.page(query.clone()).await.unwrap();
    let pages = table.pages(query).await;
    let count = with(table.query([is("PK", "a")]), |query| query.select = Select::Count);
    let counted = table.page(count).await.unwrap();

    assert_eq!((first.count, first.items.len(), first.last_evaluated_key.is_some()), (0, 0, true));
    assert!(first.scanned_count < 9);
    assert_eq!(pages.last(), Some(&vec![row! { "n" => 8 }]));
    assert_eq!((counted.count, counted.last_evaluated_key.is_some()), (first.scanned_count, true));
}

async fn pages_by_size_add_up_backwards(db: &Database<'_>) {
    let table = db.table().await;
    // Of unlike sizes, so that pages backwards end elsewhere.
    let items: Vec<Row> = (0..12).map(|number| sized(number, 60 * KB + number * 20 * KB)).collect();
    table.put_all(items.clone()).await;

    let pages = table.pages(with(table.query([is("PK", "a")]), |query| query.forward = false)).await;

    assert!(pages.len() > 1);
    assert!(pages.concat() == items.into_iter().rev().collect::<Vec<_>>());
}

fn starting(table: &Table<'_>, sk: &str, forward: bool) -> Query {
    with(table.query([is("PK", "a")]), |query| {
        query.start_key = Some(row! { "PK" => "a", "SK" => sk }.to_item());
        query.forward = forward;
    })
}

async fn a_start_key_need_not_exist(db: &Database<'_>) {
    let table = filled(db, 5).await;

    let forward = table.rows(starting(&table, "001x", true)).await;
    let backward = table.rows(starting(&table, "001x", false)).await;
    let existing = table.rows(starting(&table, "002", false)).await;

    assert_eq!(forward, [item(2), item(3), item(4)]);
    assert_eq!(backward, [item(1), item(0)]);
    assert_eq!(existing, [item(1), item(0)]);
}

async fn a_start_key_at_the_ends(db: &Database<'_>) {
    let table = filled(db, 3).await;
    let all: Vec<Row> = (0..3).map(item).collect();

    assert_eq!(table.rows(starting(&table, "\u{1}", true)).await, all);
    assert_eq!(table.rows(starting(&table, "\u{1}", false)).await, []);
    assert_eq!(table.rows(starting(&table, "zzz", true)).await, []);
    assert_eq!(table.rows(starting(&table, "zzz", false)).await, all.into_iter().rev().collect::<Vec<_>>());
}

async fn a_page_goes_on_after_its_last_item_was_deleted(db: &Database<'_>) {
    let table = filled(db, 5).await;
    let first = table.page(limited(&table, 2)).await.unwrap();

    table.delete(item(1)).await.unwrap();
    table.put(row! { "PK" => "a", "SK" => "001a" }).await.unwrap();
    let rest = table.rows(with(table.query([is("PK", "a")]), |query| query.start_key = first.last_evaluated_key)).await;

    assert_eq!(rest, [row! { "PK" => "a", "SK" => "001a" }, item(2), item(3), item(4)]);
}

const INVALID_START: &str = "The provided starting key is invalid";

async fn a_start_key_of_another_shape_is_refused(db: &Database<'_>) {
    let table = filled(db, 3).await;
    let keys = [
        row! { "PK" => "a" },
        row! { "SK" => "001" },
        row! { "PK" => "a", "SK" => 1 },
        row! { "PK" => "a", "sk" => "001" },
        row! { "PK" => "a", "SK" => "001", "n" => 1 },
        row! { "PK" => b(b"a"), "SK" => "001" },
    ];

    for key in keys {
        let query = with(table.query([is("PK", "a")]), |query| query.start_key = Some(key.to_item()));
        table.page(query).await.refused(INVALID_START);
        let scan = with(table.scan(), |scan| scan.start_key = Some(key.to_item()));
        table.page(scan).await.refused(INVALID_START);
    }
}

async fn a_start_key_of_another_partition_is_refused(db: &Database<'_>) {
    let table = filled(db, 3).await;
    let key = row! { "PK" => "b", "SK" => "001" }.to_item();

    let query = with(table.query([is("PK", "a")]), |query| query.start_key = Some(key));

    table
        .page(query)
        .await
        .refused("The provided starting key is outside query boundaries based on provided conditions");
}

async fn a_start_key_outside_of_the_range_is_refused(db: &Database<'_>) {
    let table = filled(db, 5).await;
    let core = "The provided starting key does not match the range key predicate";
    let cases = [
        (from("SK", "002"), "001"),
        (above("SK", "002"), "001"),
        (below("SK", "002"), "003"),
        (up_to("SK", "002"), "003"),
        (within("SK", "001", "002"), "004"),
        (begins("SK", "00"), "01"),
    ];

    for (condition, sk) in cases {
        let text = format!("{condition:?} from {sk}");
        let query = with(starting(&table, sk, true), |query| query.keys.push(condition));
        let outcome = table.page(query).await;
        assert!(outcome.is_err(), "{text}");
        outcome.refused(core);
    }
}

/// DynamoDB checks the sort key of a start key before its partition.
async fn a_start_key_of_another_partition_is_held_against_the_range(db: &Database<'_>) {
    let table = filled(db, 5).await;
    let cases = [
        (is("SK", "002"), "The provided starting key does not match the range key predicate"),
        (above("SK", "001"), "The provided starting key does not match the range key predicate"),
        (above("SK", "000"), "The query can return at most one row and cannot be restarted"),
        (begins("SK", "00"), "The query can return at most one row and cannot be restarted"),
    ];

    for (condition, core) in cases {
        let query = with(starting(&table, "001", true), |query| query.keys = vec![is("PK", "x"), condition]);
        table.page(query).await.refused(core);
    }
}

async fn a_start_key_where_nothing_can_follow_is_refused(db: &Database<'_>) {
    let table = filled(db, 5).await;
    let hash_only = db.table_with(&["id:S"], &[]).await;
    hash_only.put(row! { "id" => "a" }).await.unwrap();

    let one = with(starting(&table, "001", true), |query| {
        query.keys = vec![is("PK", "x"), is("SK", "001")];
    });
    table.page(one).await.refused("The query can return at most one row and cannot be restarted");
    let single = with(hash_only.query([is("id", "a")]), |query| query.start_key = Some(row! { "id" => "a" }.to_item()));
    hash_only.page(single).await.refused("The provided exclusive start key is invalid");
}

fn by_group(number: usize, group: &str, rank: Option<i32>) -> Row {
    let mut item = and(&item(number), "group", group);
    item.extend(rank.map(|rank| ("rank".to_owned(), v(rank))));
    item
}

/// Items of one group, with three ranks for all of them; `local` over the ranks too.
async fn ranked<'b>(db: &Database<'b>) -> (Table<'b>, Vec<Row>) {
    let by_rank = global("by-rank", &["group:S"], &["rank:N"], Projection::All);
    let table = db.table_with(&["PK:S", "SK:S"], &[by_rank, local("local", "rank_text:S", Projection::KeysOnly)]).await;
    let items: Vec<Row> = (0..12)
        .map(|number| {
            let rank = [2, 1, 3][number % 3];
            let item = and(&by_group(number, "g", Some(rank)), "rank_text", format!("r{rank}"));
            // Equal index keys in several partitions of the table.
            and(&item, "PK", ["a", "b", "c", "d", "e"][number % 5])
        })
        .collect();
    table.put_all(items.clone()).await;
    (table, items)
}

async fn keys_of_index_pages_have_the_keys_of_index_and_table(db: &Database<'_>) {
    let (table, items) = ranked(db).await;

    let of_global = with(table.query_index("by-rank", [is("group", "g")]), |query| query.limit = Some(1));
    let of_global = table.page(of_global).await.unwrap();
    let of_local = with(table.query_index("local", [is("PK", "a")]), |query| query.limit = Some(1));
    let of_local = table.page(of_local).await.unwrap();
    let scanned = table.page(with(table.scan_index("by-rank"), |scan| scan.limit = Some(1))).await.unwrap();

    let found = row(&of_global.items.into_rows().unwrap()[0]);
    assert!(items.contains(&found));
    let names = ["PK", "SK", "group", "rank"];
    assert_eq!(of_global.last_evaluated_key.map(|key| row(&key)), Some(only(&found, &names)));
    let entry = row(&of_local.items.into_rows().unwrap()[0]);
    assert_eq!(of_local.last_evaluated_key.map(|key| row(&key)), Some(entry.clone()));
    assert_eq!(entry.keys().collect::<Vec<_>>(), ["PK", "SK", "rank_text"]);
    let scanned_key = scanned.last_evaluated_key.map(|key| row(&key));
    assert_eq!(scanned_key, Some(only(&row(&scanned.items.into_rows().unwrap()[0]), &names)));
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| format!("{row:?}"));
    rows
}

fn ranks(rows: &[Row]) -> Vec<Value> {
    rows.iter().map(|row| row["rank"].clone()).collect()
}

async fn equal_index_keys_are_paged_through(db: &Database<'_>) {
    let (table, items) = ranked(db).await;
    let query = |limit| with(table.query_index("by-rank", [is("group", "g")]), |query| query.limit = Some(limit));

    for limit in [1, 2, 3, 5, 12] {
        let found = table.pages(query(limit)).await.concat();

        assert_eq!(ranks(&found), [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3].map(v), "{limit} at a time");
        assert_eq!(sorted(found), sorted(items.clone()), "{limit} at a time");
    }
    let scanned = table.pages(with(table.scan_index("by-rank"), |scan| scan.limit = Some(5))).await.concat();
    assert_eq!(sorted(scanned), sorted(items));
}

async fn equal_index_keys_come_in_reverse_backwards(db: &Database<'_>) {
    let (table, _) = ranked(db).await;
    let query = |keys: Vec<_>, forward| {
        with(table.query_index("by-rank", keys), |query| {
            query.limit = Some(2);
            query.forward = forward;
        })
    };

    for keys in
        [vec![is("group", "g")], vec![is("group", "g"), is("rank", 2)], vec![is("group", "g"), above("rank", 1)]]
    {
        let forward = table.pages(query(keys.clone(), true)).await.concat();
        let backward = table.pages(query(keys, false)).await.concat();

        assert_eq!(backward, forward.into_iter().rev().collect::<Vec<_>>());
    }
}

async fn a_start_key_of_an_index_of_another_shape_is_refused(db: &Database<'_>) {
    let (table, _) = ranked(db).await;
    let whole = row! { "PK" => "a", "SK" => "000", "group" => "g", "rank" => 2 };
    let start =
        |key: &Item| with(table.query_index("by-rank", [is("group", "g")]), |q| q.start_key = Some(key.clone()));

    for lacking in ["PK", "SK", "group", "rank"] {
        let key = whole.to_item().select(|name| name != lacking.as_bytes());
        table.page(start(&key)).await.refused(INVALID_START);
    }
    table.page(start(&and(&whole, "rank", "2").to_item())).await.refused(INVALID_START);
    table.page(start(&and(&whole, "n", 0).to_item())).await.refused(INVALID_START);
    let local = with(table.query_index("local", [is("PK", "a")]), |query| query.start_key = Some(whole.to_item()));
    table.page(local).await.refused(INVALID_START);
    table.page(start(&whole.to_item())).await.unwrap();
}

async fn a_page_of_an_index_is_measured_by_its_entries(db: &Database<'_>) {
    let by_group_keys = global("by-group", &["group:S"], &[], Projection::KeysOnly);
    let table = db.table_with(&["PK:S", "SK:S"], &[by_group_keys]).await;
    for number in 0..6 {
        table.put(and(&sized(number, 300 * KB), "group", "g")).await.unwrap();
    }

    let entries = table.rows(table.query_index("by-group", [is("group", "g")])).await;
    let items = table.pages(table.query([is("PK", "a")])).await;

    assert_eq!(entries.len(), 6);
    assert!(items.len() > 1);
}

async fn ranges_are_paged_through(db: &Database<'_>) {
    let table = filled(db, 12).await;
    let ranges = [
        (within("SK", "003", "008"), 3..9),
        (from("SK", "010"), 10..12),
        (above("SK", "002"), 3..12),
        (below("SK", "004"), 0..4),
        (up_to("SK", "004"), 0..5),
        (begins("SK", "00"), 0..10),
        (is("SK", "005"), 5..6),
    ];
    for (condition, expected) in ranges {
        for forward in [true, false] {
            let query = with(limited(&table, 2), |query| {
                query.keys.push(condition.clone());
                query.forward = forward;
            });
            let mut found = all_pages(&table, query).await;
            if !forward {
                found.reverse();
            }
            assert_eq!(found, expected.clone().map(item).collect::<Vec<_>>(), "{condition:?} {forward}");
        }
    }
}

/// A query for one key cannot be restarted everywhere, so its only page is read alone.
async fn all_pages(table: &Table<'_>, query: Query) -> Vec<Row> {
    let one =
        query.keys.iter().any(|key| key.name == "SK" && matches!(key.test, monotable::expression::KeyTest::Eq(_)));
    if one {
        return rows(table.page(query).await.unwrap().items.into_rows().unwrap());
    }
    table.pages(Read::from(query)).await.concat()
}
