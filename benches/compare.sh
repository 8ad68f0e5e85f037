#!/usr/bin/env bash
# Writes BENCHMARKS.md: our chain, its stages, the limits of the machine and other programs, on one archive in one run.
#
#   benches/compare.sh                                        an archive of our own making, the names of the lexicons as the list
#   ARCHIVE=news.jsonl LISTS="a.txt b.txt" benches/compare.sh  another archive, other lists
#
# STANCELINE names a built command (otherwise one is built), OUT the file to write. Needs python3 with venv; the peers are installed into a
# throw-away environment, removed at the end (PEERS names one to keep).
set -euo pipefail
cd "$(dirname "$0")/.."
out=${OUT:-BENCHMARKS.md}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "${STANCELINE:-}" ]; then
  cargo build --release --locked
  STANCELINE=${CARGO_TARGET_DIR:-target}/release/stanceline
fi
peers=${PEERS:-$work/peers}
if [ ! -x "$peers/bin/python" ]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" install --quiet uv
  VIRTUAL_ENV=$peers "$peers/bin/uv" pip install --quiet spacy flashtext2 pyahocorasick rensa dolma
fi

# What the figures are of.
gate=$work/topic.jsonl
"$STANCELINE" bench --generate "${SIZE:-200MB}" --out "$gate" --quiet
if [ -z "${ARCHIVE:-}" ]; then
  ARCHIVE=$gate
fi
if [ -z "${LISTS:-}" ]; then
  LISTS=$work/names.txt
  "$peers/bin/python" benches/names.py lexicons/ukraine > "$LISTS"
fi
# shellcheck disable=SC2086 # LISTS is a list
lists=$(printf -- '--list %s ' $LISTS)

# shellcheck disable=SC2086
"$STANCELINE" bench "$ARCHIVE" $lists --stages --threads 1,2 --rounds "${ROUNDS:-5}" --quiet --json > "$work/dense.json"
"$STANCELINE" bench "$gate" --stages --threads 1,2 --rounds "${ROUNDS:-5}" --quiet --json > "$work/gate.json"

# The same lines compressed: decompression runs beside the work.
head -c "${COMPRESSED_SAMPLE:-100000000}" "$gate" | sed '$d' > "$work/plain.jsonl"
gzip -k -6 "$work/plain.jsonl"
"$peers/bin/python" -c 'import sys,zstandard as z; z.ZstdCompressor(level=3).copy_stream(open(sys.argv[1],"rb"), open(sys.argv[2],"wb"))' "$work/plain.jsonl" "$work/plain.jsonl.zst"
for form in jsonl jsonl.gz jsonl.zst; do
  "$STANCELINE" bench "$work/plain.$form" --threads 1 --rounds 3 --sample 1MB --quiet --json > "$work/compressed.$form.json"
done

# shellcheck disable=SC2086
"$peers/bin/python" benches/peers.py "$ARCHIVE" --list $LISTS --command "$STANCELINE" --work "$work" > "$work/peers.json"
"$peers/bin/python" benches/table.py "$work" "$(basename "$ARCHIVE")" "$(echo $LISTS | xargs -n1 basename | tr '\n' ' ')" > "$work/out.md"
cp "$work/out.md" "$out"
echo "$out written"
