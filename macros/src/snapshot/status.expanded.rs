#[automatically_derived]
impl ::monotable::KeyPart for Status {
    const SHAPE: ::monotable::keys::PartShape = ::monotable::keys::PartShape::OneOf(
        &["done", "in_work"],
    );
    const PLAIN_SHAPE: ::monotable::keys::PartShape = <Self as ::monotable::KeyPart>::SHAPE;
    type Order = ::monotable::keys::order::Sorted;
    fn render(
        &self,
        format: ::monotable::keys::PartFormat,
        out: &mut ::std::string::String,
    ) -> ::core::result::Result<(), ::monotable::keys::KeyError> {
        let _ = format;
        out.push_str(
            match self {
                Self::Done => "done",
                Self::InWork => "in_work",
            },
        );
        ::core::result::Result::Ok(())
    }
    fn parse(
        text: &str,
        format: ::monotable::keys::PartFormat,
    ) -> ::core::option::Option<Self> {
        let _ = format;
        match text {
            "done" => ::core::option::Option::Some(Self::Done),
            "in_work" => ::core::option::Option::Some(Self::InWork),
            _ => ::core::option::Option::None,
        }
    }
    fn predecessor(&self) -> ::core::option::Option<Self> {
        match self {
            Self::InWork => ::core::option::Option::Some(Self::Done),
            _ => ::core::option::Option::None,
        }
    }
}
#[automatically_derived]
impl ::monotable::Attribute for Status {
    const TYPE: ::core::option::Option<::monotable::Type> = ::core::option::Option::Some(
        ::monotable::Type::S,
    );
    fn write(
        &self,
        writer: &mut dyn ::monotable::Writer,
    ) -> ::core::result::Result<(), ::monotable::EncodeError> {
        writer
            .string(
                match self {
                    Self::Done => "done",
                    Self::InWork => "in_work",
                },
            );
        ::core::result::Result::Ok(())
    }
    fn read<__R: ::monotable::Reader + ?::core::marker::Sized>(
        reader: &mut __R,
    ) -> ::core::result::Result<Self, ::monotable::DecodeError> {
        match reader.string()? {
            "done" => ::core::result::Result::Ok(Self::Done),
            "in_work" => ::core::result::Result::Ok(Self::InWork),
            _ => {
                ::core::result::Result::Err(
                    ::monotable::__private::unknown_variant(&["done", "in_work"]),
                )
            }
        }
    }
}
#[automatically_derived]
impl ::monotable::values::SetMember for Status {
    const KIND: ::monotable::values::SetKind = ::monotable::values::SetKind::S;
}
#[automatically_derived]
impl ::monotable::values::MapKey for Status {
    fn as_name(&self) -> ::std::borrow::Cow<'_, str> {
        ::std::borrow::Cow::Borrowed(
            match self {
                Self::Done => "done",
                Self::InWork => "in_work",
            },
        )
    }
    fn from_name(name: &str) -> ::core::option::Option<Self> {
        match name {
            "done" => ::core::option::Option::Some(Self::Done),
            "in_work" => ::core::option::Option::Some(Self::InWork),
            _ => ::core::option::Option::None,
        }
    }
}
#[diagnostic::do_not_recommend]
#[automatically_derived]
impl<__A> ::monotable::reach::Ordered<__A> for Status {}
#[automatically_derived]
impl ::core::fmt::Display for Status {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::monotable::__private::display_part(self, formatter)
    }
}
#[automatically_derived]
impl ::core::str::FromStr for Status {
    type Err = ::monotable::keys::KeyError;
    fn from_str(
        text: &str,
    ) -> ::core::result::Result<Self, ::monotable::keys::KeyError> {
        ::monotable::__private::parse_part(text)
    }
}
