"""What a difference shows: a few words of the article where its text is kept, bare facts otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.model.version import Statement

LONGEST: Final = 240
"""Characters of a passage, as of any quotation."""
REACH: Final = 36
"""Characters shown on either side of what differs."""
NEIGHBOURS: Final = 3
"""Words shown on either side of where two sentences differ."""
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads better
)
_DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905 - likewise


def around(said: str, start: int, end: int) -> str:
    """A place in a sentence with the words next to it."""
    left, right = max(0, start - REACH), min(len(said), end + REACH)
    if left:
        left = said.find(" ", left, start) + 1 or start
    if right < len(said):
        gap = said.rfind(" ", end, right)
        right = gap if gap > 0 else end
    lead, tail = "…" if left else "", "…" if right < len(said) else ""
    return clipped(f"{lead}{said[left:right]}{tail}")


def apart(before: str, after: str) -> tuple[str, str]:
    """Where two sentences differ, from the first word that does to the last, with a few words around."""
    one, other = before.split(), after.split()
    most = min(len(one), len(other))
    lead = next((number for number in range(most) if one[number] != other[number]), most)
    tail = next((number for number in range(most - lead) if one[-1 - number] != other[-1 - number]), most - lead)
    return _middle(one, lead, tail), _middle(other, lead, tail)


def _middle(words: list[str], lead: int, tail: int) -> str:
    start, end = max(0, lead - NEIGHBOURS), min(len(words), len(words) - tail + NEIGHBOURS)
    return clipped(f"{'…' if start else ''}{' '.join(words[start:end])}{'…' if end < len(words) else ''}")


def clipped(text: str) -> str:
    """At most 240 characters on one line, cut at a word where there is one."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    gap = text.rfind(" ", LONGEST // 2, LONGEST - 1)
    return text[: gap if gap > 0 else LONGEST - 1] + "…"


def figure(value: str) -> str:
    """A number, month or day of the week, for people."""
    if value[:1] == "m" and value[1:].isdigit() and 0 < int(value[1:]) <= len(_MONTHS):
        return _MONTHS[int(value[1:]) - 1]
    if value[:1] == "w":
        return _DAYS[int(value[1:]) - 1]
    return clipped(value)


def statement(it: Statement) -> str:
    """A sentence, or how long it was and what it was about."""
    if it.said is not None:
        return clipped(it.said)
    about = "; ".join(dict.fromkeys((*it.names, *map(figure, it.numbers))))
    return clipped(f"a statement of {it.size} words" + (f" ({about})" if about else ""))
