"""The demo's own configuration: real files, read as any others are."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from treatywatch.settings.settings import Settings

FROM_ROW = ("country", "ownership", "zone", "use")


def stage(folder: Path, feeds: Iterable[Mapping[str, Any]], http: str, smtp: int) -> Settings:
    """Write the configuration of a rehearsal into `folder` and read it back.

    Every host is led to the replay at `http`, all mail to the sink on port `smtp`.

    Raises:
        ConfigError: when rows of kind `feed` say what no configuration may, such as an unknown ownership.
    """
    config = folder / "config"
    config.mkdir()
    topics = (resources.files("config") / "topics.yaml").read_text("utf-8")
    (config / "topics.yaml").write_text(topics, "utf-8")
    concepts = [topic["id"] for topic in YAML(typ="safe").load(topics)["topics"]]
    for name, said in {
        "service.yaml": _service(folder, http, smtp),
        "outlets.yaml": {"outlets": _outlets(feeds)},
        "subscriptions.yaml": {"subscriptions": [_subscription(concepts)]},
    }.items():
        text = json.dumps(said, ensure_ascii=False, indent=2)  # every JSON document is YAML, too
        (config / name).write_text(f"{text}\n", "utf-8")
    return load(config, {})


def _service(folder: Path, http: str, smtp: int) -> dict[str, Any]:
    return {
        "store": {"path": str(folder / "store.db")},
        "crawl": {
            "user_agent": "treatywatch-demo/1 (+https://example.org/; demo@example.org)",
            "first_poll": "deliver",
            "interval": "1h",
            "map_hosts": {"*": http},
        },
        "mail": {
            "from": {"name": "Arms Control Watch", "address": "digest@example.org"},
            "relay": {"host": "127.0.0.1", "port": smtp, "security": "none"},
        },
    }


def _outlets(feeds: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    outlets: dict[str, dict[str, Any]] = {}
    for row in feeds:
        outlet = outlets.setdefault(_id(str(row["outlet"])), _outlet(row))
        outlet["sources"].append({"url": row["url"]})
    return list(outlets.values())


def _outlet(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: row[key] for key in FROM_ROW if row.get(key)}
    languages = {"languages": [row["language"]]} if row.get("language") else {}
    name = row.get("name") or row["outlet"]
    return {"id": _id(str(row["outlet"])), "name": name, **languages, **said, "sources": []}


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "_", name.lower()).strip("_") or "outlet"


def _subscription(concepts: list[str]) -> dict[str, Any]:
    return {
        "id": "demo",
        "name": "Arms control, every morning",
        "recipients": ["reader@example.org"],
        "concepts": concepts,
        "schedule": {"every": "daily", "at": "07:00", "zone": "Europe/Berlin"},
    }
