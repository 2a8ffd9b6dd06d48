//! Primary keys.

use std::fmt;
use std::marker::PhantomData;

use super::sealed::Sealed;
use crate::error::Error;
use crate::key::KeyError;
use crate::schema::EntitySchema;
use crate::typed::{Entity, Storable};
use crate::value::Item;

/// The whole primary key of an `E`, from `E::key(..)` or [`Key::of`].
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # use monotable::Key;
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let order = shop.get(Order::key(1)).await?.expect("it is there");
/// let key = Key::of(&order);
/// assert_eq!(key.clone().into_item()?.value("PK"), Some("ORDER#0000000001".into()));
/// shop.delete(key).await?;
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Key<E> {
    schema: &'static EntitySchema,
    key: Result<Item, KeyError>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Storable> Key<E> {
    /// Returns the key of an entity, or of what the enum of a table holds.
    #[must_use]
    pub fn of(entity: &E) -> Self {
        let (schema, stored) = entity.stored();
        Self { schema, key: stored.key(schema), entity: PhantomData }
    }
}

impl<E: Entity> Key<E> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(key: Result<Item, KeyError>) -> Self {
        Self { schema: E::SCHEMA, key, entity: PhantomData }
    }
}

impl<E> Key<E> {
    /// Returns the key attributes, or [`ErrorKind::InvalidKey`](crate::ErrorKind::InvalidKey).
    pub fn into_item(self) -> Result<Item, Error> {
        self.key.map_err(|error| Error::from(error).with_entity(self.schema.describe()))
    }

    pub(crate) fn schema(&self) -> &'static EntitySchema {
        self.schema
    }
}

impl<E> Sealed for Key<E> {}

impl<E> Clone for Key<E> {
    fn clone(&self) -> Self {
        Self { schema: self.schema, key: self.key.clone(), entity: PhantomData }
    }
}

/// The whole primary key of an `E`: a [`Key`], an entity or the enum of a table, or the [`Keys`](crate::Keys) that an index gave.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the whole primary key of an entity",
    label = "give every part of the key: the entity's `key(..)`",
    note = "a loaded entity `&entity` has its key with it"
)]
pub trait KeyFor<E>: Sealed {
    /// Returns the key.
    fn into_key(self) -> Key<E>;
}

#[diagnostic::do_not_recommend]
impl<E> KeyFor<E> for Key<E> {
    fn into_key(self) -> Key<E> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<E> KeyFor<E> for &Key<E> {
    fn into_key(self) -> Key<E> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<E: Storable> KeyFor<E> for &E {
    fn into_key(self) -> Key<E> {
        Key::of(self)
    }
}

impl<E> fmt::Debug for Key<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.key).finish()
    }
}
