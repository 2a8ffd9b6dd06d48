//! From an update to its request: index keys are written, the version counts, the item must exist.

use std::sync::Arc;

use super::aliases::take_along;
use super::asked::Asked;
use super::condition::{Held, version_is_still};
use super::index_parts::IndexKey;
use super::store::StoreInner;
use super::transact::{PlannedWrite, unchanged};
use super::upsert::NewEntity;
use super::{IndexParts, item};
use crate::backend::{ReturnConsumed, ReturnValues, TransactWrite, UpdateItem, UpdateItemOutput};
use crate::error::{Error, ErrorKind};
use crate::expr;
use crate::expr::{Condition, Operand, Path, SetOperand, SetValue};
use crate::key::KeyError;
use crate::schema::EntitySchema;
use crate::value::{EncodeError, Item, Number, PackedValue, Type, Value, ValueRef};

/// An update without its types.
pub(crate) struct UpdatePlan {
    entity: &'static EntitySchema,
    key: Result<Item, KeyError>,
    pub(crate) update: expr::Update,
    condition: Option<Condition>,
    pub(crate) parts: IndexParts,
    /// The loaded version, where the update starts from a loaded entity with an optimistic lock.
    version: Option<u64>,
    /// True if the update starts from a loaded entity.
    loaded: bool,
    /// The values that it was given to rely on.
    given: Vec<Held>,
    /// The entity that there is afterwards where there was none.
    new: Option<NewEntity>,
    error: Option<Error>,
}

/// An end of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Front,
    Back,
}

impl UpdatePlan {
    pub(crate) fn new(entity: &'static EntitySchema, key: Result<Item, KeyError>) -> Self {
        Self {
            entity,
            key,
            update: expr::Update::default(),
            condition: None,
            parts: IndexParts::new(entity),
            version: None,
            loaded: false,
            given: Vec::new(),
            new: None,
            error: None,
        }
    }

    /// Starts from a loaded entity, of this version where it has an optimistic lock.
    pub(crate) fn edits(&mut self, version: u64) {
        self.loaded = true;
        self.version = self.entity.version.map(|_| version);
    }

    /// Creates this item where there is none.
    pub(crate) fn or_new(&mut self, new: NewEntity) {
        self.new = Some(new);
    }

    /// Returns the finished request.
    pub(crate) fn finish(self, table: Arc<str>) -> Result<UpdateItem, Error> {
        let entity = self.entity;
        self.request(table).map_err(|error| error.with_entity(entity.describe()))
    }

    fn request(mut self, table: Arc<str>) -> Result<UpdateItem, Error> {
        if let Some(error) = self.error.take().or_else(|| self.parts.take_error()) {
            return Err(error);
        }
        let key = self.key.clone().map_err(Error::from)?;
        check_overlap(&self.update)?;
        if self.loaded && self.update.is_empty() {
            self.parts.touch();
        }
        let new = self.new.take();
        if let Some(new) = &new {
            new.agrees_with(&self.given)?;
            new.join(&mut self.update, &key)?;
        }
        for (place, schema) in self.entity.index_keys.iter().enumerate() {
            let (index_key, guards) = self.parts.finish(place, schema)?;
            let attribute = Path::attribute(schema.attribute);
            match index_key {
                IndexKey::Unchanged => continue,
                IndexKey::Gone => self.update.remove.push(attribute),
                IndexKey::Text(text) => {
                    let text = SetOperand::Value(PackedValue::text(text));
                    self.update.set.push((attribute, SetValue::Operand(text)));
                }
            }
            if let Some(new) = &new {
                new.agrees_with(&guards)?;
            }
            if self.version.is_none() {
                guards.into_iter().for_each(|guard| self.also(guard.condition(self.entity)));
            }
        }
        self.count_version()?;
        let hash = Path::attribute(self.entity.layout.hash.name);
        let asked = self.condition.take();
        let condition = match new {
            None => Some(asked.into_iter().fold(Condition::Exists(hash), Condition::and)),
            Some(new) => {
                let kept = new.fill(&mut self.update);
                let asked = asked.into_iter().chain(kept).reduce(Condition::and);
                asked.map(|asked| Condition::NotExists(hash).or(asked))
            }
        };
        take_along(self.entity, &mut self.update);
        let mut request = UpdateItem::new(table, key, self.update);
        request.condition = condition;
        request.return_old_on_failure = request.condition.is_some();
        Ok(request)
    }

    fn count_version(&mut self) -> Result<(), Error> {
        let Some(attribute) = self.entity.version else { return Ok(()) };
        // A version in an older attribute moves to its own: it would stay behind, and count from 1 again.
        let older = self.entity.version_aliases;
        self.update.remove.extend(older.iter().copied().map(Path::attribute));
        let Some(loaded) = self.version else {
            let first = SetOperand::Value(number(0));
            let count = |older, name: &str| SetOperand::IfNotExists(Path::attribute(name.to_owned()), Box::new(older));
            match older {
                [] => self.update.add.push((Path::attribute(attribute), number(1))),
                older => {
                    let count = older.iter().rev().chain([&attribute]).fold(first, |rest, name| count(rest, name));
                    let next = SetValue::Plus(count, SetOperand::Value(number(1)));
                    self.update.set.push((Path::attribute(attribute), next));
                }
            }
            return Ok(());
        };
        let next = loaded
            .checked_add(1)
            .ok_or_else(|| Error::new(ErrorKind::InvalidRequest, "the version has reached its end"))?;
        self.also(version_is_still(loaded, attribute, self.entity));
        self.update.set.push((Path::attribute(attribute), SetValue::Operand(SetOperand::Value(number(next)))));
        Ok(())
    }

    fn asked(&self) -> Asked {
        Asked { missing: false, version: self.version.map(|version| (self.entity, version)) }
    }

    pub(crate) fn entity(&self) -> &'static EntitySchema {
        self.entity
    }

    /// Returns the key as text.
    pub(crate) fn key_text(&self) -> Option<String> {
        self.key.as_ref().ok().map(|key| item::key_text(self.entity.layout, key))
    }

    /// Returns whether the update changes this whole attribute.
    pub(crate) fn changes(&self, path: &Path) -> bool {
        let mut changes = false;
        self.update.targets(&mut |target| changes |= target == path);
        changes && path.is_attribute()
    }

    pub(crate) fn set(&mut self, path: Path, value: Result<Option<PackedValue>, EncodeError>) {
        match value {
            Ok(Some(value)) => self.update.set.push((path, SetValue::Operand(SetOperand::Value(value)))),
            Ok(None) => self.update.remove.push(path),
            Err(error) => self.fail(error),
        }
    }

    /// Adds elements at an end of a list that is there, or starts one.
    pub(crate) fn extend(&mut self, path: Path, end: End, elements: Result<Option<PackedValue>, EncodeError>) {
        let elements = match elements {
            Ok(Some(elements)) => Box::new(SetOperand::Value(elements)),
            Ok(None) => return,
            Err(error) => return self.fail(error),
        };
        let old = SetOperand::IfNotExists(path.clone(), Box::new(SetOperand::Value(PackedValue::list(&[]))));
        let joined = match end {
            End::Back => SetOperand::ListAppend(Box::new(old), elements),
            End::Front => SetOperand::ListAppend(elements, Box::new(old)),
        };
        self.update.set.push((path, SetValue::Operand(joined)));
    }

    /// Relies on what was given.
    pub(crate) fn given(&mut self, held: Held) {
        self.also(held.clone().condition(self.entity));
        self.given.push(held);
    }

    pub(crate) fn also(&mut self, condition: Condition) {
        Condition::narrow(&mut self.condition, condition);
    }

    /// Keeps the first error; the update then ends with it.
    #[cold]
    pub(crate) fn refuse(&mut self, error: Error) {
        self.error = self.error.take().or(Some(error));
    }

    #[cold]
    pub(crate) fn fail(&mut self, error: EncodeError) {
        let error = Error::new(ErrorKind::Encode, "a value of an update cannot be stored").with_source(error);
        self.refuse(error);
    }
}

/// Refuses an attribute that is changed twice, and a path that is changed beside one inside it.
fn check_overlap(update: &expr::Update) -> Result<(), Error> {
    let mut targets: Vec<Path> = Vec::new();
    update.targets(&mut |path| targets.push(path.clone()));
    // Sorted, what is inside a path stands right behind it.
    targets.sort();
    match targets.windows(2).find(|pair| pair[0].covers(&pair[1])).map(|pair| &pair[1]) {
        None => Ok(()),
        Some(path) => Err(Error::new(
            ErrorKind::InvalidRequest,
            format!("the update changes {path} twice, or together with a path inside it; change each place once"),
        )),
    }
}

pub(crate) fn list_of(
    elements: impl Iterator<Item = Result<PackedValue, EncodeError>>,
) -> Result<Option<PackedValue>, EncodeError> {
    let mut values = Vec::new();
    for element in elements {
        values.push(element?);
    }
    Ok(if values.is_empty() { None } else { Some(PackedValue::list(&values)) })
}

pub(crate) async fn run(
    store: Arc<StoreInner>,
    plan: UpdatePlan,
    values: ReturnValues,
    consumed: ReturnConsumed,
) -> Result<UpdateItemOutput, Error> {
    let entity = plan.entity();
    let asked = plan.asked();
    let mut request = plan.finish(Arc::clone(&store.table))?;
    request.return_values = values;
    request.return_consumed = consumed;
    let result = match send(&store, entity, &request).await {
        // In a box of its own, so that the future of every update need not have room for it.
        Err(error) if error.kind() == ErrorKind::Validation => {
            Box::pin(begin_again(&store, entity, &request, error)).await
        }
        result => result,
    };
    result.map_err(|error| asked.explain(item::about(error, entity, &request.key)))
}

async fn send(
    store: &StoreInner,
    entity: &'static EntitySchema,
    request: &UpdateItem,
) -> Result<UpdateItemOutput, Error> {
    store.write("UpdateItem", entity, request, |backend, request| backend.update_item(request)).await
}

/// Sends an update again that was refused, if a null where its version counts may be why.
async fn begin_again(
    store: &StoreInner,
    entity: &'static EntitySchema,
    request: &UpdateItem,
    refused: Error,
) -> Result<UpdateItemOutput, Error> {
    let Some(begin) = begin_version(entity, request) else { return Err(refused) };
    let result = send(store, entity, &begin).await;
    // What is no null was refused for another reason.
    result.map_err(|again| if again.is_condition_failed() && !has_null(entity, again.item()) { refused } else { again })
}

/// Returns the update of an item whose version is null, which DynamoDB neither adds to nor takes for missing. It is sent where the
/// update as such was refused: few items have a null there, and one more request for each of those is all that it costs.
fn begin_version(entity: &'static EntitySchema, request: &UpdateItem) -> Option<UpdateItem> {
    let attribute = entity.version?;
    let place = Path::attribute(attribute);
    let counts = |(path, value): &(Path, SetValue)| *path == place && !matches!(value, SetValue::Operand(_));
    if !request.update.add.iter().any(|(path, _)| *path == place) && !request.update.set.iter().any(counts) {
        return None;
    }
    let mut begin = request.clone();
    begin.update.add.retain(|(path, _)| *path != place);
    begin.update.set.retain(|(path, _)| *path != place);
    begin.update.set.push((place, SetValue::Operand(SetOperand::Value(number(1)))));
    let null = |name: &'static str| Condition::IsType(Operand::Path(Path::attribute(name)), Type::Null);
    let null = entity.version_aliases.iter().copied().map(null).fold(null(attribute), Condition::or);
    Condition::narrow(&mut begin.condition, null);
    begin.return_old_on_failure = true;
    Some(begin)
}

fn has_null(entity: &EntitySchema, item: Option<&Item>) -> bool {
    let is_null = |name: &&str| matches!(item.and_then(|item| item.get(name)), Some(ValueRef::Null));
    entity.version.iter().chain(entity.version_aliases).any(is_null)
}

fn number(number: u64) -> PackedValue {
    PackedValue::from(&Value::N(Number::from(number)))
}

/// Returns the update as an action of a transaction, in the table of the store that runs it where `store` is `None`.
pub(crate) fn planned(store: Option<&StoreInner>, plan: UpdatePlan) -> PlannedWrite {
    let entity = plan.entity();
    let asked = plan.asked();
    let table = store.map_or_else(|| Arc::from(""), |store| Arc::clone(&store.table));
    let write = plan.finish(table).and_then(|request| {
        if request.update.is_empty() {
            return Err(unchanged().with_entity(entity.describe()));
        }
        let mut write = TransactWrite::update(request.table, request.key, request.update);
        write.condition = request.condition;
        write.return_old_on_failure = request.return_old_on_failure;
        Ok(write)
    });
    PlannedWrite { entity, backend: store.map(|store| Arc::clone(&store.backend)), write, version: 0, asked }
}
