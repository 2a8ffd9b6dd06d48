use std::collections::BTreeSet;

use monotable::{Entity, Item, Table};

use crate::{Line, Order, Status};

/// The table of the measurements with keys: two composed key attributes, a tag, and one index with composed keys.
#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK", tag = "entity_type")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK", name = "GSI1")]
pub enum Shop {
    Order(ShopOrder),
}

/// [`Order`] with composed keys: 12 attributes, 4 keys and a tag.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, tag = "order")]
#[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
#[index(by_store: Gsi1, pk = "STORE#{store_id}", sk = "ORDER#{order_id}")]
pub struct ShopOrder {
    pub customer_id: String,
    pub order_id: String,
    pub store_id: String,
    pub status: Status,
    pub placed_at: u64,
    pub updated_at: u64,
    pub total: u64,
    pub items: u32,
    pub discount: i64,
    pub lines: Vec<Line>,
    pub tags: BTreeSet<String>,
    pub note: Option<String>,
}

/// As [`Shop`], of flat items.
#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK", tag = "entity_type")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK", name = "GSI1")]
pub enum FlatShop {
    Order(FlatOrder),
}

/// [`ShopOrder`] without lists, maps and sets: lines and tags are one text each. What a database makes of nested values
/// differs more than what it makes of texts.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = FlatShop, tag = "order")]
#[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
#[index(by_store: Gsi1, pk = "STORE#{store_id}", sk = "ORDER#{order_id}")]
pub struct FlatOrder {
    pub customer_id: String,
    pub order_id: String,
    pub store_id: String,
    pub status: Status,
    pub placed_at: u64,
    pub updated_at: u64,
    pub total: u64,
    pub items: u32,
    pub discount: i64,
    pub lines: String,
    pub tags: String,
    pub note: Option<String>,
}

/// As [`Shop`], of small items.
#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK", tag = "entity_type")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK", name = "GSI1")]
pub enum SmallShop {
    Order(SmallOrder),
}

/// What is left of [`FlatOrder`] when its keys alone hold what they hold: 3 attributes, 4 keys and a tag.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = SmallShop, tag = "order")]
#[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
#[index(by_store: Gsi1, pk = "STORE#{store_id}", sk = "ORDER#{order_id}")]
pub struct SmallOrder {
    #[attr(in_key)]
    pub customer_id: String,
    #[attr(in_key)]
    pub order_id: String,
    #[attr(in_key)]
    pub store_id: String,
    pub status: Status,
    #[attr(in_key)]
    pub placed_at: u64,
    pub updated_at: u64,
    pub total: u64,
}

/// What the items of an engine's table look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// [`ShopOrder`].
    Nested,
    /// [`FlatOrder`].
    Flat,
    /// [`SmallOrder`].
    Small,
}

impl Form {
    pub const ALL: [Self; 3] = [Self::Nested, Self::Flat, Self::Small];

    /// Returns how many attributes an item has.
    pub fn attributes(self) -> usize {
        match self {
            Self::Nested | Self::Flat => 12 + 4 + 1,
            Self::Small => 3 + 4 + 1,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Nested => "nested",
            Self::Flat => "flat",
            Self::Small => "small",
        }
    }

    /// The item of this order.
    ///
    /// # Panics
    /// Never: orders can be stored.
    pub fn item(self, order: Order) -> Item {
        match self {
            Self::Nested => ShopOrder::from(order).to_item(),
            Self::Flat => FlatOrder::from(order).to_item(),
            Self::Small => SmallOrder::from(order).to_item(),
        }
        .expect("an order can be stored")
    }
}

impl From<Order> for ShopOrder {
    fn from(order: Order) -> Self {
        let Order { customer_id, order_id, store_id, status, placed_at, updated_at, .. } = order;
        let Order { total, items, discount, lines, tags, note, .. } = order;
        Self {
            customer_id,
            order_id,
            store_id,
            status,
            placed_at,
            updated_at,
            total,
            items,
            discount,
            lines,
            tags,
            note,
        }
    }
}

impl From<Order> for FlatOrder {
    fn from(order: Order) -> Self {
        let Order { customer_id, order_id, store_id, status, placed_at, updated_at, .. } = order;
        let Order { total, items, discount, lines, tags, note, .. } = order;
        let line = |line: &Line| format!("{} x {} at {}", line.quantity, line.sku, line.price);
        Self {
            customer_id,
            order_id,
            store_id,
            status,
            placed_at,
            updated_at,
            total,
            items,
            discount,
            lines: lines.iter().map(line).collect::<Vec<_>>().join(", "),
            tags: tags.into_iter().collect::<Vec<_>>().join(", "),
            note,
        }
    }
}

impl From<Order> for SmallOrder {
    fn from(order: Order) -> Self {
        let Order { customer_id, order_id, store_id, status, placed_at, updated_at, total, .. } = order;
        Self { customer_id, order_id, store_id, status, placed_at, updated_at, total }
    }
}
