//! Parts of composed index keys, as an update knows them.

use super::condition::Held;
use crate::error::{Error, ErrorKind};
use crate::key::KeyPart;
use crate::schema::{EntitySchema, IndexKeySchema};
use crate::value::{Attribute, PackedValue};

/// Texts of the parts of composed index keys that an update knows.
pub struct IndexParts {
    entity: &'static EntitySchema,
    parts: Vec<IndexPart>,
    source: Source,
    /// True if every key is written again, whether a part of it is set or not.
    touched: bool,
    error: Option<Error>,
}

struct IndexPart {
    key: usize,
    part: usize,
    /// `None` where the attribute is missing, so that the item is not in the index.
    text: Option<String>,
    source: Source,
    /// What must still hold for a part that was loaded.
    guard: Option<Held>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Given by the primary key, or under a condition.
    Fixed,
    /// Read from the loaded entity, so that it may have changed since.
    Loaded,
    /// Set by this update.
    Set,
}

/// New state of an index key.
pub(crate) enum IndexKey {
    /// None of its parts is set.
    Unchanged,
    /// A part is missing: the item leaves the index.
    Gone,
    /// The key with its new parts.
    Text(String),
}

impl IndexParts {
    pub(crate) fn new(entity: &'static EntitySchema) -> Self {
        Self { entity, parts: Vec::new(), source: Source::Fixed, touched: false, error: None }
    }

    pub(crate) fn set_now(&mut self) {
        self.source = Source::Set;
    }

    pub(crate) fn touch(&mut self) {
        self.touched = true;
    }

    pub(crate) fn fixed_now(&mut self) {
        self.source = Source::Fixed;
    }

    /// Renders the value of a field wherever a composed index key has it as a part; `None` where the attribute is missing.
    pub fn render<T: KeyPart>(&mut self, field: &'static str, value: Option<&T>) {
        self.put(field, value, self.source, None);
    }

    /// Adds the part of a loaded entity; `attribute` is where it is stored, if not in a key alone.
    pub fn loaded<T: KeyPart + Attribute>(
        &mut self,
        field: &'static str,
        attribute: Option<&'static str>,
        value: Option<&T>,
    ) {
        let packed = value.map(PackedValue::of).transpose();
        let guard = match (attribute, packed) {
            (Some(attribute), Ok(value)) => Some(Held { attribute, value }),
            (None, Ok(_)) => None,
            (_, Err(error)) => {
                let error = Error::new(ErrorKind::Encode, "a loaded value cannot be stored").with_source(error);
                self.error = self.error.take().or(Some(error));
                None
            }
        };
        self.put(field, value, Source::Loaded, guard.as_ref());
    }

    fn put<T: KeyPart>(&mut self, field: &'static str, value: Option<&T>, source: Source, guard: Option<&Held>) {
        for (key, index_key) in self.entity.index_keys.iter().enumerate() {
            for (part, _) in index_key.template.fields().enumerate().filter(|(_, name)| *name == field) {
                match value.map(|value| index_key.template.encode(part, value)).transpose() {
                    Ok(text) => self.replace(IndexPart { key, part, text, source, guard: guard.cloned() }),
                    Err(error) => self.error = self.error.take().or(Some(error.into())),
                }
            }
        }
    }

    fn replace(&mut self, new: IndexPart) {
        match self.parts.iter_mut().find(|old| old.key == new.key && old.part == new.part) {
            Some(old) => *old = new,
            None => self.parts.push(new),
        }
    }

    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Returns what the key at this place becomes, and what must hold for that.
    pub(crate) fn finish(&self, key: usize, schema: &IndexKeySchema) -> Result<(IndexKey, Vec<Held>), Error> {
        let mut parts: Vec<&IndexPart> = self.parts.iter().filter(|part| part.key == key).collect();
        if !self.touched && !parts.iter().any(|part| part.source == Source::Set) {
            return Ok((IndexKey::Unchanged, Vec::new()));
        }
        parts.sort_by_key(|part| part.part);
        if let Some((_, field)) =
            schema.template.fields().enumerate().find(|(place, _)| !parts.iter().any(|part| part.part == *place))
        {
            let problem = format!(
                "the update writes the index key `{}` and does not know `{field}`; set it, supply it with `given`, or start \
                 from a loaded entity",
                schema.attribute
            );
            return Err(Error::new(ErrorKind::InvalidRequest, problem));
        }
        let mut guards = Vec::new();
        for part in parts.iter().filter(|part| part.source == Source::Loaded) {
            guards.extend(part.guard.clone());
        }
        let texts: Option<Vec<&str>> = parts.iter().map(|part| part.text.as_deref()).collect();
        match texts {
            None => Ok((IndexKey::Gone, guards)),
            Some(texts) => {
                let text = schema.template.assemble(&texts, schema.role).map_err(Error::from)?;
                Ok((IndexKey::Text(text), guards))
            }
        }
    }
}
