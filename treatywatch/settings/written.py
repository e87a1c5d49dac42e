"""Outlets in the words of outlets.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pipeline.model.outlet import SourceKind
from treatywatch.settings.outlets import SourceEntry
from treatywatch.settings.show import as_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.outlet import Source
    from treatywatch.settings.outlets import OutletEntry

Section = dict[str, Any]


def address_fault(url: str) -> str | None:
    """Why outlets.yaml would not take the address of a source; None where it does."""
    try:
        SourceEntry.model_validate({"url": url})
    except ValidationError as error:
        return str(error.errors()[0]["msg"])
    return None


def new_outlet(id_: str, name: str, languages: Sequence[str], sources: Iterable[Source]) -> Section:
    """An outlet that is not in the file yet."""
    listed = [
        {"url": source.url, **({} if source.kind is SourceKind.FEED else {"kind": source.kind.value})}
        for source in sources
    ]
    return {"id": id_, "name": name, **({"languages": [*languages]} if languages else {}), "sources": listed}


def as_written(entry: OutletEntry) -> Section:
    """An outlet of the file, with what is said there and nothing else."""
    written: Section = entry.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    return written


def outlets_yaml(outlets: Iterable[Section]) -> str:
    """A whole outlets.yaml."""
    return as_yaml({"outlets.yaml": {"outlets": list(outlets)}})
