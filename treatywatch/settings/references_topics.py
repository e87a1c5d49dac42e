"""Faults between topics, and between topics and what refers to them, found on the plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import QueryError
from pipeline.matching.parse import parse_query
from treatywatch.settings.faults import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from treatywatch.settings.document import Document
    from treatywatch.settings.faults import Fault, Where

QUERIES = ("any", "all", "none")


class Topics:
    """The topics of all files; what a later file says of an id holds."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self.entries: dict[str, tuple[Document, Where, Mapping[str, object]]] = {
            str(entry["id"]): (document, where, entry)
            for document in documents
            for where, entry in document.find("topics", "*")
            if isinstance(entry, dict) and "id" in entry
        }

    @property
    def watched(self) -> set[str]:
        """Ids of those that are not gone."""
        return {id_ for id_, (_, _, entry) in self.entries.items() if not (_retired(entry) or entry.get("replaced_by"))}

    def faults(self) -> Iterator[Fault]:
        """Of the topics among themselves."""
        yield from self._context_sets()
        yield from self._replacements()
        for document in self._documents:
            for key in QUERIES:
                yield from queries_fit(document, self.watched, "topics", "*", key, "*")

    def concepts_exist(self, subscriptions: Document) -> Iterator[Fault]:
        """Every concept that a subscription names is a topic that is watched for, or that another replaced."""
        for where, concept in subscriptions.texts("subscriptions", "*", "concepts", "*"):
            if concept not in self.entries:
                hint = did_you_mean(concept, self.entries) or "; a word that is no topic goes under keywords"
                yield subscriptions.fault(where, f"no topic has the id '{concept}'{hint}")
            elif _retired(entry := self.entries[concept][2]) and not entry.get("replaced_by"):
                yield subscriptions.fault(where, f"the topic '{concept}' is retired: name another")

    def _context_sets(self) -> Iterator[Fault]:
        known = {id_ for each in self._documents for _, id_ in each.texts("context_sets", "*", "id")}
        for document in self._documents:
            for pattern in (("names", "*", "context", "*"), ("context", "sets", "*")):
                for where, named in document.texts("topics", "*", *pattern):
                    if named not in known:
                        hint = did_you_mean(named, known) or "; sets stand under context_sets"
                        yield document.fault(where, f"no context set has the id '{named}'{hint}")

    def _replacements(self) -> Iterator[Fault]:
        followed = {
            id_: str(entry["replaced_by"]) for id_, (_, _, entry) in self.entries.items() if entry.get("replaced_by")
        }
        for id_, then in followed.items():
            document, where, _ = self.entries[id_]
            if then not in self.entries:
                what = f"no topic has the id '{then}'{did_you_mean(then, self.entries)}"
                yield document.fault((*where, "replaced_by"), what)
            elif _comes_back(id_, followed):
                yield document.fault((*where, "replaced_by"), "replaces itself in the end")


def queries_fit(document: Document, concepts: Collection[str], *pattern: str) -> Iterator[Fault]:
    """Every `@concept` in queries that can be read is among `concepts`."""
    for where, text in document.texts(*pattern):
        line = " ".join(text.split())
        try:
            parse_query(line)
        except QueryError:
            continue  # told where the value itself is checked
        try:
            parse_query(line, concepts)
        except QueryError as error:
            yield document.fault(where, str(error))


def _retired(entry: Mapping[str, object]) -> bool:
    return entry.get("retired") is True


def _comes_back(id_: str, followed: Mapping[str, str]) -> bool:
    seen = {id_}
    at = followed[id_]
    while at in followed and at not in seen:
        seen.add(at)
        at = followed[at]
    return at in seen
