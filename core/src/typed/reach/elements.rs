//! Arrays and slices where lists and sets are meant.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use super::update::SetTo;
use super::value::{Adds, IntoOperand, amount_of};
use crate::value::{Attribute, EncodeError, PackedValue};

macro_rules! elements {
    ($([$($parameter:tt)*] [$($more:tt)*] $elements:ty => $collection:ty, $into:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*, V: Into<T> $($more)*> IntoOperand<$collection> for $elements
        where
            $collection: Attribute,
        {
            fn into_operand(self) -> Result<PackedValue, EncodeError> {
                PackedValue::of::<$collection>(&$into(self))
            }

            fn is_absent(&self) -> bool {
                self.is_empty() && <$collection>::absent().is_some()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<A, $($parameter)*, V: Into<T> $($more)*, Whole> SetTo<A, $collection, Whole> for $elements {
            fn with<R>(self, take: impl FnOnce(Option<&$collection>) -> R) -> R {
                take(Some(&$into(self)))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<A, $($parameter)*, V: Into<T> $($more)*> Adds<A, $collection> for $elements {
            fn packed_amount(self) -> Result<Option<PackedValue>, EncodeError>
            where
                $collection: Attribute,
            {
                amount_of::<$collection>(&$into(self))
            }
        }
    )*};
}

fn owned<V: Into<T>, T, C: FromIterator<T>>(values: impl IntoIterator<Item = V>) -> C {
    values.into_iter().map(Into::into).collect()
}

fn cloned<'v, V: Into<T> + Clone + 'v, T, C: FromIterator<T>>(values: impl IntoIterator<Item = &'v V>) -> C {
    owned(values.into_iter().cloned())
}

elements! {
    [T] [, const N: usize] [V; N] => Vec<T>, owned;
    [T] [+ Clone] &[V] => Vec<T>, cloned;
    [T] [+ Clone, const N: usize] &[V; N] => Vec<T>, cloned;
    [T: Ord] [, const N: usize] [V; N] => BTreeSet<T>, owned;
    [T: Ord] [+ Clone] &[V] => BTreeSet<T>, cloned;
    [T: Ord] [+ Clone, const N: usize] &[V; N] => BTreeSet<T>, cloned;
    [T: Eq + Hash, H: BuildHasher + Default] [, const N: usize] [V; N] => HashSet<T, H>, owned;
    [T: Eq + Hash, H: BuildHasher + Default] [+ Clone] &[V] => HashSet<T, H>, cloned;
    [T: Eq + Hash, H: BuildHasher + Default] [+ Clone, const N: usize] &[V; N] => HashSet<T, H>, cloned;
}
