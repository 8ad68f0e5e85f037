"""Runs programs that do parts of the same work on the same archive, and writes what they cost as JSON.

    peers.py ARCHIVE --list FILE... --command STANCELINE --work DIR > peers.json

Each peer runs in a process of its own, on as much of the archive as it gets through in a few seconds; its figure is megabytes of NDJSON a second
of processor time. What it costs to start (imports, automata) is left out where the peer is a library, and is in where it is a program, as noted.
"""
import argparse
import importlib.metadata
import json
import os
import resource
import subprocess
import sys
import time


def lines(path, limit):
    taken = 0
    with open(path, encoding="utf-8") as archive:
        for line in archive:
            taken += len(line.encode())
            yield line
            if taken >= limit:
                return


def phrases(lists):
    found = []
    for name in lists:
        with open(name, encoding="utf-8") as file:
            found += [line.strip() for line in file if line.strip()]
    return list(dict.fromkeys(found))


def paragraphs(batch):
    for line in batch:
        yield from json.loads(line)["text"].split("\n")


def measured(limit, prepare, work):
    """`prepare` is free; `work` is measured."""
    batch = list(lines(arguments.archive, limit))
    size = sum(len(line.encode()) for line in batch)
    state = prepare()
    begun, processor = time.perf_counter(), time.process_time()
    hits = work(state, batch)
    return {"bytes": size, "wall": time.perf_counter() - begun, "cpu": time.process_time() - processor, "found": hits}


def spacy_matcher():
    import spacy
    from spacy.matcher import PhraseMatcher

    def prepare():
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        nlp.max_length = 10**8
        matcher = PhraseMatcher(nlp.vocab)
        matcher.add("list", list(nlp.tokenizer.pipe(phrases(arguments.list))))
        return nlp, matcher

    def work(state, batch):
        nlp, matcher = state
        hits = 0
        for doc in nlp.pipe(paragraphs(batch)):
            hits += len(matcher(doc))
            sum(1 for _ in doc.sents)
        return hits

    return measured(8e6, prepare, work)


def flashtext2_processor():
    from flashtext2 import KeywordProcessor

    def prepare():
        processor = KeywordProcessor(case_sensitive=True)
        for phrase in phrases(arguments.list):
            processor.add_keyword(phrase)
        return processor

    return measured(60e6, prepare, lambda p, batch: sum(len(p.extract_keywords(text)) for text in paragraphs(batch)))


def pyahocorasick_automaton():
    import ahocorasick

    def prepare():
        automaton = ahocorasick.Automaton()
        for phrase in phrases(arguments.list):
            automaton.add_word(phrase, len(phrase))
        automaton.make_automaton()
        return automaton

    return measured(60e6, prepare, lambda a, batch: sum(1 for text in paragraphs(batch) for _ in a.iter_long(text)))


def rensa_index():
    from rensa import RMinHash, RMinHashLSH

    def work(index, batch):
        near = 0
        for number, text in enumerate(paragraphs(batch)):
            words = text.split()
            minhash = RMinHash(num_perm=128, seed=42)
            # Shingles of three words, the usual choice and about what ours are.
            minhash.update([" ".join(words[n : n + 3]) for n in range(max(len(words) - 2, 1))])
            near += bool(index.query(minhash))
            index.insert(number, minhash)
        return near

    return measured(30e6, lambda: RMinHashLSH(threshold=0.8, num_perm=128, num_bands=16), work)


LIBRARIES = {
    "spaCy sentencizer + PhraseMatcher": ("spacy", spacy_matcher),
    "flashtext2": ("flashtext2", flashtext2_processor),
    "pyahocorasick, longest matches": ("pyahocorasick", pyahocorasick_automaton),
    "rensa RMinHash + LSH, nothing verified": ("rensa", rensa_index),
}


def program(command, size):
    """A whole process, as the shell starts it."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1:] or [str(done.returncode)], "command": command}
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return {"bytes": size, "wall": time.perf_counter() - begun, "cpu": cpu}


def programs():
    size, work = os.path.getsize(arguments.archive), arguments.work
    documents = os.path.join(work, "dolma", "documents")
    os.makedirs(documents, exist_ok=True)
    link = os.path.join(documents, "archive.jsonl")
    if not os.path.lexists(link):
        os.symlink(os.path.abspath(arguments.archive), link)
    attributes = os.path.join(work, "dolma", "attributes")
    dolma = [
        os.path.join(os.path.dirname(sys.executable), "dolma"), "dedupe", "--documents", link, "--dedupe.name", "copies",
        "--dedupe.paragraphs.attribute_name", "copies", "--dedupe.skip_empty", "--bloom_filter.file", os.path.join(work, "dolma", "bloom.bin"),
        "--no-bloom_filter.read_only", "--bloom_filter.estimated_doc_count", str(max(size // 400, 1000)), "--bloom_filter.desired_false_positive_rate", "0.000001",
        "--processes", "1",
    ]
    removed = os.path.join(work, "removed.ndjson")
    ours = [arguments.command, "dedup", arguments.archive, "--quiet", "--removed", removed]
    runs = {
        "dolma dedupe, paragraphs, whole process": (importlib.metadata.version("dolma"), dolma),
        "stanceline dedup, whole process": (None, ours),
        "stanceline dedup --near, whole process": (None, ours + ["--near"]),
    }
    for name, (version, command) in runs.items():
        best = None
        for _ in range(2 if version else 5):
            for leftover in (os.path.join(work, "dolma", "bloom.bin"),):
                if os.path.exists(leftover):
                    os.remove(leftover)
            subprocess.run(["rm", "-rf", attributes])
            ran = program(command, size)
            if best is None or "error" in best or ran.get("cpu", 1e9) < best["cpu"]:
                best = ran
        yield name, {**best, "version": version, "command": " ".join(os.path.basename(word) if os.sep in word else word for word in command)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("archive")
    parser.add_argument("--list", nargs="+", required=True)
    parser.add_argument("--command", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(LIBRARIES[arguments.only][1]()))
        sys.exit()
    report = {}
    for name, (package, _) in LIBRARIES.items():
        best = None
        for _ in range(2):
            ran = subprocess.run([sys.executable, *sys.argv, "--only", name], capture_output=True, text=True)
            if ran.returncode:
                best = best or {"error": ran.stderr.strip().splitlines()[-1:]}
                continue
            ran = json.loads(ran.stdout.splitlines()[-1])
            if best is None or "error" in best or ran["cpu"] < best["cpu"]:
                best = ran
        report[name] = {**best, "version": importlib.metadata.version(package)}
        print(name, report[name], file=sys.stderr)
    for name, ran in programs():
        report[name] = ran
        print(name, ran, file=sys.stderr)
    json.dump(report, sys.stdout, indent=1)
