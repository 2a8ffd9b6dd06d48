//! The shop's data: a few hundred items, the same in every run.

use std::time::Duration;

use monotable::{Timestamp, Ttl};

use super::schema::{
    Address, Cart, CartLine, Category, Cents, Customer, CustomerId, Order, OrderLine, OrderNumber, Product, Shelf, Sku,
    Status, Warehouse,
};

/// All entities of the shop.
pub struct Data {
    pub customers: Vec<Customer>,
    pub products: Vec<Product>,
    pub orders: Vec<Order>,
    pub lines: Vec<OrderLine>,
    pub carts: Vec<Cart>,
}

impl Data {
    /// Generates the shop as it is at [`NOW`].
    pub fn new() -> Self {
        let customers: Vec<_> = PEOPLE.iter().map(customer).collect();
        let products: Vec<_> = GOODS.iter().zip(0..).map(product).collect();
        let mut dice = Dice(2026);
        let (mut orders, mut lines) = (Vec::new(), Vec::new());
        for number in 0..ORDERS {
            let placed_at = later(FIRST_ORDER, Duration::from_secs(u64::from(number) * 19 * 3600 + dice.below(3600)));
            // every fourth order is Ada's
            let customer = if number % 4 == 0 { 0 } else { dice.pick(customers.len()) };
            let number = OrderNumber(1000 + number);
            let bought = order_lines(number, placed_at, &products, &mut dice);
            orders.push(Order {
                customer: customers[customer].customer.clone(),
                placed_at,
                number,
                warehouse: if dice.below(4) == 0 { Warehouse::South } else { Warehouse::North },
                status: status(number.0 - 1000, &mut dice),
                total: Cents(bought.iter().map(|line| line.pieces * line.price.0).sum()),
                coupon: (dice.below(5) == 0).then(|| "SPRING".to_owned()),
                version: 0,
            });
            lines.extend(bought);
        }
        Self { carts: carts(), customers, products, orders, lines }
    }

    /// Returns the number of items.
    pub fn len(&self) -> usize {
        self.customers.len() + self.products.len() + self.orders.len() + self.lines.len() + self.carts.len()
    }
}

/// The time in the shop: 27 March 2030, noon. It is in the future, so that no server expires the carts during the tour.
pub const NOW: Timestamp = instant(1_900_843_200);
/// 1 February 2030.
pub const FEBRUARY: Timestamp = instant(1_896_134_400);
/// 1 March 2030.
pub const MARCH: Timestamp = instant(1_898_553_600);
const FIRST_ORDER: Timestamp = instant(1_893_830_400);
const ORDERS: u32 = 96;

/// Converts seconds since 1970 to a time.
const fn instant(seconds: i64) -> Timestamp {
    match Timestamp::from_secs(seconds) {
        Some(time) => time,
        None => Timestamp::UNIX_EPOCH,
    }
}

/// Returns `time` plus `by`.
pub fn later(time: Timestamp, by: Duration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Returns the time that is `days` earlier.
pub fn days_before(time: Timestamp, days: u64) -> Timestamp {
    time.checked_sub(Duration::from_secs(days * 24 * 3600)).unwrap_or(Timestamp::MIN)
}

fn customer((id, name, city, country, interests): &(&str, &str, &str, &str, &[&str])) -> Customer {
    Customer {
        customer: CustomerId::from(*id),
        name: (*name).to_owned(),
        email: format!("{id}@example.org"),
        address: Address { street: "Market Street 1".into(), city: (*city).into(), country: (*country).into() },
        interests: interests.iter().map(|&interest| interest.to_owned()).collect(),
    }
}

fn product((&(sku, title, category, price), number): (&(&str, &str, Category, u32), u32)) -> Product {
    let stock = [40, 8, 120, 0, 25][number as usize % 5];
    Product {
        sku: Sku::from(sku),
        title: title.to_owned(),
        category,
        shelf: if number % 6 == 5 { Shelf::Sale } else { Shelf::Regular },
        price: Cents(price),
        stock,
        supplier: if number % 2 == 0 { "Hansen" } else { "Moreau" }.to_owned(),
        restock_since: (stock < 10).then(|| days_before(NOW, u64::from(number) + 1)),
    }
}

fn order_lines(order: OrderNumber, sold_at: Timestamp, products: &[Product], dice: &mut Dice) -> Vec<OrderLine> {
    let count = u8::try_from(1 + dice.below(4)).unwrap_or(1);
    let first = dice.pick(products.len());
    let line = |line: u8| {
        // different products in one order
        let product = &products[(first + usize::from(line) * 3) % products.len()];
        let pieces = 1 + u32::from(line) % 3;
        OrderLine { order, line, sku: product.sku.clone(), sold_at, pieces, price: product.price }
    };
    (1..=count).map(line).collect()
}

/// Returns the status of an order by its age: old orders are shipped, new ones are not yet.
fn status(number: u32, dice: &mut Dice) -> Status {
    match (number, dice.below(12)) {
        (_, 0) => Status::Cancelled,
        (0..62, _) => Status::Shipped,
        (62..70, _) => Status::Packed,
        (_, 1..4) => Status::Open,
        _ => Status::Paid,
    }
}

fn carts() -> Vec<Cart> {
    let cart = |id: &str, device: &str, sku: &str, minutes_left: i64| Cart {
        customer: CustomerId::from(id),
        device: device.to_owned(),
        lines: vec![CartLine { sku: Sku::from(sku), pieces: 1 }],
        expires_at: Ttl::from_secs((NOW.as_secs() + minutes_left * 60).unsigned_abs())
            .unwrap_or(Ttl::after(std::time::UNIX_EPOCH, Duration::ZERO)),
    };
    vec![
        cart("ada", "laptop", "kettle", 55),
        cart("ada", "phone", "sencha", 12),
        cart("ada", "tablet", "mocha", -30),
        cart("ben", "phone", "yirga", 40),
        cart("cleo", "laptop", "mill", -5),
    ]
}

/// A pseudo-random number generator with a fixed seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        // Knuth's MMIX constants; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }
}

const PEOPLE: [(&str, &str, &str, &str, &[&str]); 12] = [
    ("ada", "Ada Lund", "Bergen", "NO", &["coffee", "tools"]),
    ("ben", "Ben Okoro", "Leeds", "GB", &["tea"]),
    ("cleo", "Cleo Marchand", "Lyon", "FR", &["coffee"]),
    ("dan", "Dan Weiss", "Graz", "AT", &["tea", "tools"]),
    ("eva", "Eva Novak", "Brno", "CZ", &["coffee"]),
    ("finn", "Finn Kelly", "Cork", "IE", &["tea"]),
    ("gita", "Gita Rao", "Pune", "IN", &["tea", "coffee"]),
    ("hugo", "Hugo Silva", "Porto", "PT", &["coffee"]),
    ("ines", "Ines Garcia", "Vigo", "ES", &["tools"]),
    ("jan", "Jan de Vries", "Delft", "NL", &["coffee", "tea"]),
    ("kaya", "Kaya Demir", "Izmir", "TR", &["coffee"]),
    ("lena", "Lena Koch", "Jena", "DE", &["tea"]),
];

const GOODS: [(&str, &str, Category, u32); 18] = [
    ("yirga", "Yirgacheffe, 500 g", Category::Coffee, 1650),
    ("mocha", "Mocha Java, 500 g", Category::Coffee, 1490),
    ("santos", "Santos, 1 kg", Category::Coffee, 1890),
    ("decaf", "Decaf, 250 g", Category::Coffee, 890),
    ("house", "House blend, 1 kg", Category::Coffee, 1590),
    ("peaberry", "Peaberry, 250 g", Category::Coffee, 1120),
    ("sencha", "Sencha, 100 g", Category::Tea, 1240),
    ("assam", "Assam, 250 g", Category::Tea, 980),
    ("earl", "Earl Grey, 250 g", Category::Tea, 1050),
    ("oolong", "Oolong, 100 g", Category::Tea, 1820),
    ("mint", "Mint, 50 g", Category::Tea, 450),
    ("rooibos", "Rooibos, 250 g", Category::Tea, 760),
    ("kettle", "Gooseneck kettle", Category::Tools, 6900),
    ("mill", "Hand mill", Category::Tools, 8900),
    ("dripper", "Dripper, size 2", Category::Tools, 2450),
    ("filters", "Paper filters, 100", Category::Tools, 590),
    ("scale", "Scale, 0.1 g", Category::Tools, 4900),
    ("pot", "Teapot, 0.8 l", Category::Tools, 3900),
];
