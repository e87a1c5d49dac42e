"""What changed in an article, for a reader: few statements, the gravest first, and nothing said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.edits import Mark, Run, Statement, bare, full, in_quotes, parted
from alerts.story import Label
from pipeline.model.change import Matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.digest import Item
    from pipeline.model.change import Difference

SHOWN: Final = 3
"""Statements of an item; what is more is counted."""
PASSAGES: Final = 2
"""Of an article that are quoted; further changes are named without their words."""
A_PASSAGE: Final = 9
"""Words from which on it is one."""
EDGES: Final = '…. “”„«»"'
"""What stands at the ends of a passage, and is no part of it."""
GRAVITY: Final = (
    Matter.WITHDRAWN, Matter.NEGATION, Matter.NUMBER, Matter.TERM, Matter.NAME, Matter.QUOTATION, Matter.DELETION,
)  # fmt: skip


def statements(item: Item) -> tuple[Statement, ...]:
    """What is different now, the gravest first: three and how many more, or four.

    Differences that the former headline shows as well, and those that tell of a lost passage, are not said twice.
    """
    said, room = [], PASSAGES - (item.quoted and bool(item.quotation.text))
    for short, whole in _all(item):
        passage = short != whole and _words(whole) >= A_PASSAGE
        said.append(short if passage and not room else whole)
        room -= passage and room > 0
    if not said and item.label is Label.CHANGED:
        return ((Run("its text was edited"),),)
    said = list(dict.fromkeys(said))
    more = len(said) - SHOWN
    if more <= 1:  # one more takes no more room than to say so
        return tuple(said)
    return (*said[:SHOWN], (Run(f"and {more} more"),))


def as_text(statement: Statement) -> str:
    """A statement in plain text, where nothing is struck through."""
    return "".join(run.text for run in statement)


def as_sentence(statement: Statement) -> str:
    """Likewise with what ends a sentence, where a quotation at its end does not."""
    return f"{as_text(statement)}{stop(statement)}"


def stop(statement: Statement) -> str:
    """The full stop, where a quotation does not end with one."""
    return "" if as_text(statement).endswith((".", "…", ".”", "…”", "!”", "?”", ",”")) else "."


def _all(item: Item) -> Iterator[tuple[Statement, Statement]]:
    """Each statement without the article's words, and with them."""
    if item.withdrawn:
        told = item.label is Label.CHANGED
        withdrawn = (Run("the page was withdrawn" if told else "the page can't be had any more"),)
        yield withdrawn, withdrawn
    if item.headline_then:
        headline = (Run("the headline was "), *in_quotes(item.headline_then, Mark.GONE))
        yield headline, headline
    lost = [words for words in item.lost if item.label is Label.NEW or not _replaced(words, item)]
    for words in lost:
        yield (Run("a passage is gone"),), (Run("this passage is gone: "), *in_quotes(words, Mark.GONE))
    if item.label is Label.CHANGED:
        said: list[Difference] = []
        for difference in sorted(item.changes, key=lambda change: GRAVITY.index(change.matter)):
            if _in_headlines(difference, item) or _within(difference, lost) or _part_told(difference, said):
                continue
            said.append(difference)
            yield bare(difference), full(difference)


def _words(statement: Statement) -> int:
    """How many of the article's it has."""
    return sum(len(run.text.split()) for run in statement if run.mark is not Mark.OURS)


def _replaced(words: str, item: Item) -> bool:
    """Whether some difference says what stands in place of a lost passage."""
    return any(each.before and each.after and _overlap(each.before, words) for each in item.changes)


def _part_told(difference: Difference, told: list[Difference]) -> bool:
    """Whether a passage that went or came has a graver part, of which was told already."""
    if difference.matter is not Matter.DELETION or (difference.before and difference.after):
        return False
    return any(
        bool(each.before) == bool(difference.before)
        and bool(each.after) == bool(difference.after)
        and _overlap(each.before or each.after or "", difference.before or difference.after or "")
        for each in told
    )


def _within(difference: Difference, lost: list[str]) -> bool:
    return not difference.after and any(_overlap(difference.before or "", words) for words in lost)


def _overlap(one: str, other: str) -> bool:
    one, other = one.casefold().strip(EDGES), other.casefold().strip(EDGES)
    return one in other or other in one


def _in_headlines(difference: Difference, item: Item) -> bool:
    if not item.headline_then or not (difference.before and difference.after):
        return False
    _, gone, come, _ = parted(difference.before, difference.after)
    return _stands(gone, item.headline_then) and _stands(come, item.title)


def _stands(words: str, headline: str) -> bool:
    plain = " ".join(word.strip(".,;:") for word in headline.casefold().split())
    return bool(words) and f" {words.casefold().strip('.,;:')} " in f" {plain} "
