//! Scans, whole and in segments.

use monotable::request::control::Projection;
use monotable::request::{Segment, Select};

use super::database::{Database, Table, global, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_scan_finds_every_item_once,
    a_scan_keeps_partitions_together_and_in_order,
    a_scan_has_the_same_order_every_time,
    segments_are_complete_and_disjoint,
    segments_are_paged_through,
    a_segment_beyond_the_last_is_refused,
    a_start_key_of_another_segment_is_refused,
    there_are_up_to_a_million_segments,
    a_filter_of_a_scan_may_use_keys,
    a_scan_counts_and_projects,
    a_scan_of_an_empty_table_is_one_empty_page,
    a_scan_of_an_index_finds_what_is_in_it,
    an_index_is_scanned_in_segments,
    a_start_key_of_a_scan_need_not_exist,
}

fn item(partition: usize, number: usize) -> Row {
    row! { "PK" => format!("p{partition}"), "SK" => format!("{number:02}"), "n" => i64::try_from(number).unwrap() }
}

const PARTITIONS: usize = 15;
const EACH: usize = 4;

/// A table of many partitions, and all that is in it, sorted.
async fn filled<'b>(db: &Database<'b>) -> (Table<'b>, Vec<Row>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[global("by-n", &["n:N"], &[], Projection::KeysOnly)]).await;
    let items: Vec<Row> =
        (0..PARTITIONS).flat_map(|partition| (0..EACH).map(move |number| item(partition, number))).collect();
    table.put_all(items.iter().rev().cloned()).await;
    (table, sorted(items))
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| format!("{:?}{:?}", row["PK"], row["SK"]));
    rows
}

async fn a_scan_finds_every_item_once(db: &Database<'_>) {
    let (table, items) = filled(db).await;

    for limit in [None, Some(1), Some(2), Some(7), Some(59), Some(60), Some(61)] {
        let found = table.pages(with(table.scan(), |scan| scan.limit = limit)).await.concat();

        assert_eq!(sorted(found), items, "{limit:?} at a time");
    }
}

async fn a_scan_keeps_partitions_together_and_in_order(db: &Database<'_>) {
    let (table, _) = filled(db).await;

    let found = table.rows(table.scan()).await;

    for partition in found.chunks(EACH) {
        let name = &partition[0]["PK"];
        assert!(partition.iter().all(|row| row["PK"] == *name));
        let numbers: Vec<_> = partition.iter().map(|row| row["n"].clone()).collect();
        assert_eq!(numbers, (0..4).map(v).collect::<Vec<_>>());
    }
}

async fn a_scan_has_the_same_order_every_time(db: &Database<'_>) {
    let (table, _) = filled(db).await;

    let whole = table.rows(table.scan()).await;
    let paged = table.pages(with(table.scan(), |scan| scan.limit = Some(7))).await.concat();

    assert_eq!(paged, whole);
}

async fn segments_are_complete_and_disjoint(db: &Database<'_>) {
    let (table, items) = filled(db).await;

    for total in [1, 2, 3, 7, 40, 257] {
        let mut found = Vec::new();
        for number in 0..total {
            let scan = with(table.scan(), |scan| scan.segment = Some(Segment { number, total }));
            found.extend(table.rows(scan).await);
        }
        assert_eq!(sorted(found), items, "{total} segments");
    }
}

async fn segments_are_paged_through(db: &Database<'_>) {
    let (table, items) = filled(db).await;
    let mut found = Vec::new();

    for number in 0..3 {
        let scan = with(table.scan(), |scan| {
            scan.segment = Some(Segment { number, total: 3 });
            scan.limit = Some(2);
        });
        found.extend(table.pages(scan).await.concat());
    }

    assert_eq!(sorted(found), items);
}

async fn a_segment_beyond_the_last_is_refused(db: &Database<'_>) {
    let (table, _) = filled(db).await;
    let core = "The Segment parameter is zero-based and must be less than parameter TotalSegments";
    let scan = |number, total| with(table.scan(), |scan| scan.segment = Some(Segment { number, total }));

    table.page(scan(2, 2)).await.refused(core);
    table.page(scan(999_999, 1)).await.refused(core);
    table.page(scan(0, 0)).await.refused("");
}

async fn a_start_key_of_another_segment_is_refused(db: &Database<'_>) {
    let (table, _) = filled(db).await;
    let scan = |number| with(table.scan(), |scan| scan.segment = Some(Segment { number, total: 2 }));
    let mut other = None;
    for number in 0..2 {
        other = other.or(table.rows(scan(number)).await.pop().map(|row| (number, row)));
    }
    let (segment, last) = other.unwrap();

    let scan = with(scan(1 - segment), |scan| scan.start_key = Some(table.key(last)));
    table.page(scan).await.refused("The provided starting key is invalid");
}

async fn there_are_up_to_a_million_segments(db: &Database<'_>) {
    let (table, _) = filled(db).await;
    let scan = |number, total| with(table.scan(), |scan| scan.segment = Some(Segment { number, total }));

    table.page(scan(999_999, 1_000_000)).await.unwrap();
    table.page(scan(0, 1_000_001)).await.refused("");
}

async fn a_filter_of_a_scan_may_use_keys(db: &Database<'_>) {
    let (table, _) = filled(db).await;
    let scan = with(table.scan(), |scan| scan.filter = Some(eq(p("PK"), v("p3")).and(ge(p("SK"), v("02")))));

    let page = table.page(scan).await.unwrap();

    assert_eq!((page.count, page.scanned_count), (2, 60));
    assert_eq!(rows(page.items.into_rows().unwrap()), [item(3, 2), item(3, 3)]);
}

async fn a_scan_counts_and_projects(db: &Database<'_>) {
    let (table, _) = filled(db).await;

    let counted = table.page(with(table.scan(), |scan| scan.select = Select::Count)).await.unwrap();
    let projected = with(table.scan(), |scan| {
        scan.select = Select::Paths(paths(&["n"]));
        scan.filter = Some(eq(p("PK"), v("p0")));
    });

    assert_eq!((counted.count, counted.scanned_count, counted.items.len()), (60, 60, 0));
    assert_eq!(table.rows(projected).await, (0..4).map(|number| row! { "n" => number }).collect::<Vec<_>>());
}

async fn a_scan_of_an_empty_table_is_one_empty_page(db: &Database<'_>) {
    let table = db.table().await;

    let page = table.page(with(table.scan(), |scan| scan.limit = Some(1))).await.unwrap();

    assert_eq!((page.count, page.scanned_count, page.last_evaluated_key), (0, 0, None));
}

async fn a_scan_of_an_index_finds_what_is_in_it(db: &Database<'_>) {
    let (table, items) = filled(db).await;
    table.put(row! { "PK" => "p0", "SK" => "none" }).await.unwrap();
    table.delete(item(1, 1)).await.unwrap();

    let found = table.pages(with(table.scan_index("by-n"), |scan| scan.limit = Some(11))).await.concat();

    assert_eq!(sorted(found), items.into_iter().filter(|row| *row != item(1, 1)).collect::<Vec<_>>());
}

async fn an_index_is_scanned_in_segments(db: &Database<'_>) {
    let (table, items) = filled(db).await;
    let mut found = Vec::new();

    for number in 0..5 {
        let scan = with(table.scan_index("by-n"), |scan| {
            scan.segment = Some(Segment { number, total: 5 });
            scan.limit = Some(4);
        });
        found.extend(table.pages(scan).await.concat());
    }

    assert_eq!(sorted(found), items);
}

async fn a_start_key_of_a_scan_need_not_exist(db: &Database<'_>) {
    let (table, _) = filled(db).await;
    let whole = table.rows(table.scan()).await;
    // Within a partition, where the order is known.
    let at = whole.iter().position(|row| *row == item(7, 1)).unwrap();

    let scan = with(table.scan(), |scan| scan.start_key = Some(row! { "PK" => "p7", "SK" => "01x" }.to_item()));
    let unknown = with(table.scan(), |scan| scan.start_key = Some(row! { "PK" => "none", "SK" => "01" }.to_item()));

    assert_eq!(table.rows(scan).await, whole[at + 1..]);
    let rest = table.rows(unknown).await;
    assert!(whole.ends_with(&rest));
}
