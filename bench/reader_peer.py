"""lemon24/reader as a peer: `PYTHON bench/reader_peer.py FOLDER`, in the environment of `reader_environment.py`.

Each line on stdin is an object: `{"add": [addresses], "to": name}` or `{"update": name}`; each answer is one on stdout.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

WORKERS = 16
"""Threads; as many as we have requests in flight. It takes less CPU so than with one."""


def main(folder: str) -> None:
    """Answer until stdin ends."""
    make_reader = importlib.import_module("reader").make_reader
    readers: dict[str, Any] = {}
    for line in sys.stdin:
        said = json.loads(line)
        if "add" in said:
            name = said["to"]
            readers[name] = make_reader(str(Path(folder) / f"{name}.sqlite"), search_enabled=False)
            for url in said["add"]:
                readers[name].add_feed(url)
            answer: dict[str, Any] = {}
        else:
            answer = _update(readers[said["update"]])
        print(json.dumps(answer), flush=True)


def _update(reader: Any) -> dict[str, Any]:  # noqa: ANN401 - its types are in the other environment
    before = _cpu()
    reader.update_feeds(scheduled=False, workers=WORKERS)
    seconds = _cpu() - before
    return {"seconds": seconds, "entries": reader.get_entry_counts().total, "broken": reader.get_feed_counts().broken}


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main(sys.argv[1])
