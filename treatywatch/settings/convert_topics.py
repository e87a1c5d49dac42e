"""From topics to rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.matching.parse import parse_query
from pipeline.model.rule import Context, Examples, Name, Rule, Weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from treatywatch.settings.topics import ContextSetEntry, NameEntry, TopicEntry, TopicsFile


def concepts_of(topics: TopicsFile) -> Iterator[Rule]:
    """The rule of each topic that is watched for."""
    sets = {entry.id: entry for entry in topics.context_sets}
    return (concept_of(entry, sets) for entry in topics.topics if not entry.gone)


def replacements(topics: TopicsFile) -> dict[str, str]:
    """For each topic that was replaced, the one that holds in the end; those that replace each other are left out."""
    followed = {entry.id: entry.replaced_by for entry in topics.topics if entry.replaced_by}
    ends = {}
    for id_ in followed:
        way = [id_]
        while (then := followed.get(way[-1])) and then not in way:
            way.append(then)
        if way[-1] not in followed:
            ends[id_] = way[-1]
    return ends


def concept_of(entry: TopicEntry, sets: Mapping[str, ContextSetEntry]) -> Rule:
    """The rule of a topic, whose queries are valid."""
    context = entry.context
    return Rule(
        id=entry.id,
        label=entry.label,
        names=tuple(_name(name, sets) for name in entry.names),
        any=tuple(map(parse_query, entry.any)),
        all=tuple(map(parse_query, entry.all)),
        none=tuple(map(parse_query, entry.none)),
        context=_context([sets[id_] for id_ in context.sets], context.any, context.within) if context else None,
        exclude_near=entry.exclude_near,
        weights=Weights(entry.weights.title, entry.weights.body),
        min_score=entry.min_score,
        languages=entry.languages,
        examples=Examples(entry.examples.match, entry.examples.ignore),
    )


def _name(entry: NameEntry, sets: Mapping[str, ContextSetEntry]) -> Name:
    context = _context([sets[id_] for id_ in entry.context], (), entry.within) if entry.context else None
    return Name(entry.text, entry.acronym, entry.language, context, entry.capitals)


def _context(sets: Sequence[ContextSetEntry], more: tuple[str, ...], within: int) -> Context:
    near = dict.fromkeys((*more, *(term for entry in sets for term in entry.near)))
    strong = dict.fromkeys(term for entry in sets for term in entry.strong)
    return Context(tuple(near), within, tuple(strong))
