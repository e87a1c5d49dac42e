"""Names that news use for one actor: who says Moscow for Russia changes no fact."""

from __future__ import annotations

from typing import Final

from pipeline.changes.names import stemmed

_ACTORS: Final = """
    russia russian russians moscow kremlin россия россии рф москва кремль russland russlands moskau kreml russie
    moscou;
    us usa america american americans washington states united сша вашингтон америка amerika etats-unis états-
    unis états unis;
    china chinese beijing китай пекин peking chine pékin;
    iran iranian tehran иран тегеран teheran téhéran;
    britain british uk london kingdom united британия великобритания лондон grossbritannien großbritannien
    londres;
    france french paris франция париж frankreich;
    germany german berlin германия берлин deutschland allemagne;
    ukraine ukrainian kyiv kiev украина киев kiew;
    israel israeli jerusalem израиль иерусалим;
    dprk pyongyang north korea korean кндр пхеньян nordkorea;
    nato alliance нато альянс
"""
_WORDS: Final = tuple(frozenset(stemmed(word) for word in actor.split()) for actor in _ACTORS.split(";"))


def same_actor(one: str, other: str) -> bool:
    """Whether both names are of one actor."""
    words = {stemmed(word) for word in (*one.split(), *other.split())}
    return any(words <= actor for actor in _WORDS)
