//! Reads attribute values. What is wrong in JSON's terms is a SerializationException at once; what is wrong in DynamoDB's, such
//! as a number that is none, is kept until it is this value's turn in the order of checks.

use monotable::values::{NumberError, PackedValue, PackedWriter};
use monotable::{Error, Item, Number, Type, Writer};
use monotable_local::__server::error::{self, Layer};
use monotable_local::__server::{op, parse};

use super::body::{ATTRIBUTE_VALUE, Body, Place, Unreadable};

/// What was read, or what is wrong with it.
pub(super) type Checked<T> = Result<T, Error>;

impl<'a> Body<'a> {
    /// An item or a key: attributes by name.
    pub(super) fn item(&mut self) -> Result<Checked<Item>, Unreadable> {
        let mut values = Values::new(512, self.layer);
        self.map(ATTRIBUTE_VALUE, |body, name| {
            values.write(|out| out.name(&name));
            values.read(body, Place::Element)
        })?;
        Ok(values.finish(PackedWriter::into_item))
    }

    /// One attribute value.
    pub(super) fn value(&mut self, place: Place) -> Result<Checked<PackedValue>, Unreadable> {
        let mut values = Values::new(32, self.layer);
        values.read(self, place)?;
        Ok(values.finish(PackedWriter::into_value))
    }

    /// Attribute values by name, in the order of the body.
    pub(super) fn values(&mut self) -> Result<Checked<Vec<(String, PackedValue)>>, Unreadable> {
        let mut found = Ok(Vec::new());
        let mut size = 0;
        self.map(ATTRIBUTE_VALUE, |body, name| {
            // Of more than DynamoDB takes there is enough to see it.
            if size > parse::MOST_PLACED {
                return body.skip();
            }
            let mut value = body.value(Place::Element)?;
            if body.layer != Layer::Current {
                value = value.and_then(|value| op::check_placed(&value).map(|()| value));
                value = value.map_err(|error| body.layer.of_placeholder(&name, error));
            }
            size += name.len() + value.as_ref().map_or(0, |value| value.view().size());
            push(&mut found, value.map(|value| (name.into_owned(), value)));
            Ok(())
        })?;
        Ok(found)
    }

    /// A list of attribute values, no operator of which takes more than a hundred.
    pub(super) fn value_list(&mut self) -> Result<Checked<Vec<PackedValue>>, Unreadable> {
        let mut found = Ok(Vec::new());
        self.short_list(MOST_VALUES, |body| {
            let value = body.value(Place::Element)?;
            push(&mut found, value);
            Ok(())
        })?;
        Ok(found)
    }
}

/// Adds one to many, or keeps the first thing that is wrong.
pub(super) fn push<T>(all: &mut Checked<Vec<T>>, one: Checked<T>) {
    match (&mut *all, one) {
        (Ok(values), Ok(value)) => values.push(value),
        (Ok(_), Err(error)) => *all = Err(error),
        (Err(_), _) => {}
    }
}

/// Copies values from JSON to a row, level by level without recursion.
struct Values {
    row: PackedWriter,
    layer: Layer,
    /// The first thing that is wrong. From then on nothing is written, and the rest is looked at for its types only.
    fault: Option<Error>,
    /// How many of those open are inside a type that is one too many: what is in it is looked at in the same way.
    needless: usize,
    open: Vec<Open>,
}

/// A list or map around the position, and how many types the value has that it is part of.
#[derive(Clone, Copy)]
struct Open {
    map: bool,
    types: Types,
}

/// The types that one attribute value names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Types {
    None,
    One,
    More,
}

impl Types {
    fn next(self) -> Self {
        match self {
            Self::None => Self::One,
            _ => Self::More,
        }
    }
}

/// What comes next in the text.
#[derive(Clone, Copy)]
enum Step {
    /// An attribute value.
    Value,
    /// A member of an attribute value, or its end: behind its opening brace, or behind a member.
    Member(Types, bool),
    /// An element of the list or map around the position, or its end; whether it is the first one.
    Element(bool),
}

impl Values {
    fn new(capacity: usize, layer: Layer) -> Self {
        Self { row: PackedWriter::with_capacity(capacity), layer, fault: None, needless: 0, open: Vec::new() }
    }

    fn finish<T>(self, read: impl FnOnce(PackedWriter) -> T) -> Checked<T> {
        match self.fault {
            None => Ok(read(self.row)),
            Some(fault) => Err(fault),
        }
    }

    #[inline]
    fn write(&mut self, write: impl FnOnce(&mut PackedWriter)) {
        if self.fault.is_none() && self.needless == 0 {
            write(&mut self.row);
        }
    }

    #[cold]
    fn wrong(&mut self, error: impl FnOnce() -> Error) {
        self.fault.get_or_insert_with(error);
    }

    fn read(&mut self, body: &mut Body<'_>, place: Place) -> Result<(), Unreadable> {
        body.begin_value(place)?;
        let mut step = Step::Member(Types::None, true);
        loop {
            step = match step {
                Step::Value => {
                    body.begin_value(Place::Element)?;
                    Step::Member(Types::None, true)
                }
                Step::Member(types, first) => {
                    if body.lexer().eat(b'}')? {
                        self.end_value(types);
                        if self.open.is_empty() {
                            return Ok(());
                        }
                        Step::Element(false)
                    } else {
                        if !first {
                            body.lexer().expect(b',', "")?;
                        }
                        self.member(body, types)?
                    }
                }
                Step::Element(first) => self.element(body, first)?,
            };
        }
    }

    fn end_value(&mut self, types: Types) {
        match types {
            Types::One => {}
            Types::None => self.wrong(|| error::validation(error::NO_TYPE)),
            Types::More => self.wrong(|| error::validation(error::TWO_TYPES)),
        }
    }

    /// A member of an attribute value, such as `"S":"text"`.
    fn member(&mut self, body: &mut Body<'_>, types: Types) -> Result<Step, Unreadable> {
        let name = body.lexer().name()?;
        let kind = Type::from_name(&name.text()?);
        if body.lexer().eat_word("null")? {
            return Ok(Step::Member(types, false));
        }
        let Some(kind) = kind else {
            body.skip()?;
            return Ok(Step::Member(types, false));
        };
        let after = types.next();
        match kind {
            Type::L => {
                body.begin_list()?;
                self.open(false, after);
                return Ok(Step::Element(true));
            }
            Type::M => {
                body.begin_map()?;
                self.open(true, after);
                return Ok(Step::Element(true));
            }
            _ => self.scalar(body, kind, types == Types::None)?,
        }
        Ok(Step::Member(after, false))
    }

    fn open(&mut self, map: bool, types: Types) {
        if self.open.len() >= DEEPEST {
            self.wrong(|| error::validation(error::NESTED_TOO_DEEPLY));
        }
        if types == Types::More || self.needless > 0 {
            self.needless += 1;
        }
        self.write(|row| if map { row.begin_map() } else { row.begin_list() });
        self.open.push(Open { map, types });
    }

    /// The next element of the innermost list or map, or its end.
    fn element(&mut self, body: &mut Body<'_>, first: bool) -> Result<Step, Unreadable> {
        // Nothing is asked for an element while nothing is open.
        let Some(&Open { map, types }) = self.open.last() else { return Ok(Step::Member(Types::One, false)) };
        if body.lexer().eat(if map { b'}' } else { b']' })? {
            self.open.pop();
            self.write(|row| if map { row.end_map() } else { row.end_list() });
            self.needless = self.needless.saturating_sub(1);
            return Ok(Step::Member(types, false));
        }
        if !first {
            body.lexer().expect(b',', "")?;
        }
        let name = if map { Some(body.lexer().name()?.text()?) } else { None };
        if body.lexer().eat_word("null")? {
            // Absent from a map; in a list it is an element without a type.
            if !map {
                self.end_value(Types::None);
            }
            return Ok(Step::Element(false));
        }
        if let Some(name) = name {
            self.write(|row| row.name(&name));
        }
        Ok(Step::Value)
    }

    /// A value that holds no others; `wanted` where it is the first type of its value.
    fn scalar(&mut self, body: &mut Body<'_>, kind: Type, wanted: bool) -> Result<(), Unreadable> {
        match kind {
            Type::S => {
                let text = body.text()?;
                self.put(wanted, |row| row.string(&text));
            }
            Type::N => {
                let text = body.text()?;
                self.number(&text, wanted);
            }
            Type::B => {
                let bytes = body.blob()?;
                self.put(wanted, |row| row.binary(&bytes));
            }
            Type::Bool => {
                let value = body.boolean()?;
                self.put(wanted, |row| row.boolean(value));
            }
            Type::Null => {
                if !body.boolean()? {
                    self.wrong(|| error::parameter(error::NULL_FALSE));
                }
                self.put(wanted, |row| row.null());
            }
            Type::Ss | Type::Ns | Type::Bs => self.set(body, kind, wanted)?,
            // Opened by `member`.
            Type::L | Type::M => body.skip()?,
        }
        Ok(())
    }

    fn put(&mut self, wanted: bool, write: impl FnOnce(&mut PackedWriter)) {
        if wanted {
            self.write(write);
        }
    }

    fn number(&mut self, text: &str, wanted: bool) {
        match text.parse::<Number>() {
            Ok(number) => self.put(wanted, |row| row.number(&number)),
            Err(wrong) => self.wrong_number(wrong, text),
        }
    }

    #[cold]
    fn wrong_number(&mut self, wrong: NumberError, text: &str) {
        let layer = self.layer;
        self.wrong(|| layer.number(wrong, text));
    }

    fn set(&mut self, body: &mut Body<'_>, kind: Type, wanted: bool) -> Result<(), Unreadable> {
        let members = match kind {
            Type::Ss => monotable::values::SetKind::S,
            Type::Ns => monotable::values::SetKind::N,
            _ => monotable::values::SetKind::B,
        };
        self.put(wanted, |row| row.begin_set(members));
        let again = body.clone();
        body.long_list(|body| {
            let kind = match kind {
                Type::Ss => Type::S,
                Type::Ns => Type::N,
                _ => Type::B,
            };
            self.scalar(body, kind, wanted)
        })?;
        if self.layer != Layer::Current {
            self.check_set(again, kind)?;
        }
        self.put(wanted, |row| row.end_set());
        Ok(())
    }
}

impl Values {
    /// Finds what the older checks have to say about the members of a set.
    fn check_set(&mut self, mut body: Body<'_>, kind: Type) -> Result<(), Unreadable> {
        let mut members: Vec<Vec<u8>> = Vec::new();
        body.long_list(|body| {
            match kind {
                Type::Bs => members.push(body.blob()?),
                Type::Ss => members.push(body.owned()?.into_bytes()),
                // One that is no number is told of when it is read.
                _ => members.extend(body.text()?.parse::<Number>().map(|number| number.as_bytes().to_vec())),
            }
            Ok(())
        })?;
        if let Some(error) = self.layer.set(kind, &members) {
            self.wrong(|| error);
        }
        Ok(())
    }
}

/// Values of one condition.
const MOST_VALUES: usize = 1000;
/// Levels of lists and maps in one value that are written: more than DynamoDB stores, which is for the checks to say.
const DEEPEST: usize = 48;
