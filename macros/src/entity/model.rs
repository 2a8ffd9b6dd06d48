//! The declaration that `#[derive(Entity)]` read, with nothing left of the attributes.

use proc_macro2::Span;
use syn::{Ident, Path, Visibility};

use super::derived::Derived;
use crate::attr::Slot;
use crate::field::Field;
use crate::names;
use crate::table_half::TableHalf;
use crate::template::{Style, Template};

/// An entity.
pub(crate) struct Model {
    pub ident: Ident,
    pub vis: Visibility,
    /// True if it is generic, which an entity cannot be.
    pub generic: bool,
    /// The path of `monotable`.
    pub krate: Path,
    /// The table or the layout that the entity lives in.
    pub table: Slot<Path>,
    /// The tag that its items carry.
    pub tag: Text,
    /// Tags that are read as this entity too.
    pub tag_aliases: Vec<Text>,
    pub style: Style,
    pub scan: Option<Span>,
    pub names: Names,
    pub fields: Vec<Field>,
    /// Parts of keys that are computed.
    pub derived: Vec<Derived>,
    /// The table's key.
    pub key: Key,
    /// The access patterns over indexes, as they are written.
    pub indexes: Vec<Index>,
}

/// A text and where it comes from.
pub(crate) struct Text {
    pub value: String,
    pub span: Span,
}

/// The names of what is generated.
pub(crate) struct Names {
    /// The module with the field markers and the access patterns.
    pub module: Ident,
    /// The functions of the table key.
    pub key: Ident,
    pub at: Ident,
    pub of: Ident,
    /// Starts an update from a loaded entity.
    pub edit: Ident,
}

/// Partition key and sort key.
#[derive(Default)]
pub(crate) struct Key {
    pub pk: Option<KeySpec>,
    pub sk: Option<KeySpec>,
    /// The attribute that gave it.
    pub span: Option<Span>,
}

/// The source of one key attribute, or of the native attributes of one half of a key.
pub(crate) enum KeySpec {
    /// A text composed of literals and parts.
    Template(Template),
    /// Fields as they are stored.
    Native(Native),
    /// The table's own key, as one half of an index key.
    Table(TableHalf, Span),
    /// It was given and could not be read, which has been reported.
    Unreadable,
}

/// `[a, b]`.
pub(crate) struct Native {
    pub fields: Vec<Ident>,
    pub span: Span,
}

/// `#[index(pattern: Index, ..)]`.
pub(crate) struct Index {
    /// The name of the access pattern, a function of the entity.
    pub pattern: Ident,
    /// The index of the layout.
    pub index: Ident,
    pub key: Key,
    pub sparse: Option<Span>,
    /// The field that decides whether an item is in the index.
    pub only_if: Option<Ident>,
    pub span: Span,
}

/// The kind of index that a pattern is written for, as far as its keys show; that the layout agrees is proven later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IndexShape {
    /// Has a partition key of its own.
    Global,
    /// Shares the table's partition key: a sort key alone.
    Local,
    /// The table's keys, swapped: no keys of its own.
    Inverted,
}

/// A mention of a field in a key.
pub(crate) struct Mention {
    /// The name without `r#`.
    pub field: String,
    pub span: Span,
}

impl Model {
    /// A field, or a part that is computed, as keys see it.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        let fields = self.fields.iter().chain(self.derived.iter().map(|part| &part.field));
        fields.into_iter().find(|field| names::plain(&field.ident) == name)
    }

    /// The fields behind a part of a key: those that it is computed from, or the field itself.
    pub(crate) fn behind(&self, part: &str) -> Vec<String> {
        match self.derived(part) {
            Some(derived) => derived.inputs.iter().map(|input| input.field.clone()).collect(),
            None => vec![part.to_owned()],
        }
    }

    pub(crate) fn derived(&self, name: &str) -> Option<&Derived> {
        self.derived.iter().find(|part| part.name() == name)
    }

    /// The fields that conditions and updates can name.
    pub(crate) fn named_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.is_rest() && !field.is_left_out())
    }

    pub(crate) fn version(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.is_version())
    }

    pub(crate) fn rest(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.is_rest())
    }
}

impl Key {
    /// Both halves, the partition key first.
    pub(crate) fn halves(&self) -> impl Iterator<Item = (Half, &KeySpec)> {
        let pk = self.pk.as_ref().map(|spec| (Half::Partition, spec));
        pk.into_iter().chain(self.sk.as_ref().map(|spec| (Half::Sort, spec)))
    }
}

/// Which half of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Partition,
    Sort,
}

impl Half {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Partition => "partition key",
            Self::Sort => "sort key",
        }
    }

    /// Returns what writes it.
    pub(crate) fn function(self) -> Ident {
        match self {
            Self::Partition => Ident::new("partition_key", Span::call_site()),
            Self::Sort => Ident::new("sort_key", Span::call_site()),
        }
    }

    /// The option that gives it.
    pub(crate) fn option(self) -> &'static str {
        match self {
            Self::Partition => "pk",
            Self::Sort => "sk",
        }
    }
}

impl KeySpec {
    /// The fields it mentions, from left to right.
    pub(crate) fn mentions(&self) -> Vec<Mention> {
        match self {
            Self::Template(template) => {
                template.parts().map(|part| Mention { field: part.field.clone(), span: part.span }).collect()
            }
            Self::Native(native) => {
                native.fields.iter().map(|field| Mention { field: names::plain(field), span: field.span() }).collect()
            }
            Self::Table(..) | Self::Unreadable => Vec::new(),
        }
    }
}

impl Index {
    /// Returns whether the keys tell the value of a part of them for every item: an item without the keys has none.
    pub(crate) fn holds(&self, field: &Field, model: &Model) -> bool {
        let name = names::plain(&field.ident);
        let is_optional = field.optional().is_some();
        let mut optional = self.key.halves().flat_map(|(_, spec)| spec.mentions()).map(|mention| mention.field);
        let alone =
            optional.all(|part| part == name || model.field(&part).is_none_or(|field| field.optional().is_none()));
        let switched = self.only_if.as_ref().is_some_and(|switch| !is_optional || *switch != name);
        alone && !switched
    }

    /// Returns whether an item has both of its keys or none of them.
    pub(crate) fn is_united(&self) -> bool {
        let composed = self.key.halves().filter(|(_, spec)| matches!(spec, KeySpec::Template(_))).count();
        composed > 1 && (self.sparse.is_some() || self.only_if.is_some())
    }

    /// Returns whether items can be missing from it.
    pub(crate) fn is_partial(&self) -> bool {
        self.sparse.is_some() || self.only_if.is_some()
    }

    /// Returns the half that is the table's own key, and which of its keys.
    pub(crate) fn of_table(&self) -> Option<(Half, TableHalf)> {
        self.key.halves().find_map(|(half, spec)| match spec {
            KeySpec::Table(own, _) => Some((half, *own)),
            _ => None,
        })
    }

    pub(crate) fn shape(&self) -> IndexShape {
        match (&self.key.pk, &self.key.sk) {
            (Some(_), _) => IndexShape::Global,
            (None, Some(_)) => IndexShape::Local,
            (None, None) => IndexShape::Inverted,
        }
    }
}
