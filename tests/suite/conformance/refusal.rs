//! Expected errors: kind, exception name and the stable core of the text. The rest of a text differs by region and
//! month, and the AWS backend leaves values out.

use std::cell::Cell;
use std::fmt::Debug;

use monotable::{Error, ErrorKind};

thread_local! {
    /// Set if texts count on the server under test; every test has a thread of its own.
    static TEXTS: Cell<bool> = const { Cell::new(true) };
}

pub(crate) fn compare_texts(compare: bool) {
    TEXTS.set(compare);
}

/// Outcomes that have to be errors.
pub(crate) trait Refused {
    /// A ValidationException with this in its text.
    #[track_caller]
    fn refused(self, core: &str) -> Error;

    /// A ValidationException of exactly this text, which holds no value of the request on any backend.
    #[track_caller]
    fn told(self, text: &str) -> Error;

    /// A ConditionalCheckFailedException.
    #[track_caller]
    fn condition_failed(self) -> Error;

    /// A TransactionCanceledException.
    #[track_caller]
    fn canceled(self) -> Error;

    /// A ResourceNotFoundException.
    #[track_caller]
    fn not_found(self) -> Error;

    /// A ResourceInUseException.
    #[track_caller]
    fn in_use(self) -> Error;

    /// A LimitExceededException with this in its text.
    #[track_caller]
    fn limit_exceeded(self, core: &str) -> Error;

    /// A PolicyNotFoundException that holds this text.
    #[track_caller]
    fn no_policy(self, core: &str) -> Error;

    /// A TableNotFoundException, which operations on backups have.
    #[track_caller]
    fn no_table(self) -> Error;

    /// Refused by DynamoDB, or before it was sent because the client has no way to say it.
    #[track_caller]
    fn refused_somewhere(self) -> Error;
}

impl<T: Debug> Refused for Result<T, Error> {
    #[track_caller]
    fn refused(self, core: &str) -> Error {
        expect(self, ErrorKind::Validation, "ValidationException", core)
    }

    #[track_caller]
    fn told(self, text: &str) -> Error {
        let error = self.refused(text);
        if TEXTS.get() {
            assert_eq!(error.message(), text);
        }
        error
    }

    #[track_caller]
    fn condition_failed(self) -> Error {
        let code = "ConditionalCheckFailedException";
        expect(self, ErrorKind::ConditionFailed, code, "The conditional request failed")
    }

    #[track_caller]
    fn canceled(self) -> Error {
        let code = "TransactionCanceledException";
        expect(self, ErrorKind::TransactionCanceled, code, "please refer cancellation reasons for specific reasons")
    }

    #[track_caller]
    fn not_found(self) -> Error {
        expect(self, ErrorKind::NotFound, "ResourceNotFoundException", "Requested resource not found")
    }

    #[track_caller]
    fn in_use(self) -> Error {
        expect(self, ErrorKind::InUse, "ResourceInUseException", "")
    }

    #[track_caller]
    fn limit_exceeded(self, core: &str) -> Error {
        expect(self, ErrorKind::LimitExceeded, "LimitExceededException", core)
    }

    #[track_caller]
    fn no_policy(self, core: &str) -> Error {
        expect(self, ErrorKind::NotFound, "PolicyNotFoundException", core)
    }

    #[track_caller]
    fn no_table(self) -> Error {
        expect(self, ErrorKind::NotFound, "TableNotFoundException", "")
    }

    #[track_caller]
    fn refused_somewhere(self) -> Error {
        match self {
            Err(error) if matches!(error.kind(), ErrorKind::Validation | ErrorKind::InvalidRequest) => error,
            other => panic!("not refused: {other:?}"),
        }
    }
}

#[track_caller]
fn expect<T: Debug>(outcome: Result<T, Error>, kind: ErrorKind, code: &str, core: &str) -> Error {
    let error = match outcome {
        Ok(answer) => panic!("not refused, though it should be with `{core}`: {answer:?}"),
        Err(error) => error,
    };
    assert_eq!((error.kind(), error.code()), (kind, Some(code)), "{error:?}");
    if TEXTS.get() {
        assert!(error.message().contains(core), "expected `{core}` in `{}`", error.message());
    }
    error
}
