"""A settled article becomes what it is beside the archive: new, a version, or known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline import grading
from pipeline.changes.outline import outline, traces
from pipeline.dedupe.keys import content_key
from pipeline.dedupe.place import place
from pipeline.following import near, stored
from pipeline.model.article import Arrival
from pipeline.model.document import Document
from pipeline.model.outlet import Use
from pipeline.model.placement import Kind, Placement
from pipeline.model.version import Event, Version
from pipeline.placing import Window, article_traits, moment
from pipeline.store import articles, priors, versions
from pipeline.tagging.facts import facts
from pipeline.tagging.tag import tag
from pipeline.urls import REUSED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.changes.kinship import Kinship
    from pipeline.dedupe.traits import Traits
    from pipeline.following import Stored
    from pipeline.matching.matcher import Matcher
    from pipeline.model.article import Article
    from pipeline.model.match import Match
    from pipeline.model.outlet import Outlet
    from pipeline.model.placement import Known
    from pipeline.model.version import Facts
    from pipeline.store.database import Connection

TOLD_APART = 12
"""Hexadecimal digits by which articles are told apart that had one address."""

WAVERING = 2
"""Times that the same words are told of one article."""


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
    kin: Mapping[tuple[int, int], Kinship] = field(default_factory=dict)
    """What was found beside articles at its address, by their id and newest version."""
    stays: bool = False
    """Whether it is known to be what stood at its address, as a look at that page made sure."""


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


def followed(conn: Connection, read_: Read) -> tuple[Stored, ...]:
    """What an article may be a later state of; nothing of one that seems to be none."""
    article, found = read_.article, near(conn, read_.article)
    if any(one.content_key == read_.key for one in found.here):
        return ()
    named = place(article, read_.key, None, found.named)
    moved = (named.of,) if named.of and named.kind is Kind.VERSION else ()
    here = [one for one in found.here if not read_.stays or one.url_key == article.url_key]
    return stored(conn, (*here, *moved), article.text_by)


def compared(read_: Read, beside: Sequence[Stored]) -> Read:
    """Do the costly part of placing and grading a version, outside any transaction."""
    kin: dict[tuple[int, int], Kinship] = {}
    for one in beside:
        found = grading.kin(one.last, one.known.published, read_.article, read_.facts)
        kin[one.known.article_id, one.known.version] = found
        if read_.stays or not found.another:
            done = grading.compare(one.told, read_.article, read_.facts, read_.rules) if one.told else None
            return replace(read_, kin=kin, compared=done)
    return replace(read_, kin=kin)


def is_stranger(read_: Read) -> bool:
    """Whether it has next to nothing of the version that it was compared with."""
    done = read_.compared
    return done is not None and grading.is_stranger(done.prior, read_.article, read_.facts)


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


def plan(conn: Connection, read_: Read) -> Plan:
    """Decide what the article is; a later version of a baseline article is live."""
    article, found = read_.article, near(conn, read_.article)
    home, why = _home(conn, read_, found.here)
    placement = place(article, read_.key, home, found.named)
    if placement.kind is Kind.NEW and found.here:
        article = replace(article, url_key=own_key(read_))
        before = articles.find_by_key(conn, article.outlet, article.url_key)
        placement = replace(
            place(article, read_.key, before, ()),
            why=f"another article stood at its address; {why}",
            instead=found.here[0],
        )
    if placement.kind is Kind.VERSION and article.arrival is Arrival.BASELINE:
        article = replace(article, arrival=Arrival.LIVE)
    return Plan(replace(read_, article=article), placement)


def own_key(read_: Read) -> str:
    """The key of an article that took the address of another."""
    return f"{read_.article.url_key.partition(REUSED)[0]}{REUSED}{read_.key[:TOLD_APART]}"


def _home(conn: Connection, read_: Read, here: Sequence[Known]) -> tuple[Known | None, str]:
    """The article that has these words, or had those that became them; else why there is none."""
    exact = [one for one in here if one.content_key == read_.key]
    if not exact and read_.stays:
        exact = [one for one in here if one.url_key == read_.article.url_key]
    if exact:
        return exact[0], ""
    why = []
    for one in here:
        found = read_.kin.get((one.article_id, one.version)) or grading.kin(
            priors.last(conn, one.article_id), one.published, read_.article, read_.facts
        )
        if not found.another:
            return one, ""
        why.append(found.why)
    if len(here) < articles.REMEMBERED:
        return None, why[0] if why else ""
    return articles.find_said(conn, read_.article.outlet, read_.article.url_key, read_.key), why[0]


def graded(conn: Connection, planned: Plan) -> Plan:
    """Say of a version how it differs materially from what readers may know; other plans stay as they are.

    Of words that were told and taken back and told again nothing more is said: two texts take turns at an address.
    """
    placement, it = planned.placement, planned.read
    if placement.kind is not Kind.VERSION or placement.of is None:
        return planned
    of, done = placement.of.article_id, it.compared
    if priors.times_told(conn, of, it.key) >= WAVERING:
        return replace(planned, placement=replace(placement, changes=()))
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
    window, planned = window or Window(), graded(conn, plan(conn, read_))
    article_id, placement = apply(conn, planned), planned.placement
    if placement.kind is Kind.NEW:
        return replace(placement, grouping=window.add(conn, article_id, read_.traits, moment(read_.article)))
    if placement.kind is Kind.VERSION:
        window.revise(conn, article_id, read_.traits)
    return placement
