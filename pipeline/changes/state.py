from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.changes.outline import Outline, outline

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.version import Facts


@dataclass(frozen=True, slots=True)
class State:
    """One state of an article."""

    title: str
    text: str | None
    """None where it is not kept."""
    text_by: str
    facts: Facts | None = None
    """What is known of a text that is not kept."""
    language: str | None = None
    published: datetime | None = None
    """As its outlet said then."""


def outlined(state: State) -> Outline:
    """Take a state apart; its text, or what is known of it."""
    if state.text is not None:
        return outline(state.title, state.text, state.language)
    title = outline(state.title, "", state.language).title
    return Outline(title, state.facts.statements if state.facts else None)
