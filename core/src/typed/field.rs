//! Fields: the attributes of an entity and places inside them, which the closures of conditions and updates pick from.

use std::marker::PhantomData;

use super::{Attr, Computed, Cond, Entity, NestedFields};
use crate::expr::Path;
use crate::plan::IndexParts;
use crate::typed::reach::{
    AnyUse, Comparable, Entire, FieldRules, FilterBy, Inside, Member, Ordered, Term, Texts, ValueOf,
};
use crate::typed::sealed::Sealed;
use crate::value::Type;

/// An attribute of an entity; `A` is named after the field, `Use` says where it is used.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let few = shop.query(Stock::of("tea")).filter(|s| s.left.between(1, 5)).all().await?; // `s.left` is a field
/// assert_eq!(few.len(), 1);
/// shop.update(Stock::at("tea").set(|s| s.left, 7)).when(|s| s.left.is_in([1, 2])).await?;
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Field<A, Use = AnyUse>(PhantomData<fn() -> (A, Use)>);

impl<A, Use> Clone for Field<A, Use> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, Use> Copy for Field<A, Use> {}

impl<A, Use> Field<A, Use> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<A, Use> Default for Field<A, Use> {
    fn default() -> Self {
        Self::new()
    }
}

/// A place inside the attribute `A` that holds a `T`; `Whole` is the declared type, with `Option` where it may be missing.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # use monotable::Attribute;
/// #[derive(Attribute)]
/// struct Address {
///     city: String,
///     lines: Vec<String>,
/// }
///
/// #[derive(Entity)]
/// #[entity(table = Crm)]
/// #[key(pk = "CUSTOMER#{name}")]
/// struct Customer {
///     name: String,
///     address: Address,
/// }
///
/// # #[derive(Table)]
/// # #[table(pk = "PK")]
/// # enum Crm { Customer(Customer) }
/// # async fn example(_: Store<Shop>) -> Result<(), monotable::Error> {
/// # let crm = Crm::on(monotable_local::LocalBackend::new());
/// # crm.create_table().await?;
/// let address = Address { city: "Ulm".into(), lines: vec!["Main 1".into()] };
/// crm.put(&Customer { name: "ada".into(), address }).await?;
/// let moved = Customer::at("ada").set(|c| c.address.then(|a| a.city), "Bonn"); // `a.city` is a place in an attribute
/// crm.update(moved).when(|c| c.address.then(|a| a.lines.at(0)).starts_with("Main")).await?;
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct NestedField<A, T, Use = AnyUse, Whole = T> {
    path: Path,
    /// True if no value is stored as null here.
    null: bool,
    types: PhantomData<fn() -> (A, T, Use, Whole)>,
}

impl<A, T, Use, Whole> Clone for NestedField<A, T, Use, Whole> {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), null: self.null, types: PhantomData }
    }
}

impl<A, T, Use, Whole> NestedField<A, T, Use, Whole> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(path: Path) -> Self {
        Self { path, null: false, types: PhantomData }
    }

    /// Returns the member of this name below a path, which is null where it has no value.
    #[doc(hidden)]
    #[must_use]
    pub fn null_below(path: &Path, name: &'static str) -> Self {
        Self { null: true, ..Self::below(path, name) }
    }

    /// Returns the member of this name below a path.
    #[doc(hidden)]
    #[must_use]
    pub fn below(path: &Path, name: &'static str) -> Self {
        Self::new(path.clone().name(name))
    }
}

/// A place in an item: an attribute, or inside one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an attribute of an entity",
    label = "pick an attribute, as in `|o| o.status`"
)]
pub trait Place: Sealed {
    /// The attribute that the place is in.
    type Attr: Attr;
    /// The type of the value there.
    type Type;
    /// The type of the value there, without `Option`.
    type Value;
    /// Where it is used.
    type Use;
    /// [`Entire`] for a whole attribute, [`Inside`] for a place in one.
    type Depth;
    /// True if there is an attribute.
    const STORED: bool;
    /// Returns whether no value is stored as null here, and not left out.
    fn keeps_null(&self) -> bool;
    /// Returns the path.
    fn into_path(self) -> Path;
    /// Renders the value where composed index keys have it as a part.
    fn render(value: Option<&Self::Value>, parts: &mut IndexParts);
}

impl<A, Use> Sealed for Field<A, Use> {}
impl<A, T, Use, Whole> Sealed for NestedField<A, T, Use, Whole> {}

#[diagnostic::do_not_recommend]
impl<A: Attr, Use> Place for Field<A, Use> {
    type Attr = A;
    type Type = A::Type;
    type Value = A::Value;
    type Use = Use;
    type Depth = Entire;
    const STORED: bool = A::STORED;

    fn render(value: Option<&A::Value>, parts: &mut IndexParts) {
        A::render(value, parts);
    }

    fn keeps_null(&self) -> bool {
        A::NULL
    }

    fn into_path(self) -> Path {
        Path::attribute(A::NAME)
    }
}

#[diagnostic::do_not_recommend]
impl<A: Attr, T, Use, Whole> Place for NestedField<A, T, Use, Whole> {
    type Attr = A;
    type Type = Whole;
    type Value = T;
    type Use = Use;
    type Depth = Inside;
    const STORED: bool = true;

    /// Does nothing: a part of a key is a whole attribute.
    fn render(_: Option<&T>, _: &mut IndexParts) {}

    fn keeps_null(&self) -> bool {
        self.null
    }

    fn into_path(self) -> Path {
        self.path
    }
}

/// `size(..)` of a place, to be compared.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let short = shop.scan_for::<Stock>().filter(|s| s.sku.size().le(3)).all().await?; // a text of up to 3 characters
/// assert_eq!(short.len(), 1);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Size<E> {
    path: Path,
    entity: PhantomData<fn() -> E>,
}

/// Methods on every place. Inherent, so that no trait need be in scope.
macro_rules! place_methods {
    ($value:ty, $attr:ident, $whole:ty) => {
        /// Compares: `place = value`. An empty set is no value where items leave it out.
        #[doc(alias("equals", "equal"))]
        pub fn eq<V>(self, value: V) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::equal(self.into_path(), value.stored::<$whole>())
        }

        /// Compares: `place <> value`; also true where there is no value.
        #[doc(alias("not_eq", "not_equal"))]
        pub fn ne<V>(self, value: V) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::not_equal(self.into_path(), value.stored::<$whole>())
        }

        /// Compares: `place < value`.
        #[doc(alias("less_than"))]
        pub fn lt<V>(self, value: V) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            $value: Ordered<$attr>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::compare(self.into_path(), crate::expr::Comparator::Lt, value.operand())
        }

        /// Compares: `place <= value`.
        #[doc(alias("lte", "less_or_equal"))]
        pub fn le<V>(self, value: V) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            $value: Ordered<$attr>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::compare(self.into_path(), crate::expr::Comparator::Le, value.operand())
        }

        /// Compares: `place > value`.
        #[doc(alias("greater_than"))]
        pub fn gt<V>(self, value: V) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            $value: Ordered<$attr>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::compare(self.into_path(), crate::expr::Comparator::Gt, value.operand())
        }

        /// Compares: `place >= value`.
        #[doc(alias("gte", "greater_or_equal"))]
        pub fn ge<V>(self, value: V) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            $value: Ordered<$attr>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::compare(self.into_path(), crate::expr::Comparator::Ge, value.operand())
        }

        /// Compares: `place BETWEEN low AND high`, both included.
        pub fn between<V, W>(self, low: V, high: W) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            W: ValueOf<$attr, $value>,
            $value: Ordered<$attr>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::between(self.into_path(), low.operand(), high.operand())
        }

        /// Compares: `place IN (values)`, equal to one of them. DynamoDB takes 1 to 100; without any the condition is an
        /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest).
        #[doc(alias("one_of", "any_of", "in_"))]
        pub fn is_in<V>(self, values: impl IntoIterator<Item = V>) -> Cond<$attr::Entity>
        where
            V: ValueOf<$attr, $value>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::one_of(self.into_path(), values.into_iter().map(|value| value.stored::<$whole>()))
        }

        /// Compares with the value of another attribute: `place = other`, `place < other` and so on.
        pub fn compare_with<P>(self, comparator: crate::expr::Comparator, other: P) -> Cond<$attr::Entity>
        where
            P: super::Place<Use = Use>,
            P::Attr: Attr<Entity = $attr::Entity>,
            P::Value: Comparable<$value>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
            <<P::Attr as Attr>::Rules as FieldRules>::Filter: FilterBy<P::Attr, Use>,
        {
            Cond::compare_paths(self.into_path(), comparator, other.into_path())
        }

        /// Tests for a value: `attribute_exists(place)`.
        #[doc(alias("attribute_exists", "is_some", "is_not_null"))]
        pub fn exists(self) -> Cond<$attr::Entity>
        where
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::exists(self.into_path())
        }

        /// Tests for no value: `attribute_not_exists(place)`.
        #[doc(alias("attribute_not_exists", "is_none", "is_null"))]
        pub fn not_exists(self) -> Cond<$attr::Entity>
        where
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::not_exists(self.into_path())
        }

        /// Tests the type: `attribute_type(place, kind)`.
        #[doc(alias("attribute_type"))]
        pub fn is_type(self, kind: Type) -> Cond<$attr::Entity>
        where
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::is_type(self.into_path(), kind)
        }

        /// Tests the beginning: `begins_with(place, prefix)`.
        #[doc(alias("begins_with"))]
        pub fn starts_with<V>(self, prefix: V) -> Cond<$attr::Entity>
        where
            $value: Texts<$attr>,
            V: crate::typed::reach::Prefix,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::begins_with(self.into_path(), Ok(prefix.packed_prefix()))
        }

        /// Tests the content: `contains(place, part)`, a text in a text, a member in a set, an element in a list.
        pub fn contains<V, Part>(self, part: V) -> Cond<$attr::Entity>
        where
            $value: crate::typed::reach::Holding<$attr, Part = Part>,
            V: ValueOf<$attr, Part>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Cond::contains(self.into_path(), part.operand())
        }

        /// Returns the operand `size(place)`: UTF-16 code units of a text, bytes of a binary, members of a set, list or map.
        #[doc(alias("len"))]
        pub fn size(self) -> Size<$attr::Entity>
        where
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Size { path: self.into_path(), entity: PhantomData }
        }

        /// Returns the operand `if_not_exists(place, fallback)` for [`Update::set_to`](crate::Update::set_to); the fallback is a
        /// value or another attribute.
        pub fn or<V>(self, fallback: V) -> Computed<$attr, $value>
        where
            V: Term<$attr::Entity, $value>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Computed::or(self.into_path(), fallback.term())
        }

        /// Returns the operand `list_append(place, more)` for [`Update::set_to`](crate::Update::set_to): this list and behind it
        /// another, an attribute or a value.
        pub fn concat<V>(self, more: V) -> Computed<$attr, $value>
        where
            $value: crate::typed::reach::Listed<$attr>,
            V: Term<$attr::Entity, $value>,
            <$attr::Rules as FieldRules>::Filter: FilterBy<$attr, Use>,
        {
            Computed::concat(self.into_path(), more.term())
        }

        /// Returns a member of the nested struct, as in `o.address.then(|a| a.city)`.
        #[doc(alias("nested", "path"))]
        pub fn then<P>(self, pick: impl FnOnce(<$value as NestedFields>::Members<$attr, Use>) -> P) -> P
        where
            $value: NestedFields,
        {
            pick(<$value as NestedFields>::members(&self.into_path()))
        }

        /// Returns the element of the list, counted from 0.
        #[must_use]
        #[doc(alias("index", "get", "nth"))]
        pub fn at<Element>(self, index: u32) -> NestedField<$attr, Element, Use, Member<Element>>
        where
            // an associated type in the result would hide the whole method where there is none
            $value: crate::typed::reach::Listed<$attr, Element = Element>,
        {
            NestedField::new(self.into_path().index(index))
        }

        /// Returns the entry of the map.
        #[must_use]
        #[doc(alias("get_key"))]
        pub fn entry<Entry>(self, key: impl AsRef<str>) -> NestedField<$attr, Entry, Use, Member<Entry>>
        where
            $value: crate::typed::reach::Mapped<$attr, Entry = Entry>,
        {
            NestedField::new(self.into_path().name(key.as_ref().to_owned()))
        }
    };
}

#[allow(clippy::should_implement_trait, reason = "comparisons yield conditions, not booleans")]
impl<A: Attr, Use> Field<A, Use> {
    place_methods!(A::Value, A, A::Type);
}

#[allow(clippy::should_implement_trait, reason = "comparisons yield conditions, not booleans")]
impl<A: Attr, T, Use, Whole> NestedField<A, T, Use, Whole> {
    place_methods!(T, A, Whole);
}

#[allow(clippy::should_implement_trait, reason = "comparisons yield conditions, not booleans")]
impl<E: Entity> Size<E> {
    /// Compares: `size = count`.
    pub fn eq(self, count: u64) -> Cond<E> {
        Cond::size(self.path, crate::expr::Comparator::Eq, count)
    }

    /// Compares: `size <> count`.
    pub fn ne(self, count: u64) -> Cond<E> {
        Cond::size(self.path, crate::expr::Comparator::Ne, count)
    }

    /// Compares: `size < count`.
    pub fn lt(self, count: u64) -> Cond<E> {
        Cond::size(self.path, crate::expr::Comparator::Lt, count)
    }

    /// Compares: `size <= count`.
    pub fn le(self, count: u64) -> Cond<E> {
        Cond::size(self.path, crate::expr::Comparator::Le, count)
    }

    /// Compares: `size > count`.
    pub fn gt(self, count: u64) -> Cond<E> {
        Cond::size(self.path, crate::expr::Comparator::Gt, count)
    }

    /// Compares: `size >= count`.
    pub fn ge(self, count: u64) -> Cond<E> {
        Cond::size(self.path, crate::expr::Comparator::Ge, count)
    }
}
