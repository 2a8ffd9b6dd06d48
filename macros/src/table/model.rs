//! The declaration that `#[derive(Table)]` read, with nothing left of the attributes.

use proc_macro2::Span;
use syn::{Ident, Path, Type, Visibility};

use crate::table_half::TableHalf;

/// A table, a layout, or both.
pub(crate) struct Model {
    pub ident: Ident,
    pub vis: Visibility,
    /// True if it is generic, which a table cannot be.
    pub generic: bool,
    /// The path of `monotable`.
    pub krate: Path,
    pub layout: LayoutSource,
    /// The content of the table; a unit struct is a layout alone.
    pub entities: Option<Entities>,
    pub scan: Option<Span>,
}

/// Where the layout comes from.
pub(crate) enum LayoutSource {
    /// The type is its own layout.
    Own(Layout),
    /// `layout = path`.
    Given(Path),
}

/// Names of the attributes that DynamoDB knows of.
#[derive(Default)]
pub(crate) struct Layout {
    pub pk: Option<KeyAttribute>,
    pub sk: Option<KeyAttribute>,
    pub ttl: Option<Named>,
    pub tag: Tag,
    pub indexes: Vec<Index>,
    pub max_gsis: Option<(usize, Span)>,
}

/// Where items keep the name of their entity.
#[derive(Default)]
pub(crate) enum Tag {
    /// `_type`.
    #[default]
    Default,
    /// Another attribute.
    Named(Named),
    /// Nowhere: the shape of the key decides.
    Off,
}

/// A name in the table and where it was written.
#[derive(Clone)]
pub(crate) struct Named {
    pub name: String,
    pub span: Span,
}

/// A key attribute.
#[derive(Clone)]
pub(crate) struct KeyAttribute {
    pub name: String,
    pub kind: Kind,
    pub span: Span,
}

/// DynamoDB's types of key attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    S,
    N,
    B,
}

/// An index of the layout.
pub(crate) struct Index {
    pub ident: Ident,
    /// The name in DynamoDB.
    pub name: Named,
    pub keys: IndexKeys,
    pub projection: Projection,
    pub span: Span,
}

/// The sort key of an index.
pub(crate) enum IndexKeys {
    Global {
        pk: Half,
        sk: Option<Half>,
    },
    /// Shares the table's partition key.
    Local {
        sk: Half,
    },
    /// The table's keys, swapped.
    Inverted,
    /// They could not be read, which has been reported.
    Unreadable,
}

/// One half of an index key.
pub(crate) enum Half {
    /// One attribute of its own, in which the entities compose their keys.
    Composed(KeyAttribute),
    /// Attributes as the entities store them.
    Native(Vec<KeyAttribute>, Span),
    /// The table's own key attribute, if the table has it.
    Table(TableHalf, Option<KeyAttribute>, Span),
}

/// Which attributes an index carries beside its keys.
pub(crate) enum Projection {
    All,
    KeysOnly,
    Include(Vec<Named>),
}

/// The closed world of a table.
pub(crate) struct Entities {
    pub members: Vec<Member>,
    /// The variant for items of unknown kinds.
    pub other: Option<Member>,
}

/// `Order(Order)`.
pub(crate) struct Member {
    pub variant: Ident,
    pub ty: Type,
}

impl Index {
    /// The option's name, as users write it.
    pub(crate) fn attribute(&self) -> &'static str {
        match self.keys {
            IndexKeys::Global { .. } | IndexKeys::Unreadable => "gsi",
            IndexKeys::Local { .. } => "lsi",
            IndexKeys::Inverted => "inverted",
        }
    }

    /// Gives the halves that are the table's own keys their attributes.
    pub(crate) fn take_keys(&mut self, table_pk: Option<&KeyAttribute>, table_sk: Option<&KeyAttribute>) {
        let (pk, sk) = match &mut self.keys {
            IndexKeys::Global { pk, sk } => (Some(pk), sk.as_mut()),
            IndexKeys::Local { sk } => (None, Some(sk)),
            IndexKeys::Inverted | IndexKeys::Unreadable => (None, None),
        };
        for half in pk.into_iter().chain(sk) {
            if let Half::Table(which, own, span) = half {
                let key = if *which == TableHalf::Partition { table_pk } else { table_sk };
                *own = key.map(|key| KeyAttribute { span: *span, ..key.clone() });
            }
        }
    }

    /// Its halves, the partition key first.
    pub(crate) fn halves(&self) -> impl Iterator<Item = &Half> {
        let (pk, sk) = match &self.keys {
            IndexKeys::Global { pk, sk } => (Some(pk), sk.as_ref()),
            IndexKeys::Local { sk } => (None, Some(sk)),
            IndexKeys::Inverted | IndexKeys::Unreadable => (None, None),
        };
        pk.into_iter().chain(sk)
    }
}

impl Half {
    pub(crate) fn attributes(&self) -> &[KeyAttribute] {
        match self {
            Self::Composed(one) => std::slice::from_ref(one),
            Self::Native(list, _) => list,
            Self::Table(_, own, _) => own.as_slice(),
        }
    }
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
        }
    }
}
