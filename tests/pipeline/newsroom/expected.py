"""What the recorded agency stories say of themselves, read by a person: facts only, keyed by their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Expected:
    """Of one story."""

    published: str
    """ISO 8601, UTC."""
    place: str | None = None
    agency: str | None = None
    dated: date | None = None
    authors: tuple[str, ...] = ()
    opinion: bool = False


CHRISTMAS_WEEK = date(2024, 12, 26)
IGORA = "Igora, Leningrad Region"

OP_ED = "https://www.themoscowtimes.com/2018/10/31/after-ditching-the-inf-treaty-the-us-risks-further-isolation-op-ed"

EXPECTED = {
    "https://tass.com/politics/969300": Expected("2017-10-06T15:00:00+00:00", "Moscow", "TASS", date(2017, 10, 6)),
    "https://tass.com/politics/1894093": Expected("2024-12-26T18:09:18+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1894079": Expected("2024-12-26T17:17:49+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1894077": Expected("2024-12-26T17:13:39+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1894075": Expected("2024-12-26T17:05:47+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1894073": Expected("2024-12-26T17:04:52+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/world/1894057": Expected("2024-12-26T16:52:58+00:00", "Brussels", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1894067": Expected("2024-12-26T16:51:07+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1894063": Expected("2024-12-26T16:49:01+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1894059": Expected("2024-12-26T16:48:18+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1893923": Expected("2024-12-26T14:46:17+00:00", "Moscow", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/emergencies/1893901": Expected("2024-12-26T14:12:25+00:00", "Moscow", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/society/1893893": Expected("2024-12-26T14:02:57+00:00", "Moscow", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1893813": Expected("2024-12-26T12:12:59+00:00", "Hanoi", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1893803": Expected("2024-12-26T12:06:12+00:00", "Havana", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/economy/1893799": Expected("2024-12-26T12:04:20+00:00", "Hanoi", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/world/1893797": Expected("2024-12-26T11:57:36+00:00", IGORA, "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1893787": Expected("2024-12-26T11:28:10+00:00", "Donetsk", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1893783": Expected("2024-12-26T11:21:37+00:00", "Moscow", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1893785": Expected("2024-12-26T11:21:21+00:00", "Moscow", "TASS", CHRISTMAS_WEEK),
    "https://tass.com/politics/1893769": Expected("2024-12-26T10:54:31+00:00", "Moscow", "TASS", CHRISTMAS_WEEK),
    OP_ED: Expected("2018-10-30T21:00:00+00:00", authors=("Igor Ivanov",), opinion=True),
}
"""The seeds are the first and the last."""

NO_PART = (
    "Related article:",
    "INDEPENDENT NEWS FROM RUSSIA",
    "By Igor Ivanov",
    "https://",
    "All rights reserved",
    "Home | News | Opinion",
)
"""How lines begin that are on these pages and no part of a story."""
