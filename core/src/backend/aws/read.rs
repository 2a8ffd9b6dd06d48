//! GetItem, Query, Scan.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::get_item::GetItemInput;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemInputBuilder;
use aws_sdk_dynamodb::operation::query::QueryInput;
use aws_sdk_dynamodb::operation::query::builders::QueryInputBuilder;
use aws_sdk_dynamodb::operation::scan::ScanInput;
use aws_sdk_dynamodb::operation::scan::builders::ScanInputBuilder;
use aws_sdk_dynamodb::types::Select as SdkSelect;

use super::error::failed;
use super::items::item_to_sdk;
use super::parts::{Placeholders, attributes, item, meta, payload, return_consumed, signed};
use crate::backend::{GetItem, GetItemOutput, Query, QueryOutput, Scan, ScanOutput, Select};
use crate::error::Error;
use crate::expr::Renderer;

pub(super) async fn get_item(client: &Client, request: GetItem) -> Result<GetItemOutput, Error> {
    let output = get_input(&request).send_with(client).await.map_err(failed)?;
    let meta = meta(&output, output.consumed_capacity());
    Ok(GetItemOutput { item: item(output.item())?, meta })
}

pub(super) async fn query(client: &Client, request: Query) -> Result<QueryOutput, Error> {
    let output = query_input(&request).send_with(client).await.map_err(failed)?;
    Ok(QueryOutput {
        meta: meta(&output, output.consumed_capacity()),
        items: payload(output.items())?,
        count: unsigned(output.count),
        scanned_count: unsigned(output.scanned_count),
        last_evaluated_key: attributes(output.last_evaluated_key())?,
    })
}

pub(super) async fn scan(client: &Client, request: Scan) -> Result<ScanOutput, Error> {
    let output = scan_input(&request).send_with(client).await.map_err(failed)?;
    Ok(ScanOutput {
        meta: meta(&output, output.consumed_capacity()),
        items: payload(output.items())?,
        count: unsigned(output.count),
        scanned_count: unsigned(output.scanned_count),
        last_evaluated_key: attributes(output.last_evaluated_key())?,
    })
}

fn get_input(request: &GetItem) -> GetItemInputBuilder {
    let mut renderer = Renderer::new();
    let projection = request.projection.as_ref().map(|paths| renderer.projection(paths));
    GetItemInput::builder()
        .table_name(&*request.table)
        .set_key(Some(item_to_sdk(&request.key)))
        .set_consistent_read(request.consistent.then_some(true))
        .set_projection_expression(projection)
        .set_expression_attribute_names(Placeholders::of(renderer).names)
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
}

fn query_input(request: &Query) -> QueryInputBuilder {
    let mut renderer = Renderer::new();
    let keys = renderer.keys(&request.keys);
    let filter = request.filter.as_ref().map(|filter| renderer.condition(filter));
    let (select, projection) = select(&request.select, &mut renderer);
    let placeholders = Placeholders::of(renderer);
    QueryInput::builder()
        .table_name(&*request.table)
        .set_index_name(request.index.as_deref().map(str::to_owned))
        .key_condition_expression(keys)
        .set_filter_expression(filter)
        .set_select(select)
        .set_projection_expression(projection)
        .set_expression_attribute_names(placeholders.names)
        .set_expression_attribute_values(placeholders.values)
        .set_limit(request.limit.map(signed))
        .set_scan_index_forward((!request.forward).then_some(false))
        .set_consistent_read(request.consistent.then_some(true))
        .set_exclusive_start_key(request.start_key.as_ref().map(item_to_sdk))
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
}

fn scan_input(request: &Scan) -> ScanInputBuilder {
    let mut renderer = Renderer::new();
    let filter = request.filter.as_ref().map(|filter| renderer.condition(filter));
    let (select, projection) = select(&request.select, &mut renderer);
    let placeholders = Placeholders::of(renderer);
    ScanInput::builder()
        .table_name(&*request.table)
        .set_index_name(request.index.as_deref().map(str::to_owned))
        .set_filter_expression(filter)
        .set_select(select)
        .set_projection_expression(projection)
        .set_expression_attribute_names(placeholders.names)
        .set_expression_attribute_values(placeholders.values)
        .set_limit(request.limit.map(signed))
        .set_segment(request.segment.map(|segment| signed(segment.number)))
        .set_total_segments(request.segment.map(|segment| signed(segment.total)))
        .set_consistent_read(request.consistent.then_some(true))
        .set_exclusive_start_key(request.start_key.as_ref().map(item_to_sdk))
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
}

/// Renders Select and ProjectionExpression.
fn select<'a>(wanted: &'a Select, renderer: &mut Renderer<'a>) -> (Option<SdkSelect>, Option<String>) {
    match wanted {
        Select::Default => (None, None),
        Select::AllAttributes => (Some(SdkSelect::AllAttributes), None),
        Select::Paths(paths) => (Some(SdkSelect::SpecificAttributes), Some(renderer.projection(paths))),
        Select::Count => (Some(SdkSelect::Count), None),
    }
}

fn unsigned(count: i32) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Segment;
    use crate::expr::{Condition, KeyCondition, KeyTest, Path};
    use crate::value::{Item, PackedValue, Value};

    fn key() -> Item {
        [("PK", Value::from("a"))].into_iter().collect()
    }

    fn keys() -> Vec<KeyCondition> {
        vec![
            KeyCondition { name: "PK".into(), test: KeyTest::Eq(PackedValue::text("a")) },
            KeyCondition { name: "SK".into(), test: KeyTest::BeginsWith(PackedValue::text("ORDER#")) },
        ]
    }

    #[test]
    fn a_get_asks_for_what_is_projected() {
        let mut request = GetItem::new("shop".into(), key());
        request.consistent = true;
        request.projection = Some(vec![Path::attribute("lines").index(2).name("sku")]);

        let input = get_input(&request).build().unwrap();

        assert_eq!(input.consistent_read(), Some(true));
        assert_eq!(input.projection_expression(), Some("#n0[2].#n1"));
        assert_eq!(input.expression_attribute_names().unwrap()["#n1"], "sku");
    }

    #[test]
    fn a_query_carries_all_that_bounds_it() {
        let mut request = Query::new("shop".into(), keys());
        request.index = Some("gsi1".into());
        request.filter = Some(Condition::Exists(Path::attribute("total")));
        request.select = Select::Paths(vec![Path::attribute("total")]);
        request.limit = Some(25);
        request.forward = false;
        request.start_key = Some(key());

        let input = query_input(&request).build().unwrap();

        assert_eq!(input.index_name(), Some("gsi1"));
        assert_eq!(input.key_condition_expression(), Some("#n0 = :v0 AND begins_with(#n1, :v1)"));
        assert_eq!(input.filter_expression(), Some("attribute_exists(#n2)"));
        assert_eq!(input.select(), Some(&SdkSelect::SpecificAttributes));
        assert_eq!(input.projection_expression(), Some("#n2"));
        assert_eq!(input.limit(), Some(25));
        assert_eq!(input.scan_index_forward(), Some(false));
        assert_eq!(input.consistent_read(), None);
        assert_eq!(input.exclusive_start_key(), Some(&item_to_sdk(&key())));
    }

    #[test]
    fn a_scan_reads_its_segment() {
        let mut request = Scan::new("shop".into());
        request.segment = Some(Segment { number: 3, total: 8 });
        request.select = Select::Count;
        // Beyond what DynamoDB's type can say; it refuses both.
        request.limit = Some(u32::MAX);

        let input = scan_input(&request).build().unwrap();

        assert_eq!((input.segment(), input.total_segments()), (Some(3), Some(8)));
        assert_eq!(input.select(), Some(&SdkSelect::Count));
        assert_eq!(input.limit(), Some(i32::MAX));
        assert_eq!(input.filter_expression(), None);
        assert_eq!(input.expression_attribute_names(), None);
    }
}
