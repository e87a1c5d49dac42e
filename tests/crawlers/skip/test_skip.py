from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.entry import Entry
from crawlers.errors import NotAFeed, WorkerFailed, WorkerFailure
from crawlers.identity import Trace, fingerprint, identify, trace
from crawlers.prepass import Sketch
from crawlers.reading import Document, Step, read
from crawlers.skip import Known, KnownItem, Nothing, Some, Whole, remember, skip
from tests.crawlers.skip.watching import SOURCE, Memory
from tests.fakes import parse_here

if TYPE_CHECKING:
    from crawlers.entry import Feed

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
ENTRY = Entry("1", "https://courier.example.com/a", "Talks", published=NOON)


def sketched(*items: int, head: int = 7) -> Sketch:
    return Sketch(head, items, b"", tuple(b"" for _ in items), b"")


def known(*items: int, head: int = 7) -> Known:
    return remember(sketched(*items, head=head), dict.fromkeys(range(len(items)), ENTRY), (), SOURCE)


def item(raw: int) -> KnownItem:
    return KnownItem(raw, fingerprint(ENTRY), trace(ENTRY, SOURCE))


@pytest.mark.parametrize(
    ("before", "now", "todo"),
    [
        (known(1, 2), sketched(1, 2), Nothing((item(1), item(2)))),
        (known(1, 2), sketched(2, 1), Nothing((item(2), item(1)))),
        (known(1, 2), sketched(2), Nothing((item(2),))),
        (known(1, 2), sketched(2, 2), Nothing((item(2), item(2)))),
        (known(1, 2), sketched(), Nothing(())),
        (known(1, 2), sketched(3, 1, 4), Some((0, 2), (item(1),))),
        (known(1, 2), sketched(3, 4), Whole("all its items are new or changed")),
        (known(), sketched(1), Whole("all its items are new or changed")),
        (known(1, head=8), sketched(1), Whole("what stands around the items has changed")),
        (None, sketched(1), Whole("nothing is known of the document before")),
    ],
)
def test_as_little_is_read_as_brings_all_that_is_new(
    before: Known | None, now: Sketch, todo: Nothing | Some | Whole
) -> None:
    assert skip(before, now) == todo


NUMBERS = st.integers(0, 2**64 - 1)
TRACES = st.builds(
    Trace, base=NUMBERS, id=st.none() | NUMBERS, title=st.none() | NUMBERS, linked=st.booleans(), dated=st.booleans()
)
ITEMS = st.builds(KnownItem, NUMBERS, st.binary(min_size=16, max_size=16).map(bytes.hex), st.none() | TRACES)


@given(st.builds(Known, NUMBERS, st.lists(ITEMS, max_size=4).map(tuple)))
def test_what_is_known_survives_the_store(before: Known) -> None:
    packed = before.pack()
    assert Known.unpack(packed) == before
    assert len(packed) == 9 + 49 * len(before.items)


@pytest.mark.parametrize("packed", [b"", b"\x01", known(1).pack()[:-1], b"\x00" + known(1).pack()[1:]])
def test_what_another_version_stored_is_forgotten(packed: bytes) -> None:
    assert Known.unpack(packed) is None


def test_a_blank_entry_is_remembered_as_no_article() -> None:
    blank = Entry(None, None, "")
    assert [one.trace for one in remember(sketched(1), {0: blank}, (), SOURCE).items] == [None]


ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.sampled_from([None, "1", "2"]),
        url=st.sampled_from([None, "https://courier.example.com/a", "https://courier.example.com/a#1", "https://b.example.org/"]),
        title=st.sampled_from(["", "One", " ONE", "Two"]),
        summary=st.sampled_from(["", "s"]),
        published=st.sampled_from([None, NOON, NOON.replace(hour=9), NOON.replace(hour=10)]),
    ),
    max_size=8,
)  # fmt: skip


@given(ENTRIES, st.sets(st.integers(0, 7)))
def test_entries_that_are_not_read_again_take_part_in_telling_the_others_apart(
    entries: list[Entry], left_out: set[int]
) -> None:
    standing = [entry for position, entry in enumerate(entries) if position in left_out]
    read_ = [entry for position, entry in enumerate(entries) if position not in left_out]
    old = {fingerprint(entry) for entry in standing}
    whole = [one for one in identify(SOURCE, entries) if one.fingerprint not in old]
    apart = identify(SOURCE, read_, (), [trace(entry, SOURCE) for entry in standing])
    assert [one for one in apart if one.fingerprint not in old] == whole


ITEM = "<item><title>{0}</title><link>/{0}</link></item>"


def document(*titles: str, head: str = "") -> Document:
    listed = "".join(map(ITEM.format, titles))
    body = f'<rss version="2.0"><channel>{head}{listed}</channel></rss>'.encode()
    return Document(SOURCE, body, SOURCE)


async def test_entries_are_counted_as_if_all_were_read() -> None:
    memory = Memory()
    first = await read(document("a", "b", "b"), None, parse_here, memory.shared)
    second = await read(document("c", "a", "b", "b"), first.known, parse_here, memory.shared)
    assert [(reading.step, reading.entries) for reading in (first, second)] == [(Step.WHOLE, 2), (Step.NEW_ITEMS, 3)]
    assert [one.entry.title for one in second.found] == ["c"]
    assert second.standing == {one.fingerprint for one in first.found}


@pytest.mark.parametrize("change", [{"url": "https://other.example.org/"}, {"zone": "Europe/Moscow"}, {"source": "x"}])
async def test_what_a_document_is_read_by_is_no_longer_known_when_it_changes(change: dict[str, str]) -> None:
    memory = Memory()
    first = await read(document("a"), None, parse_here, memory.shared)
    second = await read(replace(document("a"), **change), first.known, parse_here, memory.shared)  # type: ignore[arg-type]
    assert second.step is Step.WHOLE


class Parser:
    """Reads whole documents, and has trouble with others."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble, self.bodies = trouble, list[bytes]()

    async def __call__(self, body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:
        self.bodies.append(body)
        feed = await parse_here(body, url, content_type, zone)
        if len(self.bodies) != 2:
            return feed
        if self.trouble:
            raise self.trouble
        return replace(feed, entries=feed.entries * 2)


@pytest.mark.parametrize("trouble", [None, NotAFeed(SOURCE, "broken")])
async def test_the_whole_document_is_read_where_the_new_items_alone_come_out_wrong(trouble: Exception | None) -> None:
    memory, parse = Memory(), Parser(trouble)
    first = await read(document("a"), None, parse, memory.shared)
    second = await read(document("b", "a"), first.known, parse, memory.shared)
    assert (second.step, second.entries, parse.bodies[2]) == (Step.WHOLE, 2, document("b", "a").body)
    assert second.why == "its new items can't be read alone"


async def test_a_document_in_doubt_is_read_as_a_whole_and_not_remembered() -> None:
    reading = await read(document("<b>a</b>"), None, parse_here, Memory().shared)
    assert (reading.step, reading.entries, reading.known) == (Step.WHOLE, 1, None)
    assert reading.why == "its items can't be told apart with certainty"


async def test_a_process_that_dies_is_not_asked_twice() -> None:
    memory, parse = Memory(), Parser(WorkerFailed(WorkerFailure.DIED, "died"))
    first = await read(document("a"), None, parse, memory.shared)
    with pytest.raises(WorkerFailed):
        await read(document("b", "a"), first.known, parse, memory.shared)
    assert len(parse.bodies) == 2


async def test_only_the_new_items_reach_the_parser() -> None:
    memory, parse = Memory(), Parser()
    first = await read(document("a"), None, parse_here, memory.shared)
    await read(document("b", "a"), first.known, parse, memory.shared)
    assert parse.bodies == [b"\xef\xbb\xbf" + document("b").body]


async def test_a_wrong_charset_is_told_whatever_was_read() -> None:
    memory, said = Memory(), b'<?xml version="1.0" encoding="windows-1251"?>'
    bodies = [said + document(*titles).body.replace(b"a<", "а<".encode()) for titles in (("a",), ("a",), ("b", "a"))]
    before, problems = None, []
    for body in bodies:
        reading = await read(Document(SOURCE, body, SOURCE), before, parse_here, memory.shared)
        before = reading.known
        problems.append(reading.problems)
    assert problems == [("declared as windows-1251, read as utf-8",)] * 3
