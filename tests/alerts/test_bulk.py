from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alerts.errors import MessageRefused, RecipientRefused, RenderError
from alerts.inspection import fault, fault_of_address, fault_of_head
from alerts.mail import Mail
from alerts.message import Bulk, Composer
from alerts.rendering import sheet
from tests.alerts.builders import LIMITS, SENDER, SIX_PM, digest, hostile_titles, match, news

RUSSIAN = "Делегации двух стран снова встречаются в Женеве, чтобы обсудить договор"


@pytest.mark.parametrize("title", ["Envoys meet", RUSSIAN, "=20 =? . -- =_", *hostile_titles()], ids=lambda _: "")
def test_a_mail_made_in_bulk_is_the_mail_made_alone_byte_for_byte(title: str) -> None:
    stories = [news(seq, f"{title} {seq}", match(text=f"{title[:100]} New START")) for seq in range(1, 6)]
    page = sheet(digest(*stories), SENDER, LIMITS)
    composer = Composer(SENDER, SIX_PM)
    bulk = Bulk(composer, page)
    for number in range(3):
        own = replace(page.digest, id=f"DIGEST{number}", subscription=f"reader-{number}")
        alone = composer.compose(page.filled(own, SENDER), f"{number}@example.com")
        assert bulk.compose(own, f"{number}@example.com") == alone
        assert fault(alone, page.filled(own, SENDER)) == fault_of_head(alone) == ""


def test_an_address_that_cannot_be_mailed_is_refused_in_bulk_as_well() -> None:
    page = sheet(digest(news(1)), SENDER, LIMITS)
    bulk = Bulk(Composer(SENDER, SIX_PM), page)
    for _ in range(2):
        with pytest.raises(RecipientRefused):
            bulk.compose(page.digest, "nobody")
        bulk.compose(page.digest, "reader@example.com")


def test_a_header_that_is_not_meant_is_found_in_bulk_as_well() -> None:
    page = sheet(digest(news(1)), SENDER, LIMITS)
    bulk = Bulk(Composer(SENDER, SIX_PM), page)
    bulk.compose(page.digest, "reader@example.com")
    with pytest.raises((MessageRefused, RenderError)):
        bulk.compose(replace(page.digest, id="A\r\nBcc: v@example.net"), "reader@example.com")


@pytest.mark.parametrize("id_", ["<b>", "a\nb", 'a"b', "\ue000"])
def test_an_id_that_would_not_stand_in_a_page_as_it_is_is_refused(id_: str) -> None:
    page = sheet(digest(news(1)), SENDER, LIMITS)
    with pytest.raises(RenderError, match="can't stand in a page"):
        page.filled(replace(page.digest, id=id_), SENDER)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"own": b"Subject: b"}, "more than recipient"),
        ({"own": b"To: a@example.com\r\n\r\n"}, "more than recipient"),
        ({"own": b"To: b@example.com\r\nBcc: v@example.net\r\n\r\n", "recipient": "b@example.com"}, "more than"),
        ({"recipient": "b@example.com\r\nBcc: v@example.net"}, "more than recipient"),
        ({"recipient": "b@example.com\nBcc: v@example.net"}, "bare CR or LF"),
        ({"shared": b"other"}, "more than recipient"),
    ],
)
def test_a_mail_that_differs_in_more_than_its_recipient_is_found(change: dict[str, Any], reason: str) -> None:
    read = Mail("a@example.com", "b@example.org", "<1@example.org>", b"To: a@example.com\r\nX: y\r\n\r\n", b"body")
    other = replace(read, recipient="b@example.com", own=read.own.replace(b"a@", b"b@"))
    assert fault_of_address(other, read) == ""
    changed = replace(other, **change)
    if "own" not in change:
        changed = replace(changed, own=b"To: %b\r\nX: y\r\n\r\n" % changed.recipient.encode())
    assert reason in fault_of_address(changed, read)
