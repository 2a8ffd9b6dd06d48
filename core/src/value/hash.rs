//! Hashes of items and values: equal ones have equal hashes, in whatever order their attributes and members were written.

use std::hash::{Hash, Hasher};

use super::packed::{Members, ValueRef};
use super::{Item, PackedValue};

impl Hash for Item {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut fold = Fold::default();
        fold.named(self.iter(), 0);
        state.write_u64(fold.finish());
    }
}

impl Hash for PackedValue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut fold = Fold::default();
        fold.value(self.view(), 0);
        state.write_u64(fold.finish());
    }
}

/// Fast for what is short, as most of an item is. Every word is carried into all later ones by a multiplication.
#[derive(Default)]
struct Fold(u64);

impl Fold {
    fn word(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ SPREAD) * u128::from(MULTIPLIER);
        self.0 = (product as u64) ^ ((product >> 64) as u64).rotate_left(23);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn value(&mut self, value: ValueRef<'_>, level: usize) {
        self.word(value.kind() as u64);
        match value {
            ValueRef::Null => {}
            ValueRef::Bool(value) => self.word(value.into()),
            ValueRef::N(bytes) | ValueRef::S(bytes) | ValueRef::B(bytes) => self.bytes(bytes),
            ValueRef::Ss(set) | ValueRef::Ns(set) | ValueRef::Bs(set) => self.members(set),
            // Below the depth of anything that is stored, types are enough.
            ValueRef::L(_) | ValueRef::M(_) if level >= MAX_LEVELS => {}
            ValueRef::L(list) => {
                self.word(list.len() as u64);
                list.iter().for_each(|value| self.value(value, level + 1));
            }
            ValueRef::M(map) => self.named(map.iter(), level + 1),
        }
    }

    fn named<'a>(&mut self, of: impl Iterator<Item = (&'a [u8], ValueRef<'a>)>, level: usize) {
        self.unordered(of, |(name, value), fold| {
            fold.bytes(name);
            fold.value(value, level);
        });
    }

    fn members(&mut self, set: Members<'_>) {
        self.unordered(set.iter(), |member, fold| fold.bytes(member));
    }

    /// Hashes by a sum, which does not tell in which order it was added up.
    fn unordered<T>(&mut self, of: impl Iterator<Item = T>, hash: impl Fn(T, &mut Self)) {
        let (mut count, mut sum) = (0, 0_u64);
        for element in of {
            let mut fold = Self::default();
            hash(element, &mut fold);
            sum = sum.wrapping_add(fold.finish());
            count += 1;
        }
        self.word(count);
        self.word(sum);
    }

    fn finish(mut self) -> u64 {
        self.word(self.0.rotate_left(32));
        self.0
    }
}

/// Odd constants without a pattern: the fractions of the golden ratio and of the square root of 2.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const MULTIPLIER: u64 = 0x6A09_E667_F3BC_C909;

/// Above DynamoDB's 32 levels.
const MAX_LEVELS: usize = 64;

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hash, Hasher};

    use proptest::prelude::*;

    use super::*;
    use crate::value::{PackedWriter, SetKind, Value, Writer, arbitrary};

    fn hash(value: &impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        hasher.finish()
    }

    /// Writes the value with the members of its maps and sets the other way round.
    fn write_reversed(value: &Value, writer: &mut PackedWriter) {
        match value {
            Value::M(map) => {
                writer.begin_map();
                for (name, value) in map.iter().rev() {
                    writer.name(name);
                    write_reversed(value, writer);
                }
                writer.end_map();
            }
            Value::L(list) => {
                writer.begin_list();
                list.iter().for_each(|value| write_reversed(value, writer));
                writer.end_list();
            }
            Value::Ss(set) => {
                writer.begin_set(SetKind::S);
                set.iter().rev().for_each(|member| writer.string(member));
                writer.end_set();
            }
            Value::Ns(set) => {
                writer.begin_set(SetKind::N);
                set.iter().rev().for_each(|member| writer.number(member));
                writer.end_set();
            }
            other => writer.copy_packed(&other.into()),
        }
    }

    proptest! {
        #[test]
        fn the_order_of_members_does_not_show(
            attributes in proptest::collection::btree_map(".{1,4}", arbitrary::value(), 0..6)
        ) {
            let mut writer = PackedWriter::new();
            for (name, value) in attributes.iter().rev() {
                writer.name(name);
                write_reversed(value, &mut writer);
            }
            let reversed = writer.into_item();
            let item: Item = attributes.into_iter().collect();

            prop_assert_eq!(&item, &reversed);
            prop_assert_eq!(hash(&item), hash(&reversed));
        }

        #[test]
        fn different_values_have_different_hashes(one in arbitrary::value(), other in arbitrary::value()) {
            let (a, b) = (PackedValue::from(&one), PackedValue::from(&other));

            prop_assert_eq!(one == other, hash(&a) == hash(&b));
        }
    }

    #[test]
    fn neighbours_do_not_run_into_each_other() {
        let item = |attributes: &[(&str, &str)]| -> Item {
            attributes.iter().map(|(name, value)| (*name, Value::from(*value))).collect()
        };
        let different = [
            item(&[]),
            item(&[("a", "")]),
            item(&[("a", "b")]),
            item(&[("ab", "")]),
            item(&[("a", "b\0")]),
            item(&[("a", "b"), ("b", "a")]),
            item(&[("a", "a"), ("b", "b")]),
        ];
        let hashes: std::collections::BTreeSet<u64> = different.iter().map(hash).collect();

        assert_eq!(hashes.len(), different.len());
    }
}
