//! The databases of a server: one for all, or one for each account and region.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use hyper::http::request::Parts;
use monotable_local::__server::Home;
use monotable_local::LocalBackend;

use super::credential::namespace;

/// Which database a request is for.
pub(super) struct Databases {
    first: LocalBackend,
    /// By access key and region, where these are kept apart.
    others: Option<RwLock<Others>>,
}

struct Others {
    by_name: HashMap<(String, String), LocalBackend>,
    /// With how many of them the empty ones are forgotten.
    tidy_at: usize,
}

impl Databases {
    /// One database for whoever asks.
    pub(super) fn shared(backend: LocalBackend) -> Self {
        Self { first: backend, others: None }
    }

    /// A database for each access key and region, each a fork of this one.
    pub(super) fn separate(backend: LocalBackend) -> Self {
        let others = Others { by_name: HashMap::new(), tidy_at: MANY };
        Self { first: backend, others: Some(RwLock::new(others)) }
    }

    /// The database of a request; the first one if it does not say who sends it.
    pub(super) fn of(&self, head: &Parts) -> Cow<'_, LocalBackend> {
        let Some(others) = &self.others else { return Cow::Borrowed(&self.first) };
        let Some(namespace) = namespace(head) else { return Cow::Borrowed(&self.first) };
        if let Some(backend) = others.read().unwrap_or_else(PoisonError::into_inner).by_name.get(&namespace) {
            return Cow::Owned(backend.clone());
        }
        let home = Home { account: account(&namespace.0), region: namespace.1.clone() };
        let mut others = others.write().unwrap_or_else(PoisonError::into_inner);
        if others.by_name.len() >= others.tidy_at {
            others.tidy(&self.first);
        }
        Cow::Owned(others.by_name.entry(namespace).or_insert_with(|| self.first.fork_to(home)).clone())
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<LocalBackend> {
        let mut all = vec![self.first.clone()];
        if let Some(others) = &self.others {
            all.extend(others.read().unwrap_or_else(PoisonError::into_inner).by_name.values().cloned());
        }
        all
    }
}

impl Others {
    /// Forgets databases without anything in them: they would be the same when they are asked for again, and access keys cost
    /// nothing to invent.
    fn tidy(&mut self, first: &LocalBackend) {
        if first.is_vacant() {
            self.by_name.retain(|_, backend| backend.is_shared() || !backend.is_vacant());
        }
        self.tidy_at = (2 * self.by_name.len()).max(MANY);
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
/// Databases that may be there without anybody looking what is in them.
const MANY: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn head(key: usize) -> Parts {
        let credential = format!("AWS4-HMAC-SHA256 Credential=key{key}/20260101/eu-west-1/dynamodb/aws4_request");
        hyper::Request::builder().header("authorization", credential).body(()).unwrap().into_parts().0
    }

    #[test]
    fn empty_databases_of_many_access_keys_are_forgotten_and_those_in_use_are_not() {
        // A client that sent a new key with every request filled the memory.
        let databases = Databases::separate(LocalBackend::new());
        let create = br#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST",
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}"#;
        let filled = crate::answer(&databases.of(&head(0)), "DynamoDB_20120810.CreateTable", create);
        let held = databases.of(&head(1)).into_owned();

        (2..20 * MANY).for_each(|key| drop(databases.of(&head(key))));

        assert_eq!(filled.status, 200);
        assert!(databases.all().len() <= MANY + 1, "{}", databases.all().len());
        assert_eq!(databases.of(&head(0)).list_tables(), ["shop".into()]);
        let later = databases.of(&head(1));
        let created = crate::answer(&held, "DynamoDB_20120810.CreateTable", create);
        assert_eq!((created.status, later.list_tables()), (200, vec!["shop".into()]));
    }
}
