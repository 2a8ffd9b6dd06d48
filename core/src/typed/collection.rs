//! Structs that are read from a partition, item by item.
//!
//! `plan::collection` decides where an item belongs; what is here puts it there. A derive prints of its struct which member has
//! which place, and how the struct is made of them.

use super::{AccessPattern, Entity, codec};
use crate::error::Error;
use crate::plan::Holder;
use crate::schema::{CollectionSchema, MemberKind};
use crate::value::Item;

/// Several kinds of items of one partition, read into one struct. Derived.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a collection",
    label = "not a collection",
    note = "write `#[derive(monotable::Collection)]` on `{Self}`"
)]
pub trait Collection: Sized + Send + 'static {
    /// The access pattern that gives the partition.
    type By: AccessPattern;
    /// Its members while they are read.
    #[doc(hidden)]
    type Parts: Parts<Whole = Self>;
    /// The collection as data.
    const SCHEMA: &'static CollectionSchema;
}

/// What a member of a collection can be: an entity, or another collection.
pub trait Member: Sized + Send + 'static {
    /// What it is made of.
    const KIND: MemberKind;
    /// Its own members while they are read.
    type Parts: Parts<Whole = Self>;

    /// Reads it from one item.
    fn read(item: &Item) -> Option<Result<Self, Error>>;
}

impl<E: Entity> Member for E {
    const KIND: MemberKind = MemberKind::Entity(E::SCHEMA);
    type Parts = NoParts<E>;

    fn read(item: &Item) -> Option<Result<E, Error>> {
        Some(codec::read(item))
    }
}

/// The members of a collection while they are read.
pub trait Parts: Default + Send + 'static {
    /// What they are the parts of.
    type Whole;

    /// Returns the member with this place.
    fn member(&mut self, place: u8) -> Option<&mut dyn Holder>;

    /// Makes the whole of them; `None` where one is missing that has to be there.
    fn finish(self) -> Option<Self::Whole>;
}

/// The parts of an entity, which has none.
pub struct NoParts<E>(std::marker::PhantomData<fn() -> E>);

impl<E> Default for NoParts<E> {
    fn default() -> Self {
        Self(std::marker::PhantomData)
    }
}

impl<E: 'static> Parts for NoParts<E> {
    type Whole = E;

    fn member(&mut self, _: u8) -> Option<&mut dyn Holder> {
        None
    }

    fn finish(self) -> Option<E> {
        None
    }
}

impl<P: Parts> Holder for P {
    fn put(&mut self, path: &[u8], item: &Item) -> Result<(), Error> {
        match path.split_first().and_then(|(place, rest)| Some((self.member(*place)?, rest))) {
            Some((member, rest)) => member.put(rest, item),
            None => Ok(()),
        }
    }

    fn close(&mut self, path: &[u8]) -> bool {
        match path.split_first().and_then(|(place, rest)| Some((self.member(*place)?, rest))) {
            Some((member, rest)) => member.close(rest),
            None => false,
        }
    }
}

/// A collection in the collection while it is read.
trait Unfinished<M>: Holder {
    /// Makes the whole of what was read, and begins another one.
    fn finish(&mut self) -> Option<M>;
}

impl<P: Parts> Unfinished<P::Whole> for P {
    fn finish(&mut self) -> Option<P::Whole> {
        std::mem::take(self).finish()
    }
}

/// A member of which there is one, or none. What is no member is refused where the slot becomes a [`Holder`], and only there.
pub struct Single<M> {
    value: Option<M>,
    open: Option<Box<dyn Unfinished<M>>>,
}

/// A member of which there are many.
pub struct Several<M> {
    values: Vec<M>,
    open: Option<Box<dyn Unfinished<M>>>,
}

impl<M> Default for Single<M> {
    fn default() -> Self {
        Self { value: None, open: None }
    }
}

impl<M> Default for Several<M> {
    fn default() -> Self {
        Self { values: Vec::new(), open: None }
    }
}

impl<M> Single<M> {
    /// Returns the member, if it is there.
    pub fn finish(self) -> Option<M> {
        self.value
    }
}

impl<M> Several<M> {
    /// Returns the members.
    pub fn finish(self) -> Vec<M> {
        self.values
    }
}

macro_rules! places {
    ($($slot:ident, $values:ident;)*) => {$(
        impl<M: Member> Holder for $slot<M> {
            fn put(&mut self, path: &[u8], item: &Item) -> Result<(), Error> {
                match path {
                    [] => {
                        if let Some(read) = M::read(item) {
                            self.$values.keep(read?);
                        }
                        Ok(())
                    }
                    path => self.open.get_or_insert_with(|| Box::new(M::Parts::default())).put(path, item),
                }
            }

            fn close(&mut self, path: &[u8]) -> bool {
                let Some(open) = &mut self.open else { return false };
                match path {
                    [] => {
                        let whole = open.finish();
                        let complete = whole.is_some();
                        whole.into_iter().for_each(|whole| self.$values.keep(whole));
                        complete
                    }
                    path => open.close(path),
                }
            }
        }
    )*};
}

places! {
    Single, value;
    Several, values;
}

trait Keep<M> {
    fn keep(&mut self, member: M);
}

impl<M> Keep<M> for Option<M> {
    fn keep(&mut self, member: M) {
        *self = Some(member);
    }
}

impl<M> Keep<M> for Vec<M> {
    fn keep(&mut self, member: M) {
        self.push(member);
    }
}
