"""Writes the names and aliases of a topic pack's actors and the wordings of its proposals, one a line: names.py lexicons/TOPIC"""
import pathlib
import sys
import tomllib

pack = pathlib.Path(sys.argv[1])
found = {}
for file in sorted(pack.glob("actors/*.toml")):
    for actor in tomllib.loads(file.read_text(encoding="utf-8"))["actor"]:
        for name in [actor["name"], *actor.get("aliases", []), *actor.get("demonyms", []), *actor.get("metonyms", [])]:
            found[name if isinstance(name, str) else name["text"]] = None
for proposal in tomllib.loads((pack / "proposals.toml").read_text(encoding="utf-8"))["proposal"]:
    for phrase in proposal.get("phrases", []):
        if "_" not in phrase:
            found[phrase] = None
print("\n".join(found))
