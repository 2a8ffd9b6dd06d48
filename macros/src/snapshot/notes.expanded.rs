#[allow(dead_code, non_upper_case_globals)]
impl Notes {
    ///The index `Gsi1` of `Notes`.
    pub(crate) const Gsi1: usize = 0usize;
    ///The index `ByDay` of `Notes`.
    pub(crate) const ByDay: usize = 1usize;
}
#[allow(dead_code)]
impl Notes {
    ///The table `Notes` on a backend.
    pub(crate) fn on(backend: impl ::monotable::Backend) -> ::monotable::Store<Notes> {
        ::monotable::Store::new(backend)
    }
}
const _: () = {
    use ::monotable::__private as __m;
    static __INDEXES: &[__m::IndexSchema] = &[
        __m::IndexSchema {
            name: "Gsi1",
            physical: "gsi-1",
            kind: __m::IndexKind::Global,
            keys: __m::IndexKeys::Composed,
            hash: &[
                __m::KeyAttr {
                    name: "GSI1PK",
                    kind: __m::Type::S,
                },
            ],
            range: &[],
            carries: __m::Carries::All,
        },
        __m::IndexSchema {
            name: "ByDay",
            physical: "ByDay",
            kind: __m::IndexKind::Global,
            keys: __m::IndexKeys::Native,
            hash: &[
                __m::KeyAttr {
                    name: "d",
                    kind: __m::Type::N,
                },
            ],
            range: &[],
            carries: __m::Carries::KeysOnly,
        },
    ];
    static __LAYOUT: __m::LayoutSchema = __m::LayoutSchema {
        name: "Notes",
        hash: __m::KeyAttr {
            name: "PK",
            kind: __m::Type::S,
        },
        range: ::core::option::Option::Some(__m::KeyAttr {
            name: "SK",
            kind: __m::Type::S,
        }),
        tag: ::core::option::Option::Some("_type"),
        ttl: ::core::option::Option::Some("expires"),
        indexes: __INDEXES,
    };
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl __m::Layout for Notes {
        const LAYOUT: &'static __m::LayoutSchema = &__LAYOUT;
    }
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl<__Entity> __m::reach::LaidOutAs<Notes, __Entity> for Notes {}
    #[automatically_derived]
    impl __m::IndexAt<0usize> for Notes {
        type Reads = __m::reach::Eventual;
        const INDEX: &'static __m::IndexSchema = &__INDEXES[0usize];
    }
    #[automatically_derived]
    impl __m::IndexAt<1usize> for Notes {
        type Reads = __m::reach::Eventual;
        const INDEX: &'static __m::IndexSchema = &__INDEXES[1usize];
    }
    static __TABLE: __m::TableSchema = __m::TableSchema {
        name: "Notes",
        layout: <Notes as __m::Layout>::LAYOUT,
        entities: &[<Note as __m::Entity>::SCHEMA],
    };
    const _: () = __m::reach::in_layout::<Note, <Note as __m::Entity>::Layout, Notes>();
    const _: () = match __m::check_table(&__TABLE, 0usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    #[automatically_derived]
    impl __m::Table for Notes {
        type Layout = Notes;
        const SCHEMA: &'static __m::TableSchema = &__TABLE;
        #[inline]
        fn from_item(
            item: &__m::Item,
        ) -> ::core::result::Result<::core::option::Option<Self>, __m::Error> {
            match __m::kind_of(&__TABLE, item) {
                ::core::option::Option::Some(0usize) => {
                    __m::member(
                        item,
                        <Note as __m::Entity>::SCHEMA,
                        <Note as __m::Entity>::read,
                        Self::Note,
                    )
                }
                _ => {
                    ::core::result::Result::Ok(
                        ::core::option::Option::Some(
                            Self::Other(::core::clone::Clone::clone(item)),
                        ),
                    )
                }
            }
        }
    }
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl __m::Storable for Notes {
        type Version = ();
        fn stored(&self) -> (&'static __m::EntitySchema, &dyn __m::ToStore) {
            match self {
                Self::Note(held) => (<Note as __m::Entity>::SCHEMA, held),
                Self::Other(held) => {
                    static OTHER: __m::EntitySchema = __m::other_kind(
                        "Notes::Other",
                        <Notes as __m::Layout>::LAYOUT,
                    );
                    (&OTHER, held)
                }
            }
        }
        fn found(item: &__m::Item) -> ::core::result::Result<Self, __m::Error> {
            __m::found(item)
        }
    }
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl __m::reach::Holds<Note> for Notes {}
};
