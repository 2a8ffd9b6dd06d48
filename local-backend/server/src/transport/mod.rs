//! HTTP/1.1: sockets and their limits in `connection`, one exchange in `exchange`, what is compressed in `compression`, the
//! server that programs start in `server`. Who sends a request is in `credential` and `signature`, and which database that is in
//! `databases`.

mod body_limit;
mod compression;
mod connection;
mod connection_limit;
mod credential;
mod databases;
mod exchange;
mod limits;
mod query;
mod request_id;
mod server;
mod signature;
mod worker_pool;
mod write_timeout;

pub use server::{LocalServer, ServerBuilder};
