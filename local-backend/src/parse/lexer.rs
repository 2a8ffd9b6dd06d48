//! Cuts expressions into tokens.

use monotable::Error;
use monotable::expression::Comparator;

use crate::error::{self, Expression, parsing};
use crate::eval::MAX_TEXT;

/// The tokens of an expression, and how far they were read.
pub(super) struct Tokens<'t> {
    kind: Expression,
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
}

/// A token and where it stands in the text.
#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name as it is, or the name of a function.
    Identifier,
    Keyword(Keyword),
    /// `#name`
    Name,
    /// `:value`
    Value,
    /// Digits.
    Number,
    Comparator(Comparator),
    Plus,
    Minus,
    Open,
    Close,
    OpenIndex,
    CloseIndex,
    Dot,
    Comma,
    /// A character that no expression has.
    Unknown,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    And,
    Or,
    Not,
    Between,
    In,
    Set,
    Remove,
    Add,
    Delete,
}

impl<'t> Tokens<'t> {
    /// Checks the length of the text and cuts it.
    pub(super) fn of(kind: Expression, text: &'t str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(error::expression(kind, error::EMPTY_EXPRESSION));
        }
        if text.len() > MAX_TEXT {
            return Err(error::too_long(kind, text.len()));
        }
        let mut tokens = Vec::with_capacity(text.len() / 3 + 1);
        let mut start = 0;
        while let Some(first) = text.as_bytes().get(start) {
            if matches!(first, b' ' | b'\t' | b'\r' | b'\n') {
                start += 1;
                continue;
            }
            let (token, len) = next(kind, &text[start..]);
            tokens.push(Token { kind: token, start, end: start + len });
            start += len;
        }
        Ok(Self { kind, text, tokens, at: 0 })
    }

    /// Returns what the next token is.
    pub(super) fn peek(&self) -> Kind {
        self.peek_at(0)
    }

    /// Returns what the token after the next one is.
    pub(super) fn peek_second(&self) -> Kind {
        self.peek_at(1)
    }

    fn peek_at(&self, ahead: usize) -> Kind {
        self.tokens.get(self.at + ahead).map_or(Kind::End, |token| token.kind)
    }

    /// The number of the next token.
    pub(super) const fn position(&self) -> usize {
        self.at
    }

    /// The text of the next token, which is read with it.
    pub(super) fn take(&mut self) -> &'t str {
        let text = self.tokens.get(self.at).map_or("", |token| &self.text[token.start..token.end]);
        self.skip();
        text
    }

    /// Reads the next token.
    pub(super) const fn skip(&mut self) {
        self.at += 1;
    }

    /// Reads the next token if it is this one.
    pub(super) fn skip_if(&mut self, kind: Kind) -> bool {
        let found = self.peek() == kind;
        if found {
            self.skip();
        }
        found
    }

    /// Reads the next token, which must be this one.
    pub(super) fn expect(&mut self, kind: Kind) -> Result<&'t str, Error> {
        if self.peek() == kind { Ok(self.take()) } else { Err(self.unexpected()) }
    }

    /// The next token cannot stand here.
    #[cold]
    pub(super) fn unexpected(&self) -> Error {
        let end = |token: Option<&Token>| token.map(|token| token.end);
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let wrong = self.tokens.get(self.at);
        let after = self.tokens.get(self.at + 1);
        let token = wrong.map_or(parsing::END, |token| &self.text[token.start..token.end]);
        let from = before.or(wrong).map_or(0, |token| token.start);
        let to = end(after).or(end(wrong)).or(end(before)).unwrap_or(from);
        parsing::syntax(self.kind, token, &self.text[from..to])
    }
}

/// The token that a text begins with, and its length in bytes; the text is not empty.
fn next(kind: Expression, text: &str) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let word = |from: usize| from + bytes[from..].iter().take_while(|byte| is_word(**byte)).count();
    match bytes[0] {
        b'#' if word(1) > 1 => (Kind::Name, word(1)),
        b':' if word(1) > 1 => (Kind::Value, word(1)),
        byte if byte.is_ascii_alphabetic() => {
            let len = word(1);
            (keyword(kind, &text[..len]).map_or(Kind::Identifier, Kind::Keyword), len)
        }
        byte if byte.is_ascii_digit() => (Kind::Number, bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()),
        b'=' => (Kind::Comparator(Comparator::Eq), 1),
        b'<' => match bytes.get(1) {
            Some(b'>') => (Kind::Comparator(Comparator::Ne), 2),
            Some(b'=') => (Kind::Comparator(Comparator::Le), 2),
            _ => (Kind::Comparator(Comparator::Lt), 1),
        },
        b'>' if bytes.get(1) == Some(&b'=') => (Kind::Comparator(Comparator::Ge), 2),
        b'>' => (Kind::Comparator(Comparator::Gt), 1),
        b'+' => (Kind::Plus, 1),
        b'-' => (Kind::Minus, 1),
        b'(' => (Kind::Open, 1),
        b')' => (Kind::Close, 1),
        b'[' => (Kind::OpenIndex, 1),
        b']' => (Kind::CloseIndex, 1),
        b'.' => (Kind::Dot, 1),
        b',' => (Kind::Comma, 1),
        _ => (Kind::Unknown, text.chars().next().map_or(1, char::len_utf8)),
    }
}

pub(super) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Keywords are those of the kind of expression: elsewhere they are names like others, if not reserved.
fn keyword(kind: Expression, word: &str) -> Option<Keyword> {
    let keywords: &[(&str, Keyword)] = match kind {
        Expression::Projection => &[],
        Expression::Update => {
            &[("SET", Keyword::Set), ("REMOVE", Keyword::Remove), ("ADD", Keyword::Add), ("DELETE", Keyword::Delete)]
        }
        Expression::Condition | Expression::Filter | Expression::KeyCondition => &[
            ("AND", Keyword::And),
            ("OR", Keyword::Or),
            ("NOT", Keyword::Not),
            ("BETWEEN", Keyword::Between),
            ("IN", Keyword::In),
        ],
    };
    keywords.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, keyword)| *keyword)
}
