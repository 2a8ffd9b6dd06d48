#[automatically_derived]
impl<T: ::monotable::Attribute> ::monotable::Attribute for Shape<T> {
    const TYPE: ::core::option::Option<::monotable::Type> = ::core::option::Option::None;
    fn write(
        &self,
        writer: &mut dyn ::monotable::Writer,
    ) -> ::core::result::Result<(), ::monotable::EncodeError> {
        match self {
            Self::Empty => {
                writer.string("empty");
                ::core::result::Result::Ok(())
            }
            Self::Disc { line_width: value_0, radius: value_1, .. } => {
                ::monotable::__private::begin_variant("disc", writer);
                <u8 as ::monotable::Attribute>::__put(value_0, "line_width", writer)?;
                <T as ::monotable::Attribute>::__put(value_1, "radius", writer)?;
                ::monotable::__private::end_variant(writer);
                ::core::result::Result::Ok(())
            }
            Self::Named(value) => {
                ::monotable::__private::via_serde::write_variant::<
                    Foreign,
                >(value, "named", writer)
            }
        }
    }
    fn read<__R: ::monotable::Reader + ?::core::marker::Sized>(
        reader: &mut __R,
    ) -> ::core::result::Result<Self, ::monotable::DecodeError> {
        if reader.kind()? == ::monotable::Type::S {
            match reader.string()? {
                "empty" => ::core::result::Result::Ok(Self::Empty),
                _ => {
                    ::core::result::Result::Err(
                        ::monotable::__private::unknown_variant(
                            &["empty", "disc", "named"],
                        ),
                    )
                }
            }
        } else {
            reader.begin_map()?;
            let value = match reader.next_name()? {
                ::core::option::Option::Some("disc" | "circle") => {
                    ::monotable::__private::variant(
                        "disc",
                        (|| -> ::core::result::Result<Self, ::monotable::DecodeError> {
                            reader.begin_map()?;
                            let mut __0 = ::core::option::Option::None;
                            let mut __1 = ::core::option::Option::None;
                            while let ::core::option::Option::Some(name) = reader
                                .next_name()?
                            {
                                match name {
                                    "line_width" => {
                                        <u8 as ::monotable::Attribute>::__take(
                                            &mut __0,
                                            reader,
                                            "line_width",
                                        )?
                                    }
                                    "radius" => {
                                        <T as ::monotable::Attribute>::__take(
                                            &mut __1,
                                            reader,
                                            "radius",
                                        )?
                                    }
                                    _ => reader.skip()?,
                                }
                            }
                            ::core::result::Result::Ok(Self::Disc {
                                line_width: <u8 as ::monotable::Attribute>::__present(
                                    __0,
                                    "line_width",
                                )?,
                                radius: <T as ::monotable::Attribute>::__present(
                                    __1,
                                    "radius",
                                )?,
                            })
                        })(),
                    )?
                }
                ::core::option::Option::Some("named") => {
                    ::monotable::__private::variant(
                        "named",
                        ::monotable::__private::via_serde::read::<Foreign>(reader)
                            .map(Self::Named),
                    )?
                }
                _ => {
                    return ::core::result::Result::Err(
                        ::monotable::__private::unknown_variant(
                            &["empty", "disc", "named"],
                        ),
                    );
                }
            };
            ::monotable::__private::only_variant(reader)?;
            ::core::result::Result::Ok(value)
        }
    }
}
