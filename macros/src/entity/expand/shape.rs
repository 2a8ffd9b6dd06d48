//! The model as the printing functions want it: access patterns with their keys resolved, and who has which place.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Type};

use crate::codec::here;
use crate::entity::model::{Half, Index, IndexShape, KeySpec, Model, Native};
use crate::field::{Field, type_span};
use crate::names::{self, Case};
use crate::table_half::TableHalf;
use crate::template::Template;

/// An entity, ready to be printed.
pub(super) struct Shape<'a> {
    pub model: &'a Model,
    /// The first is the table's key.
    pub patterns: Vec<Pattern<'a>>,
    /// Key attributes of indexes that are composed for the entity.
    pub index_keys: Vec<IndexKey<'a>>,
    /// Parts of those that the primary key does not give, in the order of the struct.
    pub tracked: Vec<&'a Field>,
    /// Those of them that share an index key with another, so that updates keep a state for each.
    pub joined: Vec<&'a Field>,
}

/// A way to query the entity.
pub(super) struct Pattern<'a> {
    /// The function of the entity.
    pub function: &'a Ident,
    /// The query type in the module.
    pub ty: Ident,
    pub place: usize,
    pub index: Option<&'a Index>,
    pub hash: Source<'a>,
    pub range: Option<Source<'a>>,
}

/// Where a half of a key comes from.
#[derive(Clone)]
pub(super) enum Source<'a> {
    /// A template and the static that holds it.
    Composed { name: Ident, template: &'a Template },
    /// Stored fields.
    Native(&'a Native),
}

/// A composed key attribute of an index.
pub(super) struct IndexKey<'a> {
    pub pattern: &'a Index,
    pub half: Half,
    pub name: Ident,
    pub template: &'a Template,
}

/// A field as a part of a key.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub field: &'a Field,
    /// Stored as it is, not as a part of a text.
    pub native: bool,
}

impl<'a> Shape<'a> {
    /// Every key of a model without mistakes.
    pub(super) fn of(model: &'a Model) -> Option<Self> {
        let own = |spec: &'a KeySpec, name: &str, half: Half| Source::new(spec, name, half);
        let pk = own(model.key.pk.as_ref()?, "KEY", Half::Partition)?;
        let sk = match &model.key.sk {
            Some(sk) => Some(own(sk, "KEY", Half::Sort)?),
            None => None,
        };
        let mut patterns = vec![Pattern::new(&model.names.of, 0, None, pk.clone(), sk.clone())];
        let mut index_keys = Vec::new();
        for index in &model.indexes {
            let name = names::plain(&index.pattern);
            let (mut hash, mut range) = (None, None);
            for (half, spec) in index.key.halves() {
                let source = match spec {
                    KeySpec::Table(TableHalf::Partition, _) => pk.clone(),
                    KeySpec::Table(TableHalf::Sort, _) => sk.clone()?,
                    _ => Source::new(spec, &name, half)?,
                };
                // what the table's key is needs no writing
                if let (KeySpec::Template(_), Source::Composed { name, template }) = (spec, &source) {
                    index_keys.push(IndexKey { pattern: index, half, name: name.clone(), template });
                }
                *if half == Half::Partition { &mut hash } else { &mut range } = Some(source);
            }
            let (hash, range) = match index.shape() {
                IndexShape::Global => (hash?, range),
                IndexShape::Local => (pk.clone(), range),
                IndexShape::Inverted => (sk.clone()?, Some(pk.clone())),
            };
            patterns.push(Pattern::new(&index.pattern, patterns.len(), Some(index), hash, range));
        }
        let mut shape = Self { model, patterns, index_keys, tracked: Vec::new(), joined: Vec::new() };
        shape.tracked = model.fields.iter().filter(|field| shape.is_tracked(field)).collect();
        shape.joined = shape.tracked.iter().copied().filter(|field| shape.is_joined(field)).collect();
        Some(shape)
    }

    /// The table's own key.
    pub(super) fn table(&self) -> &Pattern<'a> {
        &self.patterns[0]
    }

    /// Parts of the primary key, each once.
    pub(super) fn key_parts(&self) -> Vec<Part<'a>> {
        let mut parts: Vec<Part> = Vec::new();
        let table = self.table();
        for part in table.hash.parts(self.model).into_iter().chain(table.sort_parts(self.model)) {
            if !parts.iter().any(|other| other.field.ident == part.field.ident) {
                parts.push(part);
            }
        }
        parts
    }

    /// Returns whether the field is part of the primary key, or a part of that is computed from it: it stays as it is.
    pub(super) fn is_primary(&self, field: &Field) -> bool {
        let name = names::plain(&field.ident);
        self.key_parts().iter().any(|part| {
            part.field.ident == field.ident || self.model.derived(&part.name()).is_some_and(|part| part.uses(&name))
        })
    }

    /// Returns whether the primary key tells the value of the part.
    pub(super) fn is_known(&self, name: &str) -> bool {
        self.key_parts().iter().any(|part| part.name() == name)
    }

    /// Returns whether an index key has this part.
    pub(super) fn is_in_index_key(&self, name: &str) -> bool {
        self.index_keys.iter().any(|key| key.template.parts().any(|part| part.field == name))
    }

    /// Returns whether something that an index key depends on is computed from this field.
    pub(super) fn is_input(&self, field: &Field) -> bool {
        let name = names::plain(&field.ident);
        let derived =
            |part: &str| !self.is_known(part) && self.model.derived(part).is_some_and(|derived| derived.uses(&name));
        self.index_keys.iter().any(|key| {
            let switch = key.pattern.only_if.as_ref().map(names::plain);
            key.template.parts().any(|part| derived(&part.field))
                || switch.is_some_and(|switch| switch == name || derived(&switch))
        })
    }

    /// The fields that an index key depends on, each once; the primary key may tell some of them.
    pub(super) fn fields_behind(&self, key: &IndexKey) -> Vec<String> {
        let parts = key.template.parts().map(|part| part.field.clone());
        let switch = key.pattern.only_if.as_ref().map(names::plain);
        let mut fields: Vec<String> = Vec::new();
        for part in parts.chain(switch) {
            let behind = if self.is_known(&part) { vec![part] } else { self.model.behind(&part) };
            for field in behind {
                if !fields.contains(&field) {
                    fields.push(field);
                }
            }
        }
        fields
    }

    /// Places of the index keys that an item has together with the one at this place.
    pub(super) fn together(&self, place: usize) -> Vec<usize> {
        let Some(key) = self.index_keys.get(place) else { return Vec::new() };
        if !key.pattern.is_united() {
            return vec![place];
        }
        let same = |other: &IndexKey| std::ptr::eq(other.pattern, key.pattern);
        (0..self.index_keys.len()).filter(|at| same(&self.index_keys[*at])).collect()
    }

    /// The fields that decide, in the other half, whether an item has this half of a key.
    pub(super) fn deciding(&self, key: &IndexKey) -> Vec<String> {
        let mut fields = Vec::new();
        let other =
            self.index_keys.iter().find(|other| std::ptr::eq(other.pattern, key.pattern) && other.half != key.half);
        let Some(other) = other.filter(|_| key.pattern.is_united()) else { return fields };
        let parts = other.template.parts().filter_map(|part| self.model.field(&part.field));
        for part in parts.filter(|part| part.optional().is_some()) {
            for field in self.model.behind(&names::plain(&part.ident)) {
                if !fields.contains(&field) {
                    fields.push(field);
                }
            }
        }
        fields
    }

    /// Slots of those of them that an update may not know.
    pub(super) fn deciding_slots(&self, key: &IndexKey) -> Vec<usize> {
        self.deciding(key).iter().filter_map(|field| self.slot(self.model.field(field)?)).collect()
    }

    fn is_tracked(&self, field: &Field) -> bool {
        let name = names::plain(&field.ident);
        !self.is_known(&name) && self.index_keys.iter().any(|key| self.fields_behind(key).contains(&name))
    }

    fn is_joined(&self, field: &Field) -> bool {
        let name = names::plain(&field.ident);
        let is_tracked = |name: &String| self.tracked.iter().any(|field| names::plain(&field.ident) == *name);
        self.index_keys.iter().any(|key| {
            let own: Vec<String> = self.fields_behind(key).into_iter().filter(is_tracked).collect();
            let deciding: Vec<String> = self.deciding(key).into_iter().filter(is_tracked).collect();
            let both = !own.is_empty() && !deciding.is_empty();
            (own.contains(&name) && (own.len() > 1 || both)) || (deciding.contains(&name) && both)
        })
    }

    /// Returns whether updates render the field where index keys have it as a part.
    pub(super) fn is_index_part(&self, field: &Field) -> bool {
        self.tracked.iter().any(|tracked| tracked.ident == field.ident)
    }

    /// The place of a field among those that updates keep a state for.
    pub(super) fn slot(&self, field: &Field) -> Option<usize> {
        self.joined.iter().position(|joined| joined.ident == field.ident)
    }

    /// Parts of the primary key that index keys have too.
    pub(super) fn shared_parts(&self) -> Vec<Part<'a>> {
        let used = |part: &Part| self.is_in_index_key(&part.name());
        self.key_parts().into_iter().filter(used).collect()
    }

    /// Parts of the primary key that something in index keys is computed from.
    pub(super) fn shared_inputs(&self) -> Vec<Part<'a>> {
        self.key_parts().into_iter().filter(|part| self.is_input(part.field)).collect()
    }

    /// `(Open, Open)`: a state for each field that shares an index key with another.
    pub(super) fn states(&self, state: &str) -> TokenStream {
        let state = format_ident!("{state}");
        let states = self.joined.iter().map(|_| quote!(__m::reach::#state,));
        quote!((#(#states)*))
    }

    /// The type in the module, with the module before it.
    pub(super) fn in_module(&self, name: &Ident) -> TokenStream {
        let module = &self.model.names.module;
        quote!(#module::#name)
    }
}

impl<'a> Pattern<'a> {
    fn new(
        function: &'a Ident,
        place: usize,
        index: Option<&'a Index>,
        hash: Source<'a>,
        range: Option<Source<'a>>,
    ) -> Self {
        let ty = names::ident(&Case::Pascal.apply(&names::plain(function)), function.span());
        Self { function, ty, place, index, hash, range }
    }

    /// Parts of the sort key.
    pub(super) fn sort_parts(&self, model: &'a Model) -> Vec<Part<'a>> {
        self.range.as_ref().map(|range| range.parts(model)).unwrap_or_default()
    }

    /// Returns whether a field is a key attribute of this pattern as it is stored.
    pub(super) fn has_stored_key(&self, field: &Field, model: &Model) -> bool {
        let halves = std::iter::once(&self.hash).chain(&self.range);
        halves.flat_map(|half| half.parts(model)).any(|part| part.native && part.field.ident == field.ident)
    }

    /// Returns where the user wrote it: the attribute with the table's key, or the name of the pattern.
    pub(super) fn span(&self, model: &Model) -> Span {
        match self.index {
            Some(index) => index.span,
            None => model.key.span.unwrap_or(model.ident.span()),
        }
    }

    /// "`CUSTOMER#{customer_id}` / `ORDER#{order_id}`".
    pub(super) fn describe(&self) -> String {
        match &self.range {
            Some(range) => format!("{} / {}", self.hash.describe(), range.describe()),
            None => self.hash.describe(),
        }
    }
}

impl<'a> Source<'a> {
    fn new(spec: &'a KeySpec, owner: &str, half: Half) -> Option<Self> {
        match spec {
            KeySpec::Template(template) => {
                let owner = Case::ScreamingSnake.apply(owner);
                let name = format_ident!("__{owner}_{}", half.option().to_uppercase(), span = template.text.span());
                Some(Self::Composed { name, template })
            }
            KeySpec::Native(native) => Some(Self::Native(native)),
            KeySpec::Table(..) | KeySpec::Unreadable => None,
        }
    }

    /// Its parts that are fields.
    pub(super) fn parts<'m>(&self, model: &'m Model) -> Vec<Part<'m>> {
        match self {
            Self::Composed { template, .. } => template
                .parts()
                .filter_map(|part| Some(Part { field: model.field(&part.field)?, native: false }))
                .collect(),
            Self::Native(native) => native
                .fields
                .iter()
                .filter_map(|field| Some(Part { field: model.field(&names::plain(field))?, native: true }))
                .collect(),
        }
    }

    /// Returns where the user wrote it.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Composed { template, .. } => template.text.span(),
            Self::Native(native) => native.span,
        }
    }

    pub(super) fn describe(&self) -> String {
        match self {
            Self::Composed { template, .. } => format!("`{}`", template.text.value()),
            Self::Native(native) => {
                let fields: Vec<_> = native.fields.iter().map(names::plain).collect();
                crate::attr::list(&fields)
            }
        }
    }
}

impl<'a> Part<'a> {
    /// The type of one value: without `Option`.
    pub(super) fn value(self) -> &'a Type {
        value_type(self.field)
    }

    /// The type as key code names it. Where it cannot be in a key, every mention is the same error, which rustc shows
    /// once.
    pub(super) fn key_type(self) -> TokenStream {
        let ty = self.value();
        let role = format_ident!("{}", if self.native { "Stored" } else { "Text" });
        quote_spanned!(here(type_span(ty))=> __m::#role<#ty>)
    }

    pub(super) fn name(self) -> String {
        names::plain(&self.field.ident)
    }
}

/// The field's type without `Option`.
pub(super) fn value_type(field: &Field) -> &Type {
    field.optional().unwrap_or(&field.ty)
}

/// Returns where errors about the whole entity stand.
pub(super) fn entity_span(model: &Model) -> Span {
    here(model.ident.span())
}
