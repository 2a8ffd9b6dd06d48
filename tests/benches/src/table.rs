use std::fmt::Write as _;

/// A budget.
#[derive(Clone, Copy, Debug)]
pub enum Bar {
    AtMost(f64),
    AtLeast(f64),
    /// Measured for orientation.
    None,
}

/// Rows of a Markdown table, printed as they come and at the end all together.
#[derive(Default)]
pub struct Report {
    rows: Vec<[String; 6]>,
}

impl Report {
    /// Adds a row. `unit` follows the figure that is held against the budget: `x` for a ratio.
    pub fn row(&mut self, what: &str, ours: &str, beside: &str, figure: f64, unit: &str, bar: Bar) {
        let (bar, verdict) = match bar {
            Bar::AtMost(limit) => {
                (format!("<= {}", short(limit, unit)), if figure <= limit { "holds" } else { "missed" })
            }
            Bar::AtLeast(limit) => {
                (format!(">= {}", short(limit, unit)), if figure >= limit { "holds" } else { "missed" })
            }
            Bar::None => (String::new(), ""),
        };
        let row = [what.to_owned(), ours.to_owned(), beside.to_owned(), short(figure, unit), bar, verdict.to_owned()];
        eprintln!("{}", row.join(" | "));
        self.rows.push(row);
    }

    /// The table.
    pub fn finish(&self) -> String {
        let heads = ["what", "monotable", "beside", "figure", "budget", ""].map(str::to_owned);
        let width = |column: usize| {
            self.rows.iter().chain([&heads]).map(|row| row[column].chars().count()).max().unwrap_or_default()
        };
        let widths: [usize; 6] = std::array::from_fn(width);
        let rule = widths.map(|width| "-".repeat(width));
        let mut text = String::new();
        for row in [&heads, &rule].into_iter().chain(&self.rows) {
            for (cell, width) in row.iter().zip(widths) {
                let _ = write!(text, "| {cell:width$} ");
            }
            text.push_str("|\n");
        }
        text
    }
}

/// Three digits that matter.
fn short(figure: f64, unit: &str) -> String {
    let digits = if figure >= 99.5 {
        0
    } else if figure >= 9.95 {
        1
    } else {
        2
    };
    format!("{figure:.digits$} {unit}").trim_end().to_owned()
}
