"""A settled article becomes what it is beside the archive: new, a version, or known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import grading
from pipeline.changes.outline import outline, traces
from pipeline.dedupe.keys import content_key
from pipeline.dedupe.place import place
from pipeline.model.article import Arrival
from pipeline.model.document import Document
from pipeline.model.outlet import Use
from pipeline.model.placement import Kind, Placement
from pipeline.model.version import Event, Version
from pipeline.placing import Window, article_traits, moment
from pipeline.store import articles, priors, versions
from pipeline.tagging.facts import facts
from pipeline.tagging.tag import tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.dedupe.traits import Traits
    from pipeline.matching.matcher import Matcher
    from pipeline.model.article import Article
    from pipeline.model.match import Match
    from pipeline.model.outlet import Outlet
    from pipeline.model.placement import Known
    from pipeline.model.version import Facts
    from pipeline.store.database import Connection
    from pipeline.store.priors import Prior


@dataclass(frozen=True, slots=True)
class Read:
    """An article with all that can be worked out without the archive."""

    article: Article
    key: str
    matches: tuple[Match, ...]
    facts: Facts | None
    """None where the text itself is kept."""
    traits: Traits
    """By what it is compared with other articles."""
    rules: grading.Rules
    """The rules that made `matches`."""
    compared: grading.Compared | None = None
    """With the version that it seemed to follow, before the transaction."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write for an article."""

    read: Read
    placement: Placement
    since: int | None = None
    """Number of the version that a version was compared with."""


def read(article: Article, matcher: Matcher, outlet: Outlet | None = None) -> Read:
    """Do the costly part, outside any transaction. What rules ask of the outlet is known where it is given."""

    def judge(title: str, text: str) -> tuple[Match, ...]:
        return tag(document(replace(article, title=title, text=text), outlet), matcher)

    found = judge(article.title, article.text)
    return Read(
        article,
        content_key(article.title, article.text),
        found,
        None if article.use is Use.FULLTEXT else fingerprint(article, found),
        article_traits(article),
        grading.Rules(found, judge, matcher.versions),
    )


def followed(conn: Connection, read_: Read) -> Prior | None:
    """What a version is likely to be compared with; None of an article that seems to be none."""
    article = read_.article
    known = articles.find_by_key(conn, article.outlet, article.url_key)
    if known is None or plan(read_, known, ()).placement.kind is not Kind.VERSION:
        return None
    return priors.prior(conn, known.article_id, article.text_by)


def compared(read_: Read, prior: Prior | None) -> Read:
    """Do the costly part of grading a version, outside any transaction."""
    if prior is None:
        return read_
    return replace(read_, compared=grading.compare(prior, read_.article, read_.facts, read_.rules))


def is_another(read_: Read) -> bool:
    """Whether it has next to nothing of the version that it was compared with."""
    done = read_.compared
    return done is not None and grading.another(done.prior, read_.article, read_.facts)


def fingerprint(article: Article, found: Sequence[Match]) -> Facts:
    """What is kept of an article whose text may not be."""
    told = facts(f"{article.title}\n{article.text}", (match.rule for match in found))
    return replace(told, statements=traces(outline(article.title, article.text, article.language)))


def document(article: Article, outlet: Outlet | None = None) -> Document:
    """An article as rules see it."""
    return Document(
        article.title,
        article.text,
        language=article.language,
        outlet=article.outlet,
        country=outlet.country if outlet else None,
        ownership=outlet.ownership if outlet else None,
        authors=article.authors,
        tags=article.tags,
    )


def plan(read_: Read, by_url: Known | None, by_alias: Sequence[Known]) -> Plan:
    """Decide what the article is; a later version of a baseline article is live."""
    placement = place(read_.article, read_.key, by_url, by_alias)
    article = read_.article
    if placement.kind is Kind.VERSION and article.arrival is Arrival.BASELINE:
        read_ = replace(read_, article=replace(article, arrival=Arrival.LIVE))
    return Plan(read_, placement)


def graded(conn: Connection, planned: Plan) -> Plan:
    """Say of a version how it differs materially from what readers may know; other plans stay as they are."""
    placement, it = planned.placement, planned.read
    if placement.kind is not Kind.VERSION or placement.of is None:
        return planned
    of, done = placement.of.article_id, it.compared
    if done and done.prior == priors.prior(conn, of, it.article.text_by):
        return replace(planned, placement=replace(placement, changes=done.changes), since=done.prior.number)
    found = grading.grade_version(conn, of, it.article, it.facts, it.rules)
    return replace(planned, placement=replace(placement, changes=found.changes), since=found.since)


def apply(conn: Connection, planned: Plan) -> int:
    """Write a plan; returns the article's id. A version that is cosmetic is no event."""
    article, placement = planned.read.article, planned.placement
    known = placement.of
    article_id = known.article_id if known else articles.add(conn, article)
    articles.sight(conn, article_id, article)
    if placement.kind is Kind.KNOWN:
        return article_id
    number = known.version + 1 if known else 1
    version = Version(
        number, article, planned.read.key, planned.read.facts, placement.why, placement.changes, planned.since
    )
    version_id = versions.add(conn, article_id, version)
    versions.add_matches(conn, version_id, planned.read.matches, article.arrival)
    if not known or placement.changes:
        kind = "version" if known else "article"
        versions.announce(conn, Event(kind, article_id, version_id, article.arrival, article.seen_at))
    return article_id


def settle(conn: Connection, read_: Read, window: Window | None = None) -> Placement:
    """Place and write an article inside the caller's transaction.

    Whoever settles more than one hands over a window; without one it is made from the store.
    """
    article, window = read_.article, window or Window()
    by_url = articles.find_by_key(conn, article.outlet, article.url_key)
    planned = graded(conn, plan(read_, by_url, articles.find_by_aliases(conn, article.outlet, article.aliases)))
    article_id, placement = apply(conn, planned), planned.placement
    if placement.kind is Kind.NEW:
        return replace(placement, grouping=window.add(conn, article_id, read_.traits, moment(article)))
    if placement.kind is Kind.VERSION:
        window.revise(conn, article_id, read_.traits)
    return placement
