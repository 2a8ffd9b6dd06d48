//! Pages of items.

use super::convert::Packer;
use super::lexer::Lexer;
use super::reader::JsonReader;
use super::wrong;
use crate::value::{DecodeError, Item, PackedWriter};

/// Reads the items of a JSON array one after another, as the page of a query or scan holds them.
///
/// ```
/// use monotable::{Attribute, DecodeError, Reader};
/// use monotable::json::JsonItems;
///
/// let body = br#"{"Count":2,"Items":[{"PK":{"S":"a"}},{"PK":{"S":"b"}}],"ScannedCount":2}"#;
/// let mut items = JsonItems::member(body, "Items")?;
/// let mut keys = Vec::new();
/// while let Some(item) = items.next_item()? {
///     while let Some("PK") = item.next_name()? {
///         keys.push(String::read(item)?);
///     }
/// }
/// assert_eq!(keys, ["a", "b"]);
/// # Ok::<(), DecodeError>(())
/// ```
///
/// The text is read once and in place; nothing is kept of an item that was read.
#[derive(Debug)]
pub struct JsonItems<'a> {
    reader: JsonReader<'a>,
    packer: Packer,
    row: PackedWriter,
    state: State,
    /// True if nothing may follow the array.
    whole: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first item.
    First,
    /// At or behind an item.
    Later,
    /// Behind the array, or at what is wrong with it.
    End,
}

impl<'a> JsonItems<'a> {
    /// Returns the items of an array.
    pub fn array(json: &'a [u8]) -> Result<Self, DecodeError> {
        Self::open(Lexer::new(json)?)
    }

    /// Returns the items of an array that nothing follows.
    pub(crate) fn whole(json: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { whole: true, ..Self::array(json)? })
    }

    /// Returns the items of the array that is a member of an object. There are none if the object has no such member or if that
    /// is null. What follows the array is not looked at.
    pub fn member(json: &'a [u8], name: &str) -> Result<Self, DecodeError> {
        let mut lexer = Lexer::new(json)?;
        lexer.expect(b'{', wrong::SYNTAX)?;
        if lexer.eat(b'}')? {
            return Ok(Self::at(lexer, State::End));
        }
        loop {
            let found = lexer.name()?.is(name)?;
            if found && !lexer.eat_word("null")? {
                return Self::open(lexer);
            }
            if !found {
                lexer.skip_value()?;
            }
            if lexer.eat(b'}')? {
                return Ok(Self::at(lexer, State::End));
            }
            lexer.expect(b',', wrong::SYNTAX)?;
        }
    }

    fn open(mut lexer: Lexer<'a>) -> Result<Self, DecodeError> {
        lexer.expect(b'[', wrong::NOT_A_PAGE)?;
        Ok(Self::at(lexer, State::First))
    }

    fn at(lexer: Lexer<'a>, state: State) -> Self {
        let row = PackedWriter::with_capacity(0);
        Self { reader: JsonReader::behind(lexer), packer: Packer::default(), row, state, whole: false }
    }

    /// Returns a reader that stands at the next item; `None` behind the last one.
    ///
    /// The rest of the item before is stepped over, so an item that does not fit its type is not the end of the page.
    /// A text that is not JSON is: there is no item after the error.
    pub fn next_item(&mut self) -> Result<Option<&mut JsonReader<'a>>, DecodeError> {
        let before = std::mem::replace(&mut self.state, State::End);
        if !self.step(before)? {
            return Ok(None);
        }
        self.state = State::Later;
        Ok(Some(&mut self.reader))
    }

    /// Reads the next item as a packed row.
    pub fn next_row(&mut self) -> Result<Option<Item>, DecodeError> {
        if self.next_item()?.is_none() {
            return Ok(None);
        }
        self.row_again().map(Some)
    }

    /// Returns the item at hand as a packed row, however much of it was read.
    pub(crate) fn row_again(&mut self) -> Result<Item, DecodeError> {
        self.reader.restart();
        self.row.clear();
        self.packer.item(&mut self.reader, &mut self.row)?;
        Ok(self.row.take_item())
    }

    /// Returns the reader of the item at hand.
    pub(crate) fn item(&mut self) -> &mut JsonReader<'a> {
        &mut self.reader
    }

    fn step(&mut self, state: State) -> Result<bool, DecodeError> {
        if state == State::End {
            return Ok(false);
        }
        self.reader.end_item()?;
        let lexer = self.reader.lexer();
        if lexer.eat(b']')? {
            if self.whole {
                lexer.end()?;
            }
            return Ok(false);
        }
        if state == State::Later {
            lexer.expect(b',', wrong::SYNTAX)?;
        }
        if lexer.peek()? != b'{' {
            return Err(DecodeError::malformed(wrong::NOT_AN_ITEM));
        }
        self.reader.begin_item();
        Ok(true)
    }
}
