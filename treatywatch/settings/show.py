"""The settings in force, in the words of the files; passwords are hidden."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from treatywatch.settings.durations import format_duration

if TYPE_CHECKING:
    from treatywatch.settings.files import Files


def effective(files: Files) -> dict[str, dict[str, Any]]:
    """By the name of each file what it says, defaults filled in: text, numbers, booleans, lists and mappings only."""
    parts = {
        "service.yaml": files.service,
        "outlets.yaml": files.outlets,
        "topics.yaml": files.topics,
        "subscriptions.yaml": files.subscriptions,
    }
    shown: dict[str, dict[str, Any]] = {
        name: part.model_dump(mode="json", by_alias=True, exclude_none=True) for name, part in parts.items()
    }
    mail = shown["service.yaml"]["mail"]
    mail.setdefault("envelope", mail["from"]["address"])
    for outlet in shown["outlets.yaml"]["outlets"]:
        for source in outlet["sources"]:
            if files.service.crawl.interval:
                source.setdefault("interval", format_duration(files.service.crawl.interval))
    return shown


def as_yaml(shown: dict[str, dict[str, Any]], origins: dict[str, str] | None = None) -> str:
    """One YAML document of all sections; `origins`, by the name of a file, puts its path above each section."""
    blocks = []
    for name, sections in shown.items():
        for key, section in sections.items():
            heading = f"# from {origins[name]}\n" if origins else ""
            blocks.append(heading + _dumped({key: section}))
    return "\n".join(blocks)


def _dumped(value: dict[str, Any]) -> str:
    yaml = YAML(pure=True)
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()
