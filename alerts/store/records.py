"""What became of each article that matched, as rows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.digest import Digest, Ref
    from alerts.story import Label


class Part(StrEnum):
    """Where in a digest an article stands, or why it does not."""

    LISTED = "listed"
    """A story's leading article."""
    ALONG = "along"
    """Told as part of a story that another article leads."""
    RUNNING = "running"
    """Told in one line, or not at all where the digest is empty otherwise: the story was told before."""
    LIMIT = "limit"
    """Held back, for the limits on a digest's length; counted there."""
    REPEATED = "repeated"
    """Held back: it was told before as it is."""


TOLD = (Part.LISTED, Part.ALONG, Part.RUNNING)
"""Parts that a reader has been told."""
Row = dict[str, object]


def rows(digest: Digest) -> list[Row]:
    """Every article of a digest, those held back included, in order."""
    return [{"position": position, **row} for position, row in enumerate(_all(digest))]


def _all(digest: Digest) -> Iterator[Row]:
    for section in digest.sections:
        for item in section.items:
            yield from _told(item.ref, section.rule, Part.LISTED, item.label)
    for item in digest.running:
        yield from _told(item.ref, "", Part.RUNNING, item.label)
    for section in digest.sections:
        for ref in section.left:
            yield from _held(ref, section.rule, Part.LIMIT)
    for ref in digest.running_left:
        yield from _held(ref, "", Part.LIMIT)
    for ref in digest.repeated:
        yield from _held(ref, "", Part.REPEATED)


def _told(ref: Ref, rule: str, part: Part, label: Label) -> Iterator[Row]:
    yield _row(ref, (ref.article_id, ref.version_id), rule, part, label)
    for along in ref.along:
        yield _row(ref, along, rule, Part.ALONG, label)


def _held(ref: Ref, rule: str, part: Part) -> Iterator[Row]:
    for ids in ((ref.article_id, ref.version_id), *ref.along):
        yield _row(ref, ids, rule, part, ref.label)


def _row(ref: Ref, ids: tuple[int, int], rule: str, part: Part, label: Label) -> Row:
    article, version = ids
    return {
        "article_id": article, "version_id": version, "rule": rule, "part": part, "label": label, "story": ref.story,
        "outlets": ref.outlets,
    }  # fmt: skip
