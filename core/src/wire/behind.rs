//! Where a large array ends, without reading it.
//!
//! The position and the counts stand behind the items of a page. They must be known before the items are decoded, and a pass
//! over a megabyte of JSON only to find its end costs half as much as decoding it. JSON can be read from its end as well: from
//! there, a quote that is not escaped ends a string. Nothing that is found like this is relied upon: what follows the end is read
//! forwards, and so are the items, which must end just there.

/// Returns the place behind the end of the array that begins at `start` in a text that is one JSON object, if it can be told
/// from a look at the end of the text. Of a text that is not JSON, any place may come out.
pub(super) fn array_end(text: &[u8], start: usize) -> Option<usize> {
    let mut back = Backwards { text, at: text.len(), floor: start.max(text.len().saturating_sub(WINDOW)) };
    back.eat(b'}')?;
    loop {
        if back.peek()? == b']' {
            let end = back.at;
            match back.value() {
                Some(()) if back.at == start => return Some(end),
                // A smaller array, behind ours.
                Some(()) => {}
                // It is longer than the window, as only items are.
                None => return Some(end),
            }
        } else {
            back.value()?;
        }
        back.eat(b':')?;
        back.string()?;
        back.eat(b',')?;
    }
}

/// Steps from token to token towards the beginning of a text.
struct Backwards<'a> {
    text: &'a [u8],
    /// Behind the bytes that are still ahead.
    at: usize,
    /// How far to go at the most.
    floor: usize,
}

impl Backwards<'_> {
    /// Returns the byte before, white space aside.
    fn peek(&mut self) -> Option<u8> {
        let ahead = self.text.get(self.floor..self.at)?;
        let blanks = ahead.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at -= blanks;
        ahead.get(..ahead.len() - blanks)?.last().copied()
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        if self.peek()? != byte {
            return None;
        }
        self.at -= 1;
        Some(())
    }

    /// Steps over a string, from behind its closing quote to before its opening one.
    fn string(&mut self) -> Option<()> {
        self.eat(b'"')?;
        loop {
            let ahead = self.text.get(self.floor..self.at)?;
            let quote = ahead.iter().rposition(|byte| *byte == b'"')?;
            self.at = self.floor + quote;
            let escapes = ahead.get(..quote)?.iter().rev().take_while(|byte| **byte == b'\\').count();
            if escapes % 2 == 0 {
                return Some(());
            }
        }
    }

    /// Steps over a value with all that is in it.
    fn value(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.string()?,
                b'}' | b']' => {
                    self.at -= 1;
                    open += 1;
                    continue;
                }
                b'{' | b'[' => {
                    self.at -= 1;
                    open = open.checked_sub(1)?;
                }
                b',' | b':' if open > 0 => {
                    self.at -= 1;
                    continue;
                }
                byte if is_word(byte) => {
                    let ahead = self.text.get(self.floor..self.at)?;
                    self.at -= ahead.iter().rev().take_while(|byte| is_word(**byte)).count();
                }
                _ => return None,
            }
            if open == 0 {
                return Some(());
            }
        }
    }
}

/// Returns whether a number, `true`, `false` or `null` can hold the byte.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// More than the largest key and the capacity of 25 indexes take.
const WINDOW: usize = 32 << 10;
