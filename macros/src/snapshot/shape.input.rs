#[attr(rename_all = "camelCase")]
pub enum Shape<T> {
    Empty,
    #[attr(rename = "disc", alias = "circle")]
    Disc { line_width: u8, radius: T },
    Named(#[attr(serde)] Foreign),
}
