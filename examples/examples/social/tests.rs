//! Tests that run the example and check what it prints.

use monotable_examples::Report;

use super::tour;
use super::workbench::Model;

#[tokio::test]
async fn every_access_pattern_is_answered() {
    // when
    let mut out = Vec::new();
    tour::run(&mut Report::new(&mut out)).await.unwrap();
    let text = String::from_utf8(out).unwrap();

    // then
    for expected in [
        "-> 17 items of 17, each decoded into its entity",
        "Encoded again, 17 of them are what that program wrote",
        "-> hyuklee: \"My name is Hyuk Lee\", image s3://....",
        "-> 3000000000 followers, following 971, 4945 posts",
        "-> 3: 23456, 34567, 45678",
        "-> 3: 56789, 67890, 78912",
        "-> 2 posts",
        "-> 100 likes",
        "-> 3 entries at second 1571827560",
        "own time: 0 items have expired",
        "-> 0 entries at second 1571827620",
        "DynamoDB gets to it: 3 items are deleted.",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    let newest = text.find("23456   1571827561").unwrap();
    assert!(newest < text.find("12345   1571827560").unwrap(), "newest first");
}

#[test]
fn a_model_without_a_table_is_refused() {
    for model in ["", "[]", "{\"DataModel\":[]}", "{\"DataModel\":[{\"TableName\":\"x\",\"TableData\":[{\"PK\":7}]}]}"]
    {
        assert!(Model::parse(model).is_err(), "{model}");
    }
}
