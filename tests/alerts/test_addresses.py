from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.addresses import ascii_address, contact, mailto
from tests.alerts.builders import SENDER

if TYPE_CHECKING:
    from alerts.relay import Sender


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("reader@example.org", "reader@example.org"),
        ("First.Last+news@Example.org", "First.Last+news@Example.org"),
        ("user@пример.рф", "user@xn--e1afmkfd.xn--p1ai"),
        ("user@faß.example.org", "user@xn--fa-hia.example.org"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_the_domain_of_an_address_is_put_in_ascii(address: str, plain: str) -> None:
    assert ascii_address(address) == plain


def test_a_local_part_that_is_not_ascii_is_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match="needs SMTPUTF8"):
        ascii_address("чтец@example.org")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "reader",
        "@example.org",
        "reader@",
        "reader@example..org",
        "reader@-example.org",
        "reader@example-.org",
        "reader@пример..рф",
        "re ader@example.org",
        "a..b@example.org",
        '"a\r\nRCPT TO:<x>"@example.org',
        "reader@example.org\nBcc: x@example.net",
        "reader@example.org, other@example.net",
        "Reader <reader@example.org>",
        "a" * 65 + "@example.org",
        "reader@" + ("a" * 60 + ".") * 4 + "example.org",
    ],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"no plain e-mail address|no domain name"):
        ascii_address(address)


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (SENDER, "owner@example.org"),
        (replace(SENDER, owner=None), "desk@example.org"),
        (replace(SENDER, owner=None, reply_to=None), "digest@example.org"),
    ],
)
def test_readers_write_to_the_owner_else_to_where_replies_go(sender: Sender, expected: str) -> None:
    assert contact(sender) == expected


def test_a_mailto_link_carries_its_subject_encoded() -> None:
    assert mailto("a+b@example.org", "unsubscribe x&y?z") == "mailto:a+b@example.org?subject=unsubscribe%20x%26y%3Fz"
