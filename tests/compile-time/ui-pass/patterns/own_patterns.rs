//! Rules 9, 10, 15, 30: the index of the layout, the pattern, key, condition and cursor of the entity, and its own table.
#![allow(unused)]
include!("../../ui/shop.rs");

fn is_open() -> monotable::Cond<Order> {
    Order::fields::<monotable::reach::AnyUse>().status.eq(Status::Open)
}

async fn case(
    shop: Store<Shop>,
    blog: Store<Blog>,
    customer: CustomerId,
    cursor: monotable::Cursor<order::ByStatus>,
) -> Result<(), monotable::Error> {
    let found: Option<Customer> = shop.get(Customer::key(&customer)).await?;
    let orders = shop.query(Order::of(&customer)).filter(|_| is_open());
    let next = shop.query(Order::by_status(Status::Open)).after(&cursor);
    let page = shop.query(Order::by_status(Status::Open)).page().await?;
    let more = page.next.map(|cursor| shop.query(Order::by_status(Status::Open)).after(cursor));
    let post = blog.get(Post::key("p1")).await?;
    let posts = blog.query(Post::of("p1"));
    let update = blog.update(Post::at("p1").set(|p| p.title, "new"));
    Ok(())
}

fn main() {}
