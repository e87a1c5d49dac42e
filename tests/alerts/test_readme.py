"""The digest that the README shows is one that this program prints."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from alerts.catalogue import Catalogue
from alerts.digest import Slot
from alerts.rendering import render
from alerts.selection import Material, Window, select
from alerts.subscription import Schedule
from pipeline.model.change import Difference, Matter
from pipeline.model.coverage import Coverage, Trouble
from pipeline.model.outlet import Outlet
from pipeline.model.rule import Rule
from tests.alerts.builders import BERLIN, LIMITS, SENDER, SUBSCRIPTION, match, memory, news, told

README = Path(__file__).parents[2] / "README.md"
HEADLINE = "Envoys agree on dates for talks about limits after New START"
LIMITS_KEPT = "Both delegations said that the limits of New START should be kept until a new text is signed."
DATA = "Data exchanged under New START ended the station's work, he said."
SIGNAL = "Die CTBT-Organisation ordnet das Signal einem Erdbeben zu."
BOUND = Difference(
    Matter.NEGATION, "The unit is bound by the moratorium", "The unit is no longer bound by the moratorium"
)
OUTLETS = {
    "wire": Outlet("wire", "Example Wire", (), ownership="state"),
    "herald": Outlet("herald", "Harbour Herald", (), ownership="independent"),
    "kurier": Outlet("kurier", "Beispielkurier", (), ownership="public"),
    "north": Outlet("north", "Northern Dispatch", ()),
}
RULES = {"new_start": Rule("new_start", "New START", ()), "ctbt": Rule("ctbt", "CTBT", ())}


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def printed() -> str:
    agree = news(
        4, HEADLINE, match(text=LIMITS_KEPT, title=HEADLINE),
        url="https://wire.example.org/2026/03/envoys-agree", published=march(2, 10, 20),
    )  # fmt: skip
    museum = news(
        3, "Old radar station becomes a museum", match(text=DATA),
        outlet="herald", url="https://herald.example.org/radar-museum", published=march(2, 15, 20),
    )  # fmt: skip
    launchers = news(
        2, "Ministry: 18 launchers, not 12", version_id=9, changes=(BOUND,),
        url="https://wire.example.org/2026/03/launchers", published=march(1, 18),
    )  # fmt: skip
    quake = news(
        1, "Erdbeben war kein Test", match("ctbt", text=SIGNAL, words="CTBT"),
        outlet="kurier", url="https://kurier.example.org/erdbeben", language="de", published=march(2, 17, 20),
    )  # fmt: skip
    down = Trouble("north", "https://north.example.org/", march(2, 9, 10), "answered 503 (Service Unavailable)")
    material = Material(
        (agree, museum, launchers, quake),
        Catalogue(RULES, OUTLETS),
        Coverage(12, (down,)),
        memory(replace(told(2), title="Ministry: 12 launchers")),
        usual={"new_start": 2},
    )
    due = march(3, 7)
    window = Window(Slot(date(2026, 3, 3), "daily@07:00", due), 0, 10_000, due - timedelta(days=1), due)
    schedule = Schedule(time(7), BERLIN)
    wanted = replace(SUBSCRIPTION, name="Arms Control Daily", rules=("new_start", "ctbt"), schedule=schedule)
    rendered = render(select(wanted, window, material, LIMITS), SENDER, LIMITS)
    return f"Subject: {rendered.subject}\n\n{rendered.text}"


def test_the_readme_shows_a_digest_as_it_is_printed() -> None:
    (shown,) = re.findall(r"```text\n(Subject.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert shown.strip() == printed().strip()
