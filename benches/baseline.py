"""Keeps what the criterion benches measured, and says how another run compares.

    baseline.py save                 runs the benches and writes benches/baseline/<machine>.json
    baseline.py compare              runs them and prints each rate beside the saved one
    baseline.py compare --no-run     the same with what the last `cargo bench` left behind

Criterion's own baselines lie in the build folder and go with it; this is a small file that is committed. Rates are megabytes a second on the wall,
by criterion's median. They tell something only beside rates of the same machine while it does nothing else: between two runs on a busy one a
quarter is nothing, so no difference is an error, and those of more than TOLERANCE are marked.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benches" / "baseline"
TOLERANCE = 0.25


def machine():
    try:
        model = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text()).group(1)
    except (OSError, AttributeError):
        model = platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} processors, {platform.system()}"


def rates():
    """Of each bench with a throughput in bytes, megabytes a second."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "criterion"
    found = {}
    for told in sorted(target.glob("**/new/benchmark.json")):
        bench = json.loads(told.read_text())
        size = (bench.get("throughput") or {}).get("Bytes")
        if size is None:
            continue
        estimates = json.loads((told.parent / "estimates.json").read_text())
        found[bench["full_id"]] = round(size * 1e3 / estimates["median"]["point_estimate"], 1)
    if not found:
        raise SystemExit(f"no bench has left its figures in {target}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["save", "compare"])
    parser.add_argument("--no-run", action="store_true", help="take what the last run left behind")
    parser.add_argument("--against", type=pathlib.Path, help="another file than this machine's")
    arguments = parser.parse_args()
    name = re.sub(r"[^a-z0-9]+", "-", machine().lower()).strip("-")
    file = arguments.against or FOLDER / f"{name}.json"
    if arguments.what == "compare" and not file.exists():
        others = ", ".join(sorted(path.name for path in FOLDER.glob("*.json"))) or "none"
        raise SystemExit(f"no baseline of this machine ({file.name}); there are: {others}. `baseline.py save` makes one, --against takes another")
    if not arguments.no_run:
        subprocess.run(["cargo", "bench", "--locked", "--bench", "stages", "--bench", "whole"], cwd=ROOT, check=True)
    now = rates()
    if arguments.what == "save":
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({"machine": machine(), "commit": commit, "unit": "MB/s", "rates": now}, indent=1) + "\n")
        print(f"{file.relative_to(ROOT)} written: {len(now)} rates")
        return
    saved = json.loads(file.read_text())
    print(f"against {saved['commit']} on {saved['machine']}" + ("" if saved["machine"] == machine() else f"; this is {machine()}"))
    print(f"{'':34}{'saved':>10}{'now':>10}  now / saved")
    for bench in sorted(saved["rates"] | now):
        before, after = saved["rates"].get(bench), now.get(bench)
        if before is None or after is None:
            print(f"{bench:34}{before or '':>10}{after or '':>10}  {'new' if before is None else 'not run'}")
            continue
        ratio = after / before
        mark = "  faster" if ratio > 1 + TOLERANCE else "  slower" if ratio < 1 / (1 + TOLERANCE) else ""
        print(f"{bench:34}{before:>10,.0f}{after:>10,.0f}  {ratio:.2f}{mark}")


if __name__ == "__main__":
    main()
