//! Conditions, and the values of SET, whose parts nest.
//!
//! What is begun and not ended lies on a stack of frames, instead of the stack of the thread.

use monotable::Error;
use monotable::expression::Comparator;

use super::functions::{Role, role_of};
use super::{Keyword, Kind, Parser, Step};
use crate::error::Expression;

/// What is being read, around the operand or condition at hand.
enum Frame<'t> {
    /// Parentheses, in which this may stand.
    Group(Allowed),
    /// A function, the number of its token, and how many operands it has up to the one at hand.
    Call(&'t str, usize, usize),
    /// The right side of a comparison.
    Compare(Comparator),
    /// The lower bound of BETWEEN.
    Low,
    /// The upper bound of BETWEEN.
    High,
    /// The list of IN, and how many it has up to the one at hand.
    List(usize),
    Not,
    /// A condition behind so many others.
    And(usize),
    /// A condition behind so many others.
    Or(usize),
    /// The right side of a sum or difference.
    Sum(Step<'t>),
}

/// What may stand in a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Allowed {
    Condition,
    /// An operand, or two with a sign between them.
    Sum,
    Operand,
}

/// What was just read.
struct Found<'t> {
    what: What<'t>,
    /// Whether parentheses are around it, and nothing else within them.
    grouped: bool,
}

enum What<'t> {
    Path,
    /// A value.
    Operand,
    /// A function, which may be a condition or an operand, and the number of its token.
    Call(&'t str, usize),
    Condition,
    Sum,
}

/// What comes after something was read.
enum Next<'t> {
    /// It is part of this, which is read now.
    Found(Found<'t>),
    /// Another operand or condition.
    Wanted,
    /// The end of the whole, or what cannot be part of it.
    Ended,
}

impl<'t> Parser<'t> {
    pub(super) fn condition(&mut self) -> Result<Vec<Step<'t>>, Error> {
        Machine { parser: self, whole: Allowed::Condition, frames: Vec::new(), steps: Vec::new() }.run()
    }

    /// The right side of a SET.
    pub(super) fn set_value(&mut self) -> Result<Vec<Step<'t>>, Error> {
        Machine { parser: self, whole: Allowed::Sum, frames: Vec::new(), steps: Vec::new() }.run()
    }
}

struct Machine<'p, 't> {
    parser: &'p mut Parser<'t>,
    whole: Allowed,
    frames: Vec<Frame<'t>>,
    steps: Vec<Step<'t>>,
}

impl<'t> Machine<'_, 't> {
    fn run(mut self) -> Result<Vec<Step<'t>>, Error> {
        loop {
            let Some(mut found) = self.begin()? else { continue };
            loop {
                match self.go_on(found)? {
                    Next::Found(more) => found = more,
                    Next::Wanted => break,
                    Next::Ended => return Ok(self.steps),
                }
            }
        }
    }

    /// Returns what may stand here.
    fn allowed(&self) -> Allowed {
        match self.frames.last() {
            None => self.whole,
            Some(Frame::Group(allowed)) => *allowed,
            Some(Frame::Not | Frame::And(_) | Frame::Or(_)) => Allowed::Condition,
            Some(_) => Allowed::Operand,
        }
    }

    /// Reads an operand, or what opens something.
    fn begin(&mut self) -> Result<Option<Found<'t>>, Error> {
        let allowed = self.allowed();
        let tokens = &mut self.parser.tokens;
        let what = match tokens.peek() {
            Kind::Keyword(Keyword::Not) if allowed == Allowed::Condition => {
                tokens.skip();
                self.frames.push(Frame::Not);
                return Ok(None);
            }
            Kind::Open => {
                tokens.skip();
                self.frames.push(Frame::Group(allowed));
                return Ok(None);
            }
            Kind::Identifier if tokens.peek_second() == Kind::Open => {
                let position = tokens.position();
                let function = tokens.take();
                tokens.skip();
                if role_of(function).is_none() {
                    self.parser.faults.unknown(function);
                }
                self.frames.push(Frame::Call(function, position, 1));
                return Ok(None);
            }
            Kind::Value => {
                self.steps.push(Step::Value(tokens.take()));
                What::Operand
            }
            _ => {
                self.steps.push(Step::Path(self.parser.path()?));
                What::Path
            }
        };
        Ok(Some(Found { what, grouped: false }))
    }

    /// Returns what comes of what was read, by the next token and by what is around it.
    fn go_on(&mut self, found: Found<'t>) -> Result<Next<'t>, Error> {
        if let Some(next) = self.longer(&found)? {
            return Ok(next);
        }
        match self.frames.pop() {
            None => self.end_whole(&found),
            Some(Frame::Group(allowed)) => self.in_group(allowed, found),
            Some(Frame::Call(function, position, count)) => {
                self.argument(&found, function);
                if self.parser.tokens.skip_if(Kind::Comma) {
                    self.frames.push(Frame::Call(function, position, count + 1));
                    return Ok(Next::Wanted);
                }
                self.parser.tokens.expect(Kind::Close)?;
                self.end_call(function, position, count);
                Ok(ungrouped(What::Call(function, position)))
            }
            Some(Frame::Compare(comparator)) => {
                self.operand(&found);
                Ok(self.end_condition(Step::Compare(comparator), 1))
            }
            Some(Frame::Low) => {
                self.operand(&found);
                self.parser.tokens.expect(Kind::Keyword(Keyword::And))?;
                self.frames.push(Frame::High);
                Ok(Next::Wanted)
            }
            Some(Frame::High) => {
                self.operand(&found);
                Ok(self.end_condition(Step::Between, 1))
            }
            Some(Frame::List(count)) => {
                self.operand(&found);
                if self.parser.tokens.skip_if(Kind::Comma) {
                    self.frames.push(Frame::List(count + 1));
                    return Ok(Next::Wanted);
                }
                self.parser.tokens.expect(Kind::Close)?;
                Ok(self.end_condition(Step::In(count), 1))
            }
            Some(Frame::Not) => {
                self.is_condition(&found)?;
                Ok(self.end_condition(Step::Not, 1))
            }
            Some(Frame::And(count)) => {
                self.is_condition(&found)?;
                if self.parser.tokens.skip_if(Kind::Keyword(Keyword::And)) {
                    self.frames.push(Frame::And(count + 1));
                    return Ok(Next::Wanted);
                }
                Ok(self.end_condition(Step::And(count + 1), count))
            }
            Some(Frame::Or(count)) => {
                self.is_condition(&found)?;
                if self.parser.tokens.skip_if(Kind::Keyword(Keyword::And)) {
                    self.frames.extend([Frame::Or(count), Frame::And(1)]);
                    return Ok(Next::Wanted);
                }
                if self.parser.tokens.skip_if(Kind::Keyword(Keyword::Or)) {
                    self.frames.push(Frame::Or(count + 1));
                    return Ok(Next::Wanted);
                }
                Ok(self.end_condition(Step::Or(count + 1), count))
            }
            Some(Frame::Sum(sign)) => {
                self.parser.faults.operators(1);
                self.steps.push(sign);
                Ok(ungrouped(What::Sum))
            }
        }
    }

    /// Returns what follows an operand directly, and binds it before anything around it does.
    fn longer(&mut self, found: &Found<'t>) -> Result<Option<Next<'t>>, Error> {
        let next = self.parser.tokens.peek();
        if matches!(found.what, What::Path)
            && self.parser.kind != Expression::Update
            && matches!(next, Kind::Dot | Kind::OpenIndex)
            && let Some(Step::Path(path)) = self.steps.last_mut()
        {
            // Only behind parentheses: else it was read with the path.
            self.parser.extend(path)?;
            return Ok(Some(ungrouped(What::Path)));
        }
        if matches!(found.what, What::Condition | What::Sum) {
            return Ok(None);
        }
        let frame = match (self.allowed(), next) {
            (Allowed::Condition, Kind::Comparator(comparator)) => Frame::Compare(comparator),
            (Allowed::Condition, Kind::Keyword(Keyword::Between)) => Frame::Low,
            (Allowed::Condition, Kind::Keyword(Keyword::In)) => Frame::List(1),
            (Allowed::Sum, Kind::Plus) => Frame::Sum(Step::Plus),
            (Allowed::Sum, Kind::Minus) => Frame::Sum(Step::Minus),
            _ => return Ok(None),
        };
        self.parser.tokens.skip();
        if self.whole == Allowed::Condition {
            self.operand(found);
        }
        if matches!(frame, Frame::List(_)) {
            self.parser.tokens.expect(Kind::Open)?;
        }
        self.frames.push(frame);
        Ok(Some(Next::Wanted))
    }

    /// Returns what was read is the whole, or a part of a chain of conditions that begins with it.
    fn end_whole(&mut self, found: &Found<'t>) -> Result<Next<'t>, Error> {
        if self.whole == Allowed::Condition {
            self.is_condition(found)?;
            if self.chain() {
                return Ok(Next::Wanted);
            }
        }
        Ok(Next::Ended)
    }

    /// Returns what was read is all that is in the parentheses, or a part of a chain of conditions that begins with it.
    fn in_group(&mut self, allowed: Allowed, found: Found<'t>) -> Result<Next<'t>, Error> {
        if self.parser.tokens.skip_if(Kind::Close) {
            if found.grouped {
                self.parser.faults.redundant_parentheses();
            }
            return Ok(Next::Found(Found { what: found.what, grouped: true }));
        }
        if allowed == Allowed::Condition {
            self.is_condition(&found)?;
            self.frames.push(Frame::Group(allowed));
            if self.chain() {
                return Ok(Next::Wanted);
            }
        }
        Err(self.parser.tokens.unexpected())
    }

    /// Begins a chain of conditions with the one just read.
    fn chain(&mut self) -> bool {
        let frame = match self.parser.tokens.peek() {
            Kind::Keyword(Keyword::And) => Frame::And(1),
            Kind::Keyword(Keyword::Or) => Frame::Or(1),
            _ => return false,
        };
        self.parser.tokens.skip();
        self.frames.push(frame);
        true
    }

    fn end_condition(&mut self, step: Step<'t>, operators: usize) -> Next<'t> {
        self.parser.faults.operators(operators);
        self.steps.push(step);
        ungrouped(What::Condition)
    }

    fn end_call(&mut self, function: &'t str, position: usize, count: usize) {
        let role = role_of(function);
        self.steps.push(Step::Call(function, count));
        let update = self.parser.kind == Expression::Update;
        if update {
            self.parser.faults.operators(1);
        }
        let within = |outer: &Frame<'_>| matches!(outer, Frame::Call(name, ..) if *name == function);
        // `list_append` may be anywhere in a SET but within itself.
        let misplaced = match role {
            Some(Role::Value) => !update || (function == "list_append" && self.frames.iter().any(within)),
            Some(Role::Test | Role::Size) => update,
            None => false,
        };
        if misplaced {
            self.parser.faults.misplaced(position, function);
        }
    }

    /// Returns what was read stands where a condition must.
    fn is_condition(&mut self, found: &Found<'t>) -> Result<(), Error> {
        match found.what {
            What::Condition => Ok(()),
            What::Call(function, position) => {
                if role_of(function) == Some(Role::Size) {
                    self.parser.faults.misplaced(position, function);
                }
                Ok(())
            }
            _ => Err(self.parser.tokens.unexpected()),
        }
    }

    /// What was read is an operand of a comparison, BETWEEN or IN.
    fn operand(&mut self, found: &Found<'t>) {
        if let What::Call(function, position) = found.what
            && role_of(function) == Some(Role::Test)
        {
            self.parser.faults.misplaced(position, function);
        }
    }

    /// What was read is an operand of a function.
    fn argument(&mut self, found: &Found<'t>, outer: &str) {
        let What::Call(function, position) = found.what else { return };
        let misplaced = match (role_of(function), role_of(outer)) {
            (Some(Role::Test), _) => true,
            // Of a key condition DynamoDB says that nothing in it may be nested.
            (Some(Role::Size), Some(Role::Test)) => self.parser.kind != Expression::KeyCondition,
            _ => false,
        };
        if misplaced {
            self.parser.faults.misplaced(position, function);
        }
    }
}

const fn ungrouped(what: What<'_>) -> Next<'_> {
    Next::Found(Found { what, grouped: false })
}
