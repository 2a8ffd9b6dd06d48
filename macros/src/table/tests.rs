use quote::{format_ident, quote};
use syn::{DeriveInput, parse_quote};

use super::check;
use super::model::{Half, IndexKeys, Kind, LayoutSource, Model, Projection, Tag};
use crate::errors::Errors;

fn parse(input: &DeriveInput) -> (Model, Vec<String>) {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    check::table(&model, &mut errors);
    (model, errors.texts())
}

/// The one mistake of an input.
fn mistake(input: &DeriveInput) -> String {
    let (_, texts) = parse(input);
    assert_eq!(texts.len(), 1, "{texts:#?}");
    texts.into_iter().next().unwrap_or_default()
}

#[test]
fn a_whole_declaration_becomes_a_model() {
    // given
    let input = parse_quote! {
        #[table(pk = "PK", sk = "SK": N, ttl = "expires", tag = "kind", scan, max_gsis = 25, crate = "mt")]
        #[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK", name = "gsi1-index", project = include("a", "b"))]
        #[gsi(ByStatus, pk = [status], sk = [placed_at: N, "order-id", r#type: B], project = keys_only)]
        #[lsi(ByDate, sk = "LSI1SK": N, project = all)]
        #[inverted(Reverse, name = "rev")]
        pub enum Shop { Customer(Customer), Order(shop::Order), #[table(other)] Other(Item) }
    };
    // when
    let (model, texts) = parse(&input);
    // then
    assert!(texts.is_empty(), "{texts:#?}");
    let LayoutSource::Own(layout) = &model.layout else { panic!("not its own layout") };
    let sk = layout.sk.as_ref().map(|sk| (sk.name.as_str(), sk.kind));
    assert_eq!(sk, Some(("SK", Kind::N)));
    assert!(matches!(&layout.tag, Tag::Named(tag) if tag.name == "kind"));
    assert_eq!(layout.max_gsis.map(|(count, _)| count), Some(25));
    let names: Vec<_> = layout.indexes.iter().map(|index| index.name.name.as_str()).collect();
    assert_eq!(names, ["gsi1-index", "ByStatus", "ByDate", "rev"]);
    assert!(matches!(&layout.indexes[0].projection, Projection::Include(list) if list.len() == 2));
    let IndexKeys::Global { sk: Some(Half::Native(sk, _)), .. } = &layout.indexes[1].keys else { panic!("not native") };
    let sk: Vec<_> = sk.iter().map(|key| (key.name.as_str(), key.kind)).collect();
    assert_eq!(sk, [("placed_at", Kind::N), ("order-id", Kind::S), ("type", Kind::B)]);
    assert!(matches!(&layout.indexes[2].keys, IndexKeys::Local { sk: Half::Composed(key) } if key.kind == Kind::N));
    assert!(matches!(layout.indexes[3].keys, IndexKeys::Inverted));
    let entities = model.entities.as_ref().map(|entities| (entities.members.len(), entities.other.is_some()));
    assert_eq!(entities, Some((2, true)));
    assert!(model.scan.is_some());
}

#[test]
fn a_unit_struct_is_a_layout_and_an_enum_may_borrow_one() {
    let (layout, texts) = parse(&parse_quote!(
        #[table(pk = "id": N, tag = none)]
        struct Base;
    ));
    assert!(texts.is_empty() && layout.entities.is_none(), "{texts:#?}");
    assert!(matches!(&layout.layout, LayoutSource::Own(own) if matches!(own.tag, Tag::Off)));
    let (table, texts) = parse(&parse_quote!(
        #[table(layout = base::Base)]
        enum Shop {
            Order(Order),
        }
    ));
    assert!(texts.is_empty() && matches!(table.layout, LayoutSource::Given(_)), "{texts:#?}");
}

#[test]
fn options_and_shapes_are_checked() {
    for (input, expected) in [
        (
            parse_quote!(
                #[table(sk = "SK")]
                enum Shop {
                    A(A),
                }
            ),
            "`Shop` does not say which attribute is its partition key",
        ),
        (
            parse_quote!(
                #[table(pk = "PK")]
                enum Shop {}
            ),
            "`Shop` holds nothing; give it a variant per entity",
        ),
        (
            parse_quote!(
                #[table(pk = "PK")]
                enum Shop {
                    A { a: A },
                }
            ),
            "`Shop::A` does not hold one type; write `A(Order)`",
        ),
        (
            parse_quote!(
                #[table(pk = "PK")]
                enum Shop {
                    A(A),
                    #[table(other)]
                    B,
                }
            ),
            "`Shop::B` does not hold one type; write `B(Item)`",
        ),
        (
            parse_quote!(
                #[table(pk = "PK")]
                enum Shop {
                    A(A),
                    B(A),
                }
            ),
            "`Shop` holds the same entity twice, as `A` and `B`",
        ),
        (
            parse_quote!(
                #[table(pk = "PK")]
                enum Shop {
                    A(A),
                    #[table(other)]
                    B(Item),
                    #[table(other)]
                    C(Item),
                }
            ),
            "`Shop` has two variants for other items, `B` and `C`; keep one",
        ),
        (
            parse_quote!(
                #[table(pk = "PK")]
                struct Shop {
                    a: A,
                }
            ),
            "`Shop` has fields; a table is an enum of its entities",
        ),
        (parse_quote!(#[table(pk = "PK")] union Shop { a: A }), "`Shop` is a union"),
        (
            parse_quote!(
                #[table(pk = "PK")]
                enum Shop<T> {
                    A(T),
                }
            ),
            "`Shop` is a table, so it cannot be generic",
        ),
        (
            parse_quote!(
                #[table(pk = "PK", scan)]
                struct Shop;
            ),
            "`Shop` is a layout, without entities of its own, so it cannot have `scan`",
        ),
        (
            parse_quote!(
                #[table(layout = Base, pk = "PK")]
                enum Shop {
                    A(A),
                }
            ),
            "`Shop` has the layout `Base`, so `pk` belongs there",
        ),
        (
            parse_quote!(
                #[table(layout = Base)]
                #[gsi(Gsi1, pk = "A")]
                enum Shop {
                    A(A),
                }
            ),
            "`Shop` has the layout `Base`, so its indexes belong there",
        ),
        (
            parse_quote!(
                #[table(pk = "PK": X)]
                enum Shop {
                    A(A),
                }
            ),
            "the key attribute `PK` is of type `S`, `N` or `B`",
        ),
        (
            parse_quote!(
                #[table(pk = PK)]
                enum Shop {
                    A(A),
                }
            ),
            "`pk` takes a string: write `pk = \"..\"`",
        ),
        (
            parse_quote!(
                #[table(pk = "PK", tag = off)]
                enum Shop {
                    A(A),
                }
            ),
            "`tag` takes the name of an attribute",
        ),
        (
            parse_quote!(
                #[table(pk = "PK", max_gsis = "x")]
                enum Shop {
                    A(A),
                }
            ),
            "`max_gsis` takes a whole number",
        ),
        (
            parse_quote!(
                #[table(pk = "PK", pk_type = N)]
                enum Shop {
                    A(A),
                }
            ),
            "`#[table(..)]` has no option `pk_type`; it has `pk`,",
        ),
        (
            parse_quote!(
                #[table(pk = "A", sk = "A")]
                enum Shop {
                    A(A),
                }
            ),
            "`Shop` uses the attribute `A` as partition key and as sort key",
        ),
        (
            parse_quote!(
                #[table(pk = "A", ttl = "A")]
                enum Shop {
                    A(A),
                }
            ),
            "`Shop` uses the attribute `A` as partition key and as TTL",
        ),
    ] {
        let texts = parse(&input).1;
        assert_eq!(texts.len(), 1, "{texts:#?}");
        assert!(texts[0].starts_with(expected), "{}", texts[0]);
    }
}

#[test]
fn indexes_are_checked() {
    for (attribute, expected) in [
        (quote!(#[gsi(Gsi1, sk = "A")]), "the index `Gsi1` has no partition key; write `pk = \"GSI1PK\"`"),
        (quote!(#[lsi(Lsi1)]), "the index `Lsi1` has no sort key; write `sk = \"LSI1SK\"`"),
        (
            quote!(#[lsi(Lsi1, pk = "A", sk = "B")]),
            "`#[lsi(..)]` has no option `pk`; it has `sk`, `name` and `project`",
        ),
        (quote!(#[gsi("Gsi1", pk = "A")]), "an index of `Shop` begins with its name: `#[gsi(ByStatus, ..)]`"),
        (quote!(#[gsi(Gsi1, pk = "A")] #[gsi(Gsi1, pk = "B")]), "`Shop` has two indexes `Gsi1`; rename one"),
        (
            quote!(#[gsi(Gsi1, pk = "A")] #[gsi(Gsi2, pk = "B", name = "Gsi1")]),
            "`Shop` calls two indexes `Gsi1` in DynamoDB: `Gsi1` and `Gsi2`",
        ),
        (
            quote!(#[gsi(G1, pk = "A")]),
            "the index `G1` cannot be called `G1` in DynamoDB: a name has 3 to 255 characters",
        ),
        (quote!(#[gsi(Gsi1, pk = "A", name = "a b c")]), "the index `Gsi1` cannot be called `a b c` in DynamoDB"),
        (
            quote!(#[gsi(Gsi1, pk = "SK")]),
            "the index `Gsi1` of `Shop` composes its key in `SK`, which is the table's sort key already",
        ),
        (
            quote!(#[gsi(Gsi1, pk = "A", sk = "A")]),
            "the index `Gsi1` of `Shop` composes its key in `A`, which is a key of the index `Gsi1` already",
        ),
        (
            quote!(#[gsi(Gsi1, pk = [a, b, c, d, e])]),
            "the index `Gsi1` has 5 attributes in one half of its key: DynamoDB takes up to 4",
        ),
        (
            quote!(#[lsi(Lsi1, sk = [a, b])]),
            "the index `Lsi1` has 2 attributes in one half of its key: the sort key of a local index is one",
        ),
        (quote!(#[gsi(Gsi1, pk = [a], sk = [a])]), "the index `Gsi1` has the key attribute `a` twice; keep one"),
        (
            quote!(#[gsi(Gsi1, pk = [a])] #[gsi(Gsi2, pk = [a: N])]),
            "`Shop` has the attribute `a` as S and as N; an attribute has one type: write `: S`",
        ),
        (quote!(#[gsi(Gsi1, pk = [ttl])]), "`Shop` has the attribute `ttl` as N and as S"),
        (quote!(#[gsi(Gsi1, pk = [])]), "`pk` lists at least one attribute: `pk = [status]`"),
        (quote!(#[gsi(Gsi1, pk = [1])]), "an attribute is a name, `status`, or a string"),
        (
            quote!(#[gsi(Gsi1, pk = "A", project = some)]),
            "`project` takes `all`, `keys_only` or `include(\"total\", ..)`",
        ),
        (quote!(#[gsi(Gsi1, pk = "A", project = include("x", "x"))]), "the index `Gsi1` includes `x` twice; keep one"),
        (quote!(#[gsi(Order, pk = "A")]), "`Shop` has a variant and an index `Order`; rename one"),
        (
            quote!(#[gsi(Gsi1, pk = table_sk, sk = table_pk)]),
            "both halves of the index `Gsi1` are the table's own keys; write `#[inverted(Gsi1)]`",
        ),
        (
            quote!(#[gsi(Gsi1, pk = table_pk, sk = table_sk)]),
            "both halves of the index `Gsi1` are the table's own keys; give one of them an attribute",
        ),
        (quote!(#[gsi(Gsi1, pk = table_sk)]), "the index `Gsi1` has no key beside `table_sk`; give it another half"),
        (quote!(#[gsi(Gsi1, pk = [SK], sk = table_sk)]), "the index `Gsi1` has the key attribute `SK` twice"),
        (
            quote!(#[lsi(Lsi1, sk = table_sk)]),
            "the local index `Lsi1` sorts the partitions of the table another way, so its sort key cannot be `table_sk`",
        ),
        (quote!(#[gsi(Gsi1, pk = [a], sk = table_key)]), "`sk` takes a string: write `sk = \"..\"`"),
        (quote!(#[inverted(Reverse, pk = "A")]), "`#[inverted(..)]` has no option `pk`; it has `name` and `project`"),
    ] {
        let text = mistake(&parse_quote! {
            #[table(pk = "PK", sk = "SK", ttl = "ttl")]
            #attribute
            enum Shop { Order(Order) }
        });
        assert!(text.starts_with(expected), "{attribute}: {text}");
    }
}

#[test]
fn local_and_inverted_indexes_need_a_sort_key() {
    for attribute in [quote!(#[lsi(Index, sk = [a])]), quote!(#[inverted(Index)])] {
        let text = mistake(&parse_quote!(#[table(pk = "PK")] #attribute enum Shop { Order(Order) }));
        assert!(text.starts_with("`Shop` has no sort key, so it cannot have `#["), "{text}");
    }
}

#[test]
fn the_sort_key_of_the_table_is_there_to_be_taken() {
    let text = mistake(&parse_quote! {
        #[table(pk = "PK")] #[gsi(Gsi1, pk = [a], sk = table_sk)] enum Shop { Order(Order) }
    });
    assert!(text.starts_with("`Shop` has no sort key, so the index `Gsi1` cannot have `table_sk`; add"), "{text}");
}

#[test]
fn the_quotas_of_dynamodb_are_counted() {
    let gsis = |count: usize| -> Vec<_> {
        let names = (0..count).map(|at| (format_ident!("Gsi{at}"), format!("G{at}")));
        names.map(|(name, pk)| quote!(#[gsi(#name, pk = #pk)])).collect()
    };
    let (some, many) = (gsis(20), gsis(21));
    let (_, texts) = parse(&parse_quote!(#[table(pk = "PK")] #(#some)* enum Shop { Order(Order) }));
    assert!(texts.is_empty(), "{texts:#?}");
    let text = mistake(&parse_quote!(#[table(pk = "PK")] #(#many)* enum Shop { Order(Order) }));
    assert!(text.starts_with("`Shop` has 21 global indexes, and the quota is 20"), "{text}");
    let (_, texts) = parse(&parse_quote!(#[table(pk = "PK", max_gsis = 21)] #(#many)* enum Shop { Order(Order) }));
    assert!(texts.is_empty(), "{texts:#?}");

    let lsis = (0..6).map(|at| format_ident!("Lsi{at}"));
    let lsis: Vec<_> = lsis.map(|name| quote!(#[lsi(#name, sk = [a])])).collect();
    let text = mistake(&parse_quote!(#[table(pk = "PK", sk = "SK")] #(#lsis)* enum Shop { Order(Order) }));
    assert!(text.starts_with("`Shop` has 6 local indexes, and DynamoDB takes 5"), "{text}");

    let names = |from: usize, count: usize| (from..from + count).map(|at| format!("a{at}")).collect::<Vec<_>>();
    let twenty_one = names(0, 21);
    let text = mistake(&parse_quote! {
        #[table(pk = "PK")] #[gsi(Gsi1, pk = "A", project = include(#(#twenty_one),*))] enum Shop { Order(Order) }
    });
    assert!(text.starts_with("the index `Gsi1` includes more than 20 attributes"), "{text}");
    let six = (0..6).map(|at| {
        let (name, pk, included) = (format_ident!("Gsi{at}"), format!("G{at}"), names(0, 17));
        quote!(#[gsi(#name, pk = #pk, project = include(#(#included),*))])
    });
    let text = mistake(&parse_quote!(#[table(pk = "PK")] #(#six)* enum Shop { Order(Order) }));
    assert!(text.starts_with("the indexes of `Shop` include more than 100 attributes together"), "{text}");
}
