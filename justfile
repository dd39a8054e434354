# Chores. `just` is a convenience: each line can be typed as it stands.

# Circulate the sample letter in ./office.
demo:
    cargo run -- circulate --sample

test:
    cargo test --workspace

check:
    cargo fmt --all --check
    rustfmt --edition 2024 --check crates/chancery-lint/src/rules/*.rs
    cargo clippy --workspace --all-targets -- -D warnings

# One binary with bodies, fonts and samples inside; it runs in an empty directory.
dist:
    cargo build
    mkdir -p dist
    cp "${CARGO_TARGET_DIR:-target}/debug/chancery" dist/chancery
    strip dist/chancery

# Score the reader against documents with truth, where they are at hand.
score truth texts:
    cargo build
    python3 ../shared/score/score_reading.py {{truth}} {{texts}} -- "${CARGO_TARGET_DIR:-target}/debug/chancery" --body un read --format json
