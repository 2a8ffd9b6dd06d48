//! Messages that are put together while the compiler evaluates constants.

/// Text of a failed check. What does not fit is cut off.
pub struct Message {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Message {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; CAPACITY], len: 0 }
    }

    /// Adds a text.
    pub(crate) const fn with(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut next = 0;
        // A character is cut off whole: `text` must be UTF-8.
        if self.len + text.len() <= CAPACITY {
            while next < text.len() {
                self.bytes[self.len] = text[next];
                self.len += 1;
                next += 1;
            }
        }
        self
    }

    /// Adds a small number.
    pub(crate) const fn with_number(self, number: usize) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        if number < 10 { self.with(DIGITS[number]) } else { self.with_number(number / 10).with(DIGITS[number % 10]) }
    }

    pub(crate) const fn some(self) -> Option<Self> {
        Some(self)
    }

    /// Returns the text, for the panic of a generated constant.
    #[must_use]
    pub const fn text(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "a check of the table failed",
        }
    }
}

/// Returns whether two texts are the same.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut next = 0;
    while next < a.len() {
        if a[next] != b[next] {
            return false;
        }
        next += 1;
    }
    true
}

/// Returns whether the list has this text.
pub(crate) const fn contains(list: &[&str], text: &str) -> bool {
    let mut next = 0;
    while next < list.len() {
        if same(list[next], text) {
            return true;
        }
        next += 1;
    }
    false
}

const CAPACITY: usize = 1024;
