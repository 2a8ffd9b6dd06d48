//! The seal of traits that programs use and do not implement: it keeps them free to change.

/// Implemented beside each type that a trait of this library is for, and for the types of std that stand in lists of operations
/// and keys. It cannot be named outside of this library, and a trait above it cannot be implemented there.
pub trait Sealed {}

impl<T: ?Sized> Sealed for &T {}
impl<T> Sealed for Vec<T> {}
impl<T, const N: usize> Sealed for [T; N] {}
impl Sealed for u64 {}
impl Sealed for String {}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<$first, $($rest),*> Sealed for ($first, $($rest,)*) {}
        tuples!($($rest)*);
    };
    () => {
        impl Sealed for () {}
    };
}

tuples!(A B C D E F G H I J K L M N O P);
