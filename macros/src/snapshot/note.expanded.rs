///Access patterns and attributes of `Note`.
#[allow(dead_code, missing_docs, non_camel_case_types, clippy::pedantic)]
pub mod note {
    use ::monotable::__private as __m;
    ///Attributes of `Note`, for conditions and updates.
    pub struct Fields<Use = __m::reach::AnyUse> {
        pub user: __m::Field<user, Use>,
        pub number: __m::Field<number, Use>,
        pub label: __m::Field<label, Use>,
        pub r#type: __m::Field<r#type, Use>,
        pub day: __m::Field<day, Use>,
        pub(super) text: __m::Field<text, Use>,
        pub version: __m::Field<version, Use>,
    }
    ///The attribute `user` of `Note`.
    pub enum user {}
    ///The attribute `number` of `Note`.
    pub enum number {}
    ///The attribute `label` of `Note`.
    pub enum label {}
    ///The attribute `type` of `Note`.
    pub enum r#type {}
    ///The attribute `d` of `Note`.
    pub enum day {}
    ///The attribute `text` of `Note`.
    pub(super) enum text {}
    ///The attribute `version` of `Note`.
    pub enum version {}
    ///`Note::of`: `USER#{user}` / `NOTE#{number}`.
    pub struct Of<State = __m::reach::PartsGiven<0>> {
        pub(super) plan: __m::Planned<State>,
    }
    ///`Note::by_label`: `{label}#{r#type}`.
    pub struct ByLabel<State = __m::reach::PartsGiven<0>> {
        pub(super) plan: __m::Planned<State>,
    }
    ///`Note::by_day`: `day`.
    pub struct ByDay<State = __m::reach::PartsGiven<0>> {
        pub(super) plan: __m::Planned<State>,
    }
    ///States of `Note::of(..)` in which `number` comes next.
    #[diagnostic::on_unimplemented(
        message = "`number` cannot be given twice: it is the one part of the sort key of `Note::of`",
        label = "give it once, as one value or one range"
    )]
    pub trait OfNumberNext {}
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl OfNumberNext for __m::reach::PartsGiven<0usize> {}
    ///What an update must know to write the index key `{label}#{r#type}` of `by_label` again.
    #[diagnostic::on_unimplemented(
        message = "this update of `Note` changes the index key `{label}#{r#type}` of `by_label` and does not know `label`",
        label = "`label` is missing in this update",
        note = "add `.set(|o| o.label, ..)` or `.given(|o| o.label, ..)`, or start from a loaded entity: `.edit()`"
    )]
    pub trait LabelForByLabelPk<Others> {}
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl<Others, State: __m::reach::KnownBeside<Others>> LabelForByLabelPk<Others>
    for State {}
    ///What an update must know to write the index key `{label}#{r#type}` of `by_label` again.
    #[diagnostic::on_unimplemented(
        message = "this update of `Note` changes the index key `{label}#{r#type}` of `by_label` and does not know `type`",
        label = "`type` is missing in this update",
        note = "add `.set(|o| o.type, ..)` or `.given(|o| o.type, ..)`, or start from a loaded entity: `.edit()`"
    )]
    pub trait TypeForByLabelPk<Others> {}
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl<Others, State: __m::reach::KnownBeside<Others>> TypeForByLabelPk<Others>
    for State {}
}
const _: () = {
    use ::monotable::__private as __m;
    type __Layout = Notes;
    const __BY_LABEL: usize = __Layout::Gsi1;
    const __BY_DAY: usize = __Layout::ByDay;
    static __KEY_PK: __m::Template = __m::Template::new(
        &[
            __m::Segment::Literal("USER#"),
            __m::segment::<__m::Text<String>>("user", __m::PartFormat::Default),
        ],
        __m::KeyStyle::Escaped,
        "USER#{user}",
    );
    static __KEY_SK: __m::Template = __m::Template::new(
        &[
            __m::Segment::Literal("NOTE#"),
            __m::segment::<__m::Text<u32>>("number", __m::PartFormat::Default),
        ],
        __m::KeyStyle::Escaped,
        "NOTE#{number}",
    );
    static __BY_LABEL_PK: __m::Template = __m::Template::new(
        &[
            __m::segment::<__m::Text<String>>("label", __m::PartFormat::Default),
            __m::Segment::Literal("#"),
            __m::segment::<__m::Text<Kind>>("type", __m::PartFormat::Default),
        ],
        __m::KeyStyle::Escaped,
        "{label}#{r#type}",
    );
    static __SCHEMA: __m::EntitySchema = __m::EntitySchema {
        name: "Note",
        tag: "note",
        tag_aliases: &[],
        layout: __m::layout_of::<Note>(),
        fields: &[
            __m::field_schema("user", "user", <String as __m::Attribute>::TYPE),
            __m::field_schema("number", "number", <u32 as __m::Attribute>::TYPE),
            __m::field_schema("label", "label", <String as __m::Attribute>::TYPE)
                .or_missing(),
            __m::field_schema("type", "type", <Kind as __m::Attribute>::TYPE),
            __m::field_schema("day", "d", <u32 as __m::Attribute>::TYPE)
                .once_called(&["date"]),
            __m::field_schema("text", "text", <String as __m::Attribute>::TYPE)
                .or_missing(),
            __m::field_schema("version", "version", <u64 as __m::Attribute>::TYPE),
        ],
        patterns: &[
            __m::pattern(
                "of",
                ::core::option::Option::None,
                __m::PatternShape::Table,
                __m::KeySource::Composed(&__KEY_PK),
                ::core::option::Option::Some(__m::KeySource::Composed(&__KEY_SK)),
                false,
            ),
            __m::pattern(
                "by_label",
                ::core::option::Option::Some("Gsi1"),
                __m::PatternShape::Global,
                __m::KeySource::Composed(&__BY_LABEL_PK),
                ::core::option::Option::None,
                true,
            ),
            __m::pattern(
                "by_day",
                ::core::option::Option::Some("ByDay"),
                __m::PatternShape::Global,
                __m::KeySource::Native(
                    &[__m::native_key("day", "d", <u32 as __m::Attribute>::TYPE)],
                ),
                ::core::option::Option::None,
                false,
            ),
        ],
        version: ::core::option::Option::Some("version"),
        version_aliases: &[],
        index_keys: &[
            __m::index_key_schema(
                <__Layout as __m::IndexAt<{ __BY_LABEL }>>::INDEX.hash,
                __m::KeyRole::Partition,
                &__BY_LABEL_PK,
            ),
        ],
    };
    const _: () = match __m::check_pattern(&__SCHEMA, 0usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    const _: () = match __m::check_pattern(&__SCHEMA, 1usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    const _: () = match __m::check_pattern(&__SCHEMA, 2usize) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    const _: () = match __m::check_fields(&__SCHEMA) {
        ::core::option::Option::None => {}
        ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
    };
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __m::Entity for Note {
        type Layout = __Layout;
        type Fields<__Use> = note::Fields<__Use>;
        type Version = u64;
        const SCHEMA: &'static __m::EntitySchema = &__SCHEMA;
        fn fields<__Use>() -> note::Fields<__Use> {
            note::Fields {
                user: __m::Field::new(),
                number: __m::Field::new(),
                label: __m::Field::new(),
                r#type: __m::Field::new(),
                day: __m::Field::new(),
                text: __m::Field::new(),
                version: __m::Field::new(),
            }
        }
        #[inline]
        fn write(
            &self,
            writer: &mut dyn __m::Writer,
            version: u64,
        ) -> ::core::result::Result<(), __m::Error> {
            __m::partition_key(
                writer,
                &__SCHEMA,
                |key| {
                    key.part::<__m::Text<String>>(&self.user);
                },
            )?;
            __m::sort_key(
                writer,
                &__SCHEMA,
                |key| {
                    key.part::<__m::Text<u32>>(&self.number);
                },
            )?;
            __m::tag::<Note>(writer);
            __m::index_key(
                writer,
                &__SCHEMA,
                0usize,
                |key| {
                    key.part::<__m::Text<String>>(self.label.as_ref()?);
                    key.part::<__m::Text<Kind>>(&self.r#type);
                    ::core::option::Option::Some(())
                },
            )?;
            __m::encoded(__attributes(self, writer, &version))
        }
        #[inline]
        fn read(
            reader: &mut __m::RowReader<'_>,
        ) -> ::core::result::Result<Self, __m::DecodeError> {
            __decode(reader)
        }
        #[inline]
        fn read_dyn(
            reader: &mut dyn __m::Reader,
        ) -> ::core::result::Result<Self, __m::DecodeError> {
            __decode(reader)
        }
        #[inline]
        fn primary_key(&self) -> ::core::result::Result<__m::Item, __m::KeyError> {
            __primary_key(&self.user, &self.number)
        }
        fn version(&self) -> u64 {
            self.version
        }
    }
    #[inline]
    #[allow(unused_variables)]
    fn __attributes(
        entity: &Note,
        writer: &mut dyn __m::Writer,
        version: &u64,
    ) -> ::core::result::Result<(), __m::EncodeError> {
        <String as __m::Attribute>::__put(&entity.user, "user", writer)?;
        <u32 as __m::Attribute>::__put(&entity.number, "number", writer)?;
        <Option<String> as __m::Attribute>::__put(&entity.label, "label", writer)?;
        <Kind as __m::Attribute>::__put(&entity.r#type, "type", writer)?;
        <u32 as __m::Attribute>::__put(&entity.day, "d", writer)?;
        <String as __m::Attribute>::__put(&entity.text, "text", writer)?;
        <u64 as __m::Attribute>::__put(version, "version", writer)?;
        ::core::result::Result::Ok(())
    }
    #[inline]
    #[allow(clippy::too_many_arguments)]
    fn __primary_key(
        user: &String,
        number: &u32,
    ) -> ::core::result::Result<__m::Item, __m::KeyError> {
        __m::key_item(&__SCHEMA)
            .partition_key(|key| {
                key.part::<__m::Text<String>>(user);
            })
            .sort_key(|key| {
                key.part::<__m::Text<u32>>(number);
            })
            .finish()
    }
    fn __decode<__R: __m::Reader + ?::core::marker::Sized>(
        reader: &mut __R,
    ) -> ::core::result::Result<Note, __m::DecodeError> {
        let mut __0 = ::core::option::Option::None;
        let mut __1 = ::core::option::Option::None;
        let mut __2 = ::core::option::Option::None;
        let mut __3 = ::core::option::Option::None;
        let mut __4 = ::core::option::Option::None;
        let mut __5 = ::core::option::Option::None;
        let mut __6 = ::core::option::Option::None;
        while let ::core::option::Option::Some(name) = reader.next_name()? {
            match name {
                "user" => <String as __m::Attribute>::__take(&mut __0, reader, "user")?,
                "number" => <u32 as __m::Attribute>::__take(&mut __1, reader, "number")?,
                "label" => {
                    <Option<
                        String,
                    > as __m::Attribute>::__take(&mut __2, reader, "label")?
                }
                "type" => <Kind as __m::Attribute>::__take(&mut __3, reader, "type")?,
                "d" => <u32 as __m::Attribute>::__take(&mut __4, reader, "d")?,
                "date" => {
                    <u32 as __m::Attribute>::__take_alias(&mut __4, reader, "date")?
                }
                "text" => {
                    <String as __m::Attribute>::__take_or_default(
                        &mut __5,
                        reader,
                        "text",
                    )?
                }
                "version" => {
                    <u64 as __m::Attribute>::__take_or_default(
                        &mut __6,
                        reader,
                        "version",
                    )?
                }
                _ => reader.skip()?,
            }
        }
        ::core::result::Result::Ok(Note {
            user: <String as __m::Attribute>::__present(__0, "user")?,
            number: <u32 as __m::Attribute>::__present(__1, "number")?,
            label: <Option<String> as __m::Attribute>::__present(__2, "label")?,
            r#type: <Kind as __m::Attribute>::__present(__3, "type")?,
            day: <u32 as __m::Attribute>::__present(__4, "d")?,
            text: __5.unwrap_or_default(),
            version: __6.unwrap_or_default(),
        })
    }
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        clippy::pedantic,
        clippy::too_many_arguments
    )]
    impl Note {
        ///The key of `Note`: `USER#{user}` / `NOTE#{number}`.
        #[must_use]
        pub fn key(
            user: impl __m::ValueFor<note::user, String>,
            number: impl __m::ValueFor<note::number, u32>,
        ) -> __m::Key<Note> {
            let user = __m::hold::<_, String, _>(user);
            let number = __m::hold::<_, u32, _>(number);
            __m::Key::new(__primary_key(user.get(), number.get()))
        }
        ///An update of the `Note` with this key.
        pub fn at(
            user: impl __m::ValueFor<note::user, String>,
            number: impl __m::ValueFor<note::number, u32>,
        ) -> __m::Update<Note, (__m::reach::Open, __m::reach::Open)> {
            let user = __m::hold::<_, String, _>(user);
            let number = __m::hold::<_, u32, _>(number);
            __m::Update::at(__primary_key(user.get(), number.get()), |_| {})
        }
        ///An update of this `Note` as it was loaded.
        #[inline]
        pub fn edit(&self) -> __m::Update<Note, (__m::reach::Given, __m::reach::Given)> {
            __m::Update::edit(
                self,
                |parts| {
                    parts
                        .loaded::<
                            __m::Text<String>,
                        >(
                            "label",
                            ::core::option::Option::Some("label"),
                            self.label.as_ref(),
                        );
                    parts
                        .loaded::<
                            __m::Text<Kind>,
                        >(
                            "type",
                            ::core::option::Option::Some("type"),
                            ::core::option::Option::Some(&self.r#type),
                        );
                },
            )
        }
        ///Queries `Note` by `USER#{user}` / `NOTE#{number}`.
        #[must_use]
        pub fn of(user: impl __m::ValueFor<note::user, String>) -> note::Of {
            note::Of {
                plan: __m::Planned::new(&__SCHEMA, 0usize)
                    .partition::<__m::Text<String>, _>(user),
            }
        }
        ///Queries `Note` by `{label}#{r#type}`.
        #[must_use]
        pub fn by_label(
            label: impl __m::ValueFor<note::label, String>,
            r#type: impl __m::ValueFor<note::r#type, Kind>,
        ) -> note::ByLabel {
            note::ByLabel {
                plan: __m::Planned::new(&__SCHEMA, 1usize)
                    .partition::<__m::Text<String>, _>(label)
                    .partition::<__m::Text<Kind>, _>(r#type),
            }
        }
        ///Queries `Note` by `day`.
        #[must_use]
        pub fn by_day(day: impl __m::ValueFor<note::day, u32>) -> note::ByDay {
            note::ByDay {
                plan: __m::Planned::new(&__SCHEMA, 2usize)
                    .partition_stored::<__m::Stored<u32>, _>(day),
            }
        }
    }
    #[allow(dead_code, private_bounds, private_interfaces, clippy::pedantic)]
    impl<SortKeyState> note::Of<SortKeyState> {
        ///The condition on `number` of the sort key.
        #[must_use]
        pub fn number<__R>(
            self,
            number: __R,
        ) -> note::Of<
            <__R::Shape as __m::reach::Advance<__m::reach::PartsGiven<1usize>>>::State,
        >
        where
            __R: __m::IntoPartRange<u32, note::number>,
            __R::Shape: __m::reach::Advance<__m::reach::PartsGiven<1usize>>,
            SortKeyState: note::OfNumberNext,
        {
            note::Of {
                plan: self.plan.sort::<__m::Text<u32>, note::number, __R, _>(number),
            }
        }
    }
    #[automatically_derived]
    impl __m::AccessPattern for note::Of {
        type Entity = Note;
        type Reads = __m::reach::Strong;
        type Carries = __m::reach::Carried<{ __m::carries(&__SCHEMA, 0usize) }>;
        const PLACE: usize = 0usize;
    }
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl<SortKeyState> __m::reach::QueryPlan for note::Of<SortKeyState> {
        type Pattern = note::Of;
        type Given = SortKeyState;
        fn into_plan(self) -> __m::KeyPlan {
            self.plan.into_plan()
        }
    }
    #[automatically_derived]
    impl __m::AccessPattern for note::ByLabel {
        type Entity = Note;
        type Reads = <__Layout as __m::IndexAt<{ __BY_LABEL }>>::Reads;
        type Carries = __m::reach::Carried<{ __m::carries(&__SCHEMA, 1usize) }>;
        const PLACE: usize = 1usize;
    }
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl<SortKeyState> __m::reach::QueryPlan for note::ByLabel<SortKeyState> {
        type Pattern = note::ByLabel;
        type Given = SortKeyState;
        fn into_plan(self) -> __m::KeyPlan {
            self.plan.into_plan()
        }
    }
    #[automatically_derived]
    impl __m::AccessPattern for note::ByDay {
        type Entity = Note;
        type Reads = <__Layout as __m::IndexAt<{ __BY_DAY }>>::Reads;
        type Carries = __m::reach::Carried<{ __m::carries(&__SCHEMA, 2usize) }>;
        const PLACE: usize = 2usize;
    }
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl<SortKeyState> __m::reach::QueryPlan for note::ByDay<SortKeyState> {
        type Pattern = note::ByDay;
        type Given = SortKeyState;
        fn into_plan(self) -> __m::KeyPlan {
            self.plan.into_plan()
        }
    }
    #[automatically_derived]
    impl __m::Attr for note::user {
        type Entity = Note;
        type Type = String;
        type Value = String;
        type Rules = __m::reach::Ruled<__m::reach::PrimaryKey>;
        const NAME: &'static str = "user";
    }
    #[automatically_derived]
    impl __m::Attr for note::number {
        type Entity = Note;
        type Type = u32;
        type Value = u32;
        type Rules = __m::reach::Ruled<__m::reach::PrimaryKey>;
        const NAME: &'static str = "number";
    }
    #[automatically_derived]
    impl __m::Attr for note::label {
        type Entity = Note;
        type Type = Option<String>;
        type Value = String;
        type Rules = __m::reach::Ruled<
            __m::reach::IndexPart,
            __m::reach::Anywhere,
            __m::reach::Slot<0usize>,
        >;
        const NAME: &'static str = "label";
        fn render(value: ::core::option::Option<&String>, parts: &mut __m::IndexParts) {
            parts.render::<__m::Text<String>>("label", value);
        }
    }
    #[automatically_derived]
    impl __m::Attr for note::r#type {
        type Entity = Note;
        type Type = Kind;
        type Value = Kind;
        type Rules = __m::reach::Ruled<
            __m::reach::IndexPart,
            __m::reach::Anywhere,
            __m::reach::Slot<1usize>,
        >;
        const NAME: &'static str = "type";
        fn render(value: ::core::option::Option<&Kind>, parts: &mut __m::IndexParts) {
            parts.render::<__m::Text<Kind>>("type", value);
        }
    }
    #[automatically_derived]
    impl __m::Attr for note::day {
        type Entity = Note;
        type Type = u32;
        type Value = u32;
        type Rules = __m::reach::Ruled<__m::reach::InPlace, note::day>;
        const NAME: &'static str = "d";
    }
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl __m::reach::FilterBy<note::day, __m::reach::AnyUse> for note::day {}
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl __m::reach::FilterBy<note::day, note::Of> for note::day {}
    #[diagnostic::do_not_recommend]
    #[automatically_derived]
    impl __m::reach::FilterBy<note::day, note::ByLabel> for note::day {}
    #[automatically_derived]
    impl __m::Attr for note::text {
        type Entity = Note;
        type Type = String;
        type Value = String;
        type Rules = __m::reach::Ruled<
            __m::reach::InPlace,
            __m::reach::Anywhere,
            __m::reach::Untracked,
            __m::reach::Defaulted,
        >;
        const NAME: &'static str = "text";
    }
    #[automatically_derived]
    impl __m::Attr for note::version {
        type Entity = Note;
        type Type = u64;
        type Value = u64;
        type Rules = __m::reach::Ruled<__m::reach::LockVersion>;
        const NAME: &'static str = "version";
    }
    #[automatically_derived]
    impl<StateOfPart0, StateOfPart1> __m::reach::KeepsKeys<(StateOfPart0, StateOfPart1)>
    for Note
    where
        StateOfPart0: __m::reach::OrGiven<StateOfPart1>,
        StateOfPart0: note::LabelForByLabelPk<
            <StateOfPart0 as __m::reach::OrGiven<StateOfPart1>>::Either,
        >,
        StateOfPart1: note::TypeForByLabelPk<
            <StateOfPart0 as __m::reach::OrGiven<StateOfPart1>>::Either,
        >,
    {}
};
