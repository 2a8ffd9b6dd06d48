//! Values: sets, nesting, names.

use monotable::values::{Map, Members, PackedWriter, ValueRef};
use monotable::{Error, Item, Type};

use crate::error;
use crate::eval::canonical::{is_ascending, write_canonical};

/// Checks the values of an item that is put, and sorts its sets; the same allocation if they are sorted already.
pub fn check_item(item: Item) -> Result<Item, Error> {
    let mut names = Names::default();
    let mut canonical = true;
    let mut count = 0;
    for (name, value) in &item {
        check_name(name)?;
        if count < FEW && names.may_repeat(name) && item.iter().take(count).any(|(earlier, _)| earlier == name) {
            return Err(error::validation(error::DUPLICATE_NAME));
        }
        count += 1;
        canonical &= check_level(value, 1, MAX_DEPTH)?;
    }
    if count > FEW && repeats(item.iter().map(|(name, _)| name)) {
        return Err(error::validation(error::DUPLICATE_NAME));
    }
    if canonical {
        return Ok(item);
    }
    let mut writer = PackedWriter::with_capacity(item.packed_len());
    for (name, value) in &item {
        writer.name_bytes(name);
        write_canonical(&mut writer, value);
    }
    Ok(writer.into_item())
}

/// Checks one value of a request.
pub(crate) fn check_value(value: ValueRef<'_>) -> Result<(), Error> {
    check_value_within(value, MAX_DEPTH)
}

/// The same with so many levels at the most.
pub(crate) fn check_value_within(value: ValueRef<'_>, levels: usize) -> Result<(), Error> {
    check_level(value, 1, levels).map(|_| ())
}

/// Returns how many levels a value has: one, and one more for each list or map around the deepest one. Stops counting where no
/// stored value goes.
pub(crate) fn depth(value: ValueRef<'_>) -> usize {
    fn below(value: ValueRef<'_>, level: usize) -> usize {
        if level > MAX_DEPTH {
            return level;
        }
        match value {
            ValueRef::L(list) => list.iter().map(|value| below(value, level + 1)).max().unwrap_or(level),
            ValueRef::M(map) => map.iter().map(|(_, value)| below(value, level + 1)).max().unwrap_or(level),
            _ => level,
        }
    }
    below(value, 1)
}

/// Returns whether all sets are sorted.
fn check_level(value: ValueRef<'_>, level: usize, levels: usize) -> Result<bool, Error> {
    match value {
        _ if level > levels => Err(too_deep()),
        ValueRef::Ss(set) | ValueRef::Ns(set) | ValueRef::Bs(set) => check_set(value.kind(), set),
        ValueRef::L(list) => {
            let mut canonical = true;
            for value in list.iter() {
                canonical &= check_level(value, level + 1, levels)?;
            }
            Ok(canonical)
        }
        ValueRef::M(map) => {
            let mut canonical = true;
            for (name, value) in map.iter() {
                check_name(name)?;
                canonical &= check_level(value, level + 1, levels)?;
            }
            check_names(map)?;
            Ok(canonical)
        }
        _ => Ok(true),
    }
}

fn check_set(kind: Type, set: Members<'_>) -> Result<bool, Error> {
    if set.is_empty() {
        return Err(error::parameter(match kind {
            Type::Ss => error::EMPTY_STRING_SET,
            Type::Ns => error::EMPTY_NUMBER_SET,
            _ => error::EMPTY_BINARY_SET,
        }));
    }
    if is_ascending(set) {
        return Ok(true);
    }
    let mut sorted: Vec<&[u8]> = set.iter().collect();
    sorted.sort_unstable();
    if sorted.windows(2).all(|pair| pair[0] != pair[1]) {
        return Ok(false);
    }
    Err(match kind {
        Type::Ns => error::parameter(error::DUPLICATE_NUMBERS),
        _ => error::duplicates(kind, as_reported(set).into_iter()),
    })
}

/// The members in the order in which DynamoDB lists them: sorted up to the first repeat, then as they were sent.
fn as_reported(set: Members<'_>) -> Vec<&[u8]> {
    let mut seen = std::collections::BTreeSet::new();
    let mut members = set.iter();
    let repeat = members.find(|member| !seen.insert(*member));
    seen.into_iter().chain(repeat).chain(members).collect()
}

/// Checks the length of a name.
pub(crate) fn check_name(name: &[u8]) -> Result<(), Error> {
    match name.len() {
        0 => Err(error::validation(error::EMPTY_NAME)),
        1..=MAX_NAME => Ok(()),
        _ => Err(error::validation(error::NAME_TOO_LONG)),
    }
}

/// Wire and codec know no map with a name twice, but a writer can be misused.
fn check_names(map: Map<'_>) -> Result<(), Error> {
    let mut names = Names::default();
    let repeated = if map.len() <= FEW {
        map.iter()
            .enumerate()
            .any(|(at, (name, _))| names.may_repeat(name) && map.iter().take(at).any(|(earlier, _)| earlier == name))
    } else {
        repeats(map.iter().map(|(name, _)| name))
    };
    if repeated { Err(error::validation(error::DUPLICATE_NAME)) } else { Ok(()) }
}

/// Returns whether one of many names occurs twice.
pub(crate) fn repeats<T: Ord>(names: impl Iterator<Item = T>) -> bool {
    let mut sorted: Vec<T> = names.collect();
    sorted.sort_unstable();
    sorted.windows(2).any(|pair| pair[0] == pair[1])
}

/// A sieve for repeated names, so that few need to be compared with all before them.
#[derive(Default)]
struct Names([u64; 4]);

impl Names {
    /// False only for names that are new.
    fn may_repeat(&mut self, name: &[u8]) -> bool {
        // Names differ at their beginning or at their end.
        let (first, last) = match (name.first_chunk(), name.last_chunk()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => (name.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
        };
        let hash = (first ^ last.rotate_left(29) ^ name.len() as u64).wrapping_mul(SPREAD) >> 56;
        let (word, bit) = (&mut self.0[(hash / 64) as usize], 1 << (hash % 64));
        let may_repeat = *word & bit != 0;
        *word |= bit;
        may_repeat
    }
}

#[cold]
fn too_deep() -> Error {
    error::validation(error::NESTED_TOO_DEEPLY)
}

/// Levels of a value, itself being the first.
pub(crate) const MAX_DEPTH: usize = 32;
/// Levels of a value in an action of a transaction. DynamoDB looks at those alone that are written, and cancels for them; there
/// is an end nonetheless, so that no value is too deep to walk.
pub const MAX_TRANSACTED_DEPTH: usize = 64;
/// Bytes of an attribute name.
const MAX_NAME: usize = 65_535;
/// Odd, with its bits in no order: multiplication carries every bit of a name into the upper ones.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Up to so many names the sieve is cheaper than sorting.
const FEW: usize = 64;
