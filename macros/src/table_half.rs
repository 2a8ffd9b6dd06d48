//! `table_pk` and `table_sk`: the table's own key as one half of an index key.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Token};

/// Which key of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableHalf {
    Partition,
    Sort,
}

impl TableHalf {
    /// Reads `= table_pk`; nothing where something else stands there.
    pub(crate) fn parse(input: ParseStream) -> syn::Result<Option<(Self, Ident)>> {
        let ahead = input.fork();
        let (Ok(_), Ok(word)) = (ahead.parse::<Token![=]>(), Ident::parse_any(&ahead)) else { return Ok(None) };
        let halves = [Self::Partition, Self::Sort];
        let Some(half) = halves.into_iter().find(|half| word == half.word()) else { return Ok(None) };
        input.parse::<Token![=]>()?;
        Ok(Some((half, Ident::parse_any(input)?)))
    }

    /// Returns what users write.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Partition => "table_pk",
            Self::Sort => "table_sk",
        }
    }
}
