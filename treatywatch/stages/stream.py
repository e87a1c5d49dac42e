from __future__ import annotations

from array import array
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xxhash import xxh3_64_intdigest

from pipeline.changes.kinship import LONG, RUNS
from pipeline.dedupe.index import Index
from pipeline.dedupe.keys import content_key
from pipeline.dedupe.likeness import Comparer
from pipeline.dedupe.links import Links
from pipeline.dedupe.marks import marks
from pipeline.dedupe.member import HOUR
from pipeline.dedupe.traits import traits
from pipeline.model.story import Group
from pipeline.urls import url_key
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.jsonl import optional_text_in, text_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.dedupe.traits import Traits
    from pipeline.model.story import Grouping
    from treatywatch.stages.jsonl import Object


class StreamStage:
    """`inspect stream`: what each article is beside those of the lines before it, without a database.

    Ids of lines come back; within, articles are numbered from 0. What is kept of an article that left the window is
    some hundred bytes.
    """

    def __init__(self, *, links: bool = False) -> None:
        self._index = Index()
        self._links = Links() if links else None
        self._ids: list[object] = []
        self._numbers: dict[int, int] = {}
        self._contents, self._titles, self._stories = array("Q"), array("Q"), array("Q")
        self._begun = 0

    async def __call__(self, said: Object) -> Object:
        """Place the article of a line. Raises LineUnreadable."""
        if "id" not in said:
            raise LineUnreadable("'id' is missing")
        outlet, key = text_in(said, "outlet"), url_key(text_in(said, "url"))
        title, text = optional_text_in(said, "title") or "", optional_text_in(said, "text") or ""
        at = self._moment(said)
        read = traits(outlet, optional_text_in(said, "language"), title, text)
        name, content = _hash(f"{outlet}\n{key}"), _hash(content_key(title, text))
        known = self._numbers.get(name)
        if known is None:
            answer = self._new(said["id"], name, content, at, read)
            return answer | self._also(answer, read.language, at, marks(title, text)) if self._links else answer
        if content == self._contents[known]:
            return self._answer(said["id"], Group.COPY, known, known, 1.0)
        if self._is_another(known, at, read):
            return self._new(said["id"], name, content, at, read)
        return self._version(said["id"], known, content, read)

    def _is_another(self, number: int, at: int, read: Traits) -> bool:
        """Whether another article took an address, as far as signatures tell (`pipeline.changes.kinship`)."""
        before, it = self._index.member(number), self._index.candidate(len(self._ids), at, read)
        if before is None or min(before.words, it.signature.words) < LONG or abs(at - before.at) < HOUR:
            return False
        if self._titles[number] == _hash(" ".join(read.title)):
            return False
        return Comparer(it).likeness(before).containment < RUNS

    def _new(self, line: object, name: int, content: int, at: int, read: Traits) -> Object:
        number = len(self._ids)
        it = self._index.candidate(number, at, read)
        found = self._index.group(it)
        story = self._story(found)
        self._numbers[name] = number
        self._ids.append(line)
        self._contents.append(content)
        self._titles.append(_hash(" ".join(read.title)))
        self._stories.append(story)
        self._index.add(it, story, found.of if found.group is Group.COPY else None)
        score = None if found.group is Group.NEW else found.grounds[-1].score
        return self._answer(line, found.group, number, found.of, score)

    def _version(self, line: object, number: int, content: int, read: Traits) -> Object:
        self._contents[number], self._titles[number] = content, _hash(" ".join(read.title))
        score, before = None, self._index.member(number)
        if before:
            self._index.remove(number)
            it = self._index.candidate(number, before.at, read)
            if it.signature.shingles and before.signature.shingles:
                score = Comparer(it).likeness(before).containment
            self._index.add(it, before.story, before.root)
        return self._answer(line, "version", number, number, score)

    def _also(self, answer: Object, language: str | None, at: int, found: frozenset[str]) -> Object:
        """Stories in other languages that seem to be about the same, where they are asked for."""
        if self._links is None or language is None:
            return {"also": []}
        self._links.add(answer["story"], language, at, found)
        linked = self._links.also(answer["story"])
        return {"also": [{"language": other, "story": story} for other, story in linked]}

    def _story(self, found: Grouping) -> int:
        if found.story is None:
            self._begun += 1
            return self._begun
        return found.story

    def _answer(self, line: object, kind: str, number: int, of: int | None, score: float | None) -> Object:
        return {
            "id": line,
            "kind": kind,
            "of": None if of is None else self._ids[of],
            "story": self._stories[number],
            "score": None if score is None else round(score, 4),
        }

    def _moment(self, said: Mapping[str, object]) -> int:
        """When the article was published, in seconds; the newest so far where it is not said."""
        written = optional_text_in(said, "published")
        if written is None:
            return self._index.newest
        try:
            moment = datetime.fromisoformat(written)
            return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
        except (ValueError, OverflowError):
            raise LineUnreadable(f"'published' is no ISO 8601 time: {written!r}") from None


def _hash(text: str) -> int:
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))
