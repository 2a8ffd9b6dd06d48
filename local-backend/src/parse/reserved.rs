//! The words that DynamoDB takes for no name.
//!
//! See [Reserved words](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html).

use std::cmp::Ordering;
use std::sync::LazyLock;

/// Returns whether a name must be written as a placeholder; in upper or lower case, or both.
pub(super) fn is_reserved(name: &str) -> bool {
    WORDS.binary_search_by(|word| compare(word, name)).is_ok()
}

/// The order of a word and a name in upper case.
fn compare(word: &str, name: &str) -> Ordering {
    word.bytes().cmp(name.bytes().map(|byte| byte.to_ascii_uppercase()))
}

/// One word per line, in upper case, ascending.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("reserved-words.txt").lines().collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_ascend_so_that_each_can_be_found() {
        assert_eq!(WORDS.len(), 573);
        assert!(WORDS.is_sorted());
        assert!(WORDS.iter().all(|word| is_reserved(word) && is_reserved(&word.to_lowercase())));
    }

    #[test]
    fn names_that_only_look_like_words_are_not_reserved() {
        for name in ["", "A", "remove", "begins_with", "sizes", "siz", "nam", "na", "zones", "#name"] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
