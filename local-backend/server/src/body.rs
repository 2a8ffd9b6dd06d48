//! Reads the body of a request: members of the types that the operation gives them, and DynamoDB's words for others.

use std::borrow::Cow;

use monotable::DecodeError;
use monotable::json::JsonLexer;
use monotable_local::__server::error::Layer;

/// Why a body cannot be read: a SerializationException.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is not JSON.
    NotJson,
    /// A member has a type that cannot be its.
    Type(Cow<'static, str>),
}

/// A lexer that knows types of requests. Members that are null are absent, and of a member that occurs twice the last counts.
#[derive(Clone)]
pub(super) struct Body<'a> {
    json: JsonLexer<'a>,
    /// Which checks its values pass.
    pub(super) layer: Layer,
    /// Whether the request is to be answered at once.
    pub(super) quick: bool,
}

/// What a value is in, which decides the words about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A member of a structure.
    Field,
    /// A member of a map or list.
    Element,
}

impl Place {
    /// The words about a scalar there.
    fn unexpected(self) -> Unreadable {
        Unreadable::Type(match self {
            Self::Field => UNEXPECTED_FIELD.into(),
            Self::Element => UNEXPECTED_VALUE.into(),
        })
    }
}

impl<'a> Body<'a> {
    pub(super) fn new(body: &'a [u8]) -> Result<Self, Unreadable> {
        let mut json = JsonLexer::new(body)?;
        if json.peek()? != b'{' {
            return Err(Unreadable::NotJson);
        }
        Ok(Self { json, layer: Layer::Current, quick: false })
    }

    /// Returns whether what follows is JSON to its end; for those who have a reason not to read it.
    pub(super) fn is_json(&self) -> bool {
        let mut json = self.json.clone();
        json.skip_value().and_then(|()| json.end()).is_ok()
    }

    /// Nothing but white space may follow.
    pub(super) fn end(&mut self) -> Result<(), Unreadable> {
        Ok(self.json.end()?)
    }

    pub(super) fn lexer(&mut self) -> &mut JsonLexer<'a> {
        &mut self.json
    }

    /// A structure: `member` is called at the value of each member that is not null, and reads or [skips](Self::skip) it.
    pub(super) fn structure(
        &mut self,
        place: Place,
        mut member: impl FnMut(&mut Self, &str) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        match self.json.peek()? {
            b'{' => self.members(|body, name| member(body, &name)),
            b'[' => Err(Unreadable::Type("Unrecognized collection type class".into())),
            _ => Err(place.unexpected()),
        }
    }

    /// The structure that is the whole body.
    pub(super) fn request(
        &mut self,
        member: impl FnMut(&mut Self, &str) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.structure(Place::Field, member)?;
        self.end()
    }

    /// A structure of which DynamoDB tells the class.
    pub(super) fn structure_of(
        &mut self,
        class: &str,
        place: Place,
        member: impl FnMut(&mut Self, &str) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        match self.json.peek()? {
            b'[' => Err(Unreadable::Type(format!("Unrecognized collection type class {PACKAGE}{class}").into())),
            _ => self.structure(place, member),
        }
    }

    /// A map: `entry` is called at the value of each entry that is not null. Values are of a class of DynamoDB's, or, if it
    /// has a dot in it, of another one.
    pub(super) fn map(
        &mut self,
        class: &str,
        mut entry: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        match self.json.peek()? {
            b'{' => self.members(|body, name| entry(body, name)),
            b'[' => Err(not_a_map(class)),
            _ => Err(Unreadable::Type(UNEXPECTED_FIELD.into())),
        }
    }

    /// Steps over the brace of a map of attribute values.
    pub(super) fn begin_map(&mut self) -> Result<(), Unreadable> {
        match self.json.peek()? {
            b'{' => Ok(self.json.expect(b'{', "")?),
            b'[' => Err(not_a_map(ATTRIBUTE_VALUE)),
            _ => Err(Unreadable::Type(UNEXPECTED_FIELD.into())),
        }
    }

    /// Steps over the brace of an attribute value.
    pub(super) fn begin_value(&mut self, place: Place) -> Result<(), Unreadable> {
        match self.json.peek()? {
            b'{' => Ok(self.json.expect(b'{', "")?),
            b'[' => {
                Err(Unreadable::Type(format!("Unrecognized collection type class {PACKAGE}{ATTRIBUTE_VALUE}").into()))
            }
            _ => Err(place.unexpected()),
        }
    }

    fn members(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.json.expect(b'{', "")?;
        if self.json.eat(b'}')? {
            return Ok(());
        }
        loop {
            let name = self.json.name()?.text()?;
            if !self.json.eat_word("null")? {
                member(self, name)?;
            }
            if self.json.eat(b'}')? {
                return Ok(());
            }
            self.json.expect(b',', "")?;
        }
    }

    /// A list of which DynamoDB takes so many elements at the most. Of more of them one is read, by which it is seen.
    pub(super) fn short_list(
        &mut self,
        most: usize,
        element: impl FnMut(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.list_of(most + 1, element)
    }

    /// A list: `element` is called at each element that is not null. What is beyond all limits of DynamoDB is not read: a large
    /// body of tiny elements would else take many times its size.
    pub(super) fn list(&mut self, element: impl FnMut(&mut Self) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
        self.list_of(MOST_ELEMENTS, element)
    }

    /// A list whose elements take little: a set, values, names.
    pub(super) fn long_list(
        &mut self,
        element: impl FnMut(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.list_of(usize::MAX, element)
    }

    fn list_of(
        &mut self,
        most: usize,
        mut element: impl FnMut(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.begin_list()?;
        if self.json.eat(b']')? {
            return Ok(());
        }
        for position in 0_usize.. {
            if position >= most {
                self.skip()?;
            } else if !self.json.eat_word("null")? {
                element(self)?;
            }
            if self.json.eat(b']')? {
                return Ok(());
            }
            self.json.expect(b',', "")?;
        }
        Ok(())
    }

    /// A structure of this class, each member of which `member` reads into it or [skips](Self::skip).
    pub(super) fn one<T: Default>(
        &mut self,
        class: &str,
        mut member: impl FnMut(&mut Self, &str, &mut T) -> Result<(), Unreadable>,
    ) -> Result<T, Unreadable> {
        let mut one = T::default();
        self.structure_of(class, Place::Field, |body, name| member(body, name, &mut one))?;
        Ok(one)
    }

    /// A list of such structures.
    pub(super) fn structures<T: Default>(
        &mut self,
        class: &str,
        mut member: impl FnMut(&mut Self, &str, &mut T) -> Result<(), Unreadable>,
    ) -> Result<Vec<T>, Unreadable> {
        let mut all = Vec::new();
        self.list(|body| {
            let mut one = T::default();
            body.structure_of(class, Place::Element, |body, name| member(body, name, &mut one))?;
            all.push(one);
            Ok(())
        })?;
        Ok(all)
    }

    /// A list of texts.
    pub(super) fn texts(&mut self) -> Result<Vec<String>, Unreadable> {
        let mut texts = Vec::new();
        self.list(|body| {
            texts.push(body.owned()?);
            Ok(())
        })?;
        Ok(texts)
    }

    /// Refuses a scalar where a map stands in a list or a list in a map, for which DynamoDB has words of its own.
    pub(super) fn nested(&mut self) -> Result<(), Unreadable> {
        match self.json.peek()? {
            b'{' | b'[' => Ok(()),
            _ => Err(Unreadable::Type(UNEXPECTED_NESTED.into())),
        }
    }

    /// Steps over the bracket of a list.
    pub(super) fn begin_list(&mut self) -> Result<(), Unreadable> {
        match self.json.peek()? {
            b'[' => Ok(self.json.expect(b'[', "")?),
            b'{' => Err(Unreadable::Type(UNEXPECTED_START.into())),
            _ => Err(Unreadable::Type(UNEXPECTED_FIELD.into())),
        }
    }

    /// A text.
    #[inline]
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        match self.json.peek()? {
            b'"' => Ok(self.json.string("")?.text()?),
            _ => Err(self.not_convertible("String")),
        }
    }

    /// A text that outlives the body.
    pub(super) fn owned(&mut self) -> Result<String, Unreadable> {
        self.text().map(Cow::into_owned)
    }

    /// A boolean, or a text that means one.
    pub(super) fn boolean(&mut self) -> Result<bool, Unreadable> {
        if self.json.eat_word("true")? {
            return Ok(true);
        }
        if self.json.eat_word("false")? {
            return Ok(false);
        }
        if self.json.peek()? != b'"' {
            return Err(self.not_convertible("Boolean"));
        }
        let text = self.json.string("")?.text()?;
        let is_one_of = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        match () {
            () if is_one_of(["true", "yes", "1"]) => Ok(true),
            () if is_one_of(["false", "no", "0"]) => Ok(false),
            () => Err(Unreadable::Type("Unexpected token received from parser".into())),
        }
    }

    /// A whole number of 32 bits: fractions are cut off, and what is too large is the largest one.
    pub(super) fn integer(&mut self) -> Result<i32, Unreadable> {
        self.number("Integer").map(|number| number as i32)
    }

    /// A number with a fraction.
    pub(super) fn double(&mut self) -> Result<f64, Unreadable> {
        self.number("Double")
    }

    /// A whole number of 64 bits.
    pub(super) fn long(&mut self) -> Result<i64, Unreadable> {
        self.number("Long").map(|number| number as i64)
    }

    fn number(&mut self, class: &'static str) -> Result<f64, Unreadable> {
        match self.json.peek()? {
            b'-' | b'0'..=b'9' => self.json.number()?.parse().map_err(|_| Unreadable::NotJson),
            _ => Err(self.not_convertible(class)),
        }
    }

    /// Base64, decoded.
    pub(super) fn blob(&mut self) -> Result<Vec<u8>, Unreadable> {
        use base64::Engine as _;
        use base64::engine::general_purpose::STANDARD;

        let text = match self.json.peek()? {
            b'"' => self.json.string("")?.text()?,
            b'{' => return Err(Unreadable::Type(UNEXPECTED_START.into())),
            b'[' => return Err(Unreadable::Type("Unrecognized collection type class java.nio.ByteBuffer".into())),
            _ => {
                self.json.skip_value()?;
                return Err(Unreadable::Type("only base-64-encoded strings are convertible to bytes".into()));
            }
        };
        STANDARD.decode(text.as_bytes()).map_err(|error| Unreadable::Type(base64_text(&text, &error)))
    }

    /// Steps over a value that nobody wants.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        Ok(self.json.skip_value()?)
    }

    /// Returns what DynamoDB says about a value that is no such scalar.
    #[cold]
    fn not_convertible(&mut self, class: &str) -> Unreadable {
        let token = match self.json.peek() {
            Ok(b'"') => "STRING_VALUE",
            Ok(b't') => "TRUE_VALUE",
            Ok(b'f') => "FALSE_VALUE",
            Ok(b'{') => return Unreadable::Type(UNEXPECTED_START.into()),
            Ok(b'[') => {
                return Unreadable::Type(format!("Unrecognized collection type class java.lang.{class}").into());
            }
            Ok(b'-' | b'0'..=b'9') => match self.json.number() {
                Ok(number) if number.contains(['.', 'e', 'E']) => "DECIMAL_VALUE",
                Ok(_) => "NUMBER_VALUE",
                Err(_) => return Unreadable::NotJson,
            },
            _ => return Unreadable::NotJson,
        };
        Unreadable::Type(format!("{token} cannot be converted to {class}").into())
    }
}

#[cold]
fn not_a_map(class: &str) -> Unreadable {
    let package = if class.contains('.') { "" } else { PACKAGE };
    Unreadable::Type(format!("Unrecognized collection type java.util.Map<java.lang.String, {package}{class}>").into())
}

fn base64_text(text: &str, error: &base64::DecodeError) -> Cow<'static, str> {
    use base64::DecodeError as Wrong;

    match error {
        Wrong::InvalidByte(at, byte) if *byte != b'=' => {
            let character = text.get(*at..).and_then(|rest| rest.chars().next()).unwrap_or(char::from(*byte));
            format!("Invalid Base64 character: '{character}'").into()
        }
        _ if !text.len().is_multiple_of(4) => {
            format!("Base64 encoded length is expected a multiple of 4 bytes but found: {}", text.len()).into()
        }
        // As DynamoDB spells it.
        _ => "Invalid last non-pad Base64 character dectected".into(),
    }
}

impl From<DecodeError> for Unreadable {
    fn from(_: DecodeError) -> Self {
        Self::NotJson
    }
}

/// The class of attribute values.
pub(super) const ATTRIBUTE_VALUE: &str = "AttributeValue";
/// The class of texts.
pub(super) const TEXT: &str = "java.lang.String";
const PACKAGE: &str = "com.amazonaws.dynamodb.v20120810.";
/// Elements of a list of structures; no operation takes as many.
const MOST_ELEMENTS: usize = 100_000;

const UNEXPECTED_FIELD: &str = "Unexpected field type";
const UNEXPECTED_VALUE: &str = "Unexpected value type in payload";
const UNEXPECTED_NESTED: &str = "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class \
     java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base \
     of loader 'bootstrap')";
const UNEXPECTED_START: &str = "Start of structure or map found where not expected";
