//! Tuples as lists.

use crate::value::{Attribute, DecodeError, EncodeError, Reader, Type, Writer};

macro_rules! tuples {
    ($($count:literal ($($place:tt $element:ident)*);)*) => {$(
        /// A list of as many elements, each of its type.
        #[diagnostic::do_not_recommend]
        impl<$($element: Attribute),*> Attribute for ($($element,)*) {
            const TYPE: Option<Type> = Some(Type::L);

            fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
                writer.begin_list();
                $(self.$place.write(writer).map_err(|error| error.at_index($place))?;)*
                writer.end_list();
                Ok(())
            }

            fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
                let wrong_length = || DecodeError::invalid(concat!("a list of ", $count, " elements"));
                reader.begin_list()?;
                let tuple = ($({
                    if !reader.next_element()? {
                        return Err(wrong_length());
                    }
                    $element::read(reader).map_err(|error| error.at_index($place))?
                },)*);
                if reader.next_element()? { Err(wrong_length()) } else { Ok(tuple) }
            }
        }
    )*};
}

tuples! {
    2 (0 A 1 B);
    3 (0 A 1 B 2 C);
    4 (0 A 1 B 2 C 3 D);
    5 (0 A 1 B 2 C 3 D 4 E);
    6 (0 A 1 B 2 C 3 D 4 E 5 F);
}
