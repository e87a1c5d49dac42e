from __future__ import annotations

import pytest

from pipeline.changes.furniture import is_furniture
from pipeline.changes.grade import grade, ordered
from pipeline.changes.names import same_name
from pipeline.changes.numerals import numbers
from pipeline.changes.passages import apart, around, clipped, figure
from pipeline.changes.quotations import quotations
from pipeline.changes.state import State
from pipeline.model.change import Difference, Matter
from pipeline.model.version import Facts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,550 and 1.550 and 1 550 and 1'550", ["1550"] * 4),
        ("0.125 and 2,5 and 2.50", ["0.125", "2.5", "2.5"]),
        ("1.5 million, 2 bn, 3 тыс", ["1500000", "2000000000", "3000"]),
        ("5 percent, 5%, 5 per cent, 5 Prozent, 5 pour cent", ["5%"] * 5),
        ("on 2026-03-05 or 05.03.2026", ["5", "m3", "2026", "5", "m3", "2026"]),
        ("at 09:30", ["9:30"]),
        ("may act, in May, 5 may", ["m5", "5", "m5"]),
        ("в феврале и мае, 12 августа", ["m2", "m5", "12", "m8"]),
        ("two of the S-400", ["2", "400"]),
        ("on Monday, в среду", ["w1", "w3"]),
        ("in 2010 700 launchers", ["2010", "700"]),
        ("none at all", []),
    ],
)
def test_numbers_have_one_form(text: str, values: list[str]) -> None:
    assert [number.value for number in numbers(text)] == values


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ('He said "no deal" today', ["no deal"]),
        ("„Kein Vertrag“, sagte er", ["Kein Vertrag"]),
        ("»Kein Vertrag«, sagte er", ["Kein Vertrag"]),
        ("«Договора нет», — сказал он", ["Договора нет"]),
        ("« Pas de traité », dit-il", [" Pas de traité "]),
        ("他说“没有条约”。", ["没有条约"]),
        ("He said ‘there is no deal’ today", ["there is no deal"]),
        ("The envoys' talks and the other side's wish", []),
        ("“One paragraph goes on", ["One paragraph goes on"]),
        ('A 5" pipe', []),
        ("“He called it ‘a deal’ at last,” she said", ["He called it ‘a deal’ at last,"]),
    ],
)
def test_quoted_words_are_found_in_any_language_s_marks(line: str, quoted: list[str]) -> None:
    assert [line[start:end] for start, end in quotations(line)] == quoted


@pytest.mark.parametrize(
    "line",
    [
        "Updated at 14:05 GMT",
        "Last updated on Tuesday, March 3, 2026 at 10:00 UTC",
        "Обновлено в 14:05",
        "Stand: 12. April, 14 Uhr",
        "Mis à jour à 18h30",
        "Read more: who met whom",
        "Читайте также: кто с кем встречался",
        "Lesen Sie auch: Wer wen traf",
        "Lire aussi : qui a vu qui",
        "By Ann Smith",
        "© Herald 2026",
        "Reporting by Ann Smith; editing by Tom Brown",
        "Photo: Herald",
        "Newsletter",
        "This story has been updated.",
        "3 hours ago",
        "Geneva, 12:30, 12 March",
    ],
)
def test_what_a_page_prints_around_an_article_is_none_of_it(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Published figures show 1,550 warheads.",
        "Updated missiles reach 5,000 kilometres.",
        "Related sanctions on 5 firms were lifted.",
        "Support us or leave, he said.",
        "Stand der Dinge: 1.550 Sprengköpfe.",
        "By Tuesday the talks were over.",
        "Talks ended at 14:05.",
    ],
)
def test_a_sentence_that_begins_like_a_stamp_belongs_to_the_article(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Pavel Morozov", "Morozov", True),
        ("Павла Морозова", "Павел Морозов", True),
        ("Zelensky", "Zelenskyy", True),
        ("Kiev", "Kyiv", True),
        ("Iran", "Iraq", False),
        ("North Korea", "South Korea", False),
        ("Austria", "Australia", False),
        ("Niger", "Nigeria", False),
        ("Иран", "Ирак", False),
        ("US", "UK", False),
    ],
)
def test_names_are_the_same_in_part_and_in_other_spellings(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_a_passage_is_a_few_words_around_a_place() -> None:
    said = (
        "The ministry said on Monday that Russia keeps 1,550 deployed warheads and a number of launchers in the north."
    )
    place = said.index("1,550")
    assert (
        around(said, place, place + 5) == "…said on Monday that Russia keeps 1,550 deployed warheads and a number of…"
    )
    assert around("1,550 warheads", 0, 5) == "1,550 warheads"


def test_two_sentences_are_shown_where_they_part() -> None:
    assert apart("He will extend it.", "He will not extend it.") == ("He will extend it.", "He will not extend it.")
    one = "After long talks in the capital of the country he will extend the pact that both sides signed years ago."
    assert apart(one, one.replace("will", "will not")) == (
        "…country he will extend the pact…",
        "…country he will not extend the pact…",
    )


def test_a_long_passage_is_cut_at_a_word() -> None:
    cut = clipped("word " * 100)
    assert (len(cut) <= 240, cut.endswith("word…"), clipped("x" * 300)[-2:]) == (True, True, "x…")


@pytest.mark.parametrize(("value", "said"), [("m3", "March"), ("w7", "Sunday"), ("5%", "5%"), ("m40", "m40")])
def test_figures_are_shown_as_people_say_them(value: str, said: str) -> None:
    assert figure(value) == said


def test_of_many_differences_each_matter_comes_first_once() -> None:
    figures = [Difference(Matter.NUMBER, str(number), None) for number in range(9)]
    found = ordered(
        [Difference(Matter.DELETION, "A sentence.", None), *figures, Difference(Matter.NEGATION, None, "“not”")]
    )
    assert [each.matter for each in found] == ["negation", "number", "deletion", "number", "number", "number"]


def test_another_source_of_the_text_is_no_edit() -> None:
    feed, page = State("Talks", "Two lines.", "feed"), State("Talks", "He did not say 5.", "page")
    term = Difference(Matter.TERM, None, "New START")
    assert (grade(feed, page), grade(page, feed), grade(feed, page, [term])) == ((), (), (term,))


@pytest.mark.parametrize(
    ("before", "after", "matters"),
    [
        ("3 killed in blast", "Death toll of blast rises to 5", "number"),
        ("US will extend the pact", "US will not extend the pact", "negation"),
        ("Envoys meet over pact", "A day of hard talks by the lake", ""),
        ("Talks held in Geneva", "Iran limits enrichment to 5 percent", ""),
    ],
)
def test_a_headline_is_graded_where_it_says_the_same_otherwise(before: str, after: str, matters: str) -> None:
    found = grade(State(before, "Body.", "page"), State(after, "Body.", "page"))
    assert " ".join(each.matter for each in found) == matters


def test_without_the_text_of_before_the_headline_is_graded() -> None:
    found = grade(State("It has 5 silos", None, "page"), State("It has 6 silos", "A text of 7 words.", "page"))
    assert [(each.before, each.after) for each in found] == [("It has 5 silos", "It has 6 silos")]


def test_facts_of_an_older_program_are_compared_as_a_whole() -> None:
    before = State("T", None, "page", Facts(("1,550", "7"), ("Helen Ward",), 2, ()))
    after = State("T", None, "page", Facts(("1,600", "7"), (), 1, (), ()))
    assert grade(before, after) == (
        Difference(Matter.NEGATION, "a negation", None),
        Difference(Matter.NUMBER, "1550", "1600"),
        Difference(Matter.NAME, "Helen Ward", None),
    )
