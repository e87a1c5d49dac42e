"""The subject of a digest."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from alerts.capitals import lowered
from alerts.clean import clean_header
from alerts.digest import Kind
from alerts.story import Label
from alerts.times import MONTHS
from alerts.wording import counted

if TYPE_CHECKING:
    from alerts.digest import Digest, Item

LONGEST_SUBJECT: Final = 78
LONGEST_LABEL: Final = 30
CRIES: Final = re.compile(
    r"^(?:(?:urgent|breaking(?: news)?|exclusive|alert|just in|срочно|молния|eilmeldung|alerte)\s*[:!|–—-]+\s*)+",
    re.IGNORECASE,
)


def subject(digest: Digest) -> str:
    """`New START: Envoys confirm talks on limits (+6) - 21 Nov`, in at most 78 characters; `[Alert] …` of an alert.

    The first rule's label stays in front, so that a reader's filters work; the headline is cut at a word, and put
    calmly: no pictures, no cries, no capitals throughout. The number counts all other stories that matched, and those
    of them that changed since they were told; of a first story that did, it says so.
    """
    day = f" - {digest.slot.local_date.day} {MONTHS[digest.slot.local_date.month - 1]}"
    top = next((section for section in digest.sections if section.items), None)
    if top is None:
        return f"{clean_header(digest.name, LONGEST_LABEL)}: {_count(digest)}{day}"
    label = clean_header(top.label, LONGEST_LABEL)
    if digest.kind is Kind.ALERT:
        label, day = f"[Alert] {label}", ""
    first, others = top.items[0], _others(digest, top.items[0])
    became = f"{_became(first)}: " if first.label is Label.CHANGED else ""
    room = LONGEST_SUBJECT - len(f"{label}: {became}{others}{day}")
    headline = clean_header(calm(first.title, top.label), room)
    return f"{label}: {became}{headline}{others}{day}"


def calm(headline: str, label: str = "") -> str:
    """Take pictures and cries off a headline, and the capitals where there is nothing else, but for the label's own."""
    plain = "".join(char for char in headline if unicodedata.category(char) not in {"So", "Sk"})
    plain = CRIES.sub("", " ".join(plain.split()))
    plain = re.sub(r"([!?])[!?]+", r"\1", plain).replace("\ufe0f", "")
    return lowered(plain, label) if plain.isupper() and " " in plain else plain


def _became(item: Item) -> str:
    return "Withdrawn" if item.withdrawn else "Changed"


def _others(digest: Digest, first: Item) -> str:
    if digest.matched < 2:  # noqa: PLR2004 - the first, and another
        return ""
    changed = digest.labels.count(Label.CHANGED) - (first.label is Label.CHANGED)
    return f" (+{digest.matched - 1}{f', {changed} changed' if changed else ''})"


def _count(digest: Digest) -> str:
    return counted(digest.matched, "story") if digest.matched else "nothing new"
