//! The library and the command as seen from outside, in one binary.

mod feeds;
mod publication;
mod sample;
