#[entity(table = Notes, tag = "note")]
#[key(pk = "USER#{user}", sk = "NOTE#{number}")]
#[index(by_label: Gsi1, pk = "{label}#{r#type}", sparse)]
#[index(by_day: ByDay, pk = [day])]
pub struct Note {
    pub user: String,
    pub number: u32,
    pub label: Option<String>,
    pub r#type: Kind,
    #[attr(rename = "d", alias = "date")]
    pub day: u32,
    #[attr(default)]
    text: String,
    #[attr(version)]
    pub version: u64,
}
