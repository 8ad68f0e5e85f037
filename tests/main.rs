//! The library, the command and the lexicons as seen from outside, in one binary.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop there"
)]

mod accuracy;
mod actors;
mod architecture;
mod bad_files;
mod bad_input;
mod bench;
mod cases;
mod cli;
mod command;
mod dedup;
mod deliveries;
mod determinism;
mod examples;
mod explain;
mod failures;
mod feeds;
mod inputs;
mod interrupts;
mod json_feed;
mod language;
mod networks;
mod nightly;
mod operation;
mod options;
mod outputs;
mod overwriting;
mod packs;
mod pipes;
mod publication;
mod report;
mod sample;
mod selections;
mod stores;
mod subcommands;
