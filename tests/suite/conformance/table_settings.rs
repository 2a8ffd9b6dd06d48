//! The settings of a table (time-to-live, tags, policies, backups), and those of all tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::request::control::{
    BillingMode, CreateTable, DeleteResourcePolicy, Encryption, IndexCapacity, IndexStatus, ListTables,
    ListTagsOfResource, OnDemandThroughput, Projection, PutResourcePolicy, StreamView, TableClass, TableDescription,
    TableStatus, TagResource, TimeToLiveStatus, UntagResource, UpdateContinuousBackups, UpdateTimeToLive,
    WarmThroughput,
};

use super::database::{Database, Table, attribute, global, unique_name, with};
use super::refusal::Refused;

scenarios! {
    a_table_shows_what_it_was_created_with,
    an_answer_to_a_creation_tells_that_it_has_begun,
    settings_of_a_new_table_are_checked,
    limits_of_a_new_table_are_checked,
    names_of_tables_come_in_pages,
    time_to_live_is_switched_on_and_off,
    time_to_live_goes_by_one_attribute,
    time_to_live_of_no_table_is_not_described,
    tags_are_set_replaced_and_removed,
    as_many_tags_as_a_table_can_have_are_listed,
    tags_are_checked,
    tags_belong_to_tables,
    a_policy_is_kept_until_it_is_deleted,
    a_policy_is_replaced_by_whoever_knows_its_revision,
    a_stream_has_a_policy_of_its_own,
    policies_are_checked,
    recovery_to_a_point_in_time_is_switched,
    backups_of_no_table_are_not_found,
    limits_and_endpoints_are_told,
}

impl Table<'_> {
    async fn arn(&self) -> Arc<str> {
        self.describe().await.unwrap().arn.unwrap().into()
    }
}

fn request() -> CreateTable {
    CreateTable::new(unique_name(), attribute("PK:S"), Some(attribute("SK:S")))
}

fn tags(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

async fn a_table_shows_what_it_was_created_with(db: &Database<'_>) {
    let capacity = with(IndexCapacity::default(), |capacity| {
        capacity.on_demand = Some(OnDemandThroughput { read: Some(7), write: Some(8) });
    });
    let table = db
        .create(with(request(), |request| {
            request.indexes = vec![global("by-a", &["a:S"], &[], Projection::All)];
            request.index_capacity.insert("by-a".into(), capacity);
            request.on_demand = Some(OnDemandThroughput { read: Some(10), write: Some(20) });
            request.warm = Some(WarmThroughput { read: Some(13_000), write: None });
            request.class = Some(TableClass::StandardInfrequentAccess);
            request.encryption = Some(Encryption::new(true));
            request.stream = Some(StreamView::OldImage);
            request.tags = tags(&[("team", "blue"), ("stage", "")]);
            request.policy = Some(r#"{"Version":"2012-10-17","Statement":[]}"#.into());
        }))
        .await
        .unwrap();

    let description = table.describe().await.unwrap();

    let TableDescription { on_demand, warm, class, encryption, stream, .. } = &description;
    assert_eq!(on_demand.unwrap(), OnDemandThroughput { read: Some(10), write: Some(20) });
    assert_eq!((warm.unwrap().units.read, warm.unwrap().units.write), (13_000, 4_000));
    assert_eq!(*class, Some(TableClass::StandardInfrequentAccess));
    assert!(encryption.is_some());
    assert_eq!(*stream, Some(StreamView::OldImage));
    let index = &description.index_details["by-a"];
    assert_eq!(index.on_demand, capacity.on_demand);
    let arn = description.arn.clone().unwrap();
    assert_eq!(index.arn.as_deref(), Some(&*format!("{arn}/index/by-a")));
    assert!(arn.ends_with(&format!(":table/{}", table.name)));
    assert!(description.created.is_some() && description.id.is_some());
    let found = db.backend.list_tags_of_resource(ListTagsOfResource::new(arn.as_str().into())).await.unwrap();
    assert_eq!(found.tags, tags(&[("stage", ""), ("team", "blue")]));
    let policy = db.backend.get_resource_policy(arn.into()).await.unwrap();
    assert_eq!(&*policy.policy, r#"{"Version":"2012-10-17","Statement":[]}"#);
}

async fn an_answer_to_a_creation_tells_that_it_has_begun(db: &Database<'_>) {
    let request = with(request(), |request| {
        request.billing = BillingMode::Provisioned { read: 1, write: 2 };
        request.indexes = vec![global("by-a", &["a:S"], &[], Projection::All)];
    });
    let name = Arc::clone(&request.table);

    let answer = db.create_and_tell(request).await.unwrap();

    assert_eq!((answer.status, answer.table), (TableStatus::Creating, name));
    let index = &answer.index_details["by-a"];
    assert_eq!((index.status, index.backfilling), (Some(IndexStatus::Creating), None));
    assert_eq!(index.throughput.map(|index| (index.units.read, index.units.write)), Some((1, 2)));
}

async fn settings_of_a_new_table_are_checked(db: &Database<'_>) {
    let with_tags = |pairs: &[(&str, &str)]| with(request(), |request| request.tags = tags(pairs));
    let many: Vec<String> = (0..51).map(|number| format!("k{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|key| (key.as_str(), "v")).collect();
    let key_alone = with(Encryption::new(false), |encryption| encryption.key = Some("alias/mine".into()));
    for request in [
        with_tags(&[("aws:mine", "v")]),
        with_tags(&[("", "v")]),
        with_tags(&[(&"k".repeat(129), "v")]),
        with_tags(&[("k", &"v".repeat(257))]),
        with_tags(&many),
        with(request(), |request| request.policy = Some("no policy".into())),
        with(request(), |request| request.policy = Some(format!(r#"{{"a":"{}"}}"#, "x".repeat(20 * 1024)).into())),
        with(request(), |request| request.encryption = Some(key_alone)),
    ] {
        let name = Arc::clone(&request.table);
        db.create(request).await.map(drop).refused("");
        db.backend.describe_table(monotable::request::control::DescribeTable::new(name)).await.not_found();
    }
}

async fn limits_of_a_new_table_are_checked(db: &Database<'_>) {
    let limit = |read| Some(OnDemandThroughput { read: Some(read), write: None });
    let warm = |read| Some(WarmThroughput { read: Some(read), write: None });
    let provisioned = with(request(), |request| request.billing = BillingMode::Provisioned { read: 1, write: 1 });
    let indexed = with(request(), |request| {
        request.indexes = vec![global("by-a", &["a:S"], &[], Projection::All)];
        request.index_capacity.insert("by-a".into(), IndexCapacity::provisioned(1, 1));
    });
    for request in [
        with(request(), |request| request.on_demand = limit(0)),
        with(request(), |request| request.on_demand = Some(OnDemandThroughput::default())),
        with(provisioned, |request| request.on_demand = limit(1)),
        with(request(), |request| request.warm = warm(1)),
        with(request(), |request| request.warm = Some(WarmThroughput::default())),
        indexed,
    ] {
        db.create(request).await.map(drop).refused("");
    }
}

async fn names_of_tables_come_in_pages(db: &Database<'_>) {
    let first = unique_name();
    let names: Vec<Arc<str>> = ["-a", "-b", "-c"].map(|end| format!("{first}{end}").into()).into();
    for name in [1, 2, 0].map(|at| Arc::clone(&names[at])) {
        db.create(CreateTable::new(name, attribute("PK:S"), None)).await.unwrap();
    }
    let list = async |start: &str, limit: i32| {
        let request = with(ListTables::new(), |request| {
            (request.start_after, request.limit) = (Some(start.to_owned()), Some(limit));
        });
        db.backend.list_tables(request).await
    };

    // No table needs to have the name.
    let page = list(&first, 2).await.unwrap();
    let rest = list(&names[1], 1).await.unwrap();

    assert_eq!((page.tables.as_slice(), page.last.as_ref()), (&names[..2], Some(&names[1])));
    assert_eq!(rest.tables, names[2..]);
    list(&first, 0).await.refused("greater than or equal to 1");
    list(&first, 101).await.refused("less than or equal to 100");
    list("ab", 1).await.refused("greater than or equal to 3");
}

async fn time_to_live_is_switched_on_and_off(db: &Database<'_>) {
    let table = db.table().await;
    let described = async || db.backend.describe_time_to_live(table.name()).await.unwrap();
    let before = described().await;

    db.backend.update_time_to_live(UpdateTimeToLive::enable(table.name(), "ttl".into())).await.unwrap();
    let on = described().await;
    db.backend.update_time_to_live(UpdateTimeToLive::disable(table.name(), "ttl".into())).await.unwrap();

    assert_eq!((before.status, before.attribute), (TimeToLiveStatus::Disabled, None));
    assert_eq!((on.status, on.attribute), (TimeToLiveStatus::Enabled, Some("ttl".into())));
    assert_eq!(described().await.attribute, None);
}

async fn time_to_live_goes_by_one_attribute(db: &Database<'_>) {
    let table = db.table().await;
    db.backend.update_time_to_live(UpdateTimeToLive::enable(table.name(), "ttl".into())).await.unwrap();

    let elsewhere = "TimeToLive is active on a different AttributeName: current AttributeName is ttl";
    for request in [UpdateTimeToLive::enable, UpdateTimeToLive::disable] {
        db.backend.update_time_to_live(request(table.name(), "other".into())).await.refused(elsewhere);
    }
    let long = UpdateTimeToLive::enable(table.name(), "x".repeat(256).into());
    db.backend.update_time_to_live(long).await.refused("less than or equal to 255");
}

async fn time_to_live_of_no_table_is_not_described(db: &Database<'_>) {
    db.backend.describe_time_to_live("conformance-no-such-table".into()).await.not_found();
}

async fn listed(db: &Database<'_>, arn: &Arc<str>) -> BTreeMap<String, String> {
    let mut request = ListTagsOfResource::new(Arc::clone(arn));
    let mut all = BTreeMap::new();
    loop {
        let page = db.backend.list_tags_of_resource(request.clone()).await.unwrap();
        all.extend(page.tags);
        request.next_token = page.next_token;
        if request.next_token.is_none() {
            return all;
        }
    }
}

async fn tags_are_set_replaced_and_removed(db: &Database<'_>) {
    let arn = db.table().await.arn().await;
    let set = async |pairs: &[(&str, &str)]| db.backend.tag_resource(TagResource::new(arn.clone(), tags(pairs))).await;

    set(&[("a", "1"), ("b", "2")]).await.unwrap();
    set(&[("b", "3"), ("c", "")]).await.unwrap();
    db.backend.untag_resource(UntagResource::new(arn.clone(), vec!["a".into(), "unknown".into()])).await.unwrap();

    assert_eq!(listed(db, &arn).await, tags(&[("b", "3"), ("c", "")]));
}

async fn as_many_tags_as_a_table_can_have_are_listed(db: &Database<'_>) {
    let arn = db.table().await.arn().await;
    let all: BTreeMap<String, String> = (0..50).map(|number| (format!("key {number}"), format!("{number}"))).collect();
    db.backend.tag_resource(TagResource::new(arn.clone(), all.clone())).await.unwrap();

    let first = db.backend.list_tags_of_resource(ListTagsOfResource::new(arn.clone())).await.unwrap();
    assert_eq!(first.tags, all);
    let more = TagResource::new(arn.clone(), tags(&[("one more", "")]));
    db.backend.tag_resource(more).await.refused("");
    let broken = with(ListTagsOfResource::new(arn), |request| request.next_token = Some("no token".to_owned()));
    db.backend.list_tags_of_resource(broken).await.refused("");
}

async fn tags_are_checked(db: &Database<'_>) {
    let arn = db.table().await.arn().await;
    let long = ("k".repeat(129), "v".repeat(257));
    for pairs in [("aws:a", "v"), ("", "v"), (&*long.0, "v"), ("k", &*long.1), ("k?", "v"), ("k", "v;")] {
        db.backend.tag_resource(TagResource::new(arn.clone(), tags(&[pairs]))).await.refused("");
    }
    let none = db.backend.tag_resource(TagResource::new(arn.clone(), BTreeMap::new())).await;
    none.refused("Atleast one Tag needs to be provided as Input");
    let none = db.backend.untag_resource(UntagResource::new(arn.clone(), vec![])).await;
    none.refused("Atleast one Tag Key needs to be provided as Input");
    assert_eq!(listed(db, &arn).await, BTreeMap::new());
}

async fn tags_belong_to_tables(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[global("by-a", &["a:S"], &[], Projection::All)]).await;
    let arn = table.arn().await;
    let tagged = async |arn: &str| db.backend.tag_resource(TagResource::new(arn.into(), tags(&[("a", "b")]))).await;

    tagged(&format!("{arn}-other")).await.not_found();
    tagged(&format!("{arn}/index/by-a")).await.refused("");
    tagged("no arn at all").await.refused("Invalid TableArn");
    db.backend.list_tags_of_resource(ListTagsOfResource::new(format!("{arn}-other").into())).await.not_found();
    db.backend.untag_resource(UntagResource::new(format!("{arn}-other").into(), vec!["a".into()])).await.not_found();
}

const POLICY: &str = r#"{ "Version": "2012-10-17" }"#;

async fn a_policy_is_kept_until_it_is_deleted(db: &Database<'_>) {
    let arn = db.table().await.arn().await;
    let no_policy = db.backend.get_resource_policy(arn.clone()).await;

    let revision = db.backend.put_resource_policy(PutResourcePolicy::new(arn.clone(), POLICY.into())).await.unwrap();
    let again = db.backend.put_resource_policy(PutResourcePolicy::new(arn.clone(), POLICY.into())).await.unwrap();
    let found = db.backend.get_resource_policy(arn.clone()).await.unwrap();
    let deleted = db.backend.delete_resource_policy(DeleteResourcePolicy::new(arn.clone())).await.unwrap();
    let nothing = db.backend.delete_resource_policy(DeleteResourcePolicy::new(arn.clone())).await.unwrap();

    no_policy.no_policy("");
    assert_eq!(again, revision);
    assert_eq!((&*found.policy, &found.revision), (POLICY, &revision));
    assert_eq!((deleted, nothing), (Some(revision), None));
    db.backend.get_resource_policy(arn).await.no_policy("");
}

async fn a_policy_is_replaced_by_whoever_knows_its_revision(db: &Database<'_>) {
    let arn = db.table().await.arn().await;
    let put = async |policy: &str, expected: &str| {
        let request = PutResourcePolicy::new(arn.clone(), policy.into());
        let expected = Some(expected.to_owned());
        db.backend.put_resource_policy(with(request, |request| request.expected_revision = expected)).await
    };

    put(POLICY, "1").await.no_policy(&arn);
    let first = put(POLICY, "NO_POLICY").await.unwrap();
    put("{}", "NO_POLICY").await.no_policy(&format!("but a policy exists with revision id {first}."));
    let second = put("{}", &first).await.unwrap();
    let other = format!("policy with revision id {first}, but the policy associated to target table");
    put(POLICY, &first).await.no_policy(&other);
    let late = with(DeleteResourcePolicy::new(arn.clone()), |request| request.expected_revision = Some(first.clone()));
    db.backend.delete_resource_policy(late).await.no_policy(&format!("has revision id {second}."));

    assert_ne!(first, second);
    assert_eq!(&*db.backend.get_resource_policy(arn).await.unwrap().policy, "{}");
}

async fn a_stream_has_a_policy_of_its_own(db: &Database<'_>) {
    let table = db.create(with(request(), |request| request.stream = Some(StreamView::KeysOnly))).await.unwrap();
    let (arn, stream) = (table.arn().await, table.describe().await.unwrap().stream_arn.unwrap());

    db.backend.put_resource_policy(PutResourcePolicy::new(stream.clone(), POLICY.into())).await.unwrap();

    assert_eq!(&*db.backend.get_resource_policy(stream.clone()).await.unwrap().policy, POLICY);
    db.backend.get_resource_policy(arn.clone()).await.no_policy("");
    db.backend.get_resource_policy(format!("{arn}/stream/2000-01-01T00:00:00.000").into()).await.not_found();
}

async fn policies_are_checked(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[global("by-a", &["a:S"], &[], Projection::All)]).await;
    let arn = table.arn().await;
    let put = async |arn: &str, policy: &str| {
        db.backend.put_resource_policy(PutResourcePolicy::new(arn.into(), policy.into())).await
    };

    for policy in ["", "text", "[]", "{", r#"{"a":1} {}"#, &format!(r#"{{"a":"{}"}}"#, "x".repeat(20 * 1024))] {
        put(&arn, policy).await.refused("");
    }
    put(&format!("{arn}/index/by-a"), POLICY).await.refused("");
    let other = put(&format!("{arn}-other"), POLICY).await.not_found();
    assert!(other.to_string().contains("Requested resource not found: Table: "), "{other}");
    db.backend.get_resource_policy(format!("{arn}-other").into()).await.not_found();
}

async fn recovery_to_a_point_in_time_is_switched(db: &Database<'_>) {
    let table = db.table().await;
    let before = db.backend.describe_continuous_backups(table.name()).await.unwrap();

    let on = UpdateContinuousBackups::new(table.name(), true);
    let on = db.backend.update_continuous_backups(on).await.unwrap();
    let week = with(UpdateContinuousBackups::new(table.name(), true), |request| request.days = Some(7));
    let week = db.backend.update_continuous_backups(week).await.unwrap();
    let described = db.backend.describe_continuous_backups(table.name()).await.unwrap();
    let off = UpdateContinuousBackups::new(table.name(), false);
    let off = db.backend.update_continuous_backups(off).await.unwrap();

    assert_eq!((before.enabled, before.recovery), (true, false));
    assert_eq!((on.recovery, on.days), (true, Some(35)));
    assert_eq!((week.recovery, week.days), (true, Some(7)));
    assert!(described.recovery && described.earliest.is_some() && described.latest >= described.earliest);
    assert_eq!((off.enabled, off.recovery, off.days), (true, false, None));
    for days in [0, 36] {
        let request = with(UpdateContinuousBackups::new(table.name(), true), |request| request.days = Some(days));
        db.backend.update_continuous_backups(request).await.refused("");
    }
}

async fn backups_of_no_table_are_not_found(db: &Database<'_>) {
    let name: Arc<str> = "conformance-no-such-table".into();

    db.backend.describe_continuous_backups(Arc::clone(&name)).await.no_table();
    db.backend.update_continuous_backups(UpdateContinuousBackups::new(name, true)).await.no_table();
}

async fn limits_and_endpoints_are_told(db: &Database<'_>) {
    let limits = db.backend.describe_limits().await.unwrap();
    let endpoints = db.backend.describe_endpoints().await.unwrap();

    assert!(limits.table.read > 0 && limits.table.read <= limits.account.read);
    assert!(limits.table.write > 0 && limits.table.write <= limits.account.write);
    assert!(!endpoints.is_empty() && !endpoints[0].address.is_empty() && endpoints[0].cache_minutes > 0);
}
