//! The `stanceline` command.

fn main() {}
