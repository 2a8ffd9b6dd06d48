use syn::{DeriveInput, parse_quote};

use super::model::{Count, Model};
use crate::errors::Errors;

fn parse(input: &DeriveInput) -> (Model, Vec<String>) {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    (model, errors.texts())
}

#[test]
fn members_are_one_or_optional_or_many() {
    let (model, texts) = parse(&parse_quote! {
        #[collection(table = Tracker, by = project::Of)]
        struct ProjectView {
            project: Project,
            settings: ::core::option::Option<Settings>,
            #[collection(last = 10)]
            events: std::vec::Vec<Event>,
        }
    });

    assert_eq!(texts, [""; 0]);
    let counts: Vec<_> = model.members.iter().map(|member| (member.count, member.last)).collect();
    assert_eq!(counts, [(Count::One, None), (Count::Optional, None), (Count::Many, Some(10))]);
}

#[test]
fn every_mistake_is_told_at_once() {
    let (_, texts) = parse(&parse_quote! {
        #[collection(tabel = Tracker)]
        struct ProjectView {
            #[collection(last = 3)]
            project: Project,
            #[collection(last = 0)]
            events: Vec<Event>,
            #[collection(last = "x")]
            tasks: Vec<Task>,
        }
    });

    assert_eq!(
        texts,
        [
            "`#[collection(..)]` has no option `tabel`; it has `table`, `by` and `crate`",
            "`ProjectView` lacks the table that it is read from: write `#[collection(table = Shop)]`",
            "`ProjectView` lacks the access pattern that gives the partition, in the module of its entity: write `#[collection(by = customer::Of)]`",
            "`project` is no `Vec`, and `last` bounds how many there are",
            "`last` takes a number from 1 to 4294967295",
            "`last` takes a number: write `last = 10`",
        ]
    );
}

#[test]
fn a_member_of_itself_is_refused() {
    let (_, texts) = parse(&parse_quote! {
        #[collection(table = Tracker, by = reply::Of)]
        struct ReplyView {
            reply: Reply,
            replies: Vec<ReplyView>,
        }
    });

    assert_eq!(
        texts,
        [
            "`ReplyView` is a member of itself, and one key has so many parts as its template; give each level of the tree a struct of its own"
        ]
    );
}

#[test]
fn what_has_no_members_is_refused() {
    for (input, expected) in [
        (
            parse_quote!(
                #[collection(table = T, by = a::Of)]
                enum View {
                    A,
                }
            ),
            "`View` is no struct, and a collection is one, with a field for each member",
        ),
        (
            parse_quote!(
                #[collection(table = T, by = a::Of)]
                struct View(A);
            ),
            "`View` has no named fields, and each member of a collection is one",
        ),
        (
            parse_quote!(
                #[collection(table = T, by = a::Of)]
                struct View<T> {
                    a: T,
                }
            ),
            "`View` is generic, and a collection is one type, with one set of members",
        ),
    ] {
        assert_eq!(parse(&input).1, [expected]);
    }
}
