#[key_part(rename_all = "snake_case")]
pub enum Status {
    Done,
    InWork,
}
