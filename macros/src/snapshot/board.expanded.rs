const _: () = {
    use ::monotable::__private as __m;
    type __Table = Notes;
    const __MEMBER_0: __m::reach::Access<__m::Single<User>> = __m::reach::one_member::<
        __Table,
        User,
    >();
    const __MEMBER_1: __m::reach::Access<__m::Single<Settings>> = __m::reach::one_member::<
        __Table,
        Settings,
    >();
    const __MEMBER_2: __m::reach::Access<__m::Several<NoteView>> = __m::reach::many_members::<
        __Table,
        NoteView,
    >();
    const __MEMBER_3: __m::reach::Access<__m::Several<Event>> = __m::reach::many_members::<
        __Table,
        Event,
    >();
    static __SCHEMA: __m::CollectionSchema = __m::CollectionSchema {
        name: "Board",
        root: __m::root_of::<Board>(),
        pattern: __m::pattern_of::<Board>(),
        members: &[
            __m::MemberSchema {
                field: "owner",
                count: __m::MemberCount::One,
                kind: __MEMBER_0.kind,
                last: ::core::option::Option::None,
            },
            __m::MemberSchema {
                field: "settings",
                count: __m::MemberCount::Optional,
                kind: __MEMBER_1.kind,
                last: ::core::option::Option::None,
            },
            __m::MemberSchema {
                field: "notes",
                count: __m::MemberCount::Many,
                kind: __MEMBER_2.kind,
                last: ::core::option::Option::None,
            },
            __m::MemberSchema {
                field: "events",
                count: __m::MemberCount::Many,
                kind: __MEMBER_3.kind,
                last: ::core::option::Option::Some(10u32),
            },
        ],
    };
    const _: () = match __m::check_collection(&__SCHEMA, 0usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    const _: () = match __m::check_collection(&__SCHEMA, 1usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    const _: () = match __m::check_collection(&__SCHEMA, 2usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    const _: () = match __m::check_collection(&__SCHEMA, 3usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    #[derive(::core::default::Default)]
    pub(crate) struct __Parts {
        owner: __m::Single<User>,
        settings: __m::Single<Settings>,
        notes: __m::Several<NoteView>,
        events: __m::Several<Event>,
    }
    #[automatically_derived]
    impl __m::Parts for __Parts {
        type Whole = Board;
        fn member(&mut self, place: u8) -> ::core::option::Option<&mut dyn __m::Holder> {
            ::core::option::Option::Some(
                match place {
                    0u8 => (__MEMBER_0.holder)(&mut self.owner),
                    1u8 => (__MEMBER_1.holder)(&mut self.settings),
                    2u8 => (__MEMBER_2.holder)(&mut self.notes),
                    3u8 => (__MEMBER_3.holder)(&mut self.events),
                    _ => return ::core::option::Option::None,
                },
            )
        }
        fn finish(self) -> ::core::option::Option<Board> {
            ::core::option::Option::Some(Board {
                owner: self.owner.finish()?,
                settings: self.settings.finish(),
                notes: self.notes.finish(),
                events: self.events.finish(),
            })
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __m::Collection for Board {
        type By = note::Of;
        type Parts = __Parts;
        const SCHEMA: &'static __m::CollectionSchema = &__SCHEMA;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __m::Member for Board {
        const KIND: __m::MemberKind = __m::MemberKind::Collection(&__SCHEMA);
        type Parts = __Parts;
        fn read(
            item: &__m::Item,
        ) -> ::core::option::Option<::core::result::Result<Self, __m::Error>> {
            let _ = item;
            ::core::option::Option::None
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __m::reach::MemberOf<__Table> for Board {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl<Plan> __m::reach::LoadedBy<Plan, __Table> for Board
    where
        Plan: __m::reach::QueryPlan<
            Pattern = note::Of,
            Given = __m::reach::PartsGiven<{ __SCHEMA.given() }>,
        >,
    {}
};
