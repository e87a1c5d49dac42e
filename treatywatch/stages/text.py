from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.document import Document
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.jsonl import optional_text_in
from treatywatch.stages.judging import judge

if TYPE_CHECKING:
    from datetime import timedelta

    from crawlers.workers import Workers
    from treatywatch.stages.jsonl import Object


@dataclass(frozen=True, slots=True)
class TextStage:
    """`inspect text`: the rules that an article matches, in a worker process."""

    workers: Workers
    rules: bytes
    """The rules, `judging.packed`."""
    longest: timedelta
    """Time that one article may take."""

    async def __call__(self, said: Object) -> Object:
        """Match `title` and `text`; either may be null. `id` is whatever names the article, and comes back with it."""
        for key in ("id", "title", "text"):
            if key not in said:
                raise LineUnreadable(f"{key!r} is missing")
        document = Document(
            optional_text_in(said, "title") or "",
            optional_text_in(said, "text") or "",
            language=optional_text_in(said, "language"),
            outlet=optional_text_in(said, "outlet"),
        )
        found = await self.workers.run(judge, document, self.rules, timeout=self.longest)
        return {"id": said["id"], **found}
