"""Puts BENCHMARKS.md together from what compare.sh measured: table.py WORK ARCHIVE LISTS"""
import json
import pathlib
import sys

work, archive, lists = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3].strip()
dense, gate, peers = (json.loads((work / name).read_text()) for name in ("dense.json", "gate.json", "peers.json"))


def rate(row):
    return row["bytes"] / 1e6 / row["cpu"]


def cost(row):
    return row["bytes"] / 1e6 / row["cost"]["cpu"]


def megabytes(row, which):
    """Memory of a row; a dash where the system does not tell."""
    return f"{row['memory'][which] / 1e6:.0f}" if row["memory"] else "-"


def significant(figure):
    """Three significant digits, and all that stand before the point, as `bench` writes them, thousands set apart."""
    decimals = 0
    while 0 < abs(figure) * 10**decimals < 100 and decimals < 9:
        decimals += 1
    return f"{figure:,.{decimals}f}"


def whole(report, name, threads=1):
    return next(r for r in report["whole"] if r["name"].startswith(name) and r["threads"] == threads)


def ratio(report, name):
    return next((r["value"] for r in report["ratios"] if r["name"].startswith(name)), float("nan"))


def against(name, ours):
    peer = peers.get(name, {})
    return ours / rate(peer) if "cpu" in peer else float("nan")


machine = dense["machine"]
index = dense["index"]
tagging = cost(whole(dense, "read, clean, dedup, phrases"))
exact = peers["stanceline dedup, whole process"]
near = peers["stanceline dedup --near, whole process"]
anonymous = max(r["memory"]["anonymous"] for r in dense["whole"] + gate["whole"] if r["memory"])
beyond = max(max(r["memory"]["anonymous"] for r in report["whole"] if r["memory"]) - report["index"]["bytes"] for report in (dense, gate))

print(f"""# Benchmarks

Written by `benches/compare.sh`; run it again rather than compare figures of two machines. {dense["engine"]}; {machine["processor"]}, {machine["processors"]} processors,
{machine["system"]}, load {machine["load"]} when it began (0 is an idle machine). MB are millions of bytes of NDJSON, rates are per second of processor time of all threads unless they say wall,
the least of several rounds that take turns.

`{archive}`: {dense["bytes"] / 1e6:.0f} MB, {dense["counts"]["articles"]:,} articles, {dense["counts"]["paragraphs"]:,} paragraphs; the phrases are those of {lists}.
`topic.jsonl` is what `stanceline bench --generate` makes: {gate["counts"]["gate_passes"]:,} of {gate["counts"]["articles"]:,} articles on topic.

## Ratios
| what | reached | bar |
|---|---|---|
| up to the gate, 2 % on topic / [`serde_json` + xxh3 + scan for the heads] | {ratio(gate, "up to the gate / [serde_json + xxh3 + scan"):.2f} | 0.6 |
| the same / [`serde_json` + xxh3 + the gate's own question, which stops at the first answer] | {ratio(gate, "up to the gate / [serde_json + xxh3 + the gate"):.2f} | |
| phrases of every paragraph, whole chain / [`serde_json` + aho-corasick DFA over the same phrases] | {ratio(dense, "phrases of every paragraph"):.2f} | 2.4 |
| the same / spaCy sentencizer + PhraseMatcher | {against("spaCy sentencizer + PhraseMatcher", tagging):.0f} | 120 |
| the same / flashtext2 | {against("flashtext2", tagging):.1f} | |
| the same / pyahocorasick | {against("pyahocorasick, longest matches", tagging):.1f} | |
| exact dedup / dolma, whole processes | {against("dolma dedupe, paragraphs, whole process", rate(exact)):.1f} | 10 |
| near dedup with every candidate verified / rensa, nothing verified | {against("rensa RMinHash + LSH, nothing verified", rate(near)):.1f} | 20 |
| two threads / one, on the wall, up to the gate | {ratio(gate, "two threads / one, on the wall: up to"):.2f} | 1.8 |
| two threads / one, on the wall, whole chain | {ratio(gate, "two threads / one, on the wall: whole"):.2f} | 1.8 |
| exact index, bytes a paragraph | {index["bytes"] / max(index["entries"], 1):.1f} | 16 |
| anonymous memory, most of all runs, beyond the index | {beyond / 1e6:.0f} MB | 64 MB |
""")
for title, report in (("The archive with phrases", dense), ("2 % on topic", gate)):
    print(f"## {title}\n\n| whole | threads | MB/CPU s | MB/s of wall | articles/s | peak MB | anonymous MB |\n|---|---|---|---|---|---|---|")
    for r in report["whole"]:
        print(f"| {r['name']} | {r['threads']} | {significant(cost(r))} | {significant(r['bytes'] / 1e6 / r['cost']['wall'])} | {r['articles'] / r['cost']['wall']:,.0f} | {megabytes(r, 'peak')} | {megabytes(r, 'anonymous')} |")
    for kind in ("stages", "limits"):
        print(f"\n| {kind[:-1]} alone, one thread | MB/CPU s |\n|---|---|")
        for r in report[kind]:
            print(f"| {r['name']} | {significant(cost(r))} |")
    print()
print("## Compressed input\n\nMB are those of the text that comes out. With one thread decompression is done in turn with the work, with more beside it.\n\n| form | MB/CPU s | MB/s of wall |\n|---|---|---|")
for form in ("jsonl", "jsonl.gz", "jsonl.zst"):
    r = whole(json.loads((work / f"compressed.{form}.json").read_text()), "up to the gate")
    print(f"| .{form} | {cost(r):.0f} | {r['bytes'] / 1e6 / r['cost']['wall']:.0f} |")
print("\n## Other programs on the same archive\n\n| program | version | MB/CPU s | MB measured | command |\n|---|---|---|---|---|")
for name, r in peers.items():
    figure = f"{rate(r):.1f} | {r['bytes'] / 1e6:.0f}" if "cpu" in r else f"failed: {r['error']} |"
    print(f"| {name} | {r.get('version') or ''} | {figure} | {'`' + r['command'] + '`' if 'command' in r and isinstance(r['command'], str) else 'peers.py'} |")
print("""
spaCy, flashtext2, pyahocorasick and rensa are measured inside their process without imports and building their tables, each on the beginning of the archive; programs are measured as whole processes, with what
they take to start. rensa compares signatures and verifies nothing; flashtext2 and pyahocorasick split no sentences and drop no copies.

## Criterion
`cargo bench --bench stages` and `cargo bench --bench whole` measure each stage and the whole in bytes a second on archives that they make. `benches/baseline.py save` runs both and writes their rates to
`benches/baseline/`, a file a machine; `benches/baseline.py compare` runs them and prints each rate beside the saved one. To compare a change closely: `cargo bench --bench stages -- --save-baseline before`, then,
with the change, `cargo bench --bench stages -- --baseline before`.""")
