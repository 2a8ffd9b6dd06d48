use ::modyne::{Entity, EntityDef, Table, keys};
use serde::{Deserialize, Serialize};

use crate::Order;

/// The table of the `modyne` half: two key attributes and one index, both of composed texts.
///
/// The client is needed by the trait; the benchmarks convert and never send.
#[derive(Clone, Debug)]
pub struct ModyneShop {
    pub client: aws_sdk_dynamodb::Client,
}

impl Table for ModyneShop {
    type PrimaryKey = keys::Primary;
    type IndexKeys = keys::Gsi1;

    fn table_name(&self) -> &str {
        "shop"
    }

    fn client(&self) -> &aws_sdk_dynamodb::Client {
        &self.client
    }
}

/// An [`Order`] as an entity of `modyne`.
///
/// Keys as the other halves compose them: `CUSTOMER#{customer_id}` / `ORDER#{placed_at}#{order_id}`, and in the
/// index `STORE#{store_id}` / `ORDER#{order_id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyedOrder(pub Order);

impl EntityDef for KeyedOrder {
    const ENTITY_TYPE: &'static ::modyne::EntityTypeNameRef = ::modyne::EntityTypeNameRef::from_static("order");
}

impl Entity for KeyedOrder {
    type KeyInput<'a> = (&'a str, u64, &'a str);
    type Table = ModyneShop;
    type IndexKeys = keys::Gsi1;

    fn primary_key((customer_id, placed_at, order_id): Self::KeyInput<'_>) -> keys::Primary {
        keys::Primary { hash: format!("CUSTOMER#{customer_id}"), range: format!("ORDER#{placed_at:020}#{order_id}") }
    }

    fn full_key(&self) -> keys::FullKey<keys::Primary, Self::IndexKeys> {
        let order = &self.0;
        keys::FullKey {
            primary: Self::primary_key((&order.customer_id, order.placed_at, &order.order_id)),
            indexes: keys::Gsi1 {
                hash: format!("STORE#{}", order.store_id),
                range: format!("ORDER#{}", order.order_id),
            },
        }
    }
}
