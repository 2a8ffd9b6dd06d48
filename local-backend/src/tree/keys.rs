//! The sorted keys of one node, in one run of bytes.
//!
//! Beside the bytes stands one `head` per key: the four bytes that follow the prefix which all keys of the node share.
//! A search counts the smaller heads, which the compiler turns into vector code without branches and which reads few
//! cache lines; whole keys are compared only where heads are equal. A key that is looked up whole is found by its `mark`.

use std::cmp::Ordering;

#[derive(Debug)]
pub(super) struct Keys {
    /// Order-preserving: `head_of` each key behind its first `skip` bytes, then `UNUSED`. They stand in the node
    /// itself, with `ends` beside them: a search in a cold node is mostly the wait for one piece of memory after
    /// the other.
    heads: [i32; WIDTH],
    /// Where each key ends in `bytes`; it starts where the one before ends.
    ends: [u32; WIDTH],
    /// `mark_of` each key. The keys of one item collection often have equal heads, but hardly equal marks: a key that is
    /// looked up whole is compared once, and not with one after the other, each of them in cold memory.
    marks: [u8; WIDTH],
    bytes: Vec<u8>,
    len: u16,
    /// Position of the latest insertion.
    latest: u16,
    /// All keys agree in so many bytes, perhaps in more.
    skip: u32,
    /// How steadily insertions went upwards (positive) or downwards (negative) side by side.
    trend: i16,
}

impl Keys {
    pub(super) const fn new() -> Self {
        Self {
            heads: [UNUSED; WIDTH],
            ends: [0; WIDTH],
            marks: [0; WIDTH],
            bytes: Vec::new(),
            len: 0,
            latest: 0,
            skip: 0,
            trend: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Bytes of all keys.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn get(&self, at: usize) -> &[u8] {
        &self.bytes[self.start(at)..self.ends[at] as usize]
    }

    /// Returns where `key` is, if it is here. Cheaper than `search`.
    #[inline]
    pub(super) fn find(&self, key: &[u8]) -> Option<usize> {
        let mark = mark_of(key);
        let alike = |alike: u64, (at, other): (usize, &u8)| alike | (u64::from(*other == mark) << at);
        let mut alike = self.marks.iter().enumerate().fold(0, alike);
        while alike != 0 {
            let at = alike.trailing_zeros() as usize;
            if at >= self.len() {
                return None;
            }
            if self.get(at) == key {
                return Some(at);
            }
            alike &= alike - 1;
        }
        None
    }

    /// Returns where `key` is, or where it would have to be inserted.
    #[inline]
    pub(super) fn search(&self, key: &[u8]) -> Result<usize, usize> {
        let skip = self.skip as usize;
        let prefix = &self.bytes[..skip];
        let Some(tail) = key.strip_prefix(prefix) else {
            return Err(if key < prefix { 0 } else { self.len() });
        };
        let head = head_of(tail);
        let first = self.count_below(head);
        if !self.has_head(first, head) {
            return Err(first);
        }
        match self.get(first)[skip..].cmp(tail) {
            Ordering::Equal => Ok(first),
            Ordering::Greater => Err(first),
            Ordering::Less => self.search_equal_heads(first + 1, head, tail, skip),
        }
    }

    /// Returns how many keys are `<= key`. For separators this is the child that `key` belongs to.
    #[inline]
    pub(super) fn count_up_to(&self, key: &[u8]) -> usize {
        match self.search(key) {
            Ok(at) => at + 1,
            Err(at) => at,
        }
    }

    /// Inserts `key` at the position that `search` gave for it. There must be room: less than `WIDTH` keys.
    pub(super) fn insert(&mut self, at: usize, key: &[u8]) {
        self.note_insertion(at);
        if self.len == 0 {
            self.skip = to_u32(key.len());
        } else {
            let prefix = &self.bytes[..self.skip as usize];
            if !key.starts_with(prefix) {
                self.set_skip(shared_prefix(prefix, key));
            }
        }
        let start = self.start(at);
        let old_size = self.bytes.len();
        grow(&mut self.bytes, key.len());
        self.bytes.resize(old_size + key.len(), 0);
        self.bytes.copy_within(start..old_size, start + key.len());
        self.bytes[start..start + key.len()].copy_from_slice(key);

        let len = self.len();
        self.len += 1;
        self.heads.copy_within(at..len, at + 1);
        self.heads[at] = head_of(&key[self.skip as usize..]);
        self.marks.copy_within(at..len, at + 1);
        self.marks[at] = mark_of(key);
        self.ends.copy_within(at..len, at + 1);
        self.ends[at] = to_u32(start);
        let added = to_u32(key.len());
        self.ends[at..=len].iter_mut().for_each(|end| *end += added);
    }

    pub(super) fn remove(&mut self, at: usize) {
        let start = self.start(at);
        let end = self.ends[at] as usize;
        self.bytes.drain(start..end);
        let len = self.len();
        self.len -= 1;
        self.heads.copy_within(at + 1..len, at);
        self.heads[len - 1] = UNUSED;
        self.marks.copy_within(at + 1..len, at);
        self.ends.copy_within(at + 1..len, at);
        let removed = to_u32(end - start);
        self.ends[at..len - 1].iter_mut().for_each(|end| *end -= removed);
        if self.len == 0 {
            self.skip = 0;
        }
        if at <= usize::from(self.latest) {
            self.latest = self.latest.saturating_sub(1);
        }
    }

    /// Moves the keys from `at` on into a node of their own.
    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let base = self.start(at);
        let len = self.len();
        let mut right = Self::new();
        right.bytes = self.bytes.split_off(base);
        right.len = to_u16(len - at);
        for (end, old) in right.ends.iter_mut().zip(&self.ends[at..len]) {
            *end = old - to_u32(base);
        }
        right.marks[..len - at].copy_from_slice(&self.marks[at..len]);
        right.set_skip(right.shared());
        self.len = to_u16(at);
        self.heads[at..].fill(UNUSED);
        trim(&mut self.bytes);
        let shared = self.shared();
        if shared != self.skip as usize {
            self.set_skip(shared);
        }
        // Who holds the latest insertion will see the next one of a series.
        if let Some(latest) = usize::from(self.latest).checked_sub(at) {
            right.latest = to_u16(latest);
            right.trend = std::mem::take(&mut self.trend);
        }
        right
    }

    /// Takes over keys of the next node, all greater than those here, as long as the two have room in one.
    pub(super) fn append(&mut self, right: &Self) {
        let base = to_u32(self.bytes.len());
        let len = self.len();
        self.bytes.extend_from_slice(&right.bytes);
        for (end, other) in self.ends[len..].iter_mut().zip(&right.ends[..right.len()]) {
            *end = other + base;
        }
        self.marks[len..len + right.len()].copy_from_slice(&right.marks[..right.len()]);
        self.len += right.len;
        self.set_skip(self.shared());
        self.trend = 0;
    }

    /// Returns whether insertions come in order, and where the latest one went: a node that has just overflowed is then better
    /// split there than in the middle, to leave one side full and begin the other anew.
    pub(super) fn trend(&self) -> Option<Trend> {
        let at = usize::from(self.latest);
        match self.trend {
            STEADY.. => Some(Trend::Upwards(at)),
            ..=UNSTEADY => Some(Trend::Downwards(at)),
            _ => None,
        }
    }

    fn start(&self, at: usize) -> usize {
        match at.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        }
    }

    #[inline]
    fn count_below(&self, head: i32) -> usize {
        // Counting needs no branch, and all of it can be loaded at once: a cold node stalls it less than bisection. The
        // unused count never, nothing being greater than they are.
        let below: i32 = self.heads.iter().map(|other| i32::from(*other < head)).sum();
        below as usize
    }

    #[inline]
    fn has_head(&self, at: usize, head: i32) -> bool {
        at < self.len() && self.heads[at] == head
    }

    /// Bisects the keys from `from` on that have this head; `tail` is the key sought without its first `skip` bytes.
    fn search_equal_heads(&self, from: usize, head: i32, tail: &[u8], skip: usize) -> Result<usize, usize> {
        let mut low = from;
        let mut high = from + self.heads[from..self.len()].partition_point(|other| *other == head);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle)[skip..].cmp(tail) {
                Ordering::Equal => return Ok(middle),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }

    fn note_insertion(&mut self, at: usize) {
        let latest = usize::from(self.latest);
        self.trend = if at == latest + 1 {
            self.trend.max(0).saturating_add(1).min(STEADIEST)
        } else if at == latest {
            self.trend.min(0).saturating_sub(1).max(-STEADIEST)
        } else {
            self.trend / 2
        };
        self.latest = to_u16(at);
    }

    /// The length of the prefix that all keys share, as the outermost two of sorted keys tell.
    fn shared(&self) -> usize {
        match self.len() {
            0 => 0,
            len => shared_prefix(self.get(0), self.get(len - 1)),
        }
    }

    fn set_skip(&mut self, skip: usize) {
        self.skip = to_u32(skip);
        let mut start = 0;
        for (head, end) in self.heads.iter_mut().zip(&self.ends[..usize::from(self.len)]) {
            let end = *end as usize;
            *head = head_of(&self.bytes[start + skip..end]);
            start = end;
        }
    }
}

impl Clone for Keys {
    fn clone(&self) -> Self {
        Self { bytes: with_room(&self.bytes), ..*self }
    }
}

/// Insertions that come in order, and where the latest one went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trend {
    Upwards(usize),
    Downwards(usize),
}

/// Makes room as a `Vec` does, but by a quarter instead of doubling: most nodes stay between half and wholly full.
pub(super) fn grow<T>(vec: &mut Vec<T>, extra: usize) {
    if vec.capacity() - vec.len() < extra {
        vec.reserve_exact(extra.max(vec.len() / 4).max(2));
    }
}

/// Gives back what a split left over, but for a little.
pub(super) fn trim<T>(vec: &mut Vec<T>) {
    vec.shrink_to(vec.len() + vec.len() / 8);
}

/// A copy that can take the insertion for which it is most often made.
pub(super) fn with_room<T: Clone>(slice: &[T]) -> Vec<T> {
    let mut copy = Vec::with_capacity(slice.len() + slice.len() / 8 + 1);
    copy.extend_from_slice(slice);
    copy
}

/// The first four bytes, short keys padded with zeros, as a number in the order of the bytes. Signed, as this is what
/// plain vector instructions compare.
#[inline]
fn head_of(tail: &[u8]) -> i32 {
    let head = match tail.first_chunk::<4>() {
        Some(chunk) => *chunk,
        None => {
            let mut padded = [0; 4];
            padded[..tail.len()].copy_from_slice(tail);
            padded
        }
    };
    (u32::from_be_bytes(head) ^ (1 << 31)).cast_signed()
}

/// A byte that tells keys apart, whatever they have in common.
#[inline]
fn mark_of(key: &[u8]) -> u8 {
    let mut state = key.len() as u64;
    let mut words = key.chunks_exact(8);
    for word in &mut words {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(word);
        state = (state.rotate_left(29) ^ u64::from_le_bytes(bytes)).wrapping_mul(SPREAD);
    }
    for byte in words.remainder() {
        state = (state.rotate_left(29) ^ u64::from(*byte)).wrapping_mul(SPREAD);
    }
    (state >> 56) as u8
}

fn shared_prefix(left: &[u8], right: &[u8]) -> usize {
    left.iter().zip(right).take_while(|(a, b)| a == b).count()
}

/// The bytes of a node's keys: a node splits early when keys are long, so only keys of gigabytes could exceed this.
fn to_u32(size: usize) -> u32 {
    u32::try_from(size).expect("keys of one node stay below 4 GiB")
}

fn to_u16(position: usize) -> u16 {
    u16::try_from(position).expect("positions stay below the width of a node")
}

/// A node splits when it has so many entries; at most as many as a word has bits.
pub(super) const WIDTH: usize = 64;

const UNUSED: i32 = i32::MAX;

/// An odd constant without a pattern: the fraction of the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

const STEADY: i16 = 4;
const UNSTEADY: i16 = -STEADY;
const STEADIEST: i16 = 16;

#[cfg(test)]
impl Keys {
    /// Panics where heads and ends do not describe the bytes.
    pub(super) fn check(&self) {
        assert_eq!(self.start(self.len()), self.bytes.len());
        assert!(self.heads[self.len()..].iter().all(|head| *head == UNUSED));
        for at in 0..self.len() {
            let tail = self.get(at).strip_prefix(&self.bytes[..self.skip as usize]);
            assert_eq!(tail.map(head_of), Some(self.heads[at]));
            assert_eq!(mark_of(self.get(at)), self.marks[at]);
        }
    }
}
