from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.change import Difference


def difference(it: Difference) -> str:
    """A difference on one line."""
    if it.before is None:
        return f"{it.matter}, added: {it.after}"
    if it.after is None:
        return f"{it.matter}, gone: {it.before}"
    return f"{it.matter}: {it.before} → {it.after}"
