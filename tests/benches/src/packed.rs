//! The hand-written code that monotable's derive is measured against: the same packed items, written and read through the
//! concrete writer and reader, with the names where they are used and nothing generic in between.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use monotable::values::{PackedWriter, RowReader, SetKind};
use monotable::{Item, Number, Reader, Writer};

use crate::{Line, Order, ShopOrder, Status};

/// The item of an order, as the table [`Orders`](crate::Orders) has it.
pub fn order_to_row(order: &Order) -> Item {
    let mut row = PackedWriter::with_capacity(512);
    text(&mut row, "customer_id", &order.customer_id);
    text(&mut row, "order_id", &order.order_id);
    text(&mut row, "store_id", &order.store_id);
    text(&mut row, "status", order.status.as_str());
    number(&mut row, "placed_at", order.placed_at);
    number(&mut row, "updated_at", order.updated_at);
    number(&mut row, "total", order.total);
    number(&mut row, "items", order.items);
    number(&mut row, "discount", order.discount);
    lines(&mut row, &order.lines);
    tags(&mut row, &order.tags);
    if let Some(note) = &order.note {
        text(&mut row, "note", note);
    }
    row.into_item()
}

/// The order of an item. `None` if it is no order.
pub fn order_from_row(item: &Item) -> Option<Order> {
    let row = Fields::read(item)?;
    Some(Order {
        customer_id: row.customer_id?,
        order_id: row.order_id?,
        store_id: row.store_id?,
        status: row.status?,
        placed_at: row.placed_at?,
        updated_at: row.updated_at?,
        total: row.total?,
        items: row.items?,
        discount: row.discount?,
        lines: row.lines?,
        tags: row.tags.unwrap_or_default(),
        note: row.note,
    })
}

/// The item of an order, as the table [`Shop`](crate::Shop) has it: with keys and tag.
pub fn shop_order_to_row(order: &ShopOrder) -> Item {
    let mut row = PackedWriter::with_capacity(768);
    let mut key = String::with_capacity(64);
    key.push_str("CUSTOMER#");
    push_escaped(&mut key, &order.customer_id);
    text(&mut row, "PK", &key);
    key.clear();
    write!(key, "ORDER#{:020}#", order.placed_at).expect("a text takes all");
    push_escaped(&mut key, &order.order_id);
    text(&mut row, "SK", &key);
    key.clear();
    key.push_str("STORE#");
    push_escaped(&mut key, &order.store_id);
    text(&mut row, "GSI1PK", &key);
    key.clear();
    key.push_str("ORDER#");
    push_escaped(&mut key, &order.order_id);
    text(&mut row, "GSI1SK", &key);
    text(&mut row, "entity_type", "order");
    text(&mut row, "customer_id", &order.customer_id);
    text(&mut row, "order_id", &order.order_id);
    text(&mut row, "store_id", &order.store_id);
    text(&mut row, "status", order.status.as_str());
    number(&mut row, "placed_at", order.placed_at);
    number(&mut row, "updated_at", order.updated_at);
    number(&mut row, "total", order.total);
    number(&mut row, "items", order.items);
    number(&mut row, "discount", order.discount);
    lines(&mut row, &order.lines);
    tags(&mut row, &order.tags);
    if let Some(note) = &order.note {
        text(&mut row, "note", note);
    }
    row.into_item()
}

/// The order of an item. `None` if it is no order.
pub fn shop_order_from_row(item: &Item) -> Option<ShopOrder> {
    let row = Fields::read(item)?;
    Some(ShopOrder {
        customer_id: row.customer_id?,
        order_id: row.order_id?,
        store_id: row.store_id?,
        status: row.status?,
        placed_at: row.placed_at?,
        updated_at: row.updated_at?,
        total: row.total?,
        items: row.items?,
        discount: row.discount?,
        lines: row.lines?,
        tags: row.tags.unwrap_or_default(),
        note: row.note,
    })
}

/// What a walk over an item finds.
#[derive(Default)]
struct Fields {
    customer_id: Option<String>,
    order_id: Option<String>,
    store_id: Option<String>,
    status: Option<Status>,
    placed_at: Option<u64>,
    updated_at: Option<u64>,
    total: Option<u64>,
    items: Option<u32>,
    discount: Option<i64>,
    lines: Option<Vec<Line>>,
    tags: Option<BTreeSet<String>>,
    note: Option<String>,
}

impl Fields {
    #[inline]
    fn read(item: &Item) -> Option<Self> {
        let mut found = Self::default();
        let mut row = item.reader();
        while let Some(name) = row.next_name().ok()? {
            match name {
                "customer_id" => found.customer_id = Some(row.string().ok()?.to_owned()),
                "order_id" => found.order_id = Some(row.string().ok()?.to_owned()),
                "store_id" => found.store_id = Some(row.string().ok()?.to_owned()),
                "status" => found.status = Some(Status::parse(row.string().ok()?)?),
                "placed_at" => found.placed_at = Some(row.number().ok()?.to_u64()?),
                "updated_at" => found.updated_at = Some(row.number().ok()?.to_u64()?),
                "total" => found.total = Some(row.number().ok()?.to_u64()?),
                "items" => found.items = Some(row.number().ok()?.to_u64()?.try_into().ok()?),
                "discount" => found.discount = Some(row.number().ok()?.to_i64()?),
                "lines" => found.lines = Some(read_lines(&mut row)?),
                "tags" => found.tags = Some(read_tags(&mut row)?),
                "note" => found.note = Some(row.string().ok()?.to_owned()),
                _ => row.skip().ok()?,
            }
        }
        Some(found)
    }
}

fn text(row: &mut PackedWriter, name: &str, value: &str) {
    row.name(name);
    row.string(value);
}

fn number(row: &mut PackedWriter, name: &str, value: impl Into<Number>) {
    row.name(name);
    row.number(&value.into());
}

fn lines(row: &mut PackedWriter, lines: &[Line]) {
    row.name("lines");
    row.begin_list();
    for line in lines {
        row.begin_map();
        text(row, "sku", &line.sku);
        number(row, "quantity", line.quantity);
        number(row, "price", line.price);
        row.end_map();
    }
    row.end_list();
}

fn tags(row: &mut PackedWriter, tags: &BTreeSet<String>) {
    if tags.is_empty() {
        return;
    }
    row.name("tags");
    row.begin_set(SetKind::S);
    for tag in tags {
        row.string(tag);
    }
    row.end_set();
}

fn read_lines(row: &mut RowReader<'_>) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    row.begin_list().ok()?;
    while row.next_element().ok()? {
        let (mut sku, mut quantity, mut price) = (None, None, None);
        row.begin_map().ok()?;
        while let Some(name) = row.next_name().ok()? {
            match name {
                "sku" => sku = Some(row.string().ok()?.to_owned()),
                "quantity" => quantity = Some(row.number().ok()?.to_u64()?.try_into().ok()?),
                "price" => price = Some(row.number().ok()?.to_u64()?),
                _ => row.skip().ok()?,
            }
        }
        lines.push(Line { sku: sku?, quantity: quantity?, price: price? });
    }
    Some(lines)
}

fn read_tags(row: &mut RowReader<'_>) -> Option<BTreeSet<String>> {
    let mut tags = BTreeSet::new();
    row.begin_set(SetKind::S).ok()?;
    while row.next_element().ok()? {
        tags.insert(row.string().ok()?.to_owned());
    }
    Some(tags)
}

/// Characters up to `$` are escaped in key parts.
fn push_escaped(key: &mut String, part: &str) {
    if part.bytes().all(|byte| byte > b'$') {
        key.push_str(part);
        return;
    }
    for character in part.chars() {
        match character {
            '\0'..='$' => write!(key, "${:02X}", u32::from(character)).expect("a text takes all"),
            _ => key.push(character),
        }
    }
}
