//! DynamoDB's JSON protocol over HTTP/1.1.
//!
//! Three layers. `transport` has sockets, headers, limits and compression, and is the only one that knows HTTP; `answer` takes
//! a target and a body to a status and a body; `op` has an operation per file. Beneath them `body` and `value` read JSON by the
//! types of DynamoDB's model, `members` holds a request against its constraints, `expressions` and `legacy` make trees of
//! what is text on the wire, `reply` and `refusal` write what goes back. Open `answer` first.

mod answer;
mod body;
mod echo;
mod expressions;
mod legacy;
mod members;
mod op;
mod refusal;
mod reply;
#[cfg(test)]
mod tests;
mod transport;
mod value;
mod weight;

pub use answer::{Answer, answer};
pub use transport::{LocalServer, ServerBuilder};
