//! The packed form: what is written is read back (`packed`), items as users see them (`item`), and bytes that none of our
//! writers wrote (`damaged`).

mod damaged;
mod item;
mod packed;
