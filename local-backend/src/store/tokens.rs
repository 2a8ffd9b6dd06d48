//! Idempotency tokens of transactions.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Which requests were made with which tokens, and what came out. The lock is held for moments, and no other one is taken
/// under it.
pub(crate) struct Tokens<R> {
    state: Mutex<State<R>>,
}

struct State<R> {
    /// Shared with forks, and copied by the next one to use a token.
    done: Arc<Done<R>>,
    /// As many as there are threads, at the most.
    running: Vec<Arc<str>>,
}

struct Done<R> {
    by_token: HashMap<Arc<str>, Entry<R>>,
    /// Tokens in the order in which they expire, as long as the clock goes forward.
    expiring: VecDeque<(SystemTime, Arc<str>)>,
}

struct Entry<R> {
    until: SystemTime,
    outcome: Arc<R>,
}

/// What a token stands for.
pub(crate) enum Use<'t, R> {
    /// Nothing yet.
    First(Running<'t, R>),
    /// A request that is under way.
    Again,
    /// A request that succeeded.
    Done(Arc<R>),
}

/// A request under way. Unless it succeeds, its token stands for nothing when this is dropped.
pub(crate) struct Running<'t, R> {
    tokens: &'t Tokens<R>,
    token: Arc<str>,
}

impl<R> Tokens<R> {
    pub(crate) fn new() -> Self {
        Self::starting_with(Arc::new(Done { by_token: HashMap::new(), expiring: VecDeque::new() }))
    }

    fn starting_with(done: Arc<Done<R>>) -> Self {
        Self { state: Mutex::new(State { done, running: Vec::new() }) }
    }

    /// The same tokens, but for those of requests under way.
    pub(crate) fn fork(&self) -> Self {
        Self::starting_with(Arc::clone(&self.lock().done))
    }

    /// Looks a token up, and takes it where it stands for nothing.
    pub(crate) fn begin(&self, token: &str, now: SystemTime) -> Use<'_, R> {
        let mut state = self.lock();
        if let Some(entry) = state.done.by_token.get(token)
            && now < entry.until
        {
            return Use::Done(Arc::clone(&entry.outcome));
        }
        if state.running.iter().any(|running| **running == *token) {
            return Use::Again;
        }
        let token: Arc<str> = token.into();
        state.running.push(Arc::clone(&token));
        Use::First(Running { tokens: self, token })
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        // Each change is complete before anything can fail.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R> Running<'_, R> {
    /// Lets the token stand for this request from now on.
    pub(crate) fn succeed(&self, now: SystemTime, outcome: R) {
        let mut state = self.tokens.lock();
        let done = Arc::make_mut(&mut state.done);
        done.forget_expired(now);
        let until = now.checked_add(VALID).unwrap_or(now);
        done.by_token.insert(Arc::clone(&self.token), Entry { until, outcome: Arc::new(outcome) });
        done.expiring.push_back((until, Arc::clone(&self.token)));
        done.forget_oldest();
    }
}

impl<R> Drop for Running<'_, R> {
    fn drop(&mut self) {
        self.tokens.lock().running.retain(|running| !Arc::ptr_eq(running, &self.token));
    }
}

impl<R> Done<R> {
    fn forget_expired(&mut self, now: SystemTime) {
        while let Some((_, token)) = self.expiring.pop_front_if(|(until, _)| *until <= now) {
            // It may have been used anew since.
            if self.by_token.get(&token).is_some_and(|entry| entry.until <= now) {
                self.by_token.remove(&token);
            }
        }
    }
}

impl<R> Done<R> {
    /// Keeps no more tokens than there is room for: a client that sends a new one with each request would else fill the memory.
    fn forget_oldest(&mut self) {
        while self.expiring.len() > MOST
            && let Some((until, token)) = self.expiring.pop_front()
        {
            if self.by_token.get(&token).is_some_and(|entry| entry.until <= until) {
                self.by_token.remove(&token);
            }
        }
    }
}

impl<R> Clone for Done<R> {
    fn clone(&self) -> Self {
        let entry = |entry: &Entry<R>| Entry { until: entry.until, outcome: Arc::clone(&entry.outcome) };
        let by_token = self.by_token.iter().map(|(token, found)| (Arc::clone(token), entry(found))).collect();
        Self { by_token, expiring: self.expiring.clone() }
    }
}

/// How long DynamoDB knows a token.
const VALID: Duration = Duration::from_secs(10 * 60);

/// How many tokens are known at once.
const MOST: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_tokens_are_forgotten_when_there_are_too_many() {
        let tokens = Tokens::new();
        let token = |number: usize| format!("token {number}");
        for number in 0..MOST + 5 {
            let Use::First(running) = tokens.begin(&token(number), at(0)) else { panic!("{number} is known") };
            running.succeed(at(0), number);
        }

        assert!(matches!(tokens.begin(&token(4), at(0)), Use::First(_)));
        assert!(matches!(tokens.begin(&token(5), at(0)), Use::Done(known) if *known == 5));
        assert_eq!(tokens.lock().done.by_token.len(), MOST);
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn outcome(tokens: &Tokens<u32>, token: &str, now: SystemTime) -> Option<u32> {
        match tokens.begin(token, now) {
            Use::Done(outcome) => Some(*outcome),
            Use::First(_) => None,
            Use::Again => panic!("no request is under way"),
        }
    }

    fn succeed(tokens: &Tokens<u32>, token: &str, now: SystemTime, outcome: u32) {
        let Use::First(running) = tokens.begin(token, now) else { panic!("`{token}` is taken") };
        running.succeed(now, outcome);
    }

    #[test]
    fn a_token_stands_for_its_request_for_ten_minutes() {
        // given
        let tokens = Tokens::new();

        // when
        succeed(&tokens, "a", at(0), 1);

        // then
        assert_eq!(outcome(&tokens, "a", at(599)), Some(1));
        assert_eq!(outcome(&tokens, "b", at(599)), None);
        assert_eq!(outcome(&tokens, "a", at(600)), None);
    }

    #[test]
    fn a_token_in_use_is_not_given_twice_and_free_after_a_failure() {
        // given
        let tokens: Tokens<u32> = Tokens::new();
        let running = tokens.begin("a", at(0));

        // when
        let meanwhile = matches!(tokens.begin("a", at(0)), Use::Again);
        drop(running);
        let afterwards = matches!(tokens.begin("a", at(0)), Use::First(_));

        // then
        assert!(meanwhile && afterwards);
    }

    #[test]
    fn expired_tokens_leave_nothing_behind() {
        // given
        let tokens = Tokens::new();
        (0..100).for_each(|number| succeed(&tokens, &number.to_string(), at(0), 1));

        // when
        succeed(&tokens, "0", at(700), 2);
        succeed(&tokens, "late", at(1400), 3);

        // then
        let state = tokens.lock();
        assert_eq!((state.done.by_token.len(), state.done.expiring.len(), state.running.len()), (1, 1, 0));
    }

    #[test]
    fn a_fork_knows_the_tokens_of_before_and_goes_its_own_way() {
        // given
        let tokens = Tokens::new();
        succeed(&tokens, "before", at(0), 1);

        // when
        let fork = tokens.fork();
        succeed(&tokens, "after", at(1), 2);

        // then
        assert_eq!((outcome(&fork, "before", at(2)), outcome(&fork, "after", at(2))), (Some(1), None));
        assert_eq!(outcome(&tokens, "after", at(2)), Some(2));
    }
}
