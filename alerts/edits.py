"""One difference in words: what was, what is, and as little around it as makes sense of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from alerts.clean import cut
from alerts.direction import right_to_left
from pipeline.model.change import Matter

if TYPE_CHECKING:
    from pipeline.model.change import Difference

A_FEW: Final = 4
"""Words that are a term, and no passage."""
LONGEST_EDIT: Final = 8
"""Words that are set against each other in place; beyond it, before and after stand side by side."""
AROUND: Final = 6
"""Words left on each side of an edit."""
SIDE: Final = 110
"""Characters of what is set side by side."""
STOPS: Final = ".,;:!?"
OPENING: Final = '“"«„'
GONE: Final = {
    Matter.NUMBER: "a figure was removed", Matter.QUOTATION: "a quotation was removed",
    Matter.NEGATION: "a “not” was removed", Matter.NAME: "a name was removed",
    Matter.TERM: "a treaty term was removed", Matter.DELETION: "a passage was removed",
}  # fmt: skip
COME: Final = {
    Matter.NUMBER: "a figure was added", Matter.QUOTATION: "a quotation was added",
    Matter.NEGATION: "a “not” was added", Matter.NAME: "a name was added",
    Matter.TERM: "a treaty term was added", Matter.DELETION: "a passage was added",
}  # fmt: skip
OTHER: Final = {
    Matter.NUMBER: "a figure was changed", Matter.QUOTATION: "a quotation was reworded",
    Matter.NEGATION: "a statement was turned round", Matter.NAME: "a name was changed",
    Matter.TERM: "a treaty term was changed", Matter.DELETION: "a passage was replaced",
}  # fmt: skip
VERBS: Final = {
    Matter.NAME: ("is no longer named", "is named now"),
    Matter.TERM: ("is no longer mentioned", "is mentioned now"),
}


class Mark(StrEnum):
    """How words of a statement are set."""

    OURS = "ours"
    QUOTED = "quoted"
    """The article's, in its language."""
    GONE = "gone"
    """Likewise, and not there any more."""
    COME = "come"
    """Likewise, and not there before."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a statement."""

    text: str
    mark: Mark = Mark.OURS


Statement = tuple[Run, ...]


def bare(difference: Difference) -> Statement:
    """The difference without the article's words."""
    table = OTHER if difference.before and difference.after else GONE if difference.before else COME
    return (Run(table[difference.matter]),)


def full(difference: Difference) -> Statement:
    """The difference with the article's words."""
    before, after = difference.before, difference.after
    if before and after:
        return _edited(difference.matter, before, after)
    if before:
        return _one_sided(difference.matter, before, Mark.GONE)
    return _one_sided(difference.matter, after or "", Mark.COME)


def _one_sided(matter: Matter, words: str, mark: Mark) -> Statement:
    gone = mark is Mark.GONE
    if len(words.split()) <= A_FEW and matter not in {Matter.QUOTATION, Matter.DELETION}:
        verb = VERBS.get(matter, ("was removed", "was added"))[0 if gone else 1]
        return (*in_quotes(words, mark), Run(f" {verb}"))
    return (Run(f"{(GONE if gone else COME)[matter]}: "), *in_quotes(words, mark))


def _edited(matter: Matter, before: str, after: str) -> Statement:
    lead, gone, come, tail = parted(before, after)
    longest = max(len(gone.split()), len(come.split()))
    if longest > LONGEST_EDIT or right_to_left(before + after):
        return (
            Run(f"{OTHER[matter]}, from "), *in_quotes(cut(before, SIDE), Mark.GONE),
            Run(" to "), *in_quotes(cut(after, SIDE), Mark.COME),
        )  # fmt: skip
    around = (_last(lead), _first(tail))
    if not gone or not come:
        return _one_word(gone, come, around)
    stop = _common_stop(gone, come) if lead else ""
    edit: Statement = (Run(gone.removesuffix(stop), Mark.GONE), Run(" → "), Run(come.removesuffix(stop), Mark.COME))
    if longest > 1 and (lead or tail):
        edit = (Run("["), *edit, Run("]"))
    whole = _between(around, (*edit, Run(stop)) if stop else edit)
    return (Run("“"), *whole, Run("”")) if lead or len(tail.split()) > A_FEW else whole


def _common_stop(gone: str, come: str) -> str:
    """What ends both and is no part of the edit: `12. → 20.` is `12 → 20.`; the points of `U.S.` are its own."""
    stop = gone[-1]
    words = (gone.rsplit(maxsplit=1)[-1], come.rsplit(maxsplit=1)[-1])
    plain = all(word[-1] == stop and len(word) > 1 and "." not in word[:-1] for word in words)
    return stop if stop in STOPS and plain else ""


def _one_word(gone: str, come: str, around: tuple[str, str]) -> Statement:
    """Words that were taken out of a sentence, or put into it."""
    words, mark, verb = (gone, Mark.GONE, "removed") if gone else (come, Mark.COME, "added")
    place = (Run("“"), *_between(around, (Run(words, mark),)), Run("”"))
    if len(words.split()) > A_FEW:
        return (Run(f"words were {verb}: "), *place)
    if mark is Mark.GONE:  # in plain text the sentence would read as if they stood there
        place = (Run("“"), *_between(around, (Run("[…]"),)), Run("”"))
    named = mark if mark is Mark.GONE else Mark.QUOTED  # marked once, where it stands
    return (Run("“"), Run(words, named), Run(f"” was {verb}: "), *place)


def _between(around: tuple[str, str], edit: Statement) -> Statement:
    lead, tail = around
    before = (Run(f"{lead} ", Mark.QUOTED),) if lead else ()
    after = (Run(f" {tail}", Mark.QUOTED),) if tail else ()
    return (*before, *edit, *after)


def parted(before: str, after: str) -> tuple[str, str, str, str]:
    """What both begin with, what was, what is, and what both end with, in whole words."""
    old, new = _begun_alike(before.split(), after.split())
    shortest = min(len(old), len(new))
    start = next((place for place in range(shortest) if old[place] != new[place]), shortest)
    rest = shortest - start
    end = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    parts = (old[:start], old[start : len(old) - end], new[start : len(new) - end], old[len(old) - end :])
    lead, gone, come, tail = (" ".join(part) for part in parts)
    return lead, gone, come, tail


def _begun_alike(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Passages cut out of longer sentences, beginning with the same word: where they were cut means nothing."""
    if not (old and new and old[0].startswith("…") and new[0].startswith("…")):
        return old, new
    plain = (old[0].lstrip("…"), new[0].lstrip("…"))
    for skipped in range(1, AROUND):
        if [plain[0], *old[1:2]] == new[skipped : skipped + 2]:
            return old, [f"…{new[skipped]}", *new[skipped + 1 :]]
        if [plain[1], *new[1:2]] == old[skipped : skipped + 2]:
            return [f"…{old[skipped]}", *old[skipped + 1 :]], new
    return old, new


def _last(words: str) -> str:
    kept = words.split()
    return words if len(kept) <= AROUND else f"… {' '.join(kept[-AROUND:])}"


def _first(words: str) -> str:
    kept = words.split()
    return words if len(kept) <= AROUND else f"{' '.join(kept[:AROUND])} …"


def in_quotes(words: str, mark: Mark) -> Statement:
    """With quotation marks around it, where the article does not begin with its own."""
    return (Run(words, mark),) if words[0] in OPENING else (Run("“"), Run(words, mark), Run("”"))
