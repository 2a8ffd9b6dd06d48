//! Positions between two pages, without the types of their access patterns.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::signer;
use super::signer::Signer;
use crate::error::{Error, ErrorKind};
use crate::schema::{EntitySchema, TableSchema};
use crate::value::packed::Cursor as Packed;
use crate::value::{Item, Number, PackedValue, PackedWriter, ValueRef};

/// A position, and the query or scan that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Fingerprint of pattern, direction and condition; of a scan and its segment.
    pub(crate) query: u64,
    /// Fingerprint of the pattern, or of the scan.
    pub(crate) pattern: u64,
    /// The key of the last evaluated item, without the attributes that the query gives.
    pub(crate) key: Vec<u8>,
    /// Made with the secret of the store, where it has one.
    pub(crate) signature: Option<[u8; signer::LEN]>,
}

impl Position {
    /// Returns the position of a last evaluated key; the attributes `given` by the query are left out.
    pub(crate) fn of(pattern: u64, query: u64, last: &Item, given: &[&str], signer: Option<&Signer>) -> Self {
        let key = last.select(|name| !given.iter().any(|given| given.as_bytes() == name));
        let mut position = Self { query, pattern, key: key.packed().to_vec(), signature: None };
        position.signature = signer.map(|signer| signer.sign(&position.signed()));
        position
    }

    /// Returns what a signature is over: all of it.
    fn signed(&self) -> Vec<u8> {
        [&self.pattern.to_be_bytes(), &self.query.to_be_bytes(), self.key.as_slice()].concat()
    }

    /// Refuses a position that was not signed with the secret of the store.
    pub(crate) fn verify(&self, signer: &Signer) -> Result<(), Error> {
        match &self.signature {
            Some(signature) if signer.verify(&self.signed(), signature) => Ok(()),
            _ => Err(invalid("the cursor is not signed with the secret of this store")),
        }
    }

    /// Returns the start key of the next request: the position and what the query gives.
    pub(crate) fn start_key(&self, expected: &[&str], given: impl FnOnce(&mut PackedWriter)) -> Result<Item, Error> {
        let mut writer = PackedWriter::new();
        given(&mut writer);
        let mut missing = expected.to_vec();
        let mut attributes = Packed { bytes: &self.key };
        while let Some((name, value)) = attributes.named() {
            let place = missing.iter().position(|expected| expected.as_bytes() == name).ok_or_else(broken)?;
            missing.swap_remove(place);
            writer.name_bytes(name);
            writer.copy(value);
        }
        if missing.is_empty() { Ok(writer.into_item()) } else { Err(broken()) }
    }

    fn checksum(&self) -> u64 {
        let mut hash = Fingerprint::new();
        hash.number(self.pattern);
        hash.number(self.query);
        hash.bytes(&self.key);
        hash.finish()
    }

    pub(crate) fn encode(&self) -> String {
        let mut bytes = Vec::with_capacity(HEADER + self.key.len());
        bytes.push(if self.signature.is_some() { SIGNED } else { PLAIN });
        bytes.extend_from_slice(&self.checksum().to_be_bytes());
        bytes.extend_from_slice(&self.pattern.to_be_bytes());
        bytes.extend_from_slice(&self.query.to_be_bytes());
        bytes.extend_from_slice(self.signature.as_ref().map_or(&[], |signature| signature.as_slice()));
        bytes.extend_from_slice(&self.key);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub(crate) fn decode(text: &str) -> Result<Self, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| broken())?;
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or_else(broken)?;
        let word = |start: usize| -> u64 {
            header[start..start + 8].iter().fold(0, |word, byte| (word << 8) | u64::from(*byte))
        };
        let (signature, key) = match header[0] {
            PLAIN => (None, rest),
            SIGNED => {
                let (signature, key) = rest.split_first_chunk().ok_or_else(broken)?;
                (Some(*signature), key)
            }
            _ => return Err(invalid("the cursor comes from another version")),
        };
        let position = Self { query: word(17), pattern: word(9), key: key.to_vec(), signature };
        if position.checksum() != word(1) || !is_key(key) {
            return Err(broken());
        }
        Ok(position)
    }
}

/// Returns whether these are key attributes alone: names and well-formed texts, numbers or binaries.
fn is_key(bytes: &[u8]) -> bool {
    let mut attributes = Packed { bytes };
    while !attributes.bytes.is_empty() {
        let Some((name, value)) = attributes.named() else { return false };
        let sound = match value {
            ValueRef::S(text) => std::str::from_utf8(text).is_ok(),
            ValueRef::N(number) => Number::from_bytes(number).is_some(),
            ValueRef::B(_) => true,
            _ => false,
        };
        if !sound || std::str::from_utf8(name).is_err() {
            return false;
        }
    }
    true
}

/// What a scan looks for.
#[derive(Clone, Copy)]
pub(crate) enum Scanned {
    /// The entities of one kind.
    Entity(&'static EntitySchema),
    /// Everything in the table.
    Table(&'static TableSchema),
}

impl Scanned {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Entity(entity) => entity.name,
            Self::Table(table) => table.name,
        }
    }
}

/// FNV-1a: stable over versions, platforms and runs, since cursors outlive them.
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.raw(bytes);
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.raw(&number.to_be_bytes());
    }

    fn raw(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    pub(crate) fn finish(&self) -> u64 {
        self.0
    }

    /// Adds a value of a key: its type and its bytes.
    pub(crate) fn key_value(&mut self, value: &PackedValue) {
        let view = value.view();
        self.number(view.kind() as u64);
        if let ValueRef::S(bytes) | ValueRef::N(bytes) | ValueRef::B(bytes) = view {
            self.bytes(bytes);
        }
    }

    /// Returns the fingerprint of a scan: for one kind of entity by its tag, or of a table by its name.
    pub(crate) fn of_scan(kind: Scanned) -> u64 {
        let mut hash = Self::new();
        // More texts than a pattern has, so that no names make the two equal.
        let (what, name) = match kind {
            Scanned::Entity(entity) => ("entity", entity.tag),
            Scanned::Table(table) => ("table", table.name),
        };
        for text in ["scan", what, name, ""] {
            hash.bytes(text.as_bytes());
        }
        hash.finish()
    }

    /// Returns the fingerprint of an access pattern, or of the partition that it reaches.
    pub(crate) fn of_pattern(entity: &EntitySchema, pattern: usize, partition: bool) -> u64 {
        let mut hash = Self::new();
        if partition {
            hash.bytes(b"partition");
        }
        hash.bytes(entity.tag.as_bytes());
        hash.bytes(entity.patterns.get(pattern).map_or("", |pattern| pattern.name).as_bytes());
        hash.finish()
    }
}

#[cold]
pub(crate) fn invalid(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidCursor, problem)
}

#[cold]
pub(crate) fn broken() -> Error {
    invalid("the cursor is broken")
}

/// Form of the text, without a signature and with one.
const PLAIN: u8 = 1;

const SIGNED: u8 = 2;

/// Version, checksum, pattern and query.
const HEADER: usize = 1 + 8 + 8 + 8;
