"""How much of a slot is planned in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treatywatch.making import Due

SUBSCRIPTIONS: Final = 100
MESSAGES: Final = 1000
"""The writer is held for so many, and so many are in memory; more only where one subscription has more recipients."""


def portions(due: Iterable[Due]) -> Iterator[list[Due]]:
    """In order, as many as are planned in one transaction."""
    portion: list[Due] = []
    messages = 0
    for each in due:
        messages += len(each.subscription.recipients)
        if portion and (len(portion) == SUBSCRIPTIONS or messages > MESSAGES):
            yield portion
            portion, messages = [], len(each.subscription.recipients)
        portion.append(each)
    if portion:
        yield portion
