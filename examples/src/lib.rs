//! Runnable examples of monotable; see the files in `examples/examples`.
