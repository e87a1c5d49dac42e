from __future__ import annotations

from random import Random

import pytest

from bench.copies import judged, prints, report, tallies
from bench.texts import SHARED, generated, real, tass
from pipeline.dedupe.index import Index
from pipeline.dedupe.member import HOUR
from pipeline.dedupe.traits import SHORT, traits
from pipeline.model.story import Group

absent = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data, the real texts, is not here")


def test_near_copies_of_generated_texts_are_told() -> None:
    chance = Random(1)
    items = prints([text for text in generated(chance)[:80] if text.words >= SHORT], chance)
    figures = tallies(items, judged(items))["long"]["all"]
    assert figures.f1 >= 0.995
    assert figures.precision >= 0.999


def test_the_report_names_the_peer() -> None:
    chance = Random(1)
    said = report(prints(generated(chance)[:5], chance))
    assert "datasketch, update " in said
    assert "100 words and more" in said


@absent
def test_near_copies_of_real_texts_are_told() -> None:
    chance = Random(2)
    items = prints([text for text in real()[:200] if text.words >= SHORT], chance)
    figures = tallies(items, judged(items))["long"]["all"]
    assert figures.f1 >= 0.995
    assert figures.precision >= 0.999


@absent
def test_of_one_day_of_an_agency_only_what_reports_one_event_is_one_story() -> None:
    """Two reports of one briefing on Syria, and a summary that repeats what was said of a missile."""
    index, merged = Index(), []
    texts = [*reversed(tass())]
    for place, text in enumerate(texts):
        it = index.candidate(place, place * HOUR // 3, traits("tass", "en", text.title, text.text))
        found = index.group(it)
        index.add(it, place if found.story is None else found.story)
        assert found.group is not Group.COPY
        if found.of is not None:
            merged.append((texts[found.of].title, text.title))
    assert all(any(word in one and word in other for word in ("Syria", "Oreshnik")) for one, other in merged)
    assert len(merged) <= 2


@absent
def test_the_two_seeds_are_articles_and_stories_of_their_own() -> None:
    index = Index()
    for place, (name, year) in enumerate((("tass", 2017), ("moscow_times", 2018))):
        text = (SHARED / f"seeds/{name}.txt").read_text("utf-8")
        it = index.candidate(place, (year - 1970) * 365 * 24 * HOUR, traits(name, "en", text[:80], text))
        assert index.group(it).group is Group.NEW
        index.add(it, place)
