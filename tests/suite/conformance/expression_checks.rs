//! Mistakes in expressions that do not depend on stored items: found before an item is read, and before the table is looked up.

use monotable::expression::{Condition, Operand, Path, SetOperand};
use monotable::request::control::Projection;
use monotable::request::{DeleteItem, PutItem, Scan, UpdateItem};
use monotable::values::SetKind;
use monotable::{Value, Writer};

use super::change::{Change, change};
use super::database::{Database, Table, global, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    operands_of_unordered_types_are_refused,
    bounds_of_two_types_or_the_wrong_way_round_are_refused,
    a_path_cannot_be_compared_with_itself,
    size_needs_something_that_has_one,
    a_condition_may_have_300_operators,
    conditions_nested_without_end_are_refused,
    operands_nested_without_end_are_refused,
    a_list_of_operands_has_an_end,
    an_expression_may_have_4096_bytes,
    a_path_may_have_32_elements,
    an_empty_condition_is_refused,
    broken_values_in_conditions_are_refused,
    broken_values_inside_of_others_in_conditions_are_refused,
    changes_that_overlap_are_refused,
    changes_that_take_a_place_for_a_map_and_a_list_are_refused,
    clauses_take_certain_types,
    lists_cannot_be_appended_within_an_append,
    projections_that_overlap_are_refused,
    a_path_into_a_key_is_refused_in_a_projection,
    checks_come_before_the_table,
    checks_come_before_the_condition,
}

fn base() -> Row {
    row! { "PK" => "a", "SK" => "1" }
}

/// The condition is refused as a filter and as the condition of each kind of write, and nothing is written.
async fn refused(table: &Table<'_>, condition: Condition, core: &str) {
    let scan = with(table.scan(), |scan| scan.filter = Some(condition.clone()));
    table.page(scan).await.refused(core);
    table.put_if(base(), condition.clone()).await.refused(core);
    table.update_if(base(), change().set("x", 1), condition.clone()).await.refused(core);
    let delete = DeleteItem::new(table.name(), table.key(base()));
    table.backend.delete_item(with(delete, |delete| delete.condition = Some(condition))).await.refused(core);
    assert_eq!(table.all().await, []);
}

async fn operands_of_unordered_types_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let core = |operator: &str, kind: &str| {
        format!(
            "Incorrect operand type for operator or function; operator or function: {operator}, operand type: {kind}"
        )
    };

    let unordered = [
        (v(true), "BOOL"),
        (Value::Null, "NULL"),
        (list![], "L"),
        (map! {}, "M"),
        (ss(&["a"]), "SS"),
        (ns(&["1"]), "NS"),
    ];
    for (value, kind) in unordered {
        refused(&table, lt(p("a"), value.clone()), &core("<", kind)).await;
        refused(&table, ge(value.clone(), p("a")), &core(">=", kind)).await;
        refused(&table, between(p("a"), value.clone(), p("b")), &core("BETWEEN", kind)).await;
        refused(&table, begins_with(p("a"), value), &core("begins_with", kind)).await;
    }
    refused(&table, begins_with(p("a"), v(1)), &core("begins_with", "N")).await;
    refused(&table, begins_with(v(1), p("a")), &core("begins_with", "N")).await;
    // Also where it would not matter for the outcome.
    refused(&table, exists("PK").or(lt(p("a"), v(true))), &core("<", "BOOL")).await;
}

async fn bounds_of_two_types_or_the_wrong_way_round_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let types = "The BETWEEN operator requires same data type for lower and upper bounds";
    let inverted = "The BETWEEN operator requires upper bound to be greater than or equal to lower bound";

    refused(&table, between(p("a"), v(1), v("2")), types).await;
    refused(&table, between(p("a"), v("1"), b(b"2")), types).await;
    refused(&table, between(p("a"), v(2), v(1)), inverted).await;
    refused(&table, between(p("a"), v("b"), v("a")), inverted).await;
    refused(&table, between(p("a"), n("10"), n("9.5")), inverted).await;
    refused(&table, not(between(v(5), b(&[128]), b(&[127]))), inverted).await;
}

async fn a_path_cannot_be_compared_with_itself(db: &Database<'_>) {
    let table = db.table().await;
    let core = "The first operand must be distinct from the remaining operands for this operator or function";

    refused(&table, eq(p("a"), p("a")), core).await;
    refused(&table, lt(p("m.a[1]"), p("m.a[1]")), core).await;
    refused(&table, contains(p("a"), p("a")), core).await;
    refused(&table, begins_with(p("a"), p("a")), core).await;
    // Values may be the same, and so may paths of which one leads further.
    table.put_if(base(), eq(v(1), v(1)).and(ne(p("a"), p("a.b")))).await.unwrap();
}

async fn size_needs_something_that_has_one(db: &Database<'_>) {
    let table = db.table().await;
    let core = "Incorrect operand type for operator or function; operator or function: size, operand type: ";

    refused(&table, eq(size(v(1)), v(1)), &format!("{core}N")).await;
    refused(&table, eq(size(v(true)), v(1)), &format!("{core}BOOL")).await;
    refused(&table, eq(size(Value::Null), v(1)), &format!("{core}NULL")).await;
    refused(&table, eq(size(size(p("a"))), v(1)), core).await;
}

async fn a_condition_may_have_300_operators(db: &Database<'_>) {
    let table = db.table().await;
    let chain = |count: i32| Condition::Or((0..count).map(|number| eq(p("n"), v(number))).collect());

    refused(&table, chain(151), "The expression contains too many operators; operator count: 301").await;
    table.put_if(base(), not(chain(150))).await.unwrap();
}

async fn conditions_nested_without_end_are_refused(db: &Database<'_>) {
    let table = db.table().await;

    refused(&table, (0..800).fold(exists("a"), |inner, _| not(inner)), "").await;
    refused(&table, (0..800).fold(exists("a"), |inner, _| Condition::And(vec![inner, exists("b")])), "").await;
}

async fn operands_nested_without_end_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let deep = (0..1000).fold(value(1), |inner, _| if_not_exists("a", inner));

    table.update(base(), change().assign("b", deep)).await.refused("");
    let sizes = (0..1000).fold(p("a").to_operand(), |inner, _| size(inner));
    refused(&table, eq(sizes, v(1)), "").await;

    assert_eq!(table.all().await, []);
}

async fn a_list_of_operands_has_an_end(db: &Database<'_>) {
    let table = db.table().await;

    refused(&table, is_in(p("n"), (0..101).map(v)), "").await;
    refused(&table, Condition::In(p("n").to_operand(), Vec::new()), "").await;
}

async fn an_expression_may_have_4096_bytes(db: &Database<'_>) {
    let table = db.table().await;
    let core = "Expression size has exceeded the maximum allowed size";
    let chain = |count: usize| Condition::Or((0..count).map(|_| missing("m.a.b.c.d.e")).collect());
    let many = |count: usize| (0..count).fold(change(), |change, number| change.set(&format!("attribute{number}"), 1));

    refused(&table, chain(200), core).await;
    table.update(base(), many(300)).await.refused(core);
    table.put_if(base(), chain(50)).await.unwrap();
    table.update(base(), many(100)).await.unwrap();

    assert_eq!(table.get(base()).await.unwrap().len(), 102);
}

fn deep_path(elements: usize) -> Path {
    (1..elements).fold(Path::attribute("a"), |path, _| path.name("a"))
}

async fn a_path_may_have_32_elements(db: &Database<'_>) {
    let table = db.table().await;
    let core = "The document path has too many nesting levels";

    refused(&table, Condition::Exists(deep_path(33)), core).await;
    let set = |path| change().set_path(path, monotable::expression::SetValue::Operand(value(1)));
    table.update(base(), set(deep_path(33))).await.refused(core);
    table.put_if(base(), Condition::NotExists(deep_path(32))).await.unwrap();
    // The path is fine, but leads nowhere.
    table
        .update(base(), set(deep_path(32)))
        .await
        .refused("The document path provided in the update expression is invalid");
}

async fn an_empty_condition_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    refused(&table, Condition::And(Vec::new()), "").await;
    refused(&table, exists("a").and(Condition::Or(Vec::new())), "").await;
    refused(&table, not(Condition::And(Vec::new())), "").await;
}

async fn broken_values_in_conditions_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let mut writer = monotable::values::PackedWriter::new();
    writer.begin_set(SetKind::S);
    writer.string("a");
    writer.string("a");
    writer.end_set();
    let repeated = Operand::Value(writer.into_value());

    refused(&table, eq(p("a"), Value::Ss([].into())), "An string set  may not be empty").await;
    refused(&table, ne(p("a"), repeated), "contains duplicates").await;
}

async fn broken_values_inside_of_others_in_conditions_are_refused(db: &Database<'_>) {
    let table = db.table().await;

    refused(&table, eq(p("a"), list![Value::Ns([].into())]), "An number set  may not be empty").await;
    refused(&table, eq(p("a"), map! { "" => 1 }), "Empty attribute name").await;
}

/// The update is refused, and leaves the item as it was.
async fn update_refused(table: &Table<'_>, item: &Row, change: Change, core: &str) {
    let text = format!("{change:?}");
    let outcome = table.update(item, change).await;
    assert!(outcome.is_err(), "{text}");
    outcome.refused(core);
    assert_eq!(table.get(item).await.as_ref(), Some(item), "{text}");
}

fn document() -> Row {
    row! {
        "PK" => "a",
        "SK" => "1",
        "n" => 1,
        "s" => "text",
        "set" => ss(&["a"]),
        "l" => list![1, 2, list![3]],
        "m" => map! { "a" => 1, "b" => map! { "c" => 2 } },
    }
}

async fn changes_that_overlap_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();
    let core = "Two document paths overlap with each other; must remove or rewrite one of these paths";
    let changes = [
        change().set("n", 1).set("n", 2),
        change().set("n", 1).remove("n"),
        change().set("n", 1).add("n", 2),
        change().remove("n").remove("n"),
        change().set("m", 1).set("m.a", 2),
        change().set("m.b.c", 1).remove("m.b"),
        change().remove("l[0]").set("l[0]", 1),
        change().add("set", ss(&["b"])).delete("set", ss(&["a"])),
        change().set("l[2][0]", 1).remove("l[2]"),
        change().set("gone.a.b", 1).set("gone.a", 1),
    ];

    for change in changes {
        update_refused(&table, &document(), change, core).await;
    }
}

async fn changes_that_take_a_place_for_a_map_and_a_list_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();
    let core = "Two document paths conflict with each other; must remove or rewrite one of these paths";

    for change in [change().set("m.a", 1).set("m[0]", 2), change().remove("l[0].x").remove("l[0][1]")] {
        update_refused(&table, &document(), change, core).await;
    }
}

async fn clauses_take_certain_types(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();
    let core = "Incorrect operand type for operator or function; operator";
    let changes = [
        (change().add("n", "1"), "operator: ADD, operand type: STRING"),
        (change().add("n", true), "operator: ADD, operand type: BOOLEAN"),
        (change().add("l", list![1]), "operator: ADD, operand type: LIST"),
        (change().add("m", map! {}), "operator: ADD, operand type: MAP"),
        (change().add("m", Value::Null), "operator: ADD, operand type: NULL"),
        (change().add("m", b(&[1])), "operator: ADD, operand type: BINARY"),
        (change().delete("set", "a"), "operator: DELETE, operand type: STRING"),
        (change().delete("n", 1), "operator: DELETE, operand type: NUMBER"),
        (change().plus("n", at("n"), value("1")), "operator or function: +, operand type: S"),
        (change().minus("n", value(list![]), at("n")), "operator or function: -, operand type: L"),
        (change().assign("l", append(at("l"), value(1))), "operator or function: list_append, operand type: N"),
        (change().assign("l", append(value("a"), at("l"))), "operator or function: list_append, operand type: S"),
    ];

    for (change, rest) in changes {
        let text = format!("{change:?}");
        let error = table.update(document(), change.clone()).await;
        assert!(error.is_err(), "{text}");
        let error = error.refused(core);
        update_refused(&table, &document(), change, rest).await;
        drop(error);
    }
}

async fn lists_cannot_be_appended_within_an_append(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();
    let inner = || append(at("l"), value(list![4]));
    let core = "The function is not allowed to be used this way in an expression; function: list_append";

    for operand in [append(inner(), value(list![5])), append(value(list![5]), inner())] {
        update_refused(&table, &document(), change().assign("l", operand), core).await;
    }
    let inside: SetOperand = append(if_not_exists("gone", value(list![])), value(list![4]));
    table.update(document(), change().assign("new", inside)).await.unwrap();
    assert_eq!(table.get(document()).await.unwrap()["new"], list![4]);
}

async fn projections_that_overlap_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    table.put(document()).await.unwrap();
    let overlap = "Two document paths overlap with each other";
    let conflict = "Two document paths conflict with each other";

    table.project(document(), &["n", "n"]).await.refused(overlap);
    table.project(document(), &["m", "m.a"]).await.refused(overlap);
    table.project(document(), &["m.b.c", "s", "m.b"]).await.refused(overlap);
    table.project(document(), &["l[0]", "l[0]"]).await.refused(overlap);
    table.project(document(), &["m.a", "m[0]"]).await.refused(conflict);
    table.project(document(), &[]).await.refused("");
}

async fn a_path_into_a_key_is_refused_in_a_projection(db: &Database<'_>) {
    let table = db.table().await;
    let core = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ";

    table.project(base(), &["n", "PK.a"]).await.refused(&format!("{core}PK"));
    table.project(base(), &["SK[0]"]).await.refused(&format!("{core}SK"));
    let scan = with(table.scan(), |scan| scan.select = monotable::request::Select::Paths(paths(&["SK[0]"])));
    table.page(scan).await.refused(&format!("{core}SK"));
}

async fn checks_come_before_the_table(db: &Database<'_>) {
    let name: std::sync::Arc<str> = "conformance-no-such-table".into();
    let broken = || lt(p("a"), v(true));
    let core = "Incorrect operand type";

    let put = with(PutItem::new(name.clone(), base().to_item()), |put| put.condition = Some(broken()));
    db.backend.put_item(put).await.refused(core);
    let update = UpdateItem::new(name.clone(), base().to_item(), change().add("a", "1").0);
    db.backend.update_item(update).await.refused(core);
    let scan = with(Scan::new(name), |scan| scan.filter = Some(broken()));
    db.backend.scan(scan).await.refused(core);
}

async fn checks_come_before_the_condition(db: &Database<'_>) {
    let index = global("by-n", &["n:N"], &[], Projection::All);
    let table = db.table_with(&["PK:S", "SK:S"], &[index]).await;
    let fails = || exists("PK");

    table.put_if(and(&base(), "f", text(400 * 1024)), fails()).await.refused("Item size has exceeded");
    table.put_if(and(&base(), "n", "text"), fails()).await.refused("Type mismatch for Index Key n");
    table.put_if(row! { "PK" => "a" }, fails()).await.refused("Missing the key SK");
    table.update_if(base(), change().set("SK", "2"), fails()).await.refused("Cannot update attribute SK");
    // What depends on the item comes after it.
    table.update_if(base(), change().set("n", "text"), fails()).await.condition_failed();
    table.update_if(base(), change().set("f", text(400 * 1024)), fails()).await.condition_failed();

    assert_eq!(table.all().await, []);
}
