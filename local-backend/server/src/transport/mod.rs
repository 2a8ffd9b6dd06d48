//! HTTP/1.1: sockets and their limits in `connection`, one exchange in `exchange`, what is compressed in `compression`, the
//! server that programs start in `server`. Who sends a request is in `credential` and `signature`, and which database that is in
//! `databases`.

mod compression;
mod connection;
mod credential;
mod crew;
mod databases;
mod exchange;
mod large;
mod patience;
mod query;
mod request_id;
mod server;
mod signature;
mod visitors;

pub use server::{LocalServer, ServerBuilder};
