use syn::{DeriveInput, parse_quote};

use super::check;
use super::model::{IndexShape, KeySpec, Model};
use crate::errors::Errors;
use crate::template::Style;

fn parse(input: &DeriveInput) -> (Model, Vec<String>) {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    check::entity(&model, &mut errors);
    (model, errors.texts())
}

fn mistakes(input: &DeriveInput) -> Vec<String> {
    parse(input).1
}

/// The one mistake of an input.
fn mistake(input: &DeriveInput) -> String {
    let texts = mistakes(input);
    assert_eq!(texts.len(), 1, "{texts:#?}");
    texts.into_iter().next().unwrap_or_default()
}

#[test]
fn a_whole_declaration_becomes_a_model() {
    // given
    let input = parse_quote! {
        #[entity(table = shop::Shop, tag = "order", tag_alias = ["Order", "Old"], module = "orders", of = "in_customer", scan)]
        #[entity(crate = "renamed")]
        #[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at:ms}#{n:06}")]
        #[index(by_number: Gsi1, pk = "ORDER#{r#type}", sk = "ORDER", sparse)]
        #[index(by_status: ByStatus, pk = [r#type, n], sk = [placed_at])]
        #[index(by_date: Lsi1, sk = [placed_at])]
        #[index(backwards: Reverse)]
        pub struct Order {
            pub customer_id: String,
            pub placed_at: Timestamp,
            #[attr(rename = "order-type", alias = "old", alias = ["older", "oldest"])]
            pub r#type: Option<Type>,
            n: u32,
            #[attr(default = count::one)]
            count: u32,
            #[attr(version)]
            version: u64,
            #[attr(rest)]
            rest: HashMap<String, Value>,
        }
    };
    // when
    let (model, mut texts) = parse(&input);
    // then: all but one index is right
    assert_eq!(texts.len(), 1, "{texts:#?}");
    assert!(
        texts
            .remove(0)
            .starts_with("the partition key of `Order::by_status` has the part `type`, which is an `Option`")
    );
    assert_eq!((model.tag.value.as_str(), model.tag_aliases.len()), ("order", 2));
    assert_eq!(model.names.module, "orders");
    assert_eq!((model.names.key.to_string(), model.names.of.to_string()), ("key".into(), "in_customer".into()));
    assert!(model.scan.is_some());
    let names: Vec<_> = model.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["customer_id", "placed_at", "order-type", "n", "count", "version", "rest"]);
    assert_eq!(model.fields[2].options.aliases.len(), 3);
    assert_eq!(model.version().map(|field| field.ident.to_string()).as_deref(), Some("version"));
    let shapes: Vec<_> = model.indexes.iter().map(|index| index.shape()).collect();
    assert_eq!(shapes, [IndexShape::Global, IndexShape::Global, IndexShape::Local, IndexShape::Inverted]);
    assert!(matches!(model.key.pk, Some(KeySpec::Template(_))));
    assert!(matches!(model.style, Style::Escaped));
}

#[test]
fn defaults_follow_the_name_of_the_struct() {
    let (model, texts) = parse(&parse_quote! {
        #[entity(table = Shop)]
        #[key(pk = [id])]
        struct OrderLine { id: u64 }
    });
    assert!(texts.is_empty(), "{texts:#?}");
    assert_eq!((model.tag.value.as_str(), model.names.module.to_string()), ("OrderLine", "order_line".into()));
    assert!(model.scan.is_none() && model.names.at == "at" && model.names.edit == "edit");
}

#[test]
fn every_mistake_of_a_declaration_is_reported_at_once() {
    let texts = mistakes(&parse_quote! {
        #[entity(tabel = Shop, tag = 5)]
        #[key(sk = "A-{id}")]
        #[index(by_x Gsi1)]
        struct Order { #[attr(renam = "a")] id: String, #[attr(null)] b: u8 }
    });
    let starts = [
        "`#[entity(..)]` has no option `tabel`; it has `table`, `tag`,",
        "`tag` takes a string",
        "the sort key of `Order` glues `A-{id}` together",
        "an index of `Order` begins with the name of the access pattern and the index",
        "`#[attr(..)]` has no option `renam`; it has `rename`, `default`,",
        "`b` is not an `Option`, so `null` has nothing to say",
        "`Order` does not say which table it lives in; write `#[entity(table = ..)]`",
        "the key of `Order` has no partition key; write `pk = \"..\"`",
    ];
    assert_eq!(texts.len(), starts.len(), "{texts:#?}");
    for (text, start) in texts.iter().zip(starts) {
        assert!(text.starts_with(start), "{text}");
    }
}

#[test]
fn other_shapes_than_structs_with_named_fields_are_refused() {
    for (input, expected) in [
        (
            parse_quote!(
                #[entity(table = T)]
                #[key(pk = [id])]
                struct Order(String);
            ),
            "is a tuple struct",
        ),
        (
            parse_quote!(
                #[entity(table = T)]
                #[key(pk = [id])]
                struct Order;
            ),
            "has no fields",
        ),
        (
            parse_quote!(
                #[entity(table = T)]
                #[key(pk = [id])]
                enum Order {
                    A,
                }
            ),
            "is an enum",
        ),
        (parse_quote!(#[entity(table = T)] #[key(pk = [id])] union Order { id: u8 }), "is a union"),
        (
            parse_quote!(
                #[entity(table = T)]
                #[key(pk = [id])]
                struct Order<T> {
                    id: T,
                }
            ),
            "cannot be generic",
        ),
        (
            parse_quote!(
                #[entity(table = T)]
                #[key(pk = [id])]
                struct Order<'a> {
                    id: &'a str,
                }
            ),
            "cannot be generic",
        ),
    ] {
        let text = mistake(&input);
        assert!(text.starts_with("`Order`") && text.contains(expected), "{text}");
    }
}

#[test]
fn keys_are_checked_against_the_fields() {
    for (attribute, expected) in [
        (
            quote::quote!(#[key(pk = "A#{custmer_id}", sk = "B")]),
            "the partition key of `Order` has the part `custmer_id`, but `Order` has no such field; its fields are `customer_id`, `maybe`, `n`, `foreign` and `version`",
        ),
        (quote::quote!(#[key(pk = "{n}", sk = "{n}#{n}")]), "the sort key of `Order` has the part `n` twice; keep one"),
        (
            quote::quote!(#[key(pk = "{maybe}")]),
            "the partition key of `Order` has the part `maybe`, which is an `Option`: every item needs its whole key; make the field required",
        ),
        (
            quote::quote!(#[key(pk = "{version}")]),
            "the partition key of `Order` cannot have the part `version`: it changes",
        ),
        (
            quote::quote!(#[key(pk = "{foreign}")]),
            "the partition key of `Order` cannot have the part `foreign`: it goes through serde",
        ),
        (
            quote::quote!(#[key(pk = [customer_id, n])]),
            "the partition key of `Order` has 2 fields, and a table's key attribute is one; write a template",
        ),
        (quote::quote!(#[key(pk = 5)]), "the partition key of `Order` is a template"),
        (quote::quote!(#[key(pk = [])]), "the partition key of `Order` is a template"),
        (quote::quote!(#[key(pk = "{n}", pk = "{n}")]), "`pk` is given twice; keep one"),
        (quote::quote!(#[key(pk = "{n}")] #[key(pk = "{n}")]), "`Order` has a second `#[key(..)]`"),
        (quote::quote!(), "`Order` has no key; write `#[key(pk = \"..\")]`"),
    ] {
        let text = mistake(&parse_quote! {
            #[entity(table = Shop)]
            #attribute
            struct Order {
                customer_id: String,
                maybe: Option<String>,
                n: u32,
                #[attr(serde)] foreign: Foreign,
                #[attr(version)] version: u64,
            }
        });
        assert!(text.starts_with(expected), "{attribute}: {text}");
    }
}

#[test]
fn indexes_are_checked_against_fields_and_names() {
    for (attribute, expected) in [
        (
            quote::quote!(#[index(by_x: G, pk = "{nope}")]),
            "the partition key of `Order::by_x` has the part `nope`, but",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = "X", sk = [maybe])]),
            "the sort key of `Order::by_x` has the part `maybe`, which is an `Option`: add `sparse` to the index",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = "{n}", sparse)]),
            "`Order::by_x` is `sparse`, but no part of its key is an `Option`",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = [a, b, c, d, n])]),
            "the partition key of `Order::by_x` has 5 fields: DynamoDB takes up to 4",
        ),
        (
            quote::quote!(#[index(by_x: L, sk = [a, b])]),
            "the sort key of `Order::by_x` has 2 fields: the sort key of a local index is one",
        ),
        (
            quote::quote!(#[index(by_x: R)]),
            "`Order::by_x` has no keys of its own, so `R` is an inverted index, and `Order` has no sort key to swap",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = table_sk, sk = table_pk)]),
            "both halves of the key of `Order::by_x` are the table's own; leave out `pk` and `sk`",
        ),
        (
            quote::quote!(#[index(by_x: G, sk = table_pk)]),
            "`Order::by_x` has no `pk`, so `G` is a local index, whose sort key is not the table's; give it a `pk` \
             beside `sk = table_pk`",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = [n], sk = table_sk)]),
            "`Order::by_x` takes its sort key from the table, and `Order` has no sort key; write `table_pk`",
        ),
        (quote::quote!(#[index(by_x: G, pk = [n], sk = table_key)]), "the sort key of `Order::by_x` is a template"),
        (
            quote::quote!(#[index(of: G, pk = "{n}")]),
            "`Order::of` is generated already; rename the access pattern, or the other: `#[entity(of = \"..\")]`",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = "{n}")] #[index(by_x: H, pk = "{n}")]),
            "`Order` has two access patterns `by_x`; rename one",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = "{n}")] #[index(by_y: G, pk = "{n}")]),
            "`Order` has two access patterns over the index `G`: `by_x` and `by_y`",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = "{n}", spare)]),
            "`#[index(..)]` has no option `spare`; it has `pk`, `sk`, `sparse` and `only_if`",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = "{n}", only_if = nope)]),
            "`Order::by_x` is there only if `nope`, but `Order` has no such field",
        ),
        (quote::quote!(#[entity(part(x: u8 = |o| o.n as u8))]), "no key of `Order` has the part `x`; add `{x}` to one"),
        (quote::quote!(#[entity(part(x = |o| o.n))]), "a part of the keys of `Order` has a name, a type and a closure"),
        (quote::quote!(#[entity(part(x: u8 = f))]), "a part of the keys of `Order` has a name, a type and a closure"),
        (
            quote::quote!(#[entity(part(x: u8 = |o| 5))] #[index(by_x: G, pk = "{x}")]),
            "the part `x` uses no field of `Order`",
        ),
        (
            quote::quote!(#[entity(part(n: u32 = |o| o.n))] #[index(by_x: G, pk = "{n}")]),
            "`Order` has a field `n`, so no part can be called that",
        ),
        (
            quote::quote!(#[entity(part(x: u8 = |o| o.a), part(x: u8 = |o| o.b))] #[index(by_x: G, pk = "{x}")]),
            "`Order` has two parts `x`; rename one",
        ),
        (
            quote::quote!(#[index(by_x: G, pk = "{nope.name}")]),
            "the partition key of `Order::by_x` has the part `nope_name`, but",
        ),
        (
            quote::quote!(#[index(G, pk = "{n}")]),
            "an index of `Order` begins with the name of the access pattern and the index",
        ),
    ] {
        let text = mistake(&parse_quote! {
            #[entity(table = Shop)]
            #[key(pk = "ORDER#{n}")]
            #attribute
            struct Order { n: u32, maybe: Option<String>, a: u8, b: u8, c: u8, d: u8 }
        });
        assert!(text.starts_with(expected), "{attribute}: {text}");
    }
}

#[test]
fn options_of_fields_are_checked() {
    for (field, expected) in [
        (quote::quote!(#[attr(rename = "n")] a: u8), "`Order` has two fields for the attribute `n`: `n` and `a`"),
        (quote::quote!(#[attr(alias = "n")] a: u8), "`Order` has two fields for the attribute `n`: `n` and `a`"),
        (quote::quote!(#[attr(rename = "")] a: u8), "`rename` may not be empty"),
        (quote::quote!(#[attr(rename = "b", rename = "c")] a: u8), "`rename` is given twice; keep one"),
        (quote::quote!(#[attr(version)] a: u32), "`a` is the version, so its type is `u64`"),
        (quote::quote!(#[attr(version, null)] a: u64), "`a` is `version`, so it cannot be `null`"),
        (quote::quote!(#[attr(rest, serde)] a: X), "`a` is `rest`, so it cannot be `serde`"),
        (quote::quote!(#[attr(in_key, rename = "x")] n2: u8), "`n2` is `in_key`, so it cannot be `rename`"),
        (quote::quote!(#[attr(in_key)] a: u8), "`Order::a` is `in_key`, but no key that every item has contains `{a}`"),
        (
            quote::quote!(a: Vec<u8>),
            "`a` is a `Vec<u8>`, which would be stored as a list of numbers; use `monotable::Binary` for bytes",
        ),
        (quote::quote!(a: Option<std::vec::Vec<u8>>), "`a` is a `Vec<u8>`"),
        (
            quote::quote!(a: Option<[u8; 4]>),
            "`a` is a `[u8; N]`, which would be stored as a list of numbers; use `monotable::Binary` for bytes",
        ),
        (quote::quote!(a: Box<[u8]>), "`a` is a `[u8]`"),
        (quote::quote!(a: [[u8; 4]; 2]), "`a` is a `[u8; N]`"),
        (
            quote::quote!(a: Option<Option<u8>>),
            "`a` is an `Option` in an `Option`, and an item cannot tell `Some(None)` from `None`; use one `Option`, or \
                an enum of the three cases",
        ),
        (quote::quote!(a: std::collections::BTreeMap<String, Option<Option<u8>>>), "`a` is an `Option` in an `Option`"),
        (
            quote::quote!(#[attr(rest)] a: X, #[attr(rest)] b: X),
            "`Order` has two fields for the rest: `a` and `b`; keep one",
        ),
        (
            quote::quote!(#[attr(version)] a: u64, #[attr(version)] b: u64),
            "`Order` has 2 versions, `a` and `b`; keep one",
        ),
    ] {
        let has_n2 = field.to_string().contains("n2");
        let key = if has_n2 { "ORDER#{n}#{n2}" } else { "ORDER#{n}" };
        let text = mistake(&parse_quote! {
            #[entity(table = Shop)]
            #[key(pk = #key)]
            struct Order { n: u32, #field }
        });
        assert!(text.starts_with(expected), "{field}: {text}");
    }
}

#[test]
fn kinds_of_keys_and_delimiters_belong_together() {
    for (options, expected) in [
        (quote::quote!(keys = "plain"), "`Order` has keys of kind `plain`; the kinds are `escaped`"),
        (quote::quote!(delimiter = "|"), "`Order` gives a delimiter, which raw keys alone have"),
        (quote::quote!(at = "key"), "`Order` has two functions `key`, `at` and `key`; rename one"),
        (quote::quote!(module = "a-b"), "`module` takes the name of a Rust item, and this is not an identifier"),
        (quote::quote!(tag_alias = "Order"), "`Order` has the tag `Order` twice"),
    ] {
        let text = mistake(&parse_quote! {
            #[entity(table = Shop, #options)]
            #[key(pk = "ORDER#{n}")]
            struct Order { n: u32 }
        });
        assert!(text.starts_with(expected), "{options}: {text}");
    }
    let (model, texts) = parse(&parse_quote! {
        #[entity(table = Shop, keys = "raw", delimiter = "|")]
        #[key(pk = "v{n}-x|{m}")]
        struct Order { n: u32, m: u32 }
    });
    assert!(texts.is_empty(), "{texts:#?}");
    assert_eq!(model.style, Style::Raw { delimiter: "|".to_owned() });
}

#[test]
fn a_type_of_the_user_that_is_called_option_is_required() {
    let texts = mistakes(&parse_quote! {
        #[entity(table = Shop)]
        #[key(pk = "{choice}")]
        struct Order { choice: Option, bytes: Vec<u16> }
    });
    assert!(texts.is_empty(), "{texts:#?}");
}
