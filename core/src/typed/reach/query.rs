//! Rules for queries.

use std::marker::PhantomData;

use super::rules::Anywhere;
use crate::error::Error;
use crate::plan::KeyPlan;
use crate::plan::cursor::Fingerprint;
use crate::plan::intake::AnyForm;
use crate::typed::sealed::Sealed;
use crate::typed::{AccessPattern, Attr, Entity, Table, codec};
use crate::value::Item;

/// The table `Self` holds entities of type `E`.
#[diagnostic::on_unimplemented(
    message = "`{E}` is not an entity of the table `{Self}`",
    label = "this store holds the entities of `{Self}`",
    note = "add a variant that holds `{E}` to the enum `{Self}`, or use the store of its own table"
)]
pub trait Holds<E>: Table {}

/// The enum of a table is any of its entities.
#[diagnostic::do_not_recommend]
impl<T: Table> Holds<T> for T {}

/// The layout `Self` of the entity `E` is the layout `T` of the table.
#[diagnostic::on_unimplemented(
    message = "`{E}` lives in the layout `{Self}`, and this table has the layout `{T}`",
    label = "an entity of another table",
    note = "write `#[entity(table = ..)]` on `{E}` with the layout of this table, or take it out of the enum"
)]
pub trait LaidOutAs<T, E> {}

/// Compiles where `L`, the layout of the entity `E`, is `T`, the layout of its table.
pub const fn in_layout<E, L: LaidOutAs<T, E>, T>() {}

/// The declaration allows reading everything: `#[table(scan)]`, `#[entity(scan)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not allow scans",
    label = "a scan reads and pays for every item",
    note = "query an access pattern instead, or allow it: `scan` in the `#[table(..)]` or `#[entity(..)]` of `{Self}`"
)]
pub trait AllowsScan {}

/// Something that a query can start from: an access pattern with its partition key given.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    label = "give an access pattern with its partition key",
    note = "an entity's patterns are functions on it; reading one item by its whole key is `get`"
)]
pub trait QueryPlan {
    /// The access pattern.
    type Pattern: AccessPattern;
    /// How many parts of the sort key are given: [`PartsGiven`], or [`Ranged`].
    type Given;
    /// Returns the key condition.
    fn into_plan(self) -> KeyPlan;
}

/// State of a sort key: so many of its parts are given, each as one value.
pub struct PartsGiven<const GIVEN: usize>(PhantomData<()>);

/// State of a sort key: its last given part is a range, so nothing can follow.
pub struct Ranged(PhantomData<()>);

/// Next state of a sort key after a condition: `Next` after one value, [`Ranged`] after a range.
pub trait Advance<Next>: Sealed {
    /// The state afterwards.
    type State;
}

impl Sealed for crate::key::One {}
impl Sealed for crate::key::Many {}

impl<Next> Advance<Next> for crate::key::One {
    type State = Next;
}

impl<Next> Advance<Next> for crate::key::Many {
    type State = Ranged;
}

/// Reads can be consistent: the table and local indexes.
pub struct Strong(PhantomData<()>);

impl Sealed for Strong {}

/// Reads are eventually consistent: global indexes.
pub struct Eventual(PhantomData<()>);

/// Reads of the pattern `P` can be consistent.
#[diagnostic::on_unimplemented(
    message = "`{P}` queries a global index, which has no consistent reads",
    label = "leave out `.consistent()`",
    note = "global indexes follow the table a moment later; read by the table's key or a local index where that matters"
)]
pub trait Consistent<P>: Sealed {}

#[diagnostic::do_not_recommend]
impl<P> Consistent<P> for Strong {}

/// Contents of an index: 2 for whole items of every kind, 1 for whole entities of the pattern's, 0 for less.
pub struct Carried<const CONTENTS: u8>(PhantomData<()>);

/// The index of a pattern carries whole entities.
pub trait CarriesWhole: Sealed {}

impl<const CONTENTS: u8> Sealed for Carried<CONTENTS> {}

impl CarriesWhole for Carried<1> {}

impl CarriesWhole for Carried<2> {}

impl CarriesEverything for Carried<2> {}

/// The index of a pattern carries whole items of every kind.
pub trait CarriesEverything: Sealed {}

/// The partition that the pattern `P` reaches, as an access pattern of its own: pages and cursors are bound to it.
pub struct PartitionOf<P>(PhantomData<fn() -> P>);

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> AccessPattern for PartitionOf<P> {
    type Entity = P::Entity;
    type Reads = P::Reads;
    type Carries = P::Carries;
    const PLACE: usize = P::PLACE;
    const PARTITION: bool = true;
}

/// A query yields everything that it reaches, as the enum of the table.
pub struct Everything<T>(PhantomData<fn() -> T>);

impl<T> Sealed for Everything<T> {}

impl<P: AccessPattern, T: Table> Yields<P> for Everything<T> {
    type Item = T;

    fn read(item: &Item) -> Result<Option<T>, Error> {
        T::from_item(item)
    }
}

/// The results of a query, of which a filter by the attributes of `E` can leave some out.
#[diagnostic::on_unimplemented(
    message = "what a partition holds has no attributes in common that a filter by `{E}` could name",
    label = "items of several kinds are read here",
    note = "to filter the items of one kind, query an access pattern of it: `query(..)`"
)]
pub trait FilteredBy<E>: Sealed {}

#[diagnostic::do_not_recommend]
impl<E> FilteredBy<E> for Whole {}

#[diagnostic::do_not_recommend]
impl<E> FilteredBy<E> for KeysOnly {}

/// The index of the pattern `P` carries whole items of every kind.
#[diagnostic::on_unimplemented(
    message = "the index of `{P}` does not carry whole items of every kind",
    label = "everything in its partitions cannot be read",
    note = "let the index project everything: `project = all`, or query one kind at a time"
)]
pub trait HasEverything<P>: Sealed {}

#[diagnostic::do_not_recommend]
impl<P, C: CarriesEverything> HasEverything<P> for C {}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern, T> Reaches<P, P::Entity> for Everything<T> where P::Carries: CarriesEverything {}

/// A query by `P` yields whole entities.
pub struct Whole(PhantomData<()>);

impl Sealed for Whole {}

/// A query yields keys.
pub struct KeysOnly(PhantomData<()>);

impl Sealed for KeysOnly {}

/// The index of the pattern `P` has the results: whole entities of type `E`, or keys.
#[diagnostic::on_unimplemented(
    message = "the index of `{P}` does not carry whole `{E}` items",
    label = "ask for keys: `.keys()` before this",
    note = "or let the index project all that `{E}` stores: `project = all`"
)]
pub trait Reaches<P, E>: Sealed {}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> Reaches<P, P::Entity> for Whole where P::Carries: CarriesWhole {}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> Reaches<P, P::Entity> for KeysOnly {}

/// The results of a query by `P`.
pub trait Yields<P>: Sealed {
    /// One result.
    type Item: Send + 'static;
    /// Reads one item; `None` for one of a kind that has no place in the results.
    fn read(item: &Item) -> Result<Option<Self::Item>, Error>;

    /// Reads an item as it comes over the wire, where that is possible.
    #[doc(hidden)]
    const ANY_FORM: Option<AnyForm<Self::Item>> = None;
}

impl<P: AccessPattern> Yields<P> for Whole {
    type Item = P::Entity;

    fn read(item: &Item) -> Result<Option<P::Entity>, Error> {
        codec::read(item).map(Some)
    }

    const ANY_FORM: Option<AnyForm<P::Entity>> = codec::any_form();
}

/// What is read in pages, and a cursor is bound to: an access pattern, or a scan.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an access pattern, nor a scan",
    label = "a cursor is bound to the type of one",
    note = "`Order::by_status(..)` is an `order::ByStatus`, and `Order::of(..)` an `order::Of`; scans are `Scan<Shop>` and `ScanEntity<Order>`"
)]
pub trait Paged: 'static {
    /// Returns the name of the entity or table.
    #[doc(hidden)]
    fn name() -> &'static str;
    /// Returns what a cursor of it has to carry.
    #[doc(hidden)]
    fn fingerprint() -> u64;
}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> Paged for P {
    fn name() -> &'static str {
        <P::Entity as Entity>::SCHEMA.name
    }

    fn fingerprint() -> u64 {
        Fingerprint::of_pattern(<P::Entity as Entity>::SCHEMA, P::PLACE, P::PARTITION)
    }
}

/// A cursor that continues a query by the pattern `P`, or the scan `P`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not continue a query or scan by `{P}`",
    label = "a cursor continues the access pattern or scan that it came from",
    note = "the text of a cursor becomes one again by `.parse()`: `.after::<Cursor<{P}>>(text.parse()?)`"
)]
pub trait CursorFor<P>: Sealed {
    /// Returns the position.
    fn into_position(self) -> crate::plan::Position;
}

/// The attribute `A` may stand in a filter over the pattern `Use`.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a key of what `{Use}` queries, and DynamoDB refuses filters on keys",
    label = "it belongs in the key condition, not in the filter",
    note = "a field that is `in_key` has no attribute of its own that a condition could name"
)]
pub trait FilterBy<A: Attr, Use> {}

#[diagnostic::do_not_recommend]
impl<A: Attr, Use> FilterBy<A, Use> for Anywhere {}
