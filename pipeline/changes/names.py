"""Names: runs of capitalised words that are none by their place or their kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from Stemmer import Stemmer

from pipeline.changes.calendar import day_of_week, month
from pipeline.changes.gazetteer import UNSPACED, state
from pipeline.changes.words import CASED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.changes.words import Word

_TITLES: Final = frozenset(
    """
    a aber about according after again all alle also although ambassador an and another après as at auch
    aujourd'hui außenminister avant avec because before bei between bis both bundeskanzler but by ce ces cette
    chairman chancellor comment como con cuando dans das dass dem demain den depuis der desde die doch dr during
    each earlier ein eine einige el elles es et even every for former frau from general gestern hasta he her
    here herr heute hier his how however i ich if ihr ils in it it's its kanzler la las last later le les leur
    leurs lors los m madame mais many meanwhile mehrere minister ministre mit mme monsieur morgen most mr mrs ms
    nach next no noch nor nos not nous now nr nur of on once only other ou our over où par para pendant por pour
    premier president prof präsident président que qui quoi sa sans schon secretary según sein seine seit selon
    senator ses several she sie sin since sir so some son sous spokesman spokeswoman sprecher sprecherin später
    still such sur than that the their then there these they this those though through thus to today tras un und
    under une unter until verteidigungsminister viele von vor vous warum was we weil wenn wer what when where
    which while who why wie with wo während yesterday yet you zudem über без будет был была были было в весь все
    вся вчера для до его ее ей ему если её за завтра затем здесь и из им их как какой когда который кто мы на
    над но о об однако он она они от перед по под позже после при против ранее с сегодня та так также там те
    тогда тот что эта эти это этом этот
    """.split()  # noqa: SIM905 - a hundred quotation marks less
)
_BEGINS: Final = re.compile(r"[\"'“”„«»‘‚‹›(\[:;—–•*-]\s*$")
_COMMON: Final = re.compile(
    r".+(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|ismus|nis|nisse|ment|mente|tät|er|ern|e|en|el|eln)"
)
"""German nouns that are no names, by their endings; names of this form are missed."""
_DETERMINER: Final = re.compile(
    r"(?:d(?:er|ie|as|en|em|es)|(?:k|m|d|s)?ein(?:e[rnms]?)?|ihr\w{0,2}|unser\w{0,2}|im|am|zum|zur|vom|beim|ins|ans|jed\w+|dies\w+"
    r"|all\w+|viele?r?|mehr|\w+(?:liche|ische|ige|igen|ischen|lichen|ischer|iger|licher|ives|ive|iven|ale|alen|ende[nrms]?|neue[nrs]?))"
)
_ALL_CAPITALS: Final = 0.6
"""Share of capitalised words from which on a line is set in capitals, as headlines are."""
_FULL_SENTENCE: Final = 0.9
"""The same of a line with a full stop, which headlines lack."""
SHORTEST_STEM: Final = 4
"""Letters of a Cyrillic name whose longer forms are its cases: Snowball takes Морозов for the genitive of Мороз."""
_CYRILLIC: Final = re.compile("[а-яёіїєґ]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands in a text."""

    said: str
    """As written, without the full stops of `U.S.`."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What tells names in a text."""

    german: bool
    """Whether all nouns are capitalised."""
    known: Collection[str]
    """Folded words that stand capitalised inside a sentence."""
    common: Collection[str]
    """Folded words that stand in lower case."""


def reading(sentences: Sequence[Sequence[Word]], texts: Sequence[str], language: str | None) -> Reading:
    """Look over all sentences of a text; `language` as the article has it, guessed where it is None."""
    low = {word.said for found in sentences for word in found if word.said.islower()}
    german = language.lower().startswith("de") if language else len(low & {"der", "die", "das", "und", "den"}) > 3  # noqa: PLR2004 - of five
    known = {
        word.said.casefold()
        for found, text in zip(sentences, texts, strict=True)
        if not _set_in_capitals(text, found, german=german)
        for number, word in enumerate(found)
        if word.said[0].isupper() and not _begins(text, number, word)
    }
    return Reading(german, known, low)


def names(text: str, found: Sequence[Word], told: Reading) -> list[Name]:
    """The names of a sentence."""
    capitals = _set_in_capitals(text, found, german=told.german)
    runs: list[list[Word]] = []
    last = -1
    for number, word in enumerate(found):
        if not _named(text, found, number, told, capitals=capitals):
            continue
        if runs and number == last + 1 and text[runs[-1][-1].end : word.start].strip(" ") in {"", "-"}:
            runs[-1].append(word)
        else:
            runs.append([word])
        last = number
    found_names = [Name(" ".join(word.said for word in run), run[0].start, run[-1].end) for run in runs]
    return found_names if text.isascii() else sorted([*found_names, *_of_states(text, found)], key=_place)


def _of_states(text: str, found: Sequence[Word]) -> Iterator[Name]:
    """States in scripts without capitals, which tell other names nowhere."""
    for word in found:
        if word.said[0] >= CASED and (name := state(word.said)):
            yield Name(name, word.start, word.end)
    for match in UNSPACED.finditer(text):
        yield Name(match[0], match.start(), match.end())


def _place(name: Name) -> int:
    return name.start


def _named(text: str, found: Sequence[Word], number: int, told: Reading, *, capitals: bool) -> bool:
    word = found[number]
    low = word.said.casefold()
    if (
        not word.said[0].isupper()
        or low in _TITLES
        or low.startswith("i'")
        or day_of_week(word.said)
        or _month(word.said)
    ):
        return False
    acronym = len(word.said) > 1 and word.said.isupper()
    if state(low) or (acronym and not capitals):
        return True
    if capitals:
        return low in told.known and low not in told.common
    if low in told.common:
        return not told.german and not _begins(text, number, word) and _beside_capital(found, number)
    if _begins(text, number, word) and low not in told.known:
        after = found[number + 1].said if number + 1 < len(found) else ""
        return not told.german and after[:1].isupper() and after.casefold() not in told.common
    return not told.german or _german_name(found, number)


def _month(word: str) -> bool:
    found = month(word)
    return found is not None and found[1]


def _beside_capital(found: Sequence[Word], number: int) -> bool:
    """Whether a capitalised word is next to it, as START is to New; a title makes no name."""
    near = (found[at].said for at in (number - 1, number + 1) if 0 <= at < len(found))
    return any(said[0].isupper() and said.casefold() not in _TITLES for said in near)


def _german_name(found: Sequence[Word], number: int) -> bool:
    """Nouns are capitalised: a name has no article, and not the ending of a noun unless it is in a run."""
    before = found[number - 1].said if number else ""
    if before[:1].isupper() and before.casefold() not in _TITLES and not _COMMON.fullmatch(before.casefold()):
        return True
    return not _COMMON.fullmatch(found[number].said) and not _DETERMINER.fullmatch(before)


def _begins(text: str, number: int, word: Word) -> bool:
    return number == 0 or bool(_BEGINS.search(text, max(0, word.start - 4), word.start))


def _set_in_capitals(text: str, found: Sequence[Word], *, german: bool) -> bool:
    cased = [word.said for word in found if len(word.said) > 3 and word.said[0].isalpha()]  # noqa: PLR2004 - prepositions stay small
    if german:
        return all(said.isupper() for said in cased)
    share = _FULL_SENTENCE if text[-1] in ".!?" else _ALL_CAPITALS
    return len(cased) > 2 and sum(said[0].isupper() for said in cased) > share * len(cased)  # noqa: PLR2004 - "Pavel Morozov" is none


@lru_cache(maxsize=8192)
def stemmed(word: str) -> str:
    """A name without the ending of its case."""
    low = word.casefold()
    return str(_russian().stemWord(low)) if _CYRILLIC.search(low) else low


@cache
def _russian() -> Any:  # noqa: ANN401 - PyStemmer has no types
    return Stemmer("russian")


def same_name(one: str, other: str) -> bool:
    """Whether one name is the other or a part of it, or the same in another spelling or case."""
    mine, yours = ([stemmed(word) for word in name.split()] for name in (one, other))
    few, many = (mine, yours) if len(mine) <= len(yours) else (yours, mine)
    return all(any(_alike(word, candidate) for candidate in many) for word in few)


def _alike(one: str, other: str) -> bool:
    if one == other or one == other + "s" or other == one + "s":
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST_STEM and _CYRILLIC.search(one) and long.startswith(short):
        return True
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 1:
        return False
    return _consonants(one) == _consonants(other) or (min(len(one), len(other)) >= 6 and _one_slip(one, other))  # noqa: PLR2004 - Iran, Iraq


def _consonants(word: str) -> str:
    return re.sub("[aeiouyаеёиоуыэюяäöüáéíóú]", "", word) + str(len(word) < 3)  # noqa: PLR2004 - US, UK


def _one_slip(one: str, other: str) -> bool:
    """Whether a single letter is wrong, missing or in the place of its neighbour."""
    if len(one) == len(other):
        wrong = [place for place in range(len(one)) if one[place] != other[place]]
        swapped = len(wrong) == 2 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]  # noqa: PLR2004 - neighbours
        return len(wrong) == 1 or swapped
    short, long = sorted((one, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
