"""The program's own configuration for a week: real files, read as any others are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.end_to_end.week.outlet import Outlet
    from tests.end_to_end.week.script import Week
    from treatywatch.settings.settings import Settings

TICK = timedelta(milliseconds=20)
TIMEOUT = timedelta(seconds=1)
AGENT = "treatywatch-rehearsal/1 (+https://watch.example.org/)"


def stage(folder: Path, week: Week, places: Mapping[str, str]) -> Settings:
    """Write the files and read them. Only what is measured in real time is made shorter than a file may have it."""
    config = folder / "config"
    config.mkdir(parents=True)
    files = {
        "service.yaml": {
            "store": {"path": str(folder / "store.db")},
            "crawl": {"user_agent": AGENT, "map_hosts": dict(places), **_crawl(week)},
            "mail": {"from": {"name": "Watch", "address": "digest@example.org"}, "relay": {"host": "127.0.0.1"}},
        },
        "outlets.yaml": {"outlets": [_outlet(outlet) for outlet in week.outlets]},
        "topics.yaml": {"topics": [{"id": "inf", "label": "INF Treaty", "names": ["INF Treaty"]}]},
        "subscriptions.yaml": {"subscriptions": []},
    }
    for name, content in files.items():
        (config / name).write_text(json.dumps(content, indent=1), "utf-8")
    settings = load(config, {})
    return replace(
        settings,
        fetch=replace(settings.fetch, timeout=TIMEOUT),
        ticks=replace(settings.ticks, dispatch=TICK),
    )


def _crawl(week: Week) -> dict[str, Any]:
    return {"interval": week.size.interval, "robots": {"remember": week.size.robots}}


def _outlet(outlet: Outlet) -> dict[str, Any]:
    return {
        "id": outlet.name,
        "name": outlet.name,
        "languages": ["en"],
        "zone": "Europe/Berlin",
        "use": "headline" if outlet.headlines else "fulltext",
        "sources": [{"url": outlet.address}],
    }
