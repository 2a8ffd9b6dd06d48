//! HTTP/1.1: sockets and their limits in `connection`, one exchange in `exchange`, what is compressed in `compression`, the
//! server that programs start in `server`.

mod compression;
mod connection;
mod exchange;
mod request_id;
mod server;

pub use server::{LocalServer, ServerBuilder};
