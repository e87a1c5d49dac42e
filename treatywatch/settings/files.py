from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from treatywatch.errors import ConfigError
from treatywatch.settings.base import Strict, Surroundings
from treatywatch.settings.explain import explain
from treatywatch.settings.faults import Fault
from treatywatch.settings.locate import NAMES
from treatywatch.settings.outlets import OutletsFile
from treatywatch.settings.read import read
from treatywatch.settings.references import (
    concepts_exist,
    outlets_fit,
    ports_allowed,
    subscriptions_fit,
    topics_fit,
)
from treatywatch.settings.service import ServiceFile
from treatywatch.settings.subscriptions import SubscriptionsFile
from treatywatch.settings.topics import TopicsFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from treatywatch.settings.document import Document

M = TypeVar("M", bound=Strict)


@dataclass(frozen=True, slots=True)
class Files:
    """The four files, valid each for itself and together, with the documents that know where everything stands."""

    service: ServiceFile
    outlets: OutletsFile
    topics: TopicsFile
    subscriptions: SubscriptionsFile
    documents: Mapping[str, Document]
    """By the name of the file."""


def read_files(directory: Path, environ: Mapping[str, str]) -> Files:
    """Read and check the four files of a directory.

    Raises:
        ConfigError: with all faults of all files.
    """
    if not directory.is_dir():
        what = "is no directory: name the one that holds service.yaml"
        raise ConfigError([Fault(str(directory), 1, 1, "", what)])
    faults: list[Fault] = []
    documents: dict[str, Document] = {}
    for name in NAMES:
        document, found = read(directory / name)
        faults += found
        if document:
            documents[name] = document
    around = Surroundings(environ, directory)
    service = _validated(ServiceFile, documents.get(NAMES[0]), around, faults)
    outlets = _validated(OutletsFile, documents.get(NAMES[1]), around, faults)
    topics = _validated(TopicsFile, documents.get(NAMES[2]), around, faults)
    subscriptions = _validated(SubscriptionsFile, documents.get(NAMES[3]), around, faults)
    faults += _between(documents, service)
    if faults or not (service and outlets and topics and subscriptions):
        raise ConfigError(faults)
    return Files(service, outlets, topics, subscriptions, documents)


def _validated(model: type[M], document: Document | None, around: Surroundings, faults: list[Fault]) -> M | None:
    if document is None:
        return None
    try:
        return model.model_validate(document.data, context=around)
    except ValidationError as error:
        faults += explain(document, model, error)
        return None


def _between(documents: Mapping[str, Document], service: ServiceFile | None) -> Iterator[Fault]:
    _, outlets, topics, subscriptions = (documents.get(name) for name in NAMES)
    if outlets:
        yield from outlets_fit(outlets)
    if outlets and service:
        yield from ports_allowed(outlets, service.crawl.ports)
    if topics:
        yield from topics_fit(topics)
    if subscriptions:
        yield from subscriptions_fit(subscriptions)
    if subscriptions and topics:
        yield from concepts_exist(subscriptions, topics)
