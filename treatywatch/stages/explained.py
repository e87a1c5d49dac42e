"""An explanation as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from alerts.clean import clean_text
from crawlers.web import FetchFailed
from treatywatch.stages import page
from treatywatch.stages.followed import as_json
from treatywatch.stages.jsonl import moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawlers.web import Response
    from pipeline.model.change import Difference
    from pipeline.model.story import Grouping
    from pipeline.store.histories import StoredVersion
    from treatywatch.stages.explaining import Explanation
    from treatywatch.stages.jsonl import Object
    from treatywatch.stages.judging import Rulebook

BEGINNING: Final = 240
"""Characters of the text that are shown."""


def explained(it: Explanation, rules: Rulebook, robots: tuple[str, ...]) -> Object:
    """What was fetched, read, found beside the archive and matched; absent values are null."""
    outlet = it.subject.outlet
    matches = it.read.matches if it.read else ()
    return {
        "url": it.subject.url or None,
        "file": it.subject.file,
        "outlet": {"id": outlet.id, "use": outlet.effective_use} if it.subject.configured else None,
        "fetched": _fetched(it.answer, robots),
        "page": _page(it),
        "problem": it.problem,
        "archive": _archive(it),
        "followed": as_json(it.followed),
        **rules.told(matches, it.missed),
    }


def _fetched(answer: Response | FetchFailed | None, robots: tuple[str, ...]) -> Object | None:
    if answer is None:
        return None
    if isinstance(answer, FetchFailed):
        failed = asdict(answer) | {"retry_at": moment(answer.retry_at)}
        return {"failed": failed, "robots": list(robots)}
    return {
        "url": answer.url or None,
        "status": answer.status,
        "content_type": answer.content_type or None,
        "size": len(answer.body),
        "hops": [asdict(hop) for hop in answer.hops],
        "robots": list(robots),
        "failed": None,
    }


def _page(it: Explanation) -> Object | None:
    if it.page is None:
        return None
    told = page.described(it.subject.url or None, it.page)
    text = told.pop("text") or ""
    return told | {"length": len(text), "beginning": clean_text(text, BEGINNING) or None, "problem": it.page.problem}


def _archive(it: Explanation) -> Object:
    placement = it.placement
    nothing = {
        "kind": None,
        "of": None,
        "version": None,
        "why": placement,
        "group": None,
        "grade": None,
        "changes": None,
    }
    if isinstance(placement, str):
        return nothing | {"versions": []}
    known = placement.of
    return {
        "kind": placement.kind,
        "of": known.url_key if known else None,
        "version": known.version if known else None,
        "why": placement.why,
        "group": _group(placement.grouping, it.addresses) if placement.grouping else None,
        "grade": None if placement.changes is None else grade(placement.changes),
        "changes": None if placement.changes is None else [asdict(each) for each in placement.changes],
        "versions": [version_told(each) for each in it.versions],
    }


def grade(changes: Sequence[Difference]) -> str:
    """`material` or `cosmetic`."""
    return "material" if changes else "cosmetic"


def version_told(it: StoredVersion) -> Object:
    """A stored version with its grade."""
    return {
        "number": it.number,
        "seen_at": moment(it.seen_at),
        "title": it.title,
        "text_by": it.text_by,
        "grade": it.grade,
        "since": it.since,
        "changes": [asdict(each) for each in it.changes or ()],
    }


def _group(it: Grouping, addresses: Mapping[int | None, str]) -> Object:
    return {
        "kind": it.group,
        "of": addresses.get(it.of),
        "story": it.story,
        "grounds": [asdict(one) | {"neighbour": addresses.get(one.neighbour)} for one in it.grounds],
    }
