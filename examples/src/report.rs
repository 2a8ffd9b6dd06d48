//! A report in plain text with aligned columns.

use std::fmt::Display;
use std::io;

use crate::request::{Described, ToDynamo};

/// Prints questions, requests and answers.
pub struct Report<'a> {
    out: &'a mut dyn io::Write,
    questions: usize,
    /// Set when the reader has closed the pipe, as in `example | head`.
    closed: bool,
}

/// Prints a question, the source code of the call that answers it, and the request that DynamoDB receives. Evaluates to the
/// call, which the caller awaits.
///
/// - `ask!(report, "question", shop.get(key))`
/// - `ask!(report, "question", shop.query(plan) => page)` for a call that ends with `.page()`
/// - `ask!(report, "question", shop.batch_get(keys) => in_calls)` for an operation that is split into several calls
#[macro_export]
macro_rules! ask {
    ($report:expr, $question:expr, $call:expr) => {{
        let request = ($call).request()?;
        $report.question($question, concat!(stringify!($call), ".await"), &request);
        $call
    }};
    ($report:expr, $question:expr, $call:expr => in_calls) => {{
        let requests = ($call).requests()?;
        $report.question($question, concat!(stringify!($call), ".await"), &requests);
        $call
    }};
    ($report:expr, $question:expr, $call:expr => stream) => {{
        let request = ($call).request()?;
        $report.question($question, concat!(stringify!($call), ".stream()"), &request);
        ($call).stream()
    }};
    ($report:expr, $question:expr, $call:expr => count) => {{
        let mut request = ($call).request()?;
        if let Some(query) = &mut request {
            query.select = ::monotable::request::Select::Count;
        }
        $report.question($question, concat!(stringify!($call), ".count().await"), &request);
        ($call).count()
    }};
    ($report:expr, $question:expr, $call:expr => first) => {{
        let request = ($call).take(1).request()?;
        $report.question($question, concat!(stringify!($call), ".first().await"), &request);
        ($call).first()
    }};
    ($report:expr, $question:expr, $call:expr => returning_new) => {{
        let mut request = ($call).request()?;
        request.return_values = ::monotable::request::ReturnValues::AllNew;
        $report.question($question, concat!(stringify!($call), ".returning_new().await"), &request);
        ($call).returning_new()
    }};
    ($report:expr, $question:expr, $call:expr => returning_old) => {{
        let mut request = ($call).request()?;
        request.return_values = ::monotable::request::ReturnValues::AllOld;
        $report.question($question, concat!(stringify!($call), ".returning_old().await"), &request);
        ($call).returning_old()
    }};
    ($report:expr, $question:expr, $call:expr => $end:ident) => {{
        let request = ($call).request()?;
        $report.question($question, concat!(stringify!($call), ".", stringify!($end), "().await"), &request);
        ($call).$end()
    }};
}

impl<'a> Report<'a> {
    /// Creates a report that is written to `out`.
    pub fn new(out: &'a mut dyn io::Write) -> Self {
        Self { out, questions: 0, closed: false }
    }

    /// Returns the number of questions so far.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.questions
    }

    /// Prints a line.
    pub fn line(&mut self, text: impl Display) {
        if !self.closed {
            self.closed = writeln!(self.out, "{}", format!("{text}").trim_end()).is_err();
        }
    }

    /// Prints a heading for the questions that follow.
    pub fn section(&mut self, title: &str) {
        self.line("");
        self.line(format_args!("==== {title} {}", "=".repeat(WIDTH.saturating_sub(title.len() + 6))));
    }

    /// Prints a question, the code that asks it, and the request.
    pub fn question(&mut self, question: &str, code: &str, request: &dyn ToDynamo) {
        self.questions += 1;
        self.line("");
        let number = self.questions;
        self.line(format_args!("{number:>3}. {question}"));
        self.line("");
        for line in lay_out(&tidy(code), WIDTH - 9) {
            self.line(format_args!("     {line}"));
        }
        self.request(&request.describe());
    }

    fn request(&mut self, request: &Described) {
        self.line("");
        self.line(format_args!("       {}", request.operation));
        let width = request.parameters.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in &request.parameters {
            let mut name = *name;
            for line in wrap(value, WIDTH.saturating_sub(width + 12).max(30), ' ') {
                self.line(format_args!("         {name:width$}  {line}"));
                name = "";
            }
        }
    }

    /// Prints the first line of an answer.
    pub fn answer(&mut self, text: impl Display) {
        self.line("");
        let mut arrow = "->";
        for line in wrap(&text.to_string(), WIDTH - 8, ' ') {
            self.line(format_args!("     {arrow:2} {line}"));
            arrow = "";
        }
    }

    /// Prints another line of an answer.
    pub fn more(&mut self, text: impl Display) {
        for line in wrap(&text.to_string(), WIDTH - 8, ' ') {
            self.line(format_args!("        {line}"));
        }
    }

    /// Prints the rows of an answer in aligned columns. Columns that hold only numbers are aligned to the right.
    pub fn table<const N: usize>(&mut self, head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        let rows: Vec<_> = rows.into_iter().collect();
        let width = |column: usize| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([head[column].len()]).max().unwrap_or(0)
        };
        let numeric = |column: usize| {
            !rows.is_empty()
                && rows.iter().all(|row| {
                    row[column].starts_with(|c: char| c.is_ascii_digit())
                        && row[column].bytes().all(|c| c.is_ascii_digit() || c == b'.')
                })
        };
        let columns: [(usize, bool); N] = std::array::from_fn(|column| (width(column), numeric(column)));
        let laid_out = |cells: &[String; N]| -> String {
            let cells = cells.iter().zip(columns).map(|(cell, (width, numeric))| match numeric {
                true => format!("{cell:>width$}"),
                false => format!("{cell:width$}"),
            });
            cells.collect::<Vec<_>>().join("   ")
        };
        let head = head.map(str::to_owned);
        for row in std::iter::once(&head).chain(&rows) {
            self.line(format_args!("        {}", laid_out(row)));
        }
    }
}

/// Joins source code into one line and removes the spaces that line breaks left.
fn tidy(code: &str) -> String {
    let mut tidy = String::new();
    for word in code.split_whitespace() {
        let glued = word.starts_with('.') || tidy.ends_with('(') || word.starts_with(')');
        if !tidy.is_empty() && !glued {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy.replace(",)", ")")
}

/// Breaks source code into lines: a tuple of operations has a line for each operation, other code is broken before a `.`.
fn lay_out(code: &str, width: usize) -> Vec<String> {
    let tuple = code.split_once("((").and_then(|(head, rest)| Some((head, rest.rsplit_once("))")?)));
    let Some((head, (tuple, tail))) = tuple.filter(|_| code.chars().count() > width) else {
        return wrap(code, width, '.');
    };
    let mut lines = vec![format!("{head}((")];
    let (mut depth, mut start) = (0_i32, 0);
    for (place, char) in tuple.char_indices().chain([(tuple.len(), ',')]) {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                let part = tuple[start..place].trim();
                start = place + 1;
                lines.extend(wrap(part, width - 4, '.').into_iter().map(|line| format!("    {line}")));
                if let Some(line) = lines.last_mut() {
                    line.push(',');
                }
            }
            _ => {}
        }
    }
    lines.push(format!(")){tail}"));
    lines
}

/// Breaks text into lines of at most `width` characters, before a `.` at the outermost level or at a space outside quotes. A
/// line without such a place stays longer.
fn wrap(text: &str, width: usize, at: char) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while rest.chars().count() > width {
        let Some(cut) = last_break(rest, width, at) else { break };
        let (line, next) = rest.split_at(cut);
        lines.push(format!("{}{}", indent(&lines, at), line.trim_end()));
        rest = next.trim_start();
    }
    lines.push(format!("{}{rest}", indent(&lines, at)));
    lines
}

fn indent(before: &[String], at: char) -> &'static str {
    if before.is_empty() || at == ' ' { "" } else { "    " }
}

fn last_break(text: &str, width: usize, at: char) -> Option<usize> {
    let (mut depth, mut quoted, mut found) = (0_i32, false, None);
    for (place, (byte, char)) in text.char_indices().enumerate() {
        match char {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        let outside = !quoted && (at == ' ' || depth == 0);
        // The first call stays on the line of its receiver.
        if char == at && outside && place > 8 {
            if place > width {
                return found.or(Some(byte));
            }
            found = Some(byte);
        }
    }
    found
}

const WIDTH: usize = 118;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_over_several_lines_becomes_one_line() {
        let code = tidy("shop.query(Order::of(&ada))\n    .filter(|o| o.total.ge(1),)\n    .all().await");
        assert_eq!(code, "shop.query(Order::of(&ada)).filter(|o| o.total.ge(1)).all().await");
    }

    #[test]
    fn long_code_breaks_between_outermost_calls() {
        let lines = wrap("shop.query(Order::of(&ada)).filter(|o| o.total.ge(1)).all().await", 45, '.');
        assert_eq!(lines, ["shop.query(Order::of(&ada))", "    .filter(|o| o.total.ge(1)).all().await"]);
    }

    #[test]
    fn operations_of_a_long_tuple_stand_on_lines_of_their_own() {
        let code = "shop.transact((shop.put(&order), shop.update(at(a, b)).when(|p| p.stock.ge(1)))).await";
        let lines = [
            "shop.transact((",
            "    shop.put(&order),",
            "    shop.update(at(a, b)).when(|p| p.stock.ge(1)),",
            ")).await",
        ];
        assert_eq!(lay_out(code, 60), lines);
        assert_eq!(lay_out(code, 100), [code]);
    }

    #[test]
    fn quoted_text_is_not_broken() {
        let lines = wrap("PK = \"a b c d e f\" AND SK = 1", 12, ' ');
        assert_eq!(lines, ["PK = \"a b c d e f\"", "AND SK = 1"]);
    }

    #[test]
    fn numbers_stand_right_and_texts_left() {
        let mut out = Vec::new();
        let rows = [["a".to_owned(), "1.50".to_owned()], ["long".to_owned(), "10.25".to_owned()]];
        Report::new(&mut out).table(["NAME", "PRICE"], rows);
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "        NAME   PRICE\n        a       1.50\n        long   10.25\n");
    }
}
