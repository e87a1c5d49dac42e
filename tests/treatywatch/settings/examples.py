"""A small valid configuration, and a way to write it with some files in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treatywatch.errors import ConfigError
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SERVICE = """\
crawl:
  user_agent: "watch/1 (+https://watch.example.net)"
mail:
  from: {name: Watch, address: watch@example.org}
"""
OUTLETS = """\
outlets:
  - id: gazette
    name: The Gazette
    sources:
      - url: https://gazette.example.com/feed
"""
TOPICS = """\
topics:
  - id: inf
    label: INF Treaty
    names: [INF Treaty]
  - id: new_start
    label: New START
    names: [{text: New START, acronym: true}]
"""
SUBSCRIPTIONS = """\
subscriptions:
  - id: brief
    name: Brief
    recipients: [reader@example.org]
    concepts: [inf]
    schedule: {every: daily, at: 07:00, zone: Europe/Berlin}
"""
VALID = {
    "service.yaml": SERVICE,
    "outlets.yaml": OUTLETS,
    "topics.yaml": TOPICS,
    "subscriptions.yaml": SUBSCRIPTIONS,
}


def write(directory: Path, changed: Mapping[str, str] | None = None) -> Path:
    """Write a valid configuration; `changed` gives other contents by file name."""
    directory.mkdir(exist_ok=True)
    for name, text in {**VALID, **(changed or {})}.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def faults_in(directory: Path, environ: Mapping[str, str] | None = None) -> list[str]:
    """Lines that name the faults, without the directory."""
    try:
        load(directory, environ or {})
    except ConfigError as error:
        return [str(fault).removeprefix(f"{directory}/") for fault in error.faults]
    return []


def warnings_in(directory: Path) -> list[str]:
    """Lines that name the warnings, without the directory."""
    return [str(fault).removeprefix(f"{directory}/") for fault in load(directory, {}).warnings]


def service(**sections: str) -> str:
    """service.yaml with sections replaced or added, each given as YAML in flow style."""
    known = {
        "crawl": '{user_agent: "watch/1 (+https://watch.example.net)"}',
        "mail": "{from: {name: Watch, address: watch@example.org}}",
    }
    return "".join(f"{name}: {text}\n" for name, text in {**known, **sections}.items())


def relay(text: str) -> str:
    """service.yaml with a relay, given as YAML in flow style."""
    return service(mail="{from: {name: Watch, address: watch@example.org}, relay: " + text + "}")
