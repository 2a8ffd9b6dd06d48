//! The derive macros of monotable. Use them through the `monotable` package, which re-exports them.
