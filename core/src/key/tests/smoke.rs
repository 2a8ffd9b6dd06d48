use crate::Timestamp;
use crate::expr::KeyTest;
use crate::key::*;
use crate::value::PackedValue;

static ORDER: Template = Template::new(
    &[
        Segment::Literal("ORDER#"),
        Segment::part::<Timestamp>("placed_at", PartFormat::Default),
        Segment::Literal("#"),
        Segment::part::<u32>("number", PartFormat::Width(4)),
    ],
    KeyStyle::Escaped,
    "ORDER#{placed_at}#{number:04}",
);

#[test]
fn a_day_of_orders_is_one_between() {
    let from: Timestamp = "2024-02-29T00:00:00Z".parse().unwrap();
    let to: Timestamp = "2024-03-01T00:00:00Z".parse().unwrap();
    let mut condition = SortCondition::new(&ORDER);
    condition.part::<Timestamp, _>(from..to);
    let expected = KeyTest::Between(
        PackedValue::text("ORDER#2024-02-29T00:00:00.000Z"),
        PackedValue::text("ORDER#2024-03-01T00:00:00.000Z"),
    );
    assert_eq!(condition.finish().unwrap(), KeyMatch::Test(expected));
    let mut condition = SortCondition::new(&ORDER);
    condition.part::<Timestamp, _>(from).part::<u32, _>(7..40);
    let expected = KeyTest::Between(
        PackedValue::text("ORDER#2024-02-29T00:00:00.000Z#0007"),
        PackedValue::text("ORDER#2024-02-29T00:00:00.000Z#0039"),
    );
    assert_eq!(condition.finish().unwrap(), KeyMatch::Test(expected));
}
