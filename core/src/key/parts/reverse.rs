//! Parts that sort the other way round.

use crate::key::order::Fixed;
use crate::key::{FixedWidth, KeyError, KeyPart, PartFormat, PartShape};
use crate::value::{Attribute, DecodeError, EncodeError, Reader, Type, Writer};

/// A key part that sorts descending: newest first, highest first, without asking for it.
///
/// In keys every digit of `T`'s text is replaced by its complement: `0042` becomes `9957`. It has its full width in raw keys
/// too. As an attribute it is stored as a `T`, and conditions are written as for `T`: `.placed_at(monday..friday)`.
///
/// ```
/// use monotable::{Entity, KeyPart, Reverse, Table};
///
/// #[derive(Table)]
/// #[table(pk = "PK", sk = "SK")]
/// enum Games {
///     Score(Score),
/// }
///
/// /// The highest score of a game comes first.
/// #[derive(Entity)]
/// #[entity(table = Games)]
/// #[key(pk = "GAME#{game}", sk = "SCORE#{points}#{player}")]
/// struct Score {
///     game: String,
///     points: Reverse<u16>,
///     player: String,
/// }
///
/// let score = Score { game: "go".into(), points: Reverse(42), player: "ada".into() };
/// let item = score.to_item()?;
/// assert_eq!(item.value("SK"), Some("SCORE#99957#ada".into()));
/// assert_eq!(item.value("points"), Some(42.into()));
/// let high = Score::of("go").points(1_000..); // at least 1,000 points
/// # let _ = high;
/// # Ok::<(), monotable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reverse<T>(pub T);

impl<T: FixedWidth> KeyPart for Reverse<T> {
    const SHAPE: PartShape = T::SHAPE;
    const PLAIN_SHAPE: PartShape = T::SHAPE;
    const DESCENDING: bool = !T::DESCENDING;
    type Order = Fixed;

    fn render(&self, format: PartFormat, out: &mut String) -> Result<(), KeyError> {
        let start = out.len();
        self.0.render(full_width(format), out)?;
        let complemented = complement::<T>(out.get(start..).unwrap_or_default());
        out.truncate(start);
        out.push_str(&complemented);
        Ok(())
    }

    fn parse(text: &str, format: PartFormat) -> Option<Self> {
        T::parse(&complement::<T>(text), full_width(format)).map(Self)
    }

    fn predecessor(&self) -> Option<Self> {
        self.0.predecessor().map(Self)
    }
}

impl<T: Attribute> Attribute for Reverse<T> {
    const TYPE: Option<Type> = T::TYPE;

    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        self.0.write(writer)
    }

    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
        T::read(reader).map(Self)
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self)
    }
}

impl<T> From<T> for Reverse<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

fn full_width(format: PartFormat) -> PartFormat {
    match format {
        PartFormat::Plain => PartFormat::Default,
        format => format,
    }
}

/// Counts each digit from the other end; it is its own inverse.
fn complement<T: KeyPart>(text: &str) -> String {
    match T::SHAPE {
        PartShape::Chars { class, .. } => class.complement(text),
        _ => text.to_owned(),
    }
}
