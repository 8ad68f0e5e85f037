# What is done often. `just` lists it.
default:
    @just --list

# The gate, as continuous integration runs it
ci:
    .ci/run

# The main job on the project's own corpus
corpus:
    cargo run --release -- run corpus/articles --out out

# Formatting and lints only
lint:
    cargo fmt --all --check
    cargo clippy --all-targets --locked -- -D warnings

# BENCHMARKS.md: ours, the limits of the machine, other programs
benchmarks:
    benches/compare.sh

# The criterion benches beside the rates that were saved for this machine
baseline:
    python3 benches/baseline.py compare
