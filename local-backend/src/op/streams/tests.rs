//! Names, numbers and iterators as texts.

use monotable::Timestamp;
use monotable::request::GetRecords;
use proptest::prelude::*;

use super::iterator::ShardIterator;
use super::{arn, number};
use crate::LocalBackend;
use crate::store::Position;

fn position() -> impl Strategy<Value = Position> {
    prop_oneof![Just(Position::Horizon), any::<u64>().prop_map(Position::From)]
}

fn time() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis()).prop_map(|millis| Timestamp::from_millis(millis).unwrap())
}

prop_compose! {
    fn iterator()(stream in ".{0,40}", shard in ".{0,40}", position in position(), made in time()) -> ShardIterator {
        ShardIterator { stream, shard, position, made }
    }
}

proptest! {
    #[test]
    fn iterators_are_read_as_they_were_written(iterator in iterator()) {
        let text = iterator.encode();

        prop_assert_eq!(ShardIterator::decode(&text).unwrap(), iterator);
    }

    #[test]
    fn iterators_with_another_character_are_refused(iterator in iterator(), at in any::<prop::sample::Index>(), other: char) {
        // given
        let mut text: Vec<char> = iterator.encode().chars().collect();
        let at = at.index(text.len());
        prop_assume!(text[at] != other);

        // when
        text[at] = other;
        let outcome = ShardIterator::decode(&text.into_iter().collect::<String>());

        // then
        let error = outcome.unwrap_err();
        prop_assert_eq!(error.message(), "Invalid ShardIterator");
    }

    #[test]
    fn any_text_is_an_iterator_or_refused(text in prop_oneof![".{0,80}", "arn:aws:[a-z|:/1]{0,30}\\|1\\|[0-9a-f]{0,90}"]) {
        // when
        let backend = LocalBackend::new();
        let request = GetRecords::new(text.into());
        let mut reply = std::pin::pin!(monotable::Backend::get_records(&backend, request));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let outcome = std::future::Future::poll(reply.as_mut(), &mut context);

        // then: it is not one by chance
        match outcome {
            std::task::Poll::Ready(outcome) => {
                let error = outcome.unwrap_err();
                prop_assert_eq!(error.code(), Some("ValidationException"));
            }
            std::task::Poll::Pending => prop_assert!(false, "the engine answers at once"),
        }
    }

    #[test]
    fn numbers_have_23_digits_and_sort_as_they_were_given(line in 0_usize..4, one: u64, other: u64) {
        let (first, second) = (number::text(line, one), number::text(line, other));

        prop_assert_eq!(first.len(), 23);
        prop_assert_eq!(first.cmp(&second), one.cmp(&other));
        prop_assert_eq!(number::parse(line, &first), Some(one));
        prop_assert_eq!(number::parse((line + 1) % 4, &first), None);
    }

    #[test]
    fn any_text_is_a_number_or_not(text in prop_oneof![".{0,50}", "[0-9]{0,45}"]) {
        if let Some(found) = number::parse(0, &text) {
            prop_assert_eq!(&*number::text(0, found), text.trim_start_matches('0'));
        }
    }

    #[test]
    fn any_text_is_an_arn_or_not(text in prop_oneof![".{0,60}", "arn:aws:dynamodb:[a-z:/]{0,12}(table)?/[a-z/:]{0,12}(stream/)?.{0,6}"]) {
        if let Some((table, label)) = arn::parts(&text) {
            let end = format!(":table/{table}/stream/{label}");
            prop_assert!(text.ends_with(&end));
        }
    }
}
