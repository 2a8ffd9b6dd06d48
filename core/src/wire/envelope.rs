//! The envelope of an attribute value's content: the `{"S":` before it, which tells the type, and the `}` behind it.

use super::lexer::{Lexer, RawString};
use super::wrong;
use crate::value::{DecodeError, Type};

/// Reads from the beginning of an attribute value to its content.
#[inline]
pub(super) fn open(lexer: &mut Lexer<'_>) -> Result<Type, DecodeError> {
    match open_plain(lexer) {
        Some(kind) => Ok(kind),
        None => search(lexer),
    }
}

/// Reads the beginning where it is as everybody prints it; else nothing.
#[inline]
pub(super) fn open_plain(lexer: &mut Lexer<'_>) -> Option<Type> {
    let [b'{', b'"', name, b'"', b':', content, ..] = lexer.rest() else { return None };
    let kind = letter_type(*name, *content)?;
    lexer.advance(5);
    Some(kind)
}

#[inline(never)]
fn search(lexer: &mut Lexer<'_>) -> Result<Type, DecodeError> {
    lexer.expect(b'{', wrong::NOT_A_VALUE)?;
    if lexer.eat(b'}')? {
        return Err(DecodeError::malformed(wrong::NO_TYPE));
    }
    loop {
        let name = lexer.name()?;
        match type_of(name)? {
            Some(kind) => {
                if !lexer.eat_word("null")? {
                    return Ok(kind);
                }
            }
            None => lexer.skip_value()?,
        }
        if lexer.eat(b'}')? {
            return Err(DecodeError::malformed(wrong::NO_TYPE));
        }
        lexer.expect(b',', wrong::SYNTAX)?;
    }
}

/// Reads from behind the content of an attribute value to its end.
#[inline]
pub(super) fn close(lexer: &mut Lexer<'_>) -> Result<(), DecodeError> {
    if lexer.eat(b'}')? { Ok(()) } else { pass_other_members(lexer) }
}

#[cold]
fn pass_other_members(lexer: &mut Lexer<'_>) -> Result<(), DecodeError> {
    loop {
        lexer.expect(b',', wrong::SYNTAX)?;
        let name = lexer.name()?;
        match type_of(name)? {
            Some(_) => {
                if !lexer.eat_word("null")? {
                    return Err(DecodeError::malformed(wrong::TWO_TYPES));
                }
            }
            None => lexer.skip_value()?,
        }
        if lexer.eat(b'}')? {
            return Ok(());
        }
    }
}

/// Returns the type with a name of one letter, if its content begins as it should.
#[inline]
fn letter_type(name: u8, content: u8) -> Option<Type> {
    match (name, content) {
        (b'S', b'"') => Some(Type::S),
        (b'N', b'"') => Some(Type::N),
        (b'B', b'"') => Some(Type::B),
        (b'L', b'[') => Some(Type::L),
        (b'M', b'{') => Some(Type::M),
        _ => None,
    }
}

fn type_of(name: RawString<'_>) -> Result<Option<Type>, DecodeError> {
    if name.escaped { Ok(Type::from_name(&name.unescaped()?)) } else { Ok(Type::from_name(name.raw)) }
}
