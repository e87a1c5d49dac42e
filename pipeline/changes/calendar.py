"""Months and days of the week, in the forms that dates have them in."""

from __future__ import annotations

from functools import lru_cache

from pipeline.newsroom.months import MONTHS

_AMBIGUOUS = {"may", "march", "mars", "mai", "mayo", "marzo", "august"}
"""Words or names besides: these count beside digits, or where they are capitalised as months are in English."""
_STEMS = "январ феврал март апрел мае июн июл август сентябр октябр ноябр декабр"
_RUSSIAN = {stem: number for number, stem in enumerate(_STEMS.split(), 1)}
LONGEST_ENDING = 2
_WHOLE = 4
"""Letters from which on the name of a month is no abbreviation."""
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday понедельник понедельника montag lundi lunes",
            "tuesday вторник вторника dienstag mardi martes",
            "wednesday среду mittwoch mercredi miércoles",
            "thursday четверг четверга donnerstag jeudi jueves",
            "friday пятницу пятницы freitag vendredi viernes",
            "saturday субботу субботы samstag sonnabend samedi sábado",
            "sunday воскресенье воскресенья sonntag dimanche domingo",
        ),
        1,
    )
    for name in names.split()
}


@lru_cache(maxsize=16384)
def day_of_week(word: str) -> str | None:
    """`w1` of Monday, `w7` of Sunday."""
    found = _DAYS.get(word.lower())
    return f"w{found}" if found else None


@lru_cache(maxsize=16384)
def month(word: str) -> tuple[str, bool] | None:
    """`m1` of January, `m12` of December; and whether it is one without digits beside it.

    Abbreviations and words of another meaning are months beside digits only.
    """
    low = word.lower()
    found = MONTHS.get(low)
    if found is None:
        return next(((f"m{number}", True) for stem, number in _RUSSIAN.items() if _inflected(low, stem)), None)
    return f"m{found}", len(low) >= _WHOLE and (low not in _AMBIGUOUS or word[0].isupper())


def _inflected(word: str, stem: str) -> bool:
    return word.startswith(stem) and len(word) <= len(stem) + LONGEST_ENDING
