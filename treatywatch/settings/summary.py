from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treatywatch.settings.settings import Settings


def summary(settings: Settings) -> dict[str, int]:
    """How much of what the settings hold."""
    concepts = [rule for rule in settings.rules if rule.kind == "concept"]
    return {
        "outlets": len(settings.outlets),
        "sources": sum(len(outlet.sources) for outlet in settings.outlets),
        "topics": len(concepts),
        "names": sum(len(rule.names) for rule in concepts),
        "keywords": len(settings.rules) - len(concepts),
        "subscriptions": len(settings.subscriptions),
        "recipients": len({address for entry in settings.subscriptions for address in entry.recipients}),
    }


def described(settings: Settings) -> str:
    """The summary for people, with the outlets whose terms hold us back."""
    counts = summary(settings)
    width = max(map(len, counts))
    lines = [f"{settings.directory}: valid", *(f"  {name:<{width}}  {n}" for name, n in counts.items())]
    held = [f"{outlet.id} ({outlet.effective_use})" for outlet in settings.outlets if outlet.terms.forbid]
    if held:
        lines.append(f"terms forbid reading by program, no text is kept: {', '.join(held)}")
    return "\n".join(lines)
