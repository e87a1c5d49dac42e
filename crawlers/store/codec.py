from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawlers.entry import Entry

MOMENTS = ("published", "updated")


def to_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON keeps it."""
    said = asdict(entry)
    return said | {name: said[name] and said[name].isoformat() for name in MOMENTS}


def from_json(said: dict[str, Any]) -> Entry:
    """The entry that `to_json` wrote."""
    moments = {name: said[name] and datetime.fromisoformat(said[name]) for name in MOMENTS}
    return Entry(**(said | moments | {"authors": tuple(said["authors"]), "tags": tuple(said.get("tags", ()))}))
