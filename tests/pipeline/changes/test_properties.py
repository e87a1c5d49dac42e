from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.changes.compare import MOST
from pipeline.changes.grade import grade
from pipeline.changes.outline import outline, traces
from pipeline.changes.passages import LONGEST
from pipeline.changes.state import State
from pipeline.model.version import Facts
from pipeline.store.rows import facts_of, facts_row
from tests.pipeline.changes.edits import ENGLISH, FRENCH, GERMAN, HELD_BACK, RUSSIAN, TUNED
from tests.unmeasured import untraced

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pipeline.changes.edits import Edit

BASES = [("en", ENGLISH), ("ru", RUSSIAN), ("de", GERMAN), ("fr", FRENCH)]
ANY = st.text(max_size=200) | st.text(alphabet="aB1, .5%\n“”«»\"'ЯйИ不。nt No", max_size=200)


def state(text: str, language: str | None = None) -> State:
    return State("Envoys meet", text, "page", None, language)


def traced(text: str, language: str | None = None) -> State:
    it = outline("Envoys meet", text, language)
    return State("Envoys meet", None, "page", Facts((), (), 0, (), traces(it)), language)


@given(ANY)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert grade(state(text), state(text)) == grade(traced(text), traced(text)) == ()


@given(ANY, ANY)
def test_any_two_texts_are_graded_with_few_short_differences(one: str, other: str) -> None:
    for found in (grade(state(one), state(other)), grade(traced(one), traced(other)), grade(traced(one), state(other))):
        assert len(found) <= MOST
        assert all(each.before or each.after for each in found)
        assert all(len(side) <= LONGEST for each in found for side in (each.before, each.after) if side)


@pytest.mark.parametrize(("language", "text"), BASES)
@given(data=st.data())
def test_spacing_and_the_order_of_paragraphs_are_cosmetic(language: str, text: str, data: st.DataObject) -> None:
    lines = data.draw(st.permutations(text.splitlines()))
    blanks = data.draw(st.lists(st.sampled_from([" ", "  ", "\u00a0", " \u200b", "\t"]), min_size=3, max_size=3))
    noisy = "\n\n".join(blanks[number % 3].join(line.split(" ")) for number, line in enumerate(lines))
    assert grade(state(text, language), state(noisy, language)) == ()
    assert grade(traced(text, language), traced(noisy, language)) == ()


@pytest.mark.parametrize(("language", "text"), BASES)
@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_case_is_cosmetic(language: str, text: str, change: Callable[[str], str]) -> None:
    head, _, rest = text.partition("\n")
    noisy = f"{change(head)}\n{rest}"
    assert grade(state(text, language), state(noisy, language)) == ()


@pytest.mark.parametrize(("language", "text"), BASES)
@pytest.mark.parametrize("kinds", ["“”", "«»", '""', "„“"])
def test_the_kind_of_quotation_marks_is_cosmetic(language: str, text: str, kinds: str) -> None:
    noisy = text
    for opening, closing in ("“”", "«»"):
        noisy = noisy.replace(opening, kinds[0]).replace(closing, kinds[1])
    if language == "de":
        noisy = text.replace("„", kinds[0]).replace("“", kinds[1])
    assert grade(state(text, language), state(noisy, language)) == ()
    assert grade(traced(text, language), traced(noisy, language)) == ()


def swapped(text: str, place: int) -> str:
    """Two letters inside a long lower-case word change places, as they do when one types quickly."""
    words = text.split(" ")
    long = [number for number, word in enumerate(words) if len(word) > 6 and word.isalpha() and word.islower()]
    at = long[place % len(long)]
    word = words[at]
    return " ".join([*words[:at], word[:3] + word[4] + word[3] + word[5:], *words[at + 1 :]])


@pytest.mark.parametrize(("language", "text"), BASES)
@given(place=st.integers(0, 200))
def test_a_slip_in_a_word_is_cosmetic(language: str, text: str, place: int) -> None:
    assert grade(state(swapped(text, place), language), state(text, language)) == ()
    assert grade(state(text, language), state(swapped(text, place), language)) == ()


@pytest.mark.parametrize(
    "edit", [each for each in (*TUNED, *HELD_BACK) if each.matters and each.matters <= {"number", "negation", "name"}]
)
def test_figures_negations_and_names_differ_the_same_way_back(edit: Edit) -> None:
    one, other = state(edit.before, edit.language), state(edit.after, edit.language)
    there, back = grade(one, other), grade(other, one)
    assert {each.matter for each in there} == {each.matter for each in back}
    assert {(each.before, each.after) for each in there} == {(each.after, each.before) for each in back}


@pytest.mark.parametrize("edit", [*TUNED, *HELD_BACK], ids=lambda edit: edit.name)
def test_an_outlet_s_edit_is_material_or_cosmetic(edit: Edit) -> None:
    before, after, language = edit.before, edit.after, edit.language
    material = bool(edit.matters)
    assert bool(grade(state(before, language), state(after, language))) is material
    assert bool(grade(traced(before, language), traced(after, language))) is material


@settings(max_examples=50)
@given(ANY)
def test_facts_are_stored_and_read_again(text: str) -> None:
    facts = Facts(("1",), ("A B",), 2, ("inf",), traces(outline("", text, None)))
    assert facts_of(facts_row(facts)) == facts


def test_facts_of_an_older_program_are_read() -> None:
    old = {"numbers": ["1,550"], "names": [], "negations": 0, "terms": ["inf"]}
    assert facts_of(old) == Facts(("1,550",), (), 0, ("inf",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It is so. " * 5_000, "It is not. " * 4_500),
        ("a b " * 12_000, "b a c " * 8_000),
        (" 'a" * 16_000, ' "b' * 16_000),
        ("Ab " * 16_000, "1,2 " * 12_000),
        ("x\n" * 20_000, "y\n" * 20_000),
        ("5 February 2026, " * 11_000, "6 February 2026, " * 11_000),
        ("“a” " * 50_000, "“b” " * 50_000),
    ],
    ids=["sentences", "words", "marks", "names", "lines", "dates", "quotations"],
)
def test_hostile_texts_are_graded_in_bounded_time(one: str, other: str) -> None:
    with untraced():
        begun = process_time()
        grade(state(one), state(other))
        assert process_time() - begun < 6
