"""Names of months in datelines."""

from __future__ import annotations

_NAMES = """
    january jan января янв ene enero januar janvier;
    february feb февраля фев feb febrero februar février;
    march mar марта мар marzo märz mars;
    april apr апреля апр abr abril avril;
    may мая mayo mai;
    june jun июня июн junio juni juin giu;
    july jul июля июл julio juli juillet lug;
    august aug августа авг ago agosto août;
    september sep sept сентября сен сент septiembre septembre set;
    october oct октября окт octubre oktober octobre ott okt;
    november nov ноября ноя noviembre novembre;
    december dec декабря дек dic diciembre dezember décembre dez
"""
MONTHS = {name: number for number, names in enumerate(_NAMES.split(";"), 1) for name in names.split()}
"""Lower case, without full stops; in the genitive where a language's dates have it."""
