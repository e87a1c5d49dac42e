"""A recorded web: what each address answered, and from when on."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from treatywatch.errors import BadRecordings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OK = 200
SAFE = "/%:@!$&()*+,;=~'"
ALWAYS = datetime.min.replace(tzinfo=UTC)
MORNING_AFTER = timedelta(days=1, hours=6)


@dataclass(frozen=True, slots=True)
class Recording:
    """One answer of one address."""

    url: str
    file: Path | None
    """None for answers without a body."""
    content_type: str
    since: datetime
    status: int
    location: str | None
    down: bool
    """The host does not answer."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further header fields of the answer."""

    def body(self) -> bytes:
        """The bytes to serve; a file named `.gz` only stores them packed."""
        if self.file is None:
            return b""
        content = self.file.read_bytes()
        return gzip.decompress(content) if self.file.suffix == ".gz" else content


class RecordedWeb:
    """All recordings of a folder.

    Raises:
        BadRecordings: when its `index.jsonl` can't be read; names the line.
    """

    def __init__(self, folder: Path) -> None:
        self._answers: dict[str, list[Recording]] = {}
        feeds: dict[str, dict[str, Any]] = {}
        for place, row in _rows(folder / "index.jsonl"):
            recording = _recording(folder, place, row)
            self._answers.setdefault(address(recording.url), []).append(recording)
            if row.get("kind") == "feed":
                feeds[recording.url] = feeds.get(recording.url, {}) | row
        self.feeds = tuple(feeds.values())
        """The rows of kind `feed`, one for each address; what later rows say wins."""

    def answer(self, host: str, path: str, now: datetime) -> Recording | None:
        """What an address answers at a moment: its latest recording of then; of equals, the later row."""
        there = [recording for recording in self._answers.get(f"{host}{path}", ()) if recording.since <= now]
        return max(reversed(there), key=lambda recording: recording.since, default=None)

    def span(self, today: datetime) -> tuple[datetime, datetime]:
        """First and last moment of a rehearsal: whole days (UTC) around the recordings, and the morning after.

        Recordings without times make a single day, `today`.
        """
        moments = {recording.since for answers in self._answers.values() for recording in answers} - {ALWAYS}
        first, last = min(moments, default=today), max(moments, default=today)
        return _midnight(first), _midnight(last) + MORNING_AFTER


def address(url: str) -> str:
    """Host, path and query as they come over the wire; behind a mapped host the scheme is lost."""
    parts = urlsplit(url)
    query = f"?{quote(parts.query, safe=f'{SAFE}?')}" if parts.query else ""
    return f"{(parts.hostname or '').lower()}{quote(parts.path or '/', safe=SAFE)}{query}"


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)


def _rows(index: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = index.read_text("utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise BadRecordings(f"{index}: can't be read ({error}); name a folder with an index.jsonl") from error
    for number, line in enumerate(lines, 1):
        place = f"{index}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadRecordings(f"{place}: is no JSON ({error})") from error
        if not isinstance(row, dict) or not isinstance(row.get("url"), str):
            raise BadRecordings(f'{place}: is no object with a "url"')
        yield place, row


def _recording(folder: Path, place: str, row: dict[str, Any]) -> Recording:
    file = folder / row["file"] if row.get("file") else None
    if file and not file.is_file():
        raise BadRecordings(f"{place}: its file {file} is not there")
    try:
        since = datetime.fromisoformat(row["from"]).astimezone(UTC) if row.get("from") else ALWAYS
    except (TypeError, ValueError) as error:
        raise BadRecordings(f'{place}: "from" is no ISO time ({error})') from error
    return Recording(
        url=row["url"],
        file=file,
        content_type=row.get("content_type") or "application/octet-stream",
        since=since,
        status=row.get("status") or OK,
        location=row.get("location"),
        down=bool(row.get("down")),
        headers=tuple((row.get("headers") or {}).items()),
    )
