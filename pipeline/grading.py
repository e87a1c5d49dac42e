"""A version beside what readers may know of its article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.changes.grade import grade
from pipeline.changes.kinship import Kinship, kinship, strangers
from pipeline.changes.passages import around, clipped
from pipeline.changes.state import State
from pipeline.dedupe.keys import same_title
from pipeline.model.change import Difference, Matter
from pipeline.model.outlet import Use
from pipeline.store import priors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from pipeline.model.article import Article
    from pipeline.model.match import Match, Span
    from pipeline.model.version import Facts
    from pipeline.store.database import Connection
    from pipeline.store.priors import Prior


@dataclass(frozen=True, slots=True)
class Rules:
    """What rules find."""

    matches: Sequence[Match]
    """In the new version."""
    judge: Callable[[str, str], tuple[Match, ...]]
    """In another title and text of the article."""
    versions: Mapping[str, str]
    """Version of each rule, by its id."""


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade of a version."""

    changes: tuple[Difference, ...]
    """Empty where it is cosmetic."""
    since: int | None
    """Number of the version it was compared with."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison made beforehand, beside the writer: long texts take seconds."""

    prior: Prior
    changes: tuple[Difference, ...]


def compare(prior: Prior, article: Article, facts: Facts | None, rules: Rules) -> Compared:
    """Compare a later state of an article with a stored version."""
    return Compared(prior, grade(_before(prior, article), _state(article, facts), _terms(prior, article, rules)))


def is_stranger(prior: Prior, article: Article, facts: Facts | None) -> bool:
    """Whether the text has next to nothing of a stored version; under its title only where both are long enough."""
    found = strangers(_before(prior, article), _state(article, facts))
    return found.another and (found.certain or not same_title(prior.title, article.title))


def kin(prior: Prior, published: datetime | None, article: Article, facts: Facts | None) -> Kinship:
    """Whether what stands at an address is a later state of an article, by its newest version and first date."""
    return kinship(replace(_before(prior, article), published=published), _state(article, facts))


def grade_version(conn: Connection, article_id: int, article: Article, facts: Facts | None, rules: Rules) -> Graded:
    """Grade a later state of a stored article.

    It is compared with the version a reader may have been told of, not with the newest stored one (`priors.prior`):
    what leads there by cosmetic steps may have changed its meaning on the way, and what leads back has not. Where none
    was read from the same source, it is the article read further, and only rules count that no announced version
    matched.
    """
    known = priors.prior(conn, article_id, article.text_by)
    if known is None:
        told = priors.rules_told(conn, article_id)
        found = [_won(match, article) for match in rules.matches if match.rule not in told]
        return Graded(grade(State("", None, ""), _state(article, facts), found), None)
    return Graded(compare(known, article, facts, rules).changes, known.number)


def _before(prior: Prior, article: Article) -> State:
    return State(prior.title, prior.text, prior.text_by, prior.facts, article.language)


def _state(article: Article, facts: Facts | None) -> State:
    text = article.text if article.use is Use.FULLTEXT else None
    return State(article.title, text, article.text_by, facts, article.language, article.published)


def _terms(known: Prior, article: Article, rules: Rules) -> list[Difference]:
    """Rules that match now or match no longer by what changed in the text.

    Rules change too. Where the text before is kept, today's rules are asked about it; else a match of another version
    of its rule is taken for no loss.
    """
    now = {match.rule: match for match in rules.matches}
    if known.text is None:
        held = set(known.found)
        lost = [rule for rule, found in known.found.items() if rules.versions.get(rule) == found.rule_version]
    else:
        judged = {match.rule for match in rules.judge(known.title, known.text)}
        held = judged | set(known.found)
        lost = [rule for rule in known.found if rule in judged]
    won = [_won(match, article) for rule, match in now.items() if rule not in held]
    return [*won, *(_lost(rule, known) for rule in sorted(lost) if rule not in now)]


def _won(match: Match, article: Article) -> Difference:
    texts = {"title": article.title, "text": article.text if article.use is Use.FULLTEXT else None}
    return Difference(Matter.TERM, None, _passage(match.rule, match.spans, texts))


def _lost(rule: str, known: Prior) -> Difference:
    return Difference(
        Matter.TERM, _passage(rule, known.found[rule].spans, {"title": known.title, "text": known.text}), None
    )


def _passage(rule: str, spans: Sequence[Span], texts: dict[str, str | None]) -> str:
    """The words that matched, with those next to them where the text is kept; a rule without words names itself."""
    if not spans:
        return clipped(rule)
    span, said = spans[0], texts[spans[0].field]
    return clipped(span.text) if said is None else around(said, span.start, span.end)
