//! Updates keep composed index keys right: what compiles, and what the requests write.

use monotable::request::UpdateItem;
use monotable::{Entity, Table, Value};

use super::Nothing;

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(Gsi2, pk = "GSI2PK", sk = "GSI2SK")]
#[gsi(ByOwner, pk = [owner])]
enum Tasks {
    Task(Task),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tasks)]
#[key(pk = "TASK#{id}", sk = "TASK")]
#[index(by_state: Gsi1, pk = "{state}#{region}#{shard}", sk = "{due}#{id}")]
#[index(by_label: Gsi2, pk = "{label}", sk = "{due}", sparse)]
#[index(by_owner: ByOwner, pk = [owner])]
struct Task {
    id: String,
    state: String,
    region: String,
    #[attr(in_key)]
    shard: u8,
    due: u32,
    label: Option<String>,
    owner: String,
    note: Option<String>,
    #[attr(version)]
    version: u64,
}

fn task() -> Task {
    Task {
        id: "t".to_owned(),
        state: "open".to_owned(),
        region: "eu".to_owned(),
        shard: 3,
        due: 5,
        label: Some("l".to_owned()),
        owner: "ann".to_owned(),
        note: None,
        version: 2,
    }
}

fn request(update: monotable::UpdateCall<Task>) -> UpdateItem {
    update.request().unwrap()
}

fn name(path: &monotable::expression::Path) -> String {
    path.to_string().trim_matches(['[', ']']).to_owned()
}

fn sets(request: &UpdateItem) -> Vec<String> {
    let mut names: Vec<_> = request.update.set.iter().map(|(path, _)| name(path)).collect();
    names.sort();
    names
}

#[test]
fn setting_one_part_writes_every_key_that_needs_no_other() {
    let store = Tasks::on(Nothing);
    // `due` is the only part of GSI1SK that the primary key does not give, and all of GSI2SK
    let update = request(store.update(Task::at("t").set(|t| t.due, 7u32)));
    assert_eq!(sets(&update), ["GSI1SK", "GSI2SK", "due"]);
}

#[test]
fn setting_all_parts_of_a_key_writes_it() {
    let store = Tasks::on(Nothing);
    let update = Task::at("t").set(|t| t.state, "done").set(|t| t.region, "us").set(|t| t.shard, 1u8);
    let update = request(store.update(update));
    assert_eq!(sets(&update), ["GSI1PK", "region", "state"], "`shard` has no attribute");
}

#[test]
fn a_part_can_be_given_under_a_condition() {
    let store = Tasks::on(Nothing);
    let update = Task::at("t").set(|t| t.state, "done").given(|t| t.region, "eu").set(|t| t.shard, 1u8);
    let update = request(store.update(update));
    assert_eq!(sets(&update), ["GSI1PK", "state"]);
    assert!(format!("{:?}", update.condition).contains("region"));
}

#[test]
fn a_loaded_entity_knows_all_its_parts() {
    let store = Tasks::on(Nothing);
    let update = request(store.update(task().edit().set(|t| t.state, "done")));
    assert_eq!(sets(&update), ["GSI1PK", "state", "version"]);
    let update = request(store.update(task().edit().set(|t| t.note, "n".to_owned())));
    assert_eq!(sets(&update), ["note", "version"]);
}

#[test]
fn an_absent_part_takes_its_key_away() {
    let store = Tasks::on(Nothing);
    let update = request(store.update(Task::at("t").set(|t| t.label, None::<String>).given(|t| t.due, 5u32)));
    let mut removed: Vec<_> = update.update.remove.iter().map(name).collect();
    removed.sort();
    assert_eq!(removed, ["GSI2PK", "GSI2SK", "label"], "both halves");
    let update = request(store.update(Task { label: None, ..task() }.edit().set(|t| t.due, 6u32)));
    let removed: Vec<_> = update.update.remove.iter().map(name).collect();
    assert_eq!((removed.len(), sets(&update)), (2, vec!["GSI1SK".to_owned(), "due".to_owned(), "version".to_owned()]));
}

#[test]
fn a_native_key_is_set_like_any_field() {
    let store = Tasks::on(Nothing);
    let update = request(store.update(Task::at("t").set(|t| t.owner, "bob")));
    assert_eq!(sets(&update), ["owner"]);
}

#[test]
fn a_field_in_the_key_of_an_index_alone_comes_back_from_it() {
    let item = task().to_item().unwrap();
    assert_eq!(item.value("shard"), None);
    assert_eq!(item.value("GSI1PK"), Some(Value::from("open#eu#003")));
    assert_eq!(Task::from_item(&item).unwrap(), task());
}
