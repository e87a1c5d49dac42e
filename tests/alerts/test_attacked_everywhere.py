"""Hostile words in every place of a mail that holds any, whoever wrote them: strangers, operators or servers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alerts.catalogue import Catalogue
from alerts.direction import END_OF_ISOLATE, ISOLATE
from alerts.message import Composer
from alerts.operators import notes
from alerts.rendering import render
from alerts.selection import Material, select
from alerts.story import StoryFacts
from pipeline.model.change import Difference, Matter
from pipeline.model.coverage import Coverage, Hole, Trouble
from pipeline.model.fault import Fault
from pipeline.model.match import Match, Quotation, Span
from pipeline.model.outlet import Outlet
from pipeline.model.rule import Rule
from tests.alerts.builders import LIMITS, SENDER, SIX_PM, SUBSCRIPTION, WINDOW, match, memory, news, told
from tests.alerts.test_attacks import READER, hostile
from tests.alerts.test_message import HEADERS
from tests.alerts.test_rendering import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.digest import Digest
    from alerts.relay import Sender

WHERE_TO = ("http://", "https://", "mailto:owner@example.org?")
NOTE_HEADERS = 12
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td", "p", "h1", "h2", "h3"),
    *("b", "a", "bdi", "span", "ul", "li", "del", "ins"),
}
ATTRIBUTES = {
    *("lang", "dir", "charset", "name", "content", "class", "style", "role", "align", "width", "border", "href", "rel"),
    *("aria-roledescription", "aria-label", "aria-hidden", "cellpadding", "cellspacing"),
}


def steering(text: str) -> list[str]:
    """Characters that steer a terminal, a reader's eye or a parser; code points not assigned yet do not.

    Isolates of a line's own that end on it do not either.
    """
    kinds = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    ours = re.compile(f"{ISOLATE}([^{ISOLATE}{END_OF_ISOLATE}\\n]*){END_OF_ISOLATE}")
    return [
        char for char in ours.sub(r"\1", text) if unicodedata.category(char) in kinds and char not in "\n\u200c\u200d"
    ]


def everywhere(words: Sequence[str]) -> tuple[Digest, Sender]:
    """A digest in which each of these words stands in another place, and its sender."""
    word = iter(words)
    outlets = {id_: Outlet(id_, next(word), (), ownership=next(word)) for id_ in ("wire", "gazeta", "third")}
    labels = {rule: Rule(rule, next(word), ()) for rule in ("new_start", "inf", "ctbt")}
    parts = [next(word) for _ in range(3)]
    quoted = Quotation("".join(parts), len(parts[0]), len(parts[0] + parts[1]))
    first = Match("new_start", "v1", (Span("text", 0, 9, next(word)), Span("title", 0, 9, next(word))), quoted)
    lost = Match("inf", "v1", (Span("text", 0, 9, "INF"),), Quotation(next(word), 0, 1))
    edits = [Difference(matter, next(word), next(word)) for matter in (Matter.NUMBER, Matter.NEGATION)]
    edits.append(Difference(Matter.QUOTATION, next(word), None))
    stories = (
        news(1, next(word), first, language=next(word), url=f"https://example.org/{next(word)}"),
        news(2, "Envoys part", first, lost, version_id=9, lost=("inf",)),
        news(3, "Others report", first, match("inf", text="The INF", words="INF"), outlet="gazeta"),
        news(4, "Envoys met", first, version_id=9, changes=tuple(edits)),
    )
    failing = Trouble(next(word), next(word), SIX_PM - timedelta(hours=2), next(word))
    known = Material(
        stories,
        Catalogue(labels, outlets),
        Coverage(3, (failing,), (Hole(next(word), next(word), SIX_PM - timedelta(hours=9), SIX_PM, next(word)),)),
        memory(replace(told(2), title=next(word)), told(4)),
        {1: StoryFacts(1, "wire", 1, 0, ("wire", "third")), 3: StoryFacts(3, next(word), 0, 0, ("gazeta",))},
        {"ctbt": 4},
    )
    wanted = replace(SUBSCRIPTION, name=next(word))
    return select(wanted, WINDOW, known, LIMITS), replace(SENDER, name=next(word))


def test_the_places_that_are_attacked_below_are_printed() -> None:
    """All but an ownership that nobody is shown, a language that is none, sources' addresses, and an origin's id."""
    chosen, sender = everywhere([f"word{number:02}" for number in range(40)])
    rendered = render(chosen, sender, LIMITS)
    head = Composer(sender, SIX_PM).compose(rendered, READER).content.partition(b"Content-Type: text/plain")[0]
    said = f"{rendered.text}{rendered.html}{head.decode()}"
    assert [number for number in range(33) if f"word{number:02}" not in said] == [5, 21, 24, 27, 28, 30]


@given(st.lists(hostile.map("".join), min_size=40, max_size=40))
@settings(
    max_examples=100,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_no_words_whoever_wrote_them_leave_their_place_in_a_digest(words: list[str]) -> None:
    chosen, sender = everywhere(words)
    rendered = render(chosen, sender, LIMITS)
    message = message_from_bytes(Composer(sender, SIX_PM).compose(rendered, READER).content, policy=SMTP)
    assert message.keys() == HEADERS
    assert re.fullmatch(r'("[^"\\<>]*" )?<arms-control\.digest\.example\.org>', str(message["List-Id"]))
    assert str(message["To"]) == READER
    page = Page(rendered.html)
    assert {tag for tag, _ in page.tags} <= TAGS
    assert {name for _, attributes in page.tags for name in attributes} <= ATTRIBUTES
    assert all((link["href"] or "").startswith(WHERE_TO) for link in page.all("a"))
    assert len(page.all("h3")) == 4
    assert not steering(rendered.text + rendered.html)
    assert rendered.text.count("unsubscribe%20arms-control") == rendered.html.count("unsubscribe%20arms-control") == 1


@given(st.lists(hostile.map("".join), min_size=30, max_size=30))
@settings(
    max_examples=100,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_no_words_leave_their_place_in_a_note_to_the_operators(words: list[str]) -> None:
    for subject_, kind, detail in zip(words[::3], words[1::3], words[2::3], strict=True):
        fault = Fault(subject_, kind, SIX_PM, detail)
        for told_, answers in ((fault, 0), (replace(fault, recovered_at=SIX_PM), 2)):
            (note,) = notes(told_, [READER], replace(SENDER, name=detail), SIX_PM)
            message = message_from_bytes(note.content, policy=SMTP)
            assert len(message.keys()) == NOTE_HEADERS + answers
            assert str(message["To"]) == READER
            assert str(message["Subject"]).startswith("[treatywatch] ")
            body = message.get_content().replace("\r\n", "\n")
            assert not steering(body)
