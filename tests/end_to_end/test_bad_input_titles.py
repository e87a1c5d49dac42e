from __future__ import annotations

import json
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from alerts.headers import OPTIONAL, REQUIRED
from tests.alerts.builders import hostile_titles
from tests.alerts.delivery.relays import relay
from tests.crawlers.servers import Server, reply
from tests.end_to_end.installation import Installation, host, outlet, subscription

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from email.message import EmailMessage

    from tests.alerts.delivery.relays import Received
    from tests.end_to_end.installation import Ended

TITLES = hostile_titles()
NUMBERS = range(len(TITLES))


@dataclass(frozen=True)
class Mailed:
    """Each title came from an outlet of its own and went to a subscription of its own, in one run."""

    installation: Installation
    runs: tuple[Ended, Ended]
    received: list[Received]

    def digest(self, number: int) -> EmailMessage:
        """The one for a title."""
        (content,) = (mail.content for mail in self.received if mail.recipient == reader(number))
        return message_from_bytes(content, policy=default)


def reader(number: int) -> str:
    return f"reader{number}@example.org"


def feed(number: int) -> str:
    """A JSON Feed, which can carry any character, with a word in its text that only one subscription asks for."""
    title, link = TITLES[number], f"https://{host(f'outlet{number}')}/1"
    said = f"The omen{number} was discussed at length by all delegations."
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "items": [{"id": link, "url": link, "title": title, "content_text": said}],
    }
    alone = any("\ud800" <= character <= "\udfff" for character in title)
    return json.dumps(document, ensure_ascii=alone)  # UTF-8 has no lone surrogates; escapes have


@pytest.fixture(scope="module")
async def mailed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mailed]:
    outlets = [f"outlet{number}" for number in NUMBERS]
    async with Server() as server, relay() as good:
        for number, name in enumerate(outlets):
            server.pages[f"{host(name)}/feed"] = reply(feed(number), content_type="application/feed+json")
        installation = Installation(
            tmp_path_factory.mktemp("titles"),
            server.address,
            good.port,
            [outlet(name) for name in outlets],
            [subscription(f"sub{number}", [reader(number)], keywords=[f"omen{number}"]) for number in NUMBERS],
        )
        polled = await installation.run_once()
        await installation.wait_until_due()
        yield Mailed(installation, (polled, await installation.run_once()), good.accepted)


def test_hostile_titles_disturb_no_run(mailed: Mailed) -> None:
    assert [(run.code, run.messages, run.troubles()) for run in mailed.runs] == [(0, [], [])] * 2


def test_every_article_with_a_hostile_title_is_archived(mailed: Mailed) -> None:
    assert mailed.installation.ask("select count(*) from articles") == [(len(TITLES),)]


def test_one_mail_goes_to_each_recipient_and_to_nobody_else(mailed: Mailed) -> None:
    assert sorted(mail.recipient for mail in mailed.received) == sorted(map(reader, NUMBERS))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_hostile_title_adds_no_header(mailed: Mailed, number: int) -> None:
    digest = mailed.digest(number)
    names = [name.lower() for name in digest]
    assert len(names) == len(set(names))
    assert set(names) <= REQUIRED | OPTIONAL
    assert [address.addr_spec for address in digest["to"].addresses] == [reader(number)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_hostile_title_stands_in_the_digest_as_text(mailed: Mailed, number: int) -> None:
    digest = mailed.digest(number)
    html, text = (digest.get_body((kind,)) for kind in ("html", "plain"))
    assert html is not None
    assert text is not None
    assert f"omen{number}" in text.get_content()
    assert "<img" not in html.get_content()
    assert " 49 " not in text.get_content()
    assert len(html.get_content()) < 80_000
