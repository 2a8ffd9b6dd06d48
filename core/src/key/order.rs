//! Order of key parts, which decides what ranges can do with them: the types that stand in
//! [`KeyPart::Order`](crate::KeyPart::Order).

/// One of [`Unsorted`], [`Sorted`], [`Fixed`] and [`Text`].
pub trait PartOrder: sealed::Sealed {
    /// True if the values are texts that stand in the key as they are.
    const TEXT: bool = false;
}

/// The orders that allow ranges.
pub trait SortedOrder: PartOrder {}

/// The texts sort in an order without meaning: equality only.
#[derive(Clone, Copy, Debug)]
pub enum Unsorted {}

/// The texts sort as the values do.
#[derive(Clone, Copy, Debug)]
pub enum Sorted {}

/// The texts sort as the values do and all have one width.
#[derive(Clone, Copy, Debug)]
pub enum Fixed {}

/// The values are texts: ranges and `starts_with`.
#[derive(Clone, Copy, Debug)]
pub enum Text {}

impl PartOrder for Unsorted {}
impl PartOrder for Sorted {}
impl PartOrder for Fixed {}
impl PartOrder for Text {
    const TEXT: bool = true;
}

impl SortedOrder for Sorted {}
impl SortedOrder for Fixed {}
impl SortedOrder for Text {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Unsorted {}
    impl Sealed for super::Sorted {}
    impl Sealed for super::Fixed {}
    impl Sealed for super::Text {}
}
