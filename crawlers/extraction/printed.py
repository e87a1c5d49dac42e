"""Dates as newsrooms print them: "01. April 2025, 15:25", "6 октября 2018 г.", "2024年04月24日23:52"."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_MONTHS = """
    jan januar january janvier enero gennaio janeiro stycznia styczeń januari ocak sausio
    январь января янв січня студзеня;
    feb februar february février fevrier febrero febbraio fevereiro lutego luty februari şubat vasario
    февраль февраля фев лютого лютага;
    mar märz maerz mrz march mars marzo março marca marzec maart mart kovo март марта мар березня сакавіка;
    apr april avril abril aprile kwietnia kwiecień nisan balandžio апрель апреля апр квітня красавіка;
    may mai mayo maggio maio maja maj mei mayıs gegužės май мая травня траўня;
    jun juni june juin junio giugno junho czerwca czerwiec haziran birželio июнь июня июн червня чэрвеня;
    jul juli july juillet julio luglio julho lipca lipiec temmuz liepos июль июля июл липня ліпеня;
    aug august août aout agosto sierpnia sierpień augustus augusti ağustos rugpjūčio август августа авг
    серпня жніўня;
    sep sept september septembre septiembre settembre setembro września wrzesień eylül rugsėjo сентябрь сентября
    сен сент вересня верасня;
    oct okt october oktober octobre octubre ottobre outubro października październik ekim spalio
    октябрь октября окт жовтня кастрычніка;
    nov november novembre noviembre novembro listopada listopad kasım lapkričio ноябрь ноября ноя листопада лістапада;
    dec dez december dezember décembre decembre diciembre dicembre dezembro grudnia grudzień des desember
    aralık gruodžio
    декабрь декабря дек грудня снежня
"""
MONTHS = {name: number for number, line in enumerate(_MONTHS.split(";"), 1) for name in line.split()}
"""Names and abbreviations of months in the languages of our outlets; lower case."""

_NAME = r"([^\W\d_]{3,12})\.?"
_CLOCK = r"(?:\D{0,12}?(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?!\d)(?P<half>\s?[ap]\.?m\b)?)?"
_DAY = r"(0?[1-9]|[12]\d|3[01])"
_YEAR = r"((?:19|20)\d\d)"
_FORMS = tuple(
    (re.compile(rf"(?<!\d){form}{_CLOCK}", re.IGNORECASE), order)
    for form, order in (
        (rf"{_YEAR}[-/.]\s?(0?[1-9]|1[0-2])[-/.]\s?{_DAY}(?!\d)T?", "ymd"),
        (rf"{_YEAR}\s?[年년]\s?(0?[1-9]|1[0-2])\s?[月월]\s?{_DAY}\s?[日일]", "ymd"),
        (rf"{_DAY}(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?{_NAME},?\s+(?:de\s+)?{_YEAR}(?!\d)(?:\s?г(?:\.|ода)?)?", "dmy"),
        (rf"{_NAME}\s+{_DAY}(?:st|nd|rd|th)?,?\s*{_YEAR}(?!\d)", "mdy"),
        (rf"{_DAY}[./-]\s?(0?[1-9]|1[0-2])[./-]\s?{_YEAR}(?!\d)", "dmy"),
    )
)
_AMERICAN = re.compile(rf"(?<!\d)(0?[1-9]|1[0-2])/{_DAY}/{_YEAR}(?!\d){_CLOCK}", re.IGNORECASE)


def printed_date(text: str, zone: tzinfo, *, american: bool = False) -> datetime | None:
    """The first date with a year in `text`, at the time that follows it, else midnight, in `zone`; None without one.

    Numbers alone are read day first, in `american` texts month first where slashes part them.
    """
    forms = ((_AMERICAN, "mdy"), *_FORMS) if american else _FORMS
    found = ((match, order) for form, order in forms for match in form.finditer(text))
    dates = (_moment(match, order, zone) for match, order in found)
    return next((date for date in dates if date), None)


def _moment(match: re.Match[str], order: str, zone: tzinfo) -> datetime | None:
    parts = dict(zip(order, match.groups(), strict=False))
    written = parts["m"].casefold()
    month = int(written) if written.isdecimal() else MONTHS.get(written)
    if month is None:
        return None
    hour, half = int(match["hour"] or 0), (match["half"] or "").strip().lower()
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - hours of a clock face
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return datetime(int(parts["y"]), month, int(parts["d"]), hour, int(match["minute"] or 0), tzinfo=zone)
    except ValueError:
        return None
