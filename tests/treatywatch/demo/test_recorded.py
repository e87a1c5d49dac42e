from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, RemoteDisconnected
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import NOON
from treatywatch.demo.clock import SteppedClock
from treatywatch.demo.recorded import RecordedWeb, address
from treatywatch.demo.replay import replayed
from treatywatch.errors import BadRecordings

if TYPE_CHECKING:
    from pathlib import Path

FEED = "https://herald.example.org/feed?of=all"


def web(folder: Path, *rows: dict[str, Any]) -> RecordedWeb:
    for name, text in {"one": "first", "two": "second"}.items():
        (folder / name).write_text(text)
    (folder / "packed.gz").write_bytes(gzip.compress(b"unpacked"))
    (folder / "index.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return RecordedWeb(folder)


def row(**said: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {"url": FEED, "file": "one", "content_type": "text/plain", "kind": "feed", "outlet": "herald"} | said


def served(recorded: RecordedWeb, at: datetime = NOON) -> bytes | None:
    found = recorded.answer("herald.example.org", "/feed?of=all", at)
    return found.body() if found else None


def test_the_later_row_of_an_address_wins(tmp_path: Path) -> None:
    assert served(web(tmp_path, row(), row(file="two"))) == b"second"


@pytest.mark.parametrize(("hours", "body"), [(-1, b"first"), (0, b"second"), (1, b"second")])
def test_a_row_with_a_time_is_served_from_then_on(tmp_path: Path, hours: int, body: bytes) -> None:
    recorded = web(tmp_path, row(file="two", **{"from": NOON.isoformat()}), row())
    assert served(recorded, NOON + timedelta(hours=hours)) == body


def test_before_its_first_recording_an_address_is_not_there(tmp_path: Path) -> None:
    recorded = web(tmp_path, row(**{"from": NOON.isoformat()}))
    assert served(recorded, NOON - timedelta(seconds=1)) is None


def test_packed_recordings_are_served_unpacked(tmp_path: Path) -> None:
    assert served(web(tmp_path, row(file="packed.gz"))) == b"unpacked"


def test_a_feed_s_rows_make_one_source(tmp_path: Path) -> None:
    recorded = web(tmp_path, row(name="Herald"), row(file="two", **{"from": NOON.isoformat()}))
    assert [(feed["url"], feed["name"]) for feed in recorded.feeds] == [(FEED, "Herald")]


def test_a_rehearsal_covers_the_recorded_days_and_the_morning_after(tmp_path: Path) -> None:
    recorded = web(tmp_path, row(**{"from": "2026-03-02T09:30:00+03:00"}), row(**{"from": "2026-03-04T23:00:00Z"}))
    assert recorded.span(NOON) == (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 5, 6, tzinfo=UTC))


def test_recordings_without_times_are_one_day(tmp_path: Path) -> None:
    assert web(tmp_path, row()).span(NOON) == (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("https://Herald.example.org", "herald.example.org/"),
        ("https://herald.example.org:443/a b", "herald.example.org/a%20b"),
        ("http://herald.example.org/путь?q=é", "herald.example.org/%D0%BF%D1%83%D1%82%D1%8C?q=%C3%A9"),
        ("http://herald.example.org/a#top", "herald.example.org/a"),
    ],
)
def test_an_address_is_kept_as_it_comes_over_the_wire(url: str, wire: str) -> None:
    assert address(url) == wire


@pytest.mark.parametrize(
    ("index", "fault"),
    [
        ("{", r"index\.jsonl:1: is no JSON"),
        ("[]", r'index\.jsonl:1: is no object with a "url"'),
        ('{"url": "https://herald.example.org/", "file": "absent"}', r"index\.jsonl:1: its file .*absent is not there"),
        ('{"url": "https://herald.example.org/", "from": "noon"}', r'index\.jsonl:1: "from" is no ISO time'),
    ],
)
def test_recordings_that_can_t_be_replayed_name_the_line(tmp_path: Path, index: str, fault: str) -> None:
    (tmp_path / "index.jsonl").write_text(index)
    with pytest.raises(BadRecordings, match=fault):
        RecordedWeb(tmp_path)


def test_a_folder_without_an_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRecordings, match=r"name a folder with an index\.jsonl"):
        RecordedWeb(tmp_path / "absent")


class Browser:
    """Asks a replay for one of its hosts."""

    def __init__(self, place: str) -> None:
        self.place = place

    def get(self, path: str, **headers: str) -> tuple[int, bytes, str | None]:
        connection = HTTPConnection(self.place, timeout=5)
        try:
            connection.request("GET", path, headers={"Host": "herald.example.org"} | headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Location") or answer.headers.get("ETag")
        finally:
            connection.close()


def test_the_replay_answers_as_of_its_clock_and_conditionally(tmp_path: Path) -> None:
    clock = SteppedClock(NOON - timedelta(hours=1))
    recorded = web(tmp_path, row(), row(file="two", **{"from": NOON.isoformat()}))
    with replayed(recorded, clock.now) as place:
        browser = Browser(place)
        status, body, etag = browser.get("/feed?of=all")
        assert (status, body) == (200, b"first")
        assert browser.get("/feed?of=all", **{"If-None-Match": str(etag)})[0] == 304
        clock.advance(timedelta(hours=1))
        assert browser.get("/feed?of=all", **{"If-None-Match": str(etag)})[:2] == (200, b"second")
        assert browser.get("/elsewhere")[0] == 404


def test_the_replay_moves_fails_and_falls_silent_as_recorded(tmp_path: Path) -> None:
    url = "https://herald.example.org"
    recorded = web(
        tmp_path,
        row(),
        {"url": f"{url}/moved", "status": 301, "location": f"{url}/new"},
        {"url": f"{url}/gone", "status": 410, "headers": {"ETag": "its own"}},
        {"url": f"{url}/down", "down": True},
    )
    with replayed(recorded, lambda: NOON) as place:
        browser = Browser(place)
        assert browser.get("/moved")[::2] == (301, f"{url}/new")
        assert browser.get("/gone")[::2] == (410, "its own")
        with pytest.raises(RemoteDisconnected):
            browser.get("/down")
