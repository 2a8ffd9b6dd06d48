//! An operation of a transaction, without the type of its entity.

use std::fmt;
use std::marker::PhantomData;

use crate::plan::transact::PlannedWrite;

/// An operation of a transaction in the table `T`, whatever its entity: for transactions whose operations are only known when
/// they run. `From` makes one of every operation that a transaction takes.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// use monotable::Op;
///
/// let order = Order { number: 2, paid: false };
/// let mut ops: Vec<Op<Shop>> = vec![shop.put(&order).only_new().into()];
/// ops.extend(["tea"].map(|sku| Op::from(Stock::at(sku).add(|s| s.left, -1))));
/// shop.transact(ops).await?;
///
/// let failed = shop.transact(vec![Op::<Shop>::from(shop.put(&order).only_new())]).await.unwrap_err();
/// let old = failed.into_reasons().remove(0).and_then(|failed| failed.into_old());
/// assert!(matches!(old, Some(Shop::Order(found)) if found == order));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "an operation does nothing until a transaction takes it"]
pub struct Op<T> {
    pub(crate) planned: PlannedWrite,
    table: PhantomData<fn() -> T>,
}

impl<T> Op<T> {
    pub(crate) fn new(planned: PlannedWrite) -> Self {
        Self { planned, table: PhantomData }
    }
}

impl<T> fmt::Debug for Op<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Op").field("entity", &self.planned.entity.name).finish_non_exhaustive()
    }
}
