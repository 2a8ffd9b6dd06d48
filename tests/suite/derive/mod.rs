//! The derives of tables and entities: what they accept and what items, schemas and requests come out. No backend is needed.

mod fields;
mod indexes;
mod keys;
mod names;
mod shop;
mod updates;

use monotable::{Backend, Error, ErrorKind, Reply, request};

/// A backend that is never reached: the tests look at requests alone.
pub(crate) struct Nothing;

macro_rules! unreached {
    ($($name:ident($input:ident) -> $output:ident;)*) => {
        impl Backend for Nothing {
            $(fn $name(&self, _: request::$input) -> Reply<'_, request::$output> {
                Reply::ready(Err(Error::new(ErrorKind::Unsupported, "no test gets here")))
            })*
        }
    };
}

unreached! {
    put_item(PutItem) -> PutItemOutput;
    get_item(GetItem) -> GetItemOutput;
    update_item(UpdateItem) -> UpdateItemOutput;
    delete_item(DeleteItem) -> DeleteItemOutput;
    query(Query) -> QueryOutput;
    scan(Scan) -> ScanOutput;
}
