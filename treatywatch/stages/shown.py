"""A story as JSON, and what two versions of an article differ in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from treatywatch.stages.explained import version_told
from treatywatch.stages.jsonl import moment
from treatywatch.stages.worddiff import Run, word_diff, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model.story import StoryFacts
    from pipeline.store.histories import StoredVersion
    from treatywatch.stages.jsonl import Object
    from treatywatch.stages.showing import Shown, Telling


@dataclass(frozen=True, slots=True)
class Compared:
    """A version beside the one before it."""

    version: StoredVersion
    title: tuple[Run, ...]
    """Where the headlines differ; empty where they do not."""
    text: tuple[Run, ...] | None
    """Where the texts differ; None where one of them is not kept."""
    facts: tuple[str, ...]
    """What differs in the facts of texts that are not kept."""


def compared(versions: Iterable[StoredVersion]) -> Iterator[Compared]:
    """Each version beside the one before it; the first one has nothing to differ from."""
    before: StoredVersion | None = None
    for each in versions:
        if before is None:
            yield Compared(each, (), (), ())
        else:
            kept = before.text is not None and each.text is not None
            text = word_diff(before.text or "", each.text or "") if kept else None
            yield Compared(each, word_diff(before.title, each.title), text, () if kept else tuple(_facts(before, each)))
        before = each


def _facts(before: StoredVersion, after: StoredVersion) -> Iterator[str]:
    if not before.facts or not after.facts:
        return
    for what in ("numbers", "names", "terms"):
        one, other = set(getattr(before.facts, what)), set(getattr(after.facts, what))
        if one - other:
            yield f"{what} gone: {', '.join(sorted(one - other))}"
        if other - one:
            yield f"{what} new: {', '.join(sorted(other - one))}"
    if before.facts.negations != after.facts.negations:
        yield f"negations: {before.facts.negations} before, {after.facts.negations} now"


def shown(it: Shown) -> Object:
    """A story with the word diffs of its articles; absent values are null."""
    return {
        "story": it.id,
        "asked": it.asked,
        "former_ids": list(it.former_ids),
        "origin": it.facts and it.facts.origin,
        "reprints": it.facts and it.facts.reprints,
        "reprints_added": it.facts and it.facts.reprints_added,
        "independent": list(it.facts.independent) if it.facts else [],
        "articles": [_article(each) for each in it.articles],
    }


def _article(it: Telling) -> Object:
    history = it.history
    return {
        "url": history.url,
        "outlet": history.outlet,
        "language": history.language,
        "published": moment(history.published),
        "first_seen": moment(history.first_seen),
        "kind": it.role,
        "of": it.of,
        "added": it.added,
        "versions": [_version(each) for each in compared(history.versions)],
    }


def _version(it: Compared) -> Object:
    return version_told(it.version) | {
        "text_kept": it.version.text is not None,
        "title_diff": line(it.title) or None,
        "text_diff": None if it.text is None else line(it.text) or None,
        "facts_diff": list(it.facts),
    }


def reported(facts: StoryFacts) -> str:
    """Who reported a story: "TASS, and 14 reprints, 2 with added text; independent: The Gazette"."""
    prints = f", and {facts.reprints} {'reprint' if facts.reprints == 1 else 'reprints'}" if facts.reprints else ""
    added = f", {facts.reprints_added} with added text" if facts.reprints_added else ""
    others = f"; independent: {', '.join(facts.independent)}" if facts.independent else ""
    return f"{facts.origin}{prints}{added}{others}"


def line(runs: tuple[Run, ...]) -> str:
    """A word diff on one line."""
    return " ".join("".join(word for _, word in parts) for parts in written(runs))
