//! Rules for the use of an attribute.

use std::marker::PhantomData;

use crate::typed::sealed::Sealed;

/// Where an attribute is used, when it is not in the filter of a query.
pub struct AnyUse(PhantomData<()>);

/// Rules for the use of an attribute.
pub trait FieldRules: Sealed {
    /// [`InPlace`], [`IndexPart`], [`PrimaryKey`], [`LockVersion`] or [`Fixed`].
    type Change;
    /// [`Anywhere`], or the attribute itself where it is a stored key of an index.
    type Filter;
    /// Its place among the parts of composed index keys: [`Slot`], or [`Untracked`].
    type Slot;
    /// [`Missing`] where the type says whether an item can be without it, [`Defaulted`] where there is a default.
    type Absence;
}

/// The rules of an ordinary attribute.
pub struct Plain(PhantomData<()>);

impl Sealed for Plain {}

impl FieldRules for Plain {
    type Change = InPlace;
    type Filter = Anywhere;
    type Slot = Untracked;
    type Absence = Missing;
}

/// The rules of any other attribute.
pub struct Ruled<Change, Filter = Anywhere, Slot = Untracked, Absence = Missing>(
    PhantomData<(Change, Filter, Slot, Absence)>,
);

impl<Change, Filter, Slot, Absence> Sealed for Ruled<Change, Filter, Slot, Absence> {}

impl<Change, Filter, Slot, Absence> FieldRules for Ruled<Change, Filter, Slot, Absence> {
    type Change = Change;
    type Filter = Filter;
    type Slot = Slot;
    type Absence = Absence;
}

/// An attribute that can be set and added to.
pub struct InPlace(PhantomData<()>);

impl Sealed for InPlace {}

/// A part of a key of an index: it can be set, and the keys are written again.
pub struct IndexPart(PhantomData<()>);

impl Sealed for IndexPart {}

/// A part of the primary key.
pub struct PrimaryKey(PhantomData<()>);

/// The version of the optimistic lock.
pub struct LockVersion(PhantomData<()>);

/// Attributes that have no single name: what the struct does not name.
pub struct Fixed(PhantomData<()>);

/// A part of keys of indexes that is stored in those keys alone.
pub struct InKeyPart(PhantomData<()>);

impl Sealed for InKeyPart {}

/// The type says whether an item can be without the attribute.
pub struct Missing(PhantomData<()>);

impl Sealed for Missing {}

/// An item can be without the attribute: it has a default.
pub struct Defaulted(PhantomData<()>);

impl Sealed for Defaulted {}

/// No part of a composed index key.
pub struct Untracked(PhantomData<()>);

impl Sealed for Untracked {}

/// The place of an attribute among those that are parts of composed index keys.
pub struct Slot<const PLACE: usize>(PhantomData<()>);

impl<const PLACE: usize> Sealed for Slot<PLACE> {}

/// The attribute is nobody's stored key, so that every filter may name it.
pub struct Anywhere(PhantomData<()>);

/// The attribute is kept in keys alone, so that no filter can name it.
pub struct InKeyOnly(PhantomData<()>);
