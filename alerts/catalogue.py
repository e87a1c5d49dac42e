"""What is configured now, and how readers know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.clean import clean_text
from alerts.direction import isolated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.outlet import Outlet
    from pipeline.model.rule import Rule

LONGEST_NAME: Final = 80
STATE: Final = frozenset({"state", "state-aligned"})
"""Ownerships that make an outlet's word a state's."""
INDEPENDENT: Final = frozenset({"independent", "exile", "public", "western"})
"""Ownerships that make it a confirmation; governments and organisations speak for themselves."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is configured now, and how it is called; what is gone keeps its id as its name."""

    rules: Mapping[str, Rule]
    outlets: Mapping[str, Outlet]

    def rule_label(self, rule: str) -> str:
        """Give a rule's label, printable among other words."""
        return isolated(clean_text(self.rules[rule].label if rule in self.rules else rule, LONGEST_NAME))

    def outlet_name(self, outlet: str) -> str:
        """Give an outlet's name, printable among other words."""
        return isolated(clean_text(self.outlets[outlet].name if outlet in self.outlets else outlet, LONGEST_NAME))

    def ownership(self, outlet: str) -> str | None:
        """Say to whom an outlet belongs, in the configuration's word."""
        word = self.outlets[outlet].ownership if outlet in self.outlets else None
        return clean_text(word, LONGEST_NAME) if word else None
