"""Lists, whose order says nothing: "Britain, France and Germany" is "Germany, France and Britain"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.changes.words import words

if TYPE_CHECKING:
    from pipeline.changes.pairing import Group

_ARTICLE: Final = "(?:(?:[Tt]he|[Ll]a|[Ll]es?|[Dd]er|[Dd]ie|[Dd]as|[Ee]l|[Ll]os|[Ll]as) |[Ll]['’])?"
_NAME: Final = r"[A-ZÀ-ÖØ-ÞŁŚŞŠŽČІЇЄҐЁА-Я][\w.'’]*+"
_ITEM: Final = re.compile(rf"\b{_ARTICLE}({_NAME}(?:[ -]{_NAME})*+)")
"""Capitalised words and an article, perhaps. Possessive, so that a hostile line is read once."""
_AND: Final = (
    "(?:and|or|nor|as well as|und|oder|sowie|noch|et|ou|ni|ainsi que|y|e|o|así como"
    "|и|или|а также|ни|та|і|й|або|а також)"
)
_LIST: Final = re.compile(rf"{_ITEM.pattern}(?:(?:, ?(?:{_AND} )?| {_AND} ){_ITEM.pattern})*+")
"""One name is a list, too: what always matches is never read again."""
_JOINED: Final = re.compile(rf"[ ,]{_AND} ")
FEWEST: Final = 3
"""Items of a list without `and`; between two a comma may stand for much."""


def only_reordered(group: Group) -> bool:
    """Whether two sentences say the same but for the order within lists; not where the text is not kept."""
    if len(group.before) != 1 or len(group.after) != 1:
        return False
    one, other = group.before[0].said, group.after[0].said
    return one is not None and other is not None and _sorted(one) == _sorted(other)


def _sorted(said: str) -> list[str]:
    """Folded words in their order, the items of lists in that of the alphabet."""
    return [word.said.casefold() for word in words(_LIST.sub(_in_order, said))]


def _in_order(found: re.Match[str]) -> str:
    items = [item[1].casefold() for item in _ITEM.finditer(found[0])]
    return ", ".join(sorted(items)) if len(items) >= FEWEST or _JOINED.search(found[0]) else found[0]
