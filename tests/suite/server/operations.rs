//! Checks that the server answers every operation of DynamoDB's API except those that the README lists.

use std::collections::BTreeSet;

use monotable_local::LocalBackend;
use monotable_server::answer;

/// The operations of the API of 2012-08-10.
const OPERATIONS: &str = "
    BatchExecuteStatement BatchGetItem BatchWriteItem CreateBackup CreateGlobalTable CreateTable DeleteBackup DeleteItem
    DeleteResourcePolicy DeleteTable DescribeBackup DescribeContinuousBackups DescribeContributorInsights DescribeEndpoints
    DescribeExport DescribeGlobalTable DescribeGlobalTableSettings DescribeImport DescribeKinesisStreamingDestination
    DescribeLimits DescribeTable DescribeTableReplicaAutoScaling DescribeTimeToLive DisableKinesisStreamingDestination
    EnableKinesisStreamingDestination ExecuteStatement ExecuteTransaction ExportTableToPointInTime GetItem GetResourcePolicy
    ImportTable ListBackups ListContributorInsights ListExports ListGlobalTables ListImports ListTables ListTagsOfResource PutItem
    PutResourcePolicy Query RestoreTableFromBackup RestoreTableToPointInTime Scan TagResource TransactGetItems TransactWriteItems
    UntagResource UpdateContinuousBackups UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings UpdateItem
    UpdateKinesisStreamingDestination UpdateTable UpdateTableReplicaAutoScaling UpdateTimeToLive";

#[test]
fn the_readme_lists_exactly_the_operations_that_are_not_answered() {
    // given
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    let (_, list) = readme.split_once("It answers these operations with an UnknownOperationException").unwrap();
    let list: String =
        list.lines().skip_while(|line| !line.starts_with("- ")).take_while(|line| !line.is_empty()).collect();
    let words: BTreeSet<&str> = list.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();

    for operation in OPERATIONS.split_whitespace() {
        // when
        let answer = answer(&LocalBackend::new(), &format!("DynamoDB_20120810.{operation}"), b"{}");

        // then
        let body = String::from_utf8(answer.body).unwrap();
        let is_unknown = body == r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#;
        assert_eq!(is_unknown, words.contains(operation), "{operation}: {body}");
    }
}
