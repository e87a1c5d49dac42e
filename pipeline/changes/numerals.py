from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.changes.calendar import day_of_week, month

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<date>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?!\d)"
    r"|(?P<clock>\d{1,2}:\d{2})(?!\d)"
    r"|(?P<grouped>[1-9]\d{0,2}(?P<by>[., '’])\d{3}(?:(?P=by)\d{3})*)(?!\d)(?P<rest>[.,]\d+)?"
    r"|(?P<figure>\d+)(?P<part>[.,]\d+)?"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<percent>%)"
)
_SPELLED: Final = {
    word: str(value)
    for value, words in {
        2: "two два две двух двум двумя zwei deux dos",
        3: "three три трёх трех трём трем drei trois tres",
        4: "four четыре четырёх четырех vier quatre cuatro",
        5: "five пять пяти fünf cinq cinco",
        6: "six шесть шести sechs seis",
        7: "seven семь семи sieben sept siete",
        8: "eight восемь восьми acht huit ocho",
        9: "nine девять девяти neun nueve",
        10: "ten десять десяти zehn dix diez",
        11: "eleven одиннадцать одиннадцати elf onze",
        12: "twelve двенадцать двенадцати zwölf douze doce",
        20: "twenty двадцать двадцати zwanzig vingt veinte",
        30: "thirty тридцать тридцати dreißig dreissig trente treinta",
        40: "forty сорок сорока vierzig quarante cuarenta",
        50: "fifty пятьдесят пятидесяти fünfzig cinquante cincuenta",
    }.items()
    for word in words.split()
}
"""One is left out: it is an article, a pronoun or an idiom more often than a number."""
_SCALES: Final = {
    word: power
    for power, words in {
        3: "thousand тыс тысяч тысяча тысячи tausend mille mil",
        6: "million millions mln млн миллион миллиона миллионов mio millionen millón millones",
        9: "billion billions bn млрд миллиард миллиарда миллиардов mrd milliarde milliarden milliard milliards",
        12: "trillion trillions трлн триллион триллиона триллионов billionen",
    }.items()
    for word in words.split()
}
_PERCENT = re.compile(r"percent|pct|процент\w*|prozent|درصد")
_PER_CENT = {("per", "cent"), ("pour", "cent"), ("por", "ciento")}
_LONGEST_SCALED = 15
"""Digits of a number that a scale word is multiplied with."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands in a text."""

    value: str
    """Plain: `1550`, `1.5`, `5%`; `m3` of March, `w1` of Monday."""
    start: int
    end: int


def numbers(text: str) -> list[Number]:
    """The numbers, dates and days of the week of a text in the form of `plain`."""
    found = list(_TOKEN.finditer(text))
    return sorted(_read(found), key=lambda number: number.start)


def _read(found: list[re.Match[str]]) -> Iterator[Number]:
    at = 0
    while at < len(found):
        token = found[at]
        if token["iso"] or token["date"]:
            yield from _date(token)
        elif token["clock"]:
            yield Number(token["clock"].lstrip("0"), token.start(), token.end())
        elif token["word"]:
            if value := _SPELLED.get(token["word"].lower()):
                number, at = _with_unit(value, found, at)
                yield number
            elif value := day_of_week(token["word"]):
                yield Number(value, token.start(), token.end())
            elif (named := month(token["word"])) and (named[1] or _by_digits(found, at)):
                yield Number(named[0], token.start(), token.end())
        elif not token["percent"]:
            number, at = _with_unit(_value(token), found, at)
            yield number
        at += 1


def _date(token: re.Match[str]) -> Iterator[Number]:
    parts = re.split(r"[-./]", token[0])
    year, in_year, day = parts if token["iso"] else reversed(parts)
    for value in (day, f"m{in_year.lstrip('0')}", year):
        yield Number(value.lstrip("0") or "0", token.start(), token.end())


def _value(token: re.Match[str]) -> str:
    whole, part = token["figure"], token["part"]
    if whole is None:
        whole, part = re.sub(r"\D", "", token["grouped"]), token["rest"]
    fraction = part[1:].rstrip("0") if part else ""
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _with_unit(value: str, found: list[re.Match[str]], at: int) -> tuple[Number, int]:
    """A number with the scale or per cent that follows it."""
    start, last = found[at].start(), at
    power = _SCALES.get(_word(found, last + 1))
    if power and len(value) <= _LONGEST_SCALED:
        value, last = _scaled(value, power), last + 1
    after = _word(found, last + 1)
    if after == "%" or _PERCENT.fullmatch(after):
        value, last = f"{value}%", last + 1
    elif (after, _word(found, last + 2)) in _PER_CENT:
        value, last = f"{value}%", last + 2
    return Number(value, start, found[last].end()), last


def _scaled(value: str, power: int) -> str:
    whole, _, part = value.partition(".")
    digits = whole + part.ljust(power, "0")[:power]
    rest = part[power:]
    return (digits.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _word(found: list[re.Match[str]], at: int) -> str:
    return (found[at]["word"] or found[at]["percent"] or "").lower() if at < len(found) else ""


def _by_digits(found: list[re.Match[str]], at: int) -> bool:
    return any(found[near]["figure"] for near in (at - 1, at + 1) if 0 <= near < len(found))
