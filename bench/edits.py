"""What becomes of a text on its way to another outlet, and texts that only look alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bench.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.prose import Prose

SENTENCE: Final = re.compile(r"(?<=[.!?。！？])\s*(?=\S)")
CHANGED: Final = 0.12
"""Part of the words that are replaced."""
PLACES: Final = ("Lormont", "Essendorf", "Tarvin", "Kellsburg", "Oradea Bay", "Nordhaven")
FORMULA: Final = """Units of the northern air defence destroyed {count} unmanned aircraft in the night to {day} March,
the headquarters said in its morning report on {weekday}. According to the report {first} of them were brought down
over the district of {place}, {second} over the coast, and the others on their way to the port of {port}. Fragments
damaged {roofs} roofs and a power line; {hurt} people were treated for cuts, and nobody was killed, the district
administration said. Trains between {place} and {port} ran again from {hour} o'clock. Repair crews of the grid company
were at work in {streets} streets. The headquarters asks residents not to touch fragments, to keep away from windows
while the alarm sounds, and to report finds to the emergency number. It publishes a report of the night every morning
at seven, with figures that are not checked by others. The alarm lasted {minutes} minutes altogether, and was raised
{times} times."""
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def truncated(text: Text, prose: Prose, chance: Random) -> Text:  # noqa: ARG001 - an edit's signature
    """The beginning, a third to two thirds."""
    words = text.text.split(" ")
    return Text(text.title, " ".join(words[: max(1, int(len(words) * chance.uniform(0.33, 0.67)))]))


def framed(text: Text, prose: Prose, chance: Random) -> Text:  # noqa: ARG001 - an edit's signature
    """With an outlet's lines around it, and what else there is to read."""
    above = "Our newsletter brings the day's reports to your mailbox every morning. Subscribe without charge."
    below = (
        "All rights reserved. Nothing of this page may be printed or passed on without written consent of the editors."
    )
    read_on = " ".join(f"Read on: {prose.title()}." for _ in range(4))
    return Text(text.title, f"{above}\n{text.text}\n{read_on}\n{below}")


def updated(text: Text, prose: Prose, chance: Random) -> Text:
    """Sentences in a row replaced by others, a quarter of the words at most, and as many new ones below."""
    sentences = SENTENCE.split(text.text)
    start = end = chance.randrange(len(sentences))
    left = text.words / 4
    while end < len(sentences) and (left := left - len(sentences[end].split())) >= 0:
        end += 1
    news = [prose.sentence() for _ in range(2 * (end - start) or 1)]
    half = end - start
    return Text(text.title, " ".join(sentences[:start] + news[:half] + sentences[end:] + news[half:]))


def abridged(text: Text, prose: Prose, chance: Random) -> Text:  # noqa: ARG001 - an edit's signature
    """Every sentence but three in ten, chosen anywhere."""
    sentences = SENTENCE.split(text.text)
    kept = sorted(chance.sample(range(len(sentences)), max(1, round(len(sentences) * 0.7))))
    return Text(text.title, " ".join(sentences[place] for place in kept))


def reworded(text: Text, prose: Prose, chance: Random) -> Text:
    """12 % of the words replaced."""
    words = text.text.split(" ")
    for place in chance.sample(range(len(words)), round(len(words) * CHANGED)):
        words[place] = prose.words(1)
    return Text(text.title, " ".join(words))


EDITS: Final[dict[str, Callable[[Text, Prose, Random], Text]]] = {
    "truncated": truncated,
    "boilerplate": framed,
    "updated": updated,
    "abridged": abridged,
    "12 % of words": reworded,
}


def formula(day: int, chance: Random) -> Text:
    """The report of a day, after a pattern that only its figures and names leave."""
    figures = {
        name: chance.randint(2, 90)
        for name in ("count", "first", "second", "roofs", "hurt", "hour", "streets", "minutes", "times")
    }
    place, port = chance.sample(PLACES, 2)
    text = FORMULA.format(day=day, weekday=WEEKDAYS[day % 7], place=place, port=port, **figures)
    return Text("Air defence reports on the night", text)
