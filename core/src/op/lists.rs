//! Lists of entities side by side: what a batch of reads asks for and answers with.

use crate::error::Error;
use crate::plan::batch_get::{Answer, Answers};
use crate::plan::item;
use crate::schema::EntitySchema;
use crate::typed::sealed::Sealed;
use crate::typed::{Entity, Key, codec};
use crate::value::Item;

/// One to eight kinds of entities, a list of each: `(Order,)`, `(Order, Customer)`.
pub trait Lists: Sealed + 'static {
    /// The entities: one list alone, or a tuple of lists. `None` stands where there is none.
    type Read: Send + 'static;
    /// Keys: one list alone, or a tuple of lists.
    type Left: Send + 'static;

    #[doc(hidden)]
    fn read(answers: Answers, error: &mut Option<Error>) -> (Self::Read, Self::Left);
}

/// Lists that take one more, of entities `E`.
pub trait Longer<E>: Lists {
    /// All of them.
    type Lists: Lists;
}

/// Reads the answers to one list; the first item that cannot be read is the error.
fn list<E: Entity>(answers: &mut Answers, error: &mut Option<Error>) -> (Vec<Option<E>>, Vec<Key<E>>) {
    let answers = answers.0.next().unwrap_or_default();
    let mut read = Vec::with_capacity(answers.len());
    let mut left = Vec::new();
    for (place, (key, answer)) in answers.into_iter().enumerate() {
        let entity = match answer {
            Answer::There(item) => match codec::entity_of(&item) {
                Ok(entity) => Some(entity),
                Err(mistake) => {
                    keep_first(error, mistake, E::SCHEMA, &key, place);
                    left.push(Key::new(Ok(key)));
                    None
                }
            },
            Answer::Nothing => None,
            Answer::Open => {
                left.push(Key::new(Ok(key)));
                None
            }
        };
        read.push(entity);
    }
    (read, left)
}

#[cold]
fn keep_first(error: &mut Option<Error>, mistake: Error, entity: &EntitySchema, key: &Item, place: usize) {
    error.get_or_insert_with(|| item::about(mistake, entity, key).in_place("key", place));
}

impl<A: Entity> Lists for (A,) {
    type Read = Vec<Option<A>>;
    type Left = Vec<Key<A>>;

    fn read(mut answers: Answers, error: &mut Option<Error>) -> (Self::Read, Self::Left) {
        list::<A>(&mut answers, error)
    }
}

macro_rules! lists {
    ($($kind:ident)*) => {
        impl<$($kind: Entity),*> Lists for ($($kind,)*) {
            type Read = ($(Vec<Option<$kind>>,)*);
            type Left = ($(Vec<Key<$kind>>,)*);

            fn read(mut answers: Answers, error: &mut Option<Error>) -> (Self::Read, Self::Left) {
                $(
                    #[allow(non_snake_case, reason = "named after the type parameter")]
                    let $kind = list::<$kind>(&mut answers, error);
                )*
                (($($kind.0,)*), ($($kind.1,)*))
            }
        }
    };
}

macro_rules! longer {
    ($($kind:ident)*) => {
        impl<$($kind: Entity,)* Last: Entity> Longer<Last> for ($($kind,)*) {
            type Lists = ($($kind,)* Last);
        }
    };
}

lists!(A B);

lists!(A B C);

lists!(A B C D);

lists!(A B C D E);

lists!(A B C D E F);

lists!(A B C D E F G);

lists!(A B C D E F G H);

longer!(A);

longer!(A B);

longer!(A B C);

longer!(A B C D);

longer!(A B C D E);

longer!(A B C D E F);

longer!(A B C D E F G);
