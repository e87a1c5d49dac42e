from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipeline.matching.matcher import Matcher
from pipeline.model.rule import Name, Rule
from pipeline.model.story_told import Report, Role, roles, told
from pipeline.placing import Window
from pipeline.process import read, settle
from pipeline.ruling import merge
from pipeline.store.news import newest_seq, news
from tests.builders import NOON
from tests.pipeline.dedupe.newsroom import OTHER, REPORT, RETOLD, prose
from tests.pipeline.test_placing import item

if TYPE_CHECKING:
    from pipeline.store.database import Database

MATCHER = Matcher([Rule("envoys", "Envoys", (Name("Envoys"), Name("harbour")))])


def report(
    article: int, outlet: str, of: int | None = None, credit: str | None = None, *, added: bool = False
) -> Report:
    return Report(article, outlet, of, added, credit)


def test_reprints_are_counted_apart_from_independent_reports() -> None:
    facts = told(
        7,
        [
            report(1, "tass", credit="TASS"),
            report(2, "herald", of=1, credit="TASS"),
            report(3, "gazette", of=1, added=True),
            report(4, "courier"),
            report(5, "echo", credit="Reuters"),
            report(6, "mirror", of=5),
            report(8, "globe", credit="TASS"),
        ],
        [9],
    )
    assert (facts.id, facts.origin, facts.former_ids) == (7, "TASS", (9,))
    assert (facts.reprints, facts.reprints_added) == (3, 1)
    assert facts.independent == ("courier", "Reuters")


def test_an_outlet_that_prints_its_text_twice_reprints_nothing() -> None:
    facts = told(1, [report(1, "herald"), report(2, "herald", of=1)])
    assert (facts.origin, facts.reprints, facts.independent) == ("herald", 0, ())


def test_an_agencys_own_outlet_is_the_agency() -> None:
    facts = told(1, [report(1, "ria_novosti"), report(2, "herald", credit="RIA Novosti")])
    assert (facts.origin, facts.independent) == ("ria_novosti", ())


def test_the_news_of_a_digest_carries_its_story(store: Database) -> None:
    window = Window()
    wire = f"GENEVA, March 2. /TASS/. {REPORT}"
    items = [
        item(wire, "tass"),
        item(f"{wire}\n{prose(2)}", "gazette", hours=1),
        item(RETOLD, "courier", hours=2),
        item(OTHER, "courier", 1, hours=2),
    ]
    for one in items:
        store.write_now(partial(settle, read_=read(one, MATCHER), window=window))
    store.write_now(lambda conn: merge(conn, 1, 2, NOON))
    found = store.read_now(lambda conn: news(conn, 0, newest_seq(conn), ["envoys"]))
    stories = {one.story for one in found}
    assert len(stories) == 1
    (facts,) = stories
    assert facts
    assert (facts.id, facts.origin, facts.reprints, facts.reprints_added) == (1, "TASS", 1, 1)
    assert facts.independent == ("courier",)
    assert facts.former_ids == (2,)


def test_each_report_of_a_story_has_its_part() -> None:
    reports = [
        Report(1, "herald", None, added=False, credit="TASS"),
        Report(2, "gazette", 1, added=False, credit=None),
        Report(3, "herald", 1, added=False, credit=None),
        Report(4, "courier", None, added=False, credit="Tass"),
        Report(5, "observer", None, added=False, credit=None),
    ]
    assert roles(reports) == {
        1: Role.ORIGIN,
        2: Role.REPRINT,
        3: Role.COPY,
        4: Role.FOLLOW_UP,
        5: Role.INDEPENDENT,
    }
    assert roles([]) == {}
