//! Whether two transactions are the same, without keeping them.

use std::hash::{DefaultHasher, Hash, Hasher};

use monotable::expression::Renderer;
use monotable::request::{TransactAction, TransactWrite};
use monotable::{Item, Members, ValueRef};

/// The same for the same actions, however sets, maps and items were ordered. Only requests of one token are compared by it, so
/// that 64 bits are plenty.
pub(super) fn fingerprint(actions: &[TransactWrite]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for action in actions {
        action.table.hash(&mut hasher);
        action.return_old_on_failure.hash(&mut hasher);
        std::mem::discriminant(&action.action).hash(&mut hasher);
        let mut renderer = Renderer::new();
        let item = match &action.action {
            TransactAction::Put { item } => item,
            TransactAction::Update { key, update } => {
                renderer.update(update).hash(&mut hasher);
                key
            }
            TransactAction::Delete { key } | TransactAction::Check { key } => key,
            // Refused before.
            _ => continue,
        };
        members(item.iter(), &mut hasher);
        action.condition.as_ref().map(|condition| renderer.condition(condition)).hash(&mut hasher);
        let placeholders = renderer.finish();
        for (placeholder, name) in placeholders.names() {
            (placeholder, name).hash(&mut hasher);
        }
        for (placeholder, value) in placeholders.values() {
            placeholder.hash(&mut hasher);
            hash(value, &mut hasher);
        }
    }
    hasher.finish()
}

fn hash(value: ValueRef<'_>, hasher: &mut DefaultHasher) {
    value.kind().name().hash(hasher);
    match value {
        ValueRef::Null => {}
        ValueRef::Bool(value) => value.hash(hasher),
        ValueRef::N(bytes) | ValueRef::S(bytes) | ValueRef::B(bytes) => bytes.hash(hasher),
        ValueRef::Ss(set) | ValueRef::Ns(set) | ValueRef::Bs(set) => set_members(set, hasher),
        ValueRef::L(list) => {
            list.len().hash(hasher);
            list.iter().for_each(|value| hash(value, hasher));
        }
        ValueRef::M(map) => members(map.iter(), hasher),
    }
}

/// Names and values in any order.
fn members<'a>(of: impl Iterator<Item = (&'a [u8], ValueRef<'a>)>, hasher: &mut DefaultHasher) {
    unordered(of, hasher, |(name, value), member| {
        name.hash(member);
        hash(value, member);
    });
}

fn set_members(set: Members<'_>, hasher: &mut DefaultHasher) {
    unordered(set.iter(), hasher, |bytes, member| bytes.hash(member));
}

fn unordered<T>(of: impl Iterator<Item = T>, hasher: &mut DefaultHasher, hash: impl Fn(T, &mut DefaultHasher)) {
    let (mut count, mut sum) = (0_usize, 0_u64);
    for element in of {
        let mut member = DefaultHasher::new();
        hash(element, &mut member);
        count += 1;
        sum = sum.wrapping_add(member.finish());
    }
    (count, sum).hash(hasher);
}

/// The bytes of a key of a request, by which two keys can be compared before their table is known: the same for the same
/// attributes in any order.
pub(super) fn key_print(key: &Item) -> u64 {
    let mut hasher = DefaultHasher::new();
    members(key.iter(), &mut hasher);
    hasher.finish()
}
