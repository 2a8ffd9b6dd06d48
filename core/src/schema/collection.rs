//! Collections: several kinds of items of one partition, as they become one struct.

use super::{
    CollectionSchema, EntitySchema, IndexSchema, KeySource, MemberCount, MemberKind, MemberSchema, PatternSchema,
};
use crate::key::Template;

impl CollectionSchema {
    pub(crate) const fn by(&self) -> &'static PatternSchema {
        &self.root.patterns[self.pattern]
    }

    pub(crate) fn index(&self) -> Option<&'static IndexSchema> {
        self.root.layout.index(self.by().index?)
    }

    /// Returns how many parts of the sort key say which items are read: all, where every item stands below one key, or none,
    /// where the whole partition is read.
    #[must_use]
    pub const fn given(&self) -> usize {
        match self.sort_template() {
            Some(template) if template.parts() > 0 && (self.has_root() || self.is_below(template)) => template.parts(),
            _ => 0,
        }
    }

    /// Returns the template of the sort key, and how many of its segments all items begin with.
    pub(crate) const fn prefix(&self) -> (Option<&'static Template>, usize) {
        match self.sort_template() {
            Some(template) if self.given() > 0 => (Some(template), template.through_last_part()),
            template => (template, 0),
        }
    }

    pub(crate) const fn sort_template(&self) -> Option<&'static Template> {
        sort_template(self.by())
    }

    /// Returns whether the item that the pattern reaches is a member, as one.
    const fn has_root(&self) -> bool {
        let mut next = 0;
        while next < self.members.len() {
            let member = &self.members[next];
            if let MemberKind::Entity(entity) = member.kind
                && !matches!(member.count, MemberCount::Many)
                && super::message::same(entity.name, self.root.name)
            {
                return true;
            }
            next += 1;
        }
        false
    }

    /// Returns whether all items stand below the one key that the template gives.
    const fn is_below(&self, template: &Template) -> bool {
        let mut next = 0;
        while next < self.members.len() {
            let own = match self.members[next].reached(self.by().index) {
                // There are many of what the pattern reaches, and so many keys.
                Some((entity, _)) if super::message::same(entity.name, self.root.name) => None,
                Some((entity, pattern)) => sort_template(&entity.patterns[pattern]),
                None => None,
            };
            match own {
                Some(own) if own.continues(template, template.through_last_part()) => {}
                _ => return false,
            }
            next += 1;
        }
        true
    }
}

impl MemberSchema {
    /// Returns the entity and the place of its pattern by which the member is reached.
    pub(crate) const fn reached(&self, index: Option<&str>) -> Option<(&'static EntitySchema, usize)> {
        match self.kind {
            MemberKind::Entity(entity) => match pattern_over(entity, index) {
                Some(place) => Some((entity, place)),
                None => None,
            },
            MemberKind::Collection(collection) => Some((collection.root, collection.pattern)),
        }
    }
}

/// Returns the place of an entity's pattern over this index, or over the table.
pub(crate) const fn pattern_over(entity: &EntitySchema, index: Option<&str>) -> Option<usize> {
    let mut next = 0;
    while next < entity.patterns.len() {
        let here = match (entity.patterns[next].index, index) {
            (None, None) => true,
            (Some(a), Some(b)) => super::message::same(a, b),
            _ => false,
        };
        if here {
            return Some(next);
        }
        next += 1;
    }
    None
}

pub(crate) const fn sort_template(pattern: &PatternSchema) -> Option<&'static Template> {
    match pattern.range {
        Some(KeySource::Composed(template)) => Some(template),
        _ => None,
    }
}
