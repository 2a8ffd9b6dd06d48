//! Tables are created and waited for.

use std::time::Duration;

use monotable::ErrorKind;
use monotable::request::control::TableStatus;

use super::fixture::now;
use super::script::{Answer, Script, fails};

#[test]
fn a_new_table_that_cannot_be_described_yet_is_waited_for() {
    // Descriptions are eventually consistent: right after it was created, a table may not be there for them.
    let creating = || Answer::Table(TableStatus::Creating);
    let script = Script::new([
        creating(),
        fails(ErrorKind::NotFound),
        creating(),
        fails(ErrorKind::NotFound),
        Answer::Table(TableStatus::Active),
        Answer::Done,
    ]);

    let table = now(script.shop().create_table()).unwrap();

    assert_eq!(table.status, TableStatus::Active);
    assert_eq!(script.slept().len(), 3);
}

#[test]
fn a_new_table_that_is_never_usable_is_an_error_after_ten_minutes() {
    for missing in [false, true] {
        let script = Script::always(match missing {
            false => |_| Answer::Table(TableStatus::Creating),
            true => |_| fails(ErrorKind::NotFound),
        });
        script.first(Answer::Table(TableStatus::Creating));

        let error = now(script.shop().create_table()).unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Unavailable);
        let slept: Duration = script.slept().iter().sum();
        assert!((600..=601).contains(&slept.as_secs()), "{slept:?}");
    }
}

#[test]
fn a_clock_that_goes_back_ends_the_wait_all_the_same() {
    let script = Script::always(|_| Answer::Table(TableStatus::Creating)).turning_back();

    let error = now(script.shop().create_table()).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(script.seen().len() < 3000);
}

#[test]
fn a_table_that_cannot_be_described_for_another_reason_is_an_error() {
    let script = Script::new([Answer::Table(TableStatus::Creating), fails(ErrorKind::AccessDenied)]);

    assert_eq!(now(script.shop().create_table()).unwrap_err().kind(), ErrorKind::AccessDenied);
}
