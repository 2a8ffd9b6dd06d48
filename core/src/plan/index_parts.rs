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
    inputs: Vec<Input>,
    source: Source,
    /// True if every key is written again, whether a part of it is set or not.
    touched: bool,
    /// What the next loaded field is where its attribute is missing.
    default: Option<PackedValue>,
    error: Option<Error>,
}

struct IndexPart {
    key: usize,
    part: usize,
    field: &'static str,
    /// `None` where the attribute is missing, so that the item is not in the index.
    text: Option<String>,
    source: Source,
    /// The condition for a part that was loaded.
    guard: Option<Held>,
}

/// The value of a field that parts are computed from.
struct Input {
    field: &'static str,
    value: Option<PackedValue>,
    source: Source,
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
        Self {
            entity,
            parts: Vec::new(),
            inputs: Vec::new(),
            source: Source::Fixed,
            touched: false,
            default: None,
            error: None,
        }
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
            (Some(attribute), Ok(packed)) => Some(self.still(attribute, packed)),
            (None, Ok(_)) => None,
            (_, Err(error)) => {
                let error = Error::new(ErrorKind::Encode, "a loaded value cannot be stored").with_source(error);
                self.error = self.error.take().or(Some(error));
                None
            }
        };
        self.put(field, value, Source::Loaded, guard.as_ref());
    }

    /// Says what the next loaded field is where its attribute is missing.
    pub fn default_of<T: Attribute>(&mut self, default: &T) {
        self.default = PackedValue::of(default).ok();
    }

    /// Returns that an attribute still has its loaded value.
    fn still(&mut self, attribute: &'static str, value: Option<PackedValue>) -> Held {
        let default = self.default.take();
        Held { attribute, or_none: value.is_some() && default == value, value }
    }

    fn put<T: KeyPart>(&mut self, field: &'static str, value: Option<&T>, source: Source, guard: Option<&Held>) {
        for (key, index_key) in self.entity.index_keys.iter().enumerate() {
            for (part, _) in index_key.template.fields().enumerate().filter(|(_, name)| *name == field) {
                match value.map(|value| index_key.template.encode(part, value)).transpose() {
                    Ok(text) => self.replace(IndexPart { key, part, field, text, source, guard: guard.cloned() }),
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

    /// Keeps the value of a field that parts of index keys are computed from; `None` where the attribute is missing.
    pub fn input<T: Attribute>(&mut self, field: &'static str, value: Option<&T>) {
        self.put_input(field, value, self.source, None);
    }

    /// Keeps the value of such a field of a loaded entity; `attribute` is where it is stored, if not in a key alone.
    pub fn loaded_input<T: Attribute>(
        &mut self,
        field: &'static str,
        attribute: Option<&'static str>,
        value: Option<&T>,
    ) {
        self.put_input(field, value, Source::Loaded, attribute);
    }

    fn put_input<T: Attribute>(
        &mut self,
        field: &'static str,
        value: Option<&T>,
        source: Source,
        attribute: Option<&'static str>,
    ) {
        match value.filter(|value| !value.is_absent()).map(PackedValue::of).transpose() {
            Ok(value) => {
                let guard = attribute.map(|attribute| self.still(attribute, value.clone()));
                self.inputs.retain(|input| input.field != field);
                self.inputs.push(Input { field, value, source, guard });
            }
            Err(error) => {
                let problem = "a value that a key is computed from cannot be stored";
                let error = Error::new(ErrorKind::Encode, problem).with_source(error);
                self.error = self.error.take().or(Some(error));
            }
        }
    }

    /// Returns what the key at this place becomes, and what must hold for that.
    pub(crate) fn finish(&self, key: usize, schema: &IndexKeySchema) -> Result<(IndexKey, Vec<Held>), Error> {
        let others = schema.rules.map_or(&[][..], |rules| rules.together);
        let others = others.iter().copied().filter(|other| *other != key);
        let is_set = self.touched || self.is_set(key);
        if !is_set && !others.clone().any(|other| self.is_set(other)) {
            return Ok((IndexKey::Unchanged, Vec::new()));
        }
        let mut guards = Vec::new();
        let own = match self.texts(key, &mut guards) {
            // The other half alone is written, and what decides whether there are keys at all stays as it is.
            Err(_) if !is_set && !self.is_decided(schema) => return Ok((IndexKey::Unchanged, Vec::new())),
            own => own?,
        };
        let mut is_there = own.iter().all(Option::is_some);
        for other in others {
            match self.texts(other, &mut guards) {
                // The same, the other way round.
                Err(_) if !self.is_set(other) => {}
                texts => is_there &= texts?.iter().all(Option::is_some),
            }
        }
        if let Some(switch) = schema.rules.and_then(|rules| rules.only_if) {
            let inputs = self.values(schema, switch.fields, &mut guards)?;
            is_there &= (switch.is_on)(&inputs)?;
        }
        if !is_there {
            return Ok((IndexKey::Gone, guards));
        }
        let texts: Vec<&str> = own.iter().flatten().map(String::as_str).collect();
        let text = schema.template.assemble(&texts, schema.role).map_err(Error::from)?;
        Ok((IndexKey::Text(text), guards))
    }

    /// Returns whether the update sets what decides, in the other half, whether an item has this key.
    fn is_decided(&self, schema: &IndexKeySchema) -> bool {
        let deciding = schema.rules.map_or(&[][..], |rules| rules.deciding);
        deciding.iter().any(|name| {
            self.inputs.iter().any(|input| input.field == *name && input.source == Source::Set)
                || self.parts.iter().any(|part| part.field == *name && part.source == Source::Set)
        })
    }

    /// Returns whether the update sets anything that the key at this place depends on.
    fn is_set(&self, key: usize) -> bool {
        let input =
            |name: &&'static str| self.inputs.iter().any(|input| input.field == *name && input.source == Source::Set);
        let rules = self.entity.index_keys.get(key).and_then(|schema| schema.rules);
        self.parts.iter().any(|part| part.key == key && part.source == Source::Set)
            || rules.is_some_and(|rules| {
                rules.derived.iter().any(|part| part.fields.iter().any(input))
                    || rules.only_if.is_some_and(|switch| switch.fields.iter().any(input))
            })
    }

    /// Returns the texts of the parts of the key at this place; `None` where an attribute is missing.
    fn texts(&self, key: usize, guards: &mut Vec<Held>) -> Result<Vec<Option<String>>, Error> {
        let Some(schema) = self.entity.index_keys.get(key) else { return Ok(Vec::new()) };
        let text = |(place, name): (usize, &'static str)| {
            if let Some(part) = self.parts.iter().find(|part| part.key == key && part.part == place) {
                guards.extend(part.guard.clone().filter(|_| part.source == Source::Loaded));
                return Ok(part.text.clone());
            }
            match schema.rules.and_then(|rules| rules.derived.iter().find(|part| part.name == name)) {
                Some(derived) => {
                    let inputs = self.values(schema, derived.fields, guards)?;
                    (derived.text)(&inputs, schema.template, place)
                }
                None => Err(unknown(schema, name)),
            }
        };
        schema.template.fields().enumerate().map(text).collect()
    }

    /// Returns the values of the fields that something is computed from.
    fn values(
        &self,
        schema: &IndexKeySchema,
        fields: &[&'static str],
        guards: &mut Vec<Held>,
    ) -> Result<Vec<Option<PackedValue>>, Error> {
        let value = |field: &&'static str| {
            let input = self.inputs.iter().find(|input| input.field == *field);
            let input = input.ok_or_else(|| unknown(schema, field))?;
            guards.extend(input.guard.clone().filter(|_| input.source == Source::Loaded));
            Ok(input.value.clone())
        };
        fields.iter().map(value).collect()
    }
}

#[cold]
fn unknown(schema: &IndexKeySchema, field: &str) -> Error {
    let problem = format!(
        "the update writes the index key `{}` and does not know `{field}`; set it, supply it with `given`, or start \
         from a loaded entity",
        schema.attribute
    );
    Error::new(ErrorKind::InvalidRequest, problem)
}
