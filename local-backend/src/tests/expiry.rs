//! Time-to-live.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, SystemTime};

use monotable::expression::{Path, SetOperand, SetValue, Update};
use monotable::request::UpdateItem;
use monotable::request::control::UpdateTimeToLive;

use super::*;
use crate::ManualClock;

const NOW: u64 = 1_570_000_000;

fn sweepable(indexes: Vec<IndexDefinition>) -> (LocalBackend, ManualClock) {
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW));
    let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).build();
    create(&backend, indexes);
    now(backend.update_time_to_live(UpdateTimeToLive::enable(name(), "expires".into()))).unwrap();
    (backend, clock)
}

fn expiring(sk: &str, expires: Value) -> Item {
    item([("PK", s("p")), ("SK", s(sk)), ("expires", expires), ("G", s("g"))])
}

#[test]
fn only_numbers_between_five_years_ago_and_now_have_expired() {
    // given
    let (backend, _) = sweepable(vec![]);
    let now_seconds = i64::try_from(NOW).unwrap();
    let five_years = 5 * 365 * 24 * 60 * 60;
    let cases = [
        ("past", n(now_seconds - 1), true),
        ("fraction", Value::N("1569999999.9".parse().unwrap()), true),
        ("now", n(now_seconds), false),
        ("future", n(now_seconds + 1), false),
        ("milliseconds", n(now_seconds * 1000), false),
        ("five years ago", n(now_seconds - five_years), true),
        ("older", n(now_seconds - five_years - 1), false),
        ("text", s("1"), false),
    ];
    for (sk, expires, _) in &cases {
        put(&backend, expiring(sk, expires.clone()));
    }

    // when
    let deleted = backend.sweep_expired();

    // then
    for (sk, _, expired) in cases {
        assert_eq!(get(&backend, "p", sk).is_none(), expired, "{sk}");
    }
    assert_eq!(deleted, 3);
}

#[test]
fn an_expired_item_is_visible_until_it_is_swept_and_then_leaves_the_indexes() {
    // given
    let (backend, clock) = sweepable(vec![global("by_g", &[key("G", Type::S)], &[], Projection::All)]);
    put(&backend, expiring("a", n(i64::try_from(NOW).unwrap() + 10)));
    let count = || {
        let mut request = Query::new(name(), vec![test("G", KeyTest::Eq, &s("g"))]);
        request.index = Some("by_g".into());
        now(backend.query(request)).unwrap().count
    };

    // when
    let early = backend.sweep_expired();
    clock.advance(Duration::from_secs(11));
    let visible = count();
    let late = backend.sweep_expired();

    // then
    assert_eq!((early, visible, late, count()), (0, 1, 1, 0));
    assert!(get(&backend, "p", "a").is_none());
}

#[test]
fn without_time_to_live_nothing_expires() {
    // given
    let (backend, _) = sweepable(vec![]);
    put(&backend, expiring("a", n(i64::try_from(NOW).unwrap() - 10)));
    let mut off = UpdateTimeToLive::enable(name(), "expires".into());
    off.enabled = false;
    now(backend.update_time_to_live(off)).unwrap();

    // when
    let deleted = backend.sweep_expired();

    // then
    assert_eq!(deleted, 0);
}

#[test]
fn time_to_live_is_switched_one_step_at_a_time() {
    // given
    let (backend, _) = sweepable(vec![]);
    let switch = |attribute: &'static str, enabled: bool| {
        let mut request = UpdateTimeToLive::enable(name(), attribute.into());
        request.enabled = enabled;
        now(backend.update_time_to_live(request)).map_err(|error| error.message().to_owned())
    };

    // when, then
    assert_eq!(switch("expires", true), Err("TimeToLive is already enabled".to_owned()));
    assert_eq!(
        switch("other", true),
        Err("TimeToLive is active on a different AttributeName: current AttributeName is expires".to_owned())
    );
    assert_eq!(switch("expires", false), Ok(()));
    assert_eq!(switch("expires", false), Err("TimeToLive is already disabled".to_owned()));
}

#[test]
fn an_item_that_is_renewed_while_others_are_swept_stays() {
    // given: a partition that takes a while to sweep, from the one end, and is renewed from the other
    const ITEMS: usize = 3000;
    let (backend, clock) = sweepable(vec![]);
    let now_seconds = i64::try_from(NOW).unwrap();
    let sort_key = |number: usize| format!("s{number:05}");
    (0..ITEMS).for_each(|number| put(&backend, expiring(&sort_key(number), n(now_seconds + 1))));
    clock.advance(Duration::from_secs(2));

    // when
    let started = Barrier::new(2);
    thread::scope(|scope| {
        scope.spawn(|| {
            started.wait();
            backend.sweep_expired();
        });
        started.wait();
        for number in (0..ITEMS).rev() {
            let later = SetValue::Operand(SetOperand::Value((&n(now_seconds + 100)).into()));
            let renew = Update { set: vec![(Path::attribute("expires"), later)], ..Update::default() };
            let key = item([("PK", s("p")), ("SK", s(&sort_key(number)))]);
            now(backend.update_item(UpdateItem::new(name(), key, renew))).unwrap();
        }
    });

    // then: all are there, be it that they were deleted before
    let lost: Vec<String> = (0..ITEMS).map(sort_key).filter(|sk| get(&backend, "p", sk).is_none()).collect();
    assert!(lost.is_empty(), "{lost:?}");
}
