//! Checks that the messages in the README are those of the compiler.

use std::fs;
use std::path::Path;

#[test]
fn the_messages_in_the_readme_are_those_of_the_compiler() {
    // given
    let readme = include_str!("../../README.md");
    let messages: Vec<&str> =
        readme.split("```text\n").skip(1).filter_map(|block| block.split("\n```").next()).collect();
    let messages: Vec<&str> = messages.into_iter().filter(|block| block.starts_with("error")).collect();
    assert_eq!(messages.len(), 2);

    for message in messages {
        // when: the message says where it comes from, ` --> ui/keys/later_part_first.rs:6:50`
        let (_, place) = message.split_once("--> ").unwrap();
        let (case, _) = place.split_once(".rs").unwrap();
        let expected =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/compile-time").join(case).with_extension("stderr");
        let expected = fs::read_to_string(&expected).unwrap_or_else(|error| panic!("{}: {error}", expected.display()));

        // then
        assert!(expected.starts_with(message), "the README says\n{message}\n\nthe compiler says\n{expected}");
    }
}
