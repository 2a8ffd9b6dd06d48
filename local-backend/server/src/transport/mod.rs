//! HTTP/1.1: sockets and their limits in `connection`, one exchange in `exchange`, what is compressed in `compression`, the
//! server that programs start in `server`. What takes a while waits in `fair_queue`, what is large counts in `body_limit` and
//! `answer_limit`. Which pages may ask is in `browsers`, who sends a request in `credential` and `signature`, and which database that is in
//! `databases`.

mod answer_limit;
mod body_limit;
mod browsers;
mod compression;
mod connection;
mod connection_limit;
mod credential;
mod databases;
mod exchange;
mod fair_queue;
mod limits;
mod query;
mod request_id;
mod server;
mod signature;
mod worker_pool;
mod write_timeout;

pub use server::{LocalServer, ServerBuilder};
