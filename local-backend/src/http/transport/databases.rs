//! The databases of a server: one for all, or one for each account and region.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use hyper::http::request::Parts;

use super::credential::namespace;
use crate::backend::{Home, LocalBackend};

/// Which database a request is for.
pub(super) struct Databases {
    first: LocalBackend,
    /// By access key and region, where these are kept apart.
    others: Option<RwLock<HashMap<(String, String), LocalBackend>>>,
}

impl Databases {
    /// One database for whoever asks.
    pub(super) fn shared(backend: LocalBackend) -> Self {
        Self { first: backend, others: None }
    }

    /// A database for each access key and region, each a fork of this one.
    pub(super) fn separate(backend: LocalBackend) -> Self {
        Self { first: backend, others: Some(RwLock::default()) }
    }

    /// The database of a request; the first one if it does not say who sends it.
    pub(super) fn of(&self, head: &Parts) -> Cow<'_, LocalBackend> {
        let Some(others) = &self.others else { return Cow::Borrowed(&self.first) };
        let Some(namespace) = namespace(head) else { return Cow::Borrowed(&self.first) };
        if let Some(backend) = others.read().unwrap_or_else(PoisonError::into_inner).get(&namespace) {
            return Cow::Owned(backend.clone());
        }
        let home = Home { account: account(&namespace.0), region: namespace.1.clone() };
        let mut others = others.write().unwrap_or_else(PoisonError::into_inner);
        Cow::Owned(others.entry(namespace).or_insert_with(|| self.first.fork_to(home)).clone())
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<LocalBackend> {
        let mut all = vec![self.first.clone()];
        if let Some(others) = &self.others {
            all.extend(others.read().unwrap_or_else(PoisonError::into_inner).values().cloned());
        }
        all
    }
}

/// The number of the account that an access key belongs to: itself if it is such a number, else one made of it.
fn account(key: &str) -> String {
    if key.len() == DIGITS && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return key.to_owned();
    }
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{:0DIGITS$}", hash % 1_000_000_000_000)
}

/// Digits of the number of an account.
const DIGITS: usize = 12;
