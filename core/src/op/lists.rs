//! Lists of entities side by side: what a batch of reads asks for and answers with.

use crate::plan::batch_get::{Answer, Answers, Trouble};
use crate::plan::item;
use crate::typed::sealed::Sealed;
use crate::typed::{Entity, Key, codec};

/// One to eight kinds of entities, a list of each: `(Order,)`, `(Order, Customer)`.
pub trait Lists: Sealed + 'static {
    /// The entities: one list alone, or a tuple of lists. `None` stands where there is none.
    type Read: Send + 'static;
    /// Keys: one list alone, or a tuple of lists.
    type Left: Send + 'static;

    #[doc(hidden)]
    fn read(answers: Answers, trouble: &mut Trouble) -> (Self::Read, Self::Left);
}

/// Lists that take one more, of entities `E`.
pub trait Longer<E>: Lists {
    /// All of them.
    type Lists: Lists;
}

/// Reads the answers to one list; the first item that cannot be read is the error, unless those are kept apart.
fn list<E: Entity>(answers: &mut Answers, trouble: &mut Trouble) -> (Vec<Option<E>>, Vec<Key<E>>) {
    let answers = answers.0.next().unwrap_or_default();
    let mut read = Vec::with_capacity(answers.len());
    let mut left = Vec::new();
    for (place, (key, answer)) in answers.into_iter().enumerate() {
        let entity = match answer {
            Answer::There(item) => match codec::entity_of(&item) {
                Ok(entity) => Some(entity),
                Err(mistake) => {
                    if trouble.keep(item::about(mistake, E::SCHEMA, &key), item, place) {
                        left.push(Key::new(Ok(key)));
                    }
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

impl<A: Entity> Lists for (A,) {
    type Read = Vec<Option<A>>;
    type Left = Vec<Key<A>>;

    fn read(mut answers: Answers, trouble: &mut Trouble) -> (Self::Read, Self::Left) {
        list::<A>(&mut answers, trouble)
    }
}

macro_rules! lists {
    ($($kind:ident)*) => {
        impl<$($kind: Entity),*> Lists for ($($kind,)*) {
            type Read = ($(Vec<Option<$kind>>,)*);
            type Left = ($(Vec<Key<$kind>>,)*);

            fn read(mut answers: Answers, trouble: &mut Trouble) -> (Self::Read, Self::Left) {
                $(
                    #[allow(non_snake_case, reason = "named after the type parameter")]
                    let $kind = list::<$kind>(&mut answers, trouble);
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
