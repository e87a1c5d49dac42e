"""Case forms of Russian phrases, generated when rules compile."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pymorphy3 import MorphAnalyzer

from pipeline.matching.snowball import same_stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CASES: Final = {
    "nomn": "nomn", "gent": "gent", "gen1": "gent", "gen2": "gent", "datv": "datv", "accs": "accs", "acc2": "accs",
    "ablt": "ablt", "loct": "loct", "loc1": "loct", "loc2": "loct",
}  # fmt: skip
"""Cases of OpenCorpora, partitive and second locative under their own."""
NUMBERS: Final = ("sing", "plur")
GENDERS: Final = ("masc", "femn", "neut")
ADJECTIVES: Final = frozenset({"ADJF", "PRTF"})
DECLINED: Final = ADJECTIVES | {"NOUN"}


class Form(NamedTuple):
    """A word in one case."""

    word: str
    case: str
    number: str
    gender: str | None
    animacy: str | None
    noun: bool


@lru_cache(maxsize=4096)
def case_forms(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """The phrase in all cases of both numbers, and as it stands.

    What declines is the head: the adjectives and nouns at the beginning that agree with each other. What depends on
    it, and acronyms, stay. Words that no dictionary has take the endings that leave their Snowball stem as it is.
    """
    head = max(_heads(words), key=len, default=())
    rest = words[len(head) :]
    declined = (tuple(form) + rest for form in _declined(head)) if head else _stemmed(words)
    return frozenset({words, *declined})


def _heads(words: tuple[str, ...]) -> Iterator[tuple[tuple[Form, ...], ...]]:
    """Ways to read the beginning of a phrase as agreeing words, in the nominative if it can be read so.

    Each word of a head is the forms it can take.
    """
    first = _readings(words[0])
    cases = (
        ("nomn",) if any(form.case == "nomn" for form, _ in first) else dict.fromkeys(form.case for form, _ in first)
    )
    for case, number in product(cases, NUMBERS):
        head = []
        for word in words:
            fitting = (forms for form, forms in _readings(word) if (form.case, form.number) == (case, number))
            if (forms := next(fitting, None)) is None:
                break
            head.append(forms)
        if head:
            yield tuple(head)


def _declined(head: Sequence[tuple[Form, ...]]) -> Iterator[tuple[str, ...]]:
    noun = next((forms[0] for forms in head if forms[0].noun), None)
    for case, number, gender in product(dict.fromkeys(CASES.values()), NUMBERS, GENDERS):
        if noun and number == "sing" and noun.gender not in {gender, None}:
            continue
        yield from product(*({form.word for form in forms if _agrees(form, case, number, gender)} for forms in head))


def _agrees(form: Form, case: str, number: str, gender: str) -> bool:
    same = (form.case, form.number) == (case, number)
    return same and (form.noun or number == "plur" or form.gender == gender)


def _stemmed(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """For a phrase that begins with a word of no dictionary."""
    if not (words[0].isupper() or _analyzer().word_is_known(words[0])):
        for form in same_stem(words[0], "ru"):
            yield (form, *words[1:])


@lru_cache(maxsize=4096)
def _readings(word: str) -> tuple[tuple[Form, tuple[Form, ...]], ...]:
    """What forms a word may be, each with all forms of that lexeme; nothing for acronyms and unknown words."""
    if (word.isupper() and len(word) > 1) or not _analyzer().word_is_known(word):
        return ()
    readings = [(parse, _form(parse)) for parse in _analyzer().parse(word) if "Fixd" not in parse.tag]
    return tuple(
        (form, tuple(other for each in parse.lexeme if (other := _form(each)))) for parse, form in readings if form
    )


def _form(parse: Any) -> Form | None:  # noqa: ANN401 - pymorphy3 has no types
    tag = parse.tag
    if str(tag.POS) not in DECLINED or str(tag.case) not in CASES or "Supr" in tag:
        return None
    gender, animacy = (str(value) if value else None for value in (tag.gender, tag.animacy))
    return Form(parse.word, CASES[str(tag.case)], str(tag.number), gender, animacy, str(tag.POS) == "NOUN")


def forget() -> None:
    """Let go of the dictionary, 15 MB, once the rules are compiled; it is loaded again when a name asks for it."""
    for each in (_analyzer, _readings, case_forms):
        each.cache_clear()


@cache
def _analyzer() -> Any:  # noqa: ANN401 - likewise
    """The dictionary takes a third of a second to load, and is loaded for the first Russian name."""
    return MorphAnalyzer(lang="ru")
