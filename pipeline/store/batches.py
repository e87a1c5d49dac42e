from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

MOST = 500
"""Values of one list in a statement."""


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Lists as long as a statement takes."""
    listed = list(values)
    return (listed[start : start + MOST] for start in range(0, len(listed), MOST))
