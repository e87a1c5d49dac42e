from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from treatywatch.errors import ConfigError
from treatywatch.settings.base import Strict, Surroundings
from treatywatch.settings.explain import explain
from treatywatch.settings.faults import Fault
from treatywatch.settings.locate import LOCAL_TOPICS, NAMES
from treatywatch.settings.outlets import OutletsFile
from treatywatch.settings.read import read
from treatywatch.settings.references import (
    outlets_fit,
    ports_allowed,
    subscriptions_fit,
    topics_fit,
)
from treatywatch.settings.references_topics import Topics, queries_fit
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
    """The files, valid each for itself and together, with the documents that know where everything stands."""

    service: ServiceFile
    outlets: OutletsFile
    topics: TopicsFile
    """With what the operator's own file says of topics in place of what the shipped one does."""
    subscriptions: SubscriptionsFile
    documents: Mapping[str, Document]
    """By the name of the file; topics.local.yaml is there if the operator has one."""

    @property
    def topic_documents(self) -> tuple[Document, ...]:
        """Where topics are said; what a later one says of an id holds."""
        return tuple(self.documents[name] for name in (NAMES[2], LOCAL_TOPICS) if name in self.documents)


def read_files(directory: Path, environ: Mapping[str, str]) -> Files:
    """Read and check the files of a directory.

    Raises:
        ConfigError: with all faults of all files.
    """
    if not directory.is_dir():
        what = "is no directory: name the one that holds service.yaml"
        raise ConfigError([Fault(str(directory), 1, 1, "", what)])
    faults: list[Fault] = []
    documents: dict[str, Document] = {}
    own = (LOCAL_TOPICS,) if (directory / LOCAL_TOPICS).exists() else ()
    for name in (*NAMES, *own):
        document, found = read(directory / name)
        faults += found
        if document:
            documents[name] = document
    around = Surroundings(environ, directory)
    service = _validated(ServiceFile, documents.get(NAMES[0]), around, faults)
    outlets = _validated(OutletsFile, documents.get(NAMES[1]), around, faults)
    topics = _validated(TopicsFile, documents.get(NAMES[2]), around, faults)
    local = _validated(TopicsFile, documents.get(LOCAL_TOPICS), around, faults)
    subscriptions = _validated(SubscriptionsFile, documents.get(NAMES[3]), around, faults)
    faults += _between(documents, service)
    if faults or not (service and outlets and topics and subscriptions):
        raise ConfigError(faults)
    return Files(service, outlets, topics.joined(local) if local else topics, subscriptions, documents)


def _validated(model: type[M], document: Document | None, around: Surroundings, faults: list[Fault]) -> M | None:
    if document is None:
        return None
    try:
        return model.model_validate(document.data, context=around)
    except ValidationError as error:
        faults += explain(document, model, error)
        return None


def _between(documents: Mapping[str, Document], service: ServiceFile | None) -> Iterator[Fault]:
    outlets, subscriptions = documents.get(NAMES[1]), documents.get(NAMES[3])
    topics = [documents[name] for name in (NAMES[2], LOCAL_TOPICS) if name in documents]
    if outlets:
        yield from outlets_fit(outlets)
    if outlets and service:
        yield from ports_allowed(outlets, service.crawl.ports)
    for document in topics:
        yield from topics_fit(document)
    known = Topics(topics)
    yield from known.faults()
    if subscriptions:
        yield from subscriptions_fit(subscriptions)
    if subscriptions and NAMES[2] in documents:
        yield from known.concepts_exist(subscriptions)
        yield from queries_fit(subscriptions, known.watched, "subscriptions", "*", "queries", "*")
