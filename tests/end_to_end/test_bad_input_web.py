from __future__ import annotations

import re
from contextlib import AsyncExitStack
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from tests.crawlers.servers import hang, reply
from tests.end_to_end.installation import Installation, host, outlet, sink, subscription
from tests.end_to_end.sick_web import MENDED, PAGES, RSS, SICK, deaf_port, feed, healthy_web, item

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.crawlers.servers import Server
    from tests.end_to_end.installation import Ended

HEALTHY = "INF Treaty: herald reports"
LIBRARY = "library"


@dataclass(frozen=True)
class Survived:
    """All sick outlets and one in good health were polled in one run; the digest went out in the next."""

    installation: Installation
    polled: Ended
    mailed: Ended
    asked_at_home: int
    digests: list[bytes]

    def troubles(self, name: str) -> list[str]:
        """What the log says of an outlet, beyond the everyday."""
        return [line["message"] for line in self.polled.troubles() if line.get("outlet") == name]

    def ledger(self, name: str) -> list[tuple[str, str]]:
        """Outcomes and messages of the polls of an outlet."""
        return self.installation.ask(
            "select outcome, p.message from polls p join sources s on s.id = source_id where outlet = ?", name
        )

    def text(self) -> str:
        """The digest's plain text on one line."""
        body = message_from_bytes(self.digests[0], policy=default).get_body(("plain",))
        assert body is not None
        return " ".join(body.get_content().split())


def serve(server: Server) -> None:
    """Lay out the web."""
    for name, sick in SICK.items():
        paths = {"/feed": sick.feed, **sick.more}
        server.pages |= {host(name) + path: answer for path, answer in paths.items()}
    for name, (answer, _, _) in MENDED.items():
        server.pages[f"{host(name)}/feed"] = answer
    entries = [item(f"INF Treaty: page {name}", f"https://{page_host(name)}/article") for name in [*PAGES, "hung"]]
    server.pages[f"{host(LIBRARY)}/feed"] = reply(feed(entries), content_type=RSS)
    server.pages |= {f"{page_host(name)}/article": answer for name, (answer, _, _) in PAGES.items()}
    server.pages[f"{page_host('hung')}/article"] = hang()


def page_host(name: str) -> str:
    return host(f"page_{name}")


def asked_at_home(server: Server) -> int:
    return sum(request.host.startswith(("127.", "localhost")) for request in server.requests)


@pytest.fixture(scope="module")
async def survived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Survived]:
    folder = tmp_path_factory.mktemp("sick")
    (folder / "mails").mkdir()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(healthy_web("herald"))
        port = await stack.enter_async_context(sink(folder / "mails"))
        dead = f"127.0.0.1:{stack.enter_context(deaf_port())}"
        serve(server)
        installation = Installation(
            folder,
            server.address,
            port,
            outlets=[outlet(name) for name in [*SICK, *MENDED, LIBRARY, "herald"]],
            subscriptions=[subscription("arms")],
            crawl={"timeout": "3s", "map_hosts": {"*": server.address, host("dead"): dead}},
        )
        polled = await installation.run_once()
        await installation.wait_until_due()
        mailed = await installation.run_once()
        digests = [file.read_bytes() for file in (folder / "mails").glob("*.eml")]
        yield Survived(installation, polled, mailed, asked_at_home(server), digests)


def test_the_run_ends_well_and_in_bounded_time(survived: Survived) -> None:
    assert (survived.polled.code, survived.mailed.code) == (0, 0)
    assert survived.polled.messages == survived.mailed.messages == []
    assert survived.polled.seconds < 60


@pytest.mark.parametrize("name", SICK)
def test_the_ledger_says_what_is_wrong_with_a_source(survived: Survived, name: str) -> None:
    ((outcome, message),) = survived.ledger(name)
    assert outcome == SICK[name].outcome
    assert re.search(SICK[name].says, message)


@pytest.mark.parametrize("name", SICK)
def test_the_log_says_it_once_in_the_same_words(survived: Survived, name: str) -> None:
    ((_, message),) = survived.ledger(name)
    assert survived.troubles(name) == [message]


def test_nothing_is_logged_as_an_error_of_ours(survived: Survived) -> None:
    lines = survived.polled.log + survived.mailed.log
    assert [line for line in lines if line["level"] == "error" or "exception" in line] == []


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_mended_is_read_and_noted(survived: Survived, name: str) -> None:
    _, title, note = MENDED[name]
    ((outcome, message),) = survived.ledger(name)
    assert (outcome, note in message) == ("entries", True), message
    assert title in survived.installation.titles()


@pytest.mark.parametrize("name", PAGES)
def test_an_article_whose_page_is_sick_is_kept_and_says_why(survived: Survived, name: str) -> None:
    _, by, problem = PAGES[name]
    query = "select text_by, problem, text from versions where title = ?"
    ((text_by, said, text),) = survived.installation.ask(query, f"INF Treaty: page {name}")
    assert text_by == by
    assert re.search(problem, said)
    assert "INF Treaty" in text


def test_a_page_in_an_unknown_encoding_is_read_letter_by_letter(survived: Survived) -> None:
    query = "select text from versions where title = 'INF Treaty: page unknown_charset'"
    ((text,),) = survived.installation.ask(query)
    assert "Стороны обсудили договор INF Treaty" in text


def test_a_page_that_hangs_waits_for_another_try(survived: Survived) -> None:
    ((url, attempts, message),) = survived.installation.ask("select url, attempts, message from pages")
    assert (url, attempts) == ("https://page-hung.example.org/article", 1)
    assert message == f"{url}: no whole answer within 3 s"


def test_nothing_was_asked_of_this_machine(survived: Survived) -> None:
    assert survived.asked_at_home == 0


def test_half_an_entry_of_a_feed_cut_short_is_no_article(survived: Survived) -> None:
    query = "select title from versions join articles a on a.id = article_id where outlet = 'cut'"
    assert survived.installation.ask(query) == [("INF Treaty: whole in a cut feed",)]


def test_the_healthy_outlet_is_read_from_its_page_and_mailed_beside_the_sick(survived: Survived) -> None:
    query = "select outlet, text_by from versions v join articles a on a.id = article_id where title = ?"
    assert survived.installation.ask(query, HEALTHY) == [("herald", "page")]
    assert len(survived.digests) == 1
    assert HEALTHY in survived.text()


def test_the_digest_says_honestly_what_was_not_watched(survived: Survived) -> None:
    healthy = len(MENDED) + 2
    said = re.search(r"Watched .*? of \d+ sources\. Not reached: .*? \d+ more\.", survived.text())
    assert said is not None
    assert said[0].startswith(f"Watched {healthy} of {healthy + len(SICK)} sources. Not reached: Broken Off since ")
    assert "(the connection broke off before the body was whole); Circle since" in said[0]
    assert said[0].endswith(f"; {len(SICK) - 5} more.")
