from __future__ import annotations

import pytest

from pipeline.dedupe.links import Links
from pipeline.dedupe.marks import marks
from pipeline.dedupe.member import HOUR

ENGLISH = (
    "On Tuesday envoy Darya Malinova met Kurt Essendorf in Geneva. They spoke of 312 launchers and the base Tarvin."
)
RUSSIAN = (
    "Во вторник посланник Дарья Малинова встретила в Женеве Курта Эссендорфа. Речь шла о 312 установках и базе Тарвин."
)
HARBOUR = (
    "Порт Лормонт вновь открыт, сообщил начальник порта Иван Береговой. Паром на остров Кельсбург ходит с 15 часов."
)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("Malinova", "Малинова"), ("Essendorf", "Эссендорфа"), ("Tarvin", "Тарвин"), ("Tokhtarov", "Тохтаров")],
)
def test_a_name_has_one_mark_in_both_alphabets(latin: str, cyrillic: str) -> None:
    assert marks("", f"He met {latin} here") & marks("", f"Он видел {cyrillic} там")


def test_numbers_and_concepts_are_marks() -> None:
    assert marks("", "of 1,500 warheads", ["new_start"]) == {"number:1500", "concept:new_start"}


def linked(hours: int = 1, concepts: tuple[str, ...] = ("inf",)) -> Links:
    links = Links()
    links.add(1, "en", 0, marks("", ENGLISH, concepts))
    links.add(2, "ru", HOUR, marks("", HARBOUR))
    links.add(3, "ru", hours * HOUR, marks("", RUSSIAN, concepts))
    return links


def test_stories_in_two_languages_are_linked_both_ways() -> None:
    links = linked()
    assert links.also(1) == (("ru", 3),)
    assert links.also(3) == (("en", 1),)
    assert links.also(2) == ()


def test_stories_more_than_two_days_apart_are_not_linked() -> None:
    assert linked(hours=60).also(3) == ()


def test_a_story_is_linked_to_the_one_whose_nearest_it_is() -> None:
    links = linked()
    links.add(4, "en", 2 * HOUR, marks("", "A word of Malinova and of Tarvin and 312 more", ["inf"]))
    assert (links.also(1), links.also(4)) == ((("ru", 3),), ())


def test_an_unknown_story_has_no_links() -> None:
    assert Links().also(9) == ()
