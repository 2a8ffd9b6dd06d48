// A table for one entity, `Order`, which the case declares.

use monotable::{Attribute, Entity, KeyPart, Store, Table, Timestamp, Ttl};

#[derive(Table)]
#[table(pk = "PK", sk = "SK", ttl = "expires_at")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(ByStatus, pk = [status], sk = [placed_at])]
#[lsi(ByTotal, sk = [total: N])]
#[inverted(Swapped)]
pub enum Shop {
    Order(Order),
}
