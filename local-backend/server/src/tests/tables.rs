//! Tables and their descriptions.

use super::*;

/// A table with both kinds of index.
const ORDERS: &str = r#"{"TableName":"orders","BillingMode":"PROVISIONED",
    "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6},
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
    "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
                            {"AttributeName":"g","AttributeType":"B"}],
    "GlobalSecondaryIndexes":[{"IndexName":"by-g","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x","y"]},
        "ProvisionedThroughput":{"ReadCapacityUnits":7,"WriteCapacityUnits":8}}],
    "LocalSecondaryIndexes":[{"IndexName":"local",
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"g","KeyType":"RANGE"}],
        "Projection":{"ProjectionType":"KEYS_ONLY"}}],
    "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"},
    "TableClass":"STANDARD_INFREQUENT_ACCESS","DeletionProtectionEnabled":true}"#;

#[track_caller]
fn assert_invalid(body: &str, text: &str) {
    let expected = format!(r#"400 {{"__type":"com.amazon.coral.validate#ValidationException","message":"{text}"}}"#);
    assert_eq!(ask(&shop(), "CreateTable", body), expected, "{body}");
}

#[test]
fn a_table_is_described_as_it_was_created() {
    let clock = monotable_local::ManualClock::at(std::time::UNIX_EPOCH + Duration::from_millis(1_700_000_000_250));
    let backend = LocalBackend::builder().clock(std::sync::Arc::new(clock)).build();

    let created = ask(&backend, "CreateTable", ORDERS);
    let described = ask(&backend, "DescribeTable", r#"{"TableName":"orders"}"#);

    let table = described.strip_prefix(r#"200 {"Table":"#).unwrap();
    assert_eq!(created.replace("CREATING", "ACTIVE"), format!(r#"200 {{"TableDescription":{table}"#));
    for part in [
        r#""TableName":"orders","TableStatus":"ACTIVE""#,
        r#""TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/orders""#,
        r#""ItemCount":0,"TableSizeBytes":0"#,
        r#""ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":5,"WriteCapacityUnits":6}"#,
        r#""TableClassSummary":{"TableClass":"STANDARD_INFREQUENT_ACCESS"}"#,
        r#""DeletionProtectionEnabled":true"#,
        r#""CreationDateTime":1700000000.250"#,
        r#""AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},{"AttributeName":"g","AttributeType":"B"}]"#,
        r#""KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]"#,
        r#""GlobalSecondaryIndexes":[{"IndexName":"by-g","IndexArn":"arn:aws:dynamodb:us-east-1:000000000000:table/orders/index/by-g","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x","y"]},"ItemCount":0,"IndexSizeBytes":0,"IndexStatus":"ACTIVE","ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":7,"WriteCapacityUnits":8},"WarmThroughput":{"ReadUnitsPerSecond":7,"WriteUnitsPerSecond":8,"Status":"ACTIVE"}}]"#,
        r#""WarmThroughput":{"ReadUnitsPerSecond":5,"WriteUnitsPerSecond":6,"Status":"ACTIVE"}"#,
        r#""LocalSecondaryIndexes":[{"IndexName":"local","IndexArn":"arn:aws:dynamodb:us-east-1:000000000000:table/orders/index/local","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"g","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"},"ItemCount":0,"IndexSizeBytes":0}]"#,
        r#""StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}"#,
        r#""LatestStreamArn":"arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2023-11-14T22:13:20.250""#,
    ] {
        assert!(table.contains(part), "{part}\nin\n{table}");
    }
}

#[test]
fn items_and_index_entries_are_counted() {
    let backend = shop();
    ask(&backend, "CreateTable", ORDERS);
    for g in ["", r#","g":{"B":"AA=="}"#] {
        let item = format!(r#"{{"TableName":"orders","Item":{{"pk":{{"S":"a"}},"sk":{{"N":"{}"}}{g}}}}}"#, g.len());
        assert_eq!(ask(&backend, "PutItem", &item), "200 {}");
    }

    let described = ask(&backend, "DescribeTable", r#"{"TableName":"orders"}"#);

    assert!(described.contains(r#""ItemCount":2,"TableSizeBytes":15"#), "{described}");
    assert_eq!(described.matches(r#""ItemCount":1,"IndexSizeBytes":9"#).count(), 2, "{described}");
}

#[test]
fn a_table_that_is_deleted_shows_little() {
    let backend = shop();

    let deleted = ask(&backend, "DeleteTable", r#"{"TableName":"shop"}"#);
    let again = ask(&backend, "DeleteTable", r#"{"TableName":"shop"}"#);

    assert!(deleted.contains(r#""TableStatus":"DELETING""#), "{deleted}");
    assert!(!deleted.contains("KeySchema") && !deleted.contains("CreationDateTime"), "{deleted}");
    assert!(again.contains("Requested resource not found: Table: shop not found"), "{again}");
}

#[test]
fn names_of_tables_come_in_pages() {
    let backend = shop();
    for name in ["zoo", "Bar", "bar"] {
        ask(&backend, "CreateTable", &ORDERS.replace("orders", name));
    }

    assert_eq!(ask(&backend, "ListTables", "{}"), r#"200 {"TableNames":["Bar","bar","shop","zoo"]}"#);
    assert_eq!(
        ask(&backend, "ListTables", r#"{"Limit":2}"#),
        r#"200 {"TableNames":["Bar","bar"],"LastEvaluatedTableName":"bar"}"#
    );
    assert_eq!(
        ask(&backend, "ListTables", r#"{"Limit":2,"ExclusiveStartTableName":"baz"}"#),
        r#"200 {"TableNames":["shop","zoo"]}"#
    );
    assert!(
        ask(&backend, "ListTables", r#"{"Limit":101}"#).contains("Member must have value less than or equal to 100")
    );
}

#[test]
fn time_to_live_is_described() {
    let backend = shop();
    let describe = r#"{"TableName":"shop"}"#;

    let before = ask(&backend, "DescribeTimeToLive", describe);
    let update = ask(
        &backend,
        "UpdateTimeToLive",
        r#"{"TableName":"shop","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}}"#,
    );
    let after = ask(&backend, "DescribeTimeToLive", describe);

    assert_eq!(before, r#"200 {"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}"#);
    assert_eq!(update, r#"200 {"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}}"#);
    assert_eq!(after, r#"200 {"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}}"#);
}

#[test]
fn definitions_and_keys_belong_together() {
    let table = |keys: &str, definitions: &str, more: &str| {
        format!(
            r#"{{"TableName":"new","BillingMode":"PAY_PER_REQUEST","KeySchema":[{keys}],"AttributeDefinitions":[{definitions}]{more}}}"#
        )
    };
    let key = |name: &str, role: &str| format!(r#"{{"AttributeName":"{name}","KeyType":"{role}"}}"#);
    let definition = |name: &str| format!(r#"{{"AttributeName":"{name}","AttributeType":"S"}}"#);
    let (a, b) = (definition("a"), definition("b"));

    assert_invalid(
        &table(&key("a", "RANGE"), &a, ""),
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
    );
    assert_invalid(
        &table(&format!("{},{}", key("a", "HASH"), key("b", "HASH")), &format!("{a},{b}"), ""),
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
    );
    assert_invalid(
        &table(&key("a", "HASH"), &b, ""),
        "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: \
         [a], AttributeDefinitions: [b]",
    );
    assert_invalid(
        &table(&key("a", "HASH"), &format!("{a},{b}"), ""),
        "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of \
         attributes defined in AttributeDefinitions",
    );
    let both = format!("{},{}", key("a", "HASH"), key("b", "RANGE"));
    assert_invalid(&table(&both, &a, ""), "Invalid KeySchema: Some index key attribute have no definition");
    assert_invalid(
        &table(&both, &format!("{b},{}", definition("c")), ""),
        "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: \
         [a, b], AttributeDefinitions: [b, c]",
    );
    assert_invalid(
        &table(&key("a", "HASH"), &format!("{a},{a}"), ""),
        "One or more parameter values were invalid: Duplicate attribute in AttributeDefinitions: a",
    );
    assert_invalid(
        &table(&key("a", "HASH"), &format!("{a},{}", a.replace(r#""S""#, r#""N""#)), ""),
        "One or more parameter values were invalid: Duplicate attribute in AttributeDefinitions: a",
    );
    let index = |keys: &str| {
        format!(
            r#","LocalSecondaryIndexes":[{{"IndexName":"index","KeySchema":[{keys}],"Projection":{{"ProjectionType":"ALL"}}}}]"#
        )
    };
    let three = format!("{a},{b},{}", definition("c"));
    assert_invalid(
        &table(&both, &three, &index(&both)),
        "One or more parameter values were invalid: Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c], \
         keys used: [a, b]",
    );
    assert_invalid(
        &table(&both, &three, &index(&key("a", "HASH"))),
        "One or more parameter values were invalid: Index KeySchema does not have a range key for index: index",
    );
    assert_invalid(
        &table(&key("a", "HASH"), &a, r#","GlobalSecondaryIndexes":[]"#),
        "One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty",
    );
    assert_invalid(
        &table(&key("a", "HASH"), &a, r#","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}"#),
        "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when \
         BillingMode is PAY_PER_REQUEST",
    );
    let three = [key("a", "HASH"), key("b", "RANGE"), key("c", "RANGE")].join(",");
    assert_invalid(
        &table(&three, &a, ""),
        "1 validation error detected: Value '[KeySchemaElement(attributeName=a, keyType=HASH), \
         KeySchemaElement(attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c, keyType=RANGE)]' at 'keySchema' \
         failed to satisfy constraint: Member must have length less than or equal to 2",
    );
}

/// A global index of a table with the key `pk`, whose request defines these attributes.
fn index_of(keys: &[(&str, &str)], units: u64) -> String {
    let keys: Vec<String> =
        keys.iter().map(|(name, role)| format!(r#"{{"AttributeName":"{name}","KeyType":"{role}"}}"#)).collect();
    format!(
        r#"{{"IndexName":"index","KeySchema":[{}],"Projection":{{"ProjectionType":"ALL"}},
        "ProvisionedThroughput":{{"ReadCapacityUnits":{units},"WriteCapacityUnits":1}}}}"#,
        keys.join(",")
    )
}

#[test]
fn keys_of_global_indexes_have_rules_of_their_own() {
    let units = r#""ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}"#;
    let define = |names: &[&str]| {
        let all = names.iter().map(|name| format!(r#"{{"AttributeName":"{name}","AttributeType":"S"}}"#));
        format!(r#""AttributeDefinitions":[{}]"#, all.collect::<Vec<_>>().join(","))
    };
    let backend = LocalBackend::new();
    let table = format!(
        r#"{{"TableName":"orders",{units},"KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}},
        {{"AttributeName":"sk","KeyType":"RANGE"}}],{},"LocalSecondaryIndexes":[{{"IndexName":"local",
        "KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}},{{"AttributeName":"at","KeyType":"RANGE"}}],
        "Projection":{{"ProjectionType":"ALL"}}}}]}}"#,
        define(&["pk", "sk", "at"])
    );
    assert!(ask(&backend, "CreateTable", &table).starts_with("200 "));

    let parameter = "One or more parameter values were invalid: ";
    let cases: [(&[(&str, &str)], u64, &[&str], String); 6] = [
        (
            &[("a", "HASH"), ("a", "RANGE")],
            1,
            &["a"],
            format!("{parameter}Duplicate attribute in the KeySchema of index index: a"),
        ),
        (
            &[("a", "HASH"), ("b", "RANGE"), ("c", "HASH")],
            1,
            &["a", "b", "c"],
            "Invalid KeySchema: All HASH key attributes must precede RANGE".to_owned(),
        ),
        (
            &[("a", "RANGE")],
            1,
            &["a"],
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type".to_owned(),
        ),
        (
            &[("a", "RANGE")],
            2_000_000_000_000,
            &["a"],
            "Given value 2000000000000 for ReadCapacityUnits is out of bounds for index index".to_owned(),
        ),
        (
            &[("at", "HASH")],
            1,
            &[],
            format!(
                "{parameter}Some index key attributes are not defined in AttributeDefinitions. Keys: [at], AttributeDefinitions: []"
            ),
        ),
        (
            &[("pk", "HASH"), ("a", "RANGE")],
            1,
            &["a"],
            format!(
                "{parameter}Some index key attributes are not defined in AttributeDefinitions. Keys: [pk, a], AttributeDefinitions: [a]"
            ),
        ),
    ];
    for (keys, units_of_index, defined, text) in cases {
        let index = index_of(keys, units_of_index);
        let update = format!(
            r#"{{"TableName":"orders",{},"GlobalSecondaryIndexUpdates":[{{"Create":{index}}}]}}"#,
            define(defined)
        );
        let mut all = vec!["pk"];
        all.extend(defined.iter().filter(|name| **name != "pk"));
        let create = format!(
            r#"{{"TableName":"new",{units},"KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}}],{},
            "GlobalSecondaryIndexes":[{index}]}}"#,
            define(&all)
        );

        let updated = ask(&backend, "UpdateTable", &update);
        assert!(updated.starts_with("400 ") && updated.contains(&text), "{updated}\n{text}");
        if !defined.is_empty() && keys[0].0 != "pk" {
            let created = ask(&backend, "CreateTable", &create);
            assert!(created.starts_with("400 ") && created.contains(&text), "{created}\n{text}");
        }
    }
    let again = format!(
        r#"{{"TableName":"orders",{},"GlobalSecondaryIndexUpdates":[{{"Create":{}}}]}}"#,
        define(&["at"]),
        index_of(&[("at", "HASH")], 1)
    );
    assert!(ask(&backend, "UpdateTable", &again).starts_with("200 "));
}

#[test]
fn the_same_throughput_is_no_change() {
    let backend = LocalBackend::new();
    assert!(ask(&backend, "CreateTable", ORDERS).starts_with("200 "));
    let units = r#""ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6}"#;
    for mode in ["", r#""BillingMode":"PROVISIONED","#] {
        let answer = ask(&backend, "UpdateTable", &format!(r#"{{"TableName":"orders",{mode}{units}}}"#));
        assert!(answer.contains("The provisioned throughput for the table will not change."), "{answer}");
    }
}

#[test]
fn constraints_on_indexes_and_capacity_are_told() {
    let table = |keys: &str, more: &str| {
        format!(
            r#"{{"TableName":"new","BillingMode":"PAY_PER_REQUEST","KeySchema":[{keys}],"AttributeDefinitions":[{},{}]{more}}}"#,
            r#"{"AttributeName":"a","AttributeType":"S"}"#, r#"{"AttributeName":"b","AttributeType":"S"}"#,
        )
    };
    let key = |name: &str, role: &str| format!(r#"{{"AttributeName":"{name}","KeyType":"{role}"}}"#);
    let (hash, both) = (key("a", "HASH"), format!("{},{}", key("a", "HASH"), key("b", "RANGE")));
    let index = |list: &str, keys: &str, projection: &str| {
        format!(r#","{list}":[{{"IndexName":"index","KeySchema":[{keys}],"Projection":{{{projection}}}}}]"#)
    };
    let (local, global) = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes");
    let all = r#""ProjectionType":"ALL""#;

    assert_invalid(
        &table(&hash, &index(local, &format!("{hash},{}", key("c", "RANGE")), all)),
        "One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when \
         specifying a LocalSecondaryIndex",
    );
    assert_invalid(
        &table(&both, &index(local, &format!("{hash},{}", key("b", "HASH")), all)),
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
    );
    assert_invalid(
        &table(&both, &index(local, &format!("{both},{}", key("c", "RANGE")), all)),
        "1 validation error detected: Value '[KeySchemaElement(attributeName=a, keyType=HASH), \
         KeySchemaElement(attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c, keyType=RANGE)]' at \
         'localSecondaryIndexes.1.member.keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
    );
    let nothing = r#""ProjectionType":"INCLUDE","NonKeyAttributes":[]"#;
    assert_invalid(
        &table(&both, &index(global, &hash, nothing)),
        "1 validation error detected: Value '[]' at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes' failed to \
         satisfy constraint: Member must have length greater than or equal to 1",
    );
    let names: Vec<String> = (0..21).map(|number| format!("n{number}")).collect();
    let many = format!(r#""ProjectionType":"INCLUDE","NonKeyAttributes":["{}"]"#, names.join(r#"",""#));
    assert_invalid(
        &table(&both, &index(global, &hash, &many)),
        &format!(
            "1 validation error detected: Value '[{}]' at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes' failed \
             to satisfy constraint: Member must have length less than or equal to 20",
            names.join(", ")
        ),
    );
    let provisioned = |read: u64, write: i64| {
        let units = format!(r#","ProvisionedThroughput":{{"ReadCapacityUnits":{read},"WriteCapacityUnits":{write}}}"#);
        table(&both, &units).replace(r#""BillingMode":"PAY_PER_REQUEST","#, "")
    };
    assert_invalid(
        &provisioned(0, -1),
        "2 validation errors detected: Value '-1' at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: \
         Member must have value greater than or equal to 1; Value '0' at 'provisionedThroughput.readCapacityUnits' failed to \
         satisfy constraint: Member must have value greater than or equal to 1",
    );
    assert_invalid(
        &provisioned(1_000_000_000_001, 1),
        "Given value 1000000000001 for ReadCapacityUnits is out of bounds",
    );
}

#[test]
fn what_is_missing_of_tags_is_told() {
    let backend = shop();
    let arn = format!("arn:aws:dynamodb:us-east-1:{}:table", backend.database().home.account);
    let refusal = |operation: &str, table: &str, more: &str| {
        ask(&backend, operation, &format!(r#"{{"ResourceArn":"{arn}/{table}"{more}}}"#))
    };

    let no_tags = refusal("TagResource", "shop", "");
    let no_keys = refusal("UntagResource", "shop", "");
    let empty = refusal("TagResource", "shop", r#","Tags":[]"#);
    let short = refusal("ListTagsOfResource", "ab", "");

    assert!(
        no_tags.contains("Value null at 'tags' failed to satisfy constraint: Member must not be null"),
        "{no_tags}"
    );
    assert!(
        no_keys.contains("Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"),
        "{no_keys}"
    );
    assert!(empty.contains("Atleast one Tag needs to be provided as Input."), "{empty}");
    assert!(short.contains(&format!("Invalid TableArn: Invalid ResourceArn provided as input {arn}/ab")), "{short}");
}

#[test]
fn no_more_than_ten_broken_constraints_are_counted() {
    let indexes = ["{}"; 5].join(",");

    let refusal = ask(&shop(), "CreateTable", &format!(r#"{{"TableName":"a;","GlobalSecondaryIndexes":[{indexes}]}}"#));

    assert!(refusal.contains("10 validation errors detected: "), "{refusal}");
    assert_eq!(refusal.matches("failed to satisfy constraint").count(), 10, "{refusal}");
}

#[test]
fn nothing_is_kept_of_a_table_whose_deletion_is_over() {
    // given
    let clock = monotable_local::ManualClock::at(std::time::UNIX_EPOCH);
    let builder = LocalBackend::builder().clock(std::sync::Arc::new(clock.clone()));
    let backend = builder.table_delay(Duration::from_secs(5)).build();
    let wait = || clock.advance(Duration::from_secs(5));

    // when
    create_shop(&backend);
    wait();
    assert!(ask(&backend, "DeleteTable", r#"{"TableName":"shop"}"#).starts_with("200 "));
    backend.sweep_expired();
    let while_it_is_deleted = backend.is_vacant();
    wait();
    backend.sweep_expired();

    // then
    assert_eq!((while_it_is_deleted, backend.is_vacant()), (false, true));
}

#[test]
fn vector_indexes_are_refused_rather_than_dropped() {
    // given
    let backend = shop();
    let index = r#"{"IndexName":"near","VectorAttribute":{"AttributeName":"embedding","Dimensions":4}}"#;
    let created = ORDERS.replacen('{', &format!(r#"{{"VectorIndexes":[{index}],"#), 1);
    let updated = format!(r#"{{"TableName":"shop","VectorIndexUpdates":[{{"Create":{index}}}]}}"#);

    // when
    let answers = [ask(&backend, "CreateTable", &created), ask(&backend, "UpdateTable", &updated)];

    // then
    for (answer, member) in answers.iter().zip(["VectorIndexes", "VectorIndexUpdates"]) {
        assert!(answer.starts_with("400 ") && answer.contains(&format!("{member} is not supported")), "{answer}");
    }
    assert!(!ask(&backend, "ListTables", "{}").contains("orders"));
}
