//! Rule 30: operations on another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, blog: Store<Blog>, posts: Vec<Post>) {
    let puts = shop.transact(posts.iter().map(|post| blog.put(post)).collect::<Vec<_>>());
}

fn main() {}
