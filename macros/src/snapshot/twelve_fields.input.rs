#[entity(table = Shop, tag = "order")]
#[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
#[index(by_region: Gsi1, pk = "REGION#{region}", sk = "{status}#{placed_at}", sparse)]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at])]
pub struct Order {
    pub customer_id: String,
    pub placed_at: u64,
    pub order_id: String,
    pub status: String,
    pub region: Option<String>,
    #[attr(rename = "amt")]
    pub amount: u64,
    pub note: Option<String>,
    pub tags: Vec<String>,
    pub paid: bool,
    pub weight: f64,
    pub count: u32,
    #[attr(version)]
    pub version: u64,
}
