//! The derive macros of monotable. Use them through the `monotable` package, which re-exports them.

mod attr;
mod attribute;
mod codec;
mod entity;
mod errors;
mod field;
mod key_part;
mod members;
mod names;
mod places;
#[cfg(test)]
mod snapshot;
mod table;
mod template;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes an enum of entities a table, and says how the table is laid out.
///
/// ```text
/// #[derive(Table)]
/// #[table(pk = "PK", sk = "SK", ttl = "expires_at")]
/// #[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK", name = "gsi1-index")]      // composed keys in attributes of their own
/// #[gsi(ByStatus, pk = [status], sk = [placed_at: N, order_id])]       // attributes as the entities store them
/// #[lsi(ByDate, sk = [placed_at: N])]                                  // shares the table's partition key
/// #[inverted(Reverse)]                                                 // the table's own keys, swapped
/// enum Shop {
///     Customer(Customer),
///     Order(Order),
///     #[table(other)]
///     Other(Item),                                                     // items of unknown kinds
/// }
/// ```
///
/// - `pk`, `sk`: the key attributes; `pk = "id": N` for one that is not a text. `sk` can be left out.
/// - `ttl`: the attribute with the time of expiry. `tag`: the attribute that holds the kind of an item, `_type` by
///   default; `tag = none` leaves it out, and the shape of the key decides.
/// - `scan`: allows reading the whole table. `max_gsis = 25`: if AWS has raised the quota of 20.
/// - `layout = path`: the layout is declared apart, by `#[derive(Table)]` on a unit struct with the options above; so
///   entities of several crates can share it. `crate = "path"`: where `monotable` is.
/// - Indexes take `name = ".."`, if DynamoDB knows them by another name, and `project = all`, `keys_only` or
///   `include("a", "b")`.
#[proc_macro_derive(Table, attributes(table, gsi, lsi, inverted))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    table::derive(&input).into()
}

/// Makes a struct an entity: one kind of item of a table, with its key and its access patterns.
///
/// ```text
/// #[derive(Entity)]
/// #[entity(table = Shop, tag = "order")]
/// #[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
/// #[index(by_number: Gsi1, pk = "ORDER#{order_id}", sk = "ORDER")]
/// #[index(by_status: ByStatus, pk = [status], sk = [placed_at, order_id])]
/// struct Order {
///     customer_id: CustomerId,
///     order_id: String,
///     placed_at: Timestamp,
///     status: Status,
///     #[attr(rename = "amt")]
///     total: Cents,
///     #[attr(version)]
///     version: u64,
/// }
/// ```
///
/// **Generated:** `Order::key(..)` from all parts of the key, `Order::at(..)` for an update, `order.edit()` for an
/// update of a loaded entity, `Order::of(..)` for a query by the partition key, a function for every access pattern
/// (`Order::by_status(..)`), whose parts of the sort key are methods (`.placed_at(a..b)`), and a module `order` with
/// the types that these functions and the compiler's messages show.
///
/// **Keys.** A template is literal text and `{field}` parts, separated by `#`; `{t:ms}` writes a time in milliseconds,
/// `{n:06}` a number in 6 digits. `pk = [id]` is a field as it is stored. `#[index(pattern: Index, ..)]` gives `pk` and
/// `sk` of a global index, `sk` of a local one, nothing of an inverted one; `sparse` allows parts that are an `Option`.
///
/// **Options of the entity.** `table` (the table or its layout), `tag` and `tag_alias` (if items carry another name
/// than the struct's), `rename_all = "camelCase"` (attributes are called as the fields, in another case),
/// `keys = "raw"` and `delimiter = ".."` (keys that other programs write, without escapes), `scan`,
/// `crate`; and `module`, `key`, `at`, `of`, `edit`, which rename what is generated.
///
/// **Options of fields**, in `#[attr(..)]`: `rename = ".."`, `default` or `default = path::function`, `alias = ".."`
/// (read from an old name), `null` (store `None` as null), `serde` (send the value through serde), `rest` (a map of all
/// attributes that no field names), `in_key` (kept in keys alone), `version` (the optimistic lock, a `u64`).
#[proc_macro_derive(Entity, attributes(entity, key, index, attr))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    entity::derive(&input).into()
}

/// Makes a type part of keys: a tuple struct around one value, or an enum.
///
/// The type becomes an attribute too, so that it can be a field: do not derive `Attribute` beside it. An enum is
/// written as the names of its variants; `#[key_part(rename_all = "snake_case")]` on the enum and `#[key_part(rename =
/// "..")]` on a variant change them. Ranges of an enum are allowed where its texts sort in the order of its variants.
///
/// ```text
/// #[derive(KeyPart)]
/// struct CustomerId(String);
///
/// #[derive(KeyPart)]
/// #[key_part(rename_all = "snake_case")]
/// enum Status { Open, Paid, Shipped }
/// ```
///
/// **Foreign types**: `#[key_part(text)]` on a tuple struct writes the value by its `Display` and reads it by its `FromStr`, in
/// keys and attributes. `chars = "0-9A-Za-z"` and `width = 27` say what all texts are like, which proofs of overlap and sizes
/// use, and which is checked on every write; `ordered` says that the texts sort as the values do, which allows ranges.
///
/// **Case**: `#[key_part(fold = "lower")]`, or `"upper"`, on a tuple struct around a text. Keys have the text folded, so values
/// that differ in case alone have one key, and `starts_with` finds both; the attribute keeps the text as it is.
///
/// **Enums that hold something**: `#[key_part(template = "FORK#{0}")]` on each such variant, with all that it holds as parts,
/// `{0}` or `{name}`. Such a part ends its key, and that no two variants can have the same text is proven. As an attribute it is
/// the same text.
///
/// ```text
/// #[derive(KeyPart)]
/// #[key_part(text, chars = "0-9A-Za-z", width = 27, ordered)]
/// struct DealId(svix_ksuid::Ksuid);
///
/// #[derive(KeyPart)]
/// #[key_part(fold = "lower")]
/// struct Mail(String);
///
/// #[derive(KeyPart)]
/// enum Place {
///     #[key_part(template = "#REPO#{0}")]
///     Original(RepoName),
///     #[key_part(template = "FORK#{0}")]
///     Fork(OwnerName),
/// }
/// ```
#[proc_macro_derive(KeyPart, attributes(key_part))]
pub fn derive_key_part(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    key_part::derive(&input).into()
}

/// Makes a type storable as one attribute: a struct as a map, a tuple struct around one value as that value, an enum as
/// the name of its variant or, where the variant holds something, as a map with that name as its only member.
///
/// On the type: `#[attr(rename_all = "camelCase")]`, `#[attr(crate = "path")]`. On fields: `rename = ".."`, `default`
/// or `default = path::function`, `alias = ".."`, `null` (store `None` as null), `serde` (send the value through
/// serde). On variants: `rename`, `alias`.
///
/// **Numbers in serde.** A number that serde reads as one of at most 64 bits is exact. A `u128` or `i128` is an error, and where
/// serde does not know the type beforehand, as in untagged enums and `serde_json::Value`, a number that is no integer of 64
/// bits is read as an `f64`. Fields without `serde` are exact in any case: `u128`, `monotable::Number`, `Decimal`.
///
/// ```text
/// #[derive(Attribute)]
/// struct Address {
///     street: String,
///     #[attr(rename = "zip")]
///     postal_code: String,
///     #[attr(default)]
///     lines: Vec<String>,
/// }
/// ```
#[proc_macro_derive(Attribute, attributes(attr))]
pub fn derive_attribute(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    attribute::derive(&input).into()
}
