"""Names that news use for one actor: who says Moscow for Russia changes no fact."""

from __future__ import annotations

from typing import Final

from pipeline.changes.names import stemmed

_ACTORS: Final = """
    russia russian russians moscow kremlin россия россии рф москва кремль russland russlands moskau kreml russie
    moscou 俄罗斯 俄羅斯 莫斯科 روسيا روسیه موسكو مسکو רוסיה מוסקבה रूस मॉस्को;
    us usa america american americans washington states united сша вашингтон америка amerika etats-unis états-
    unis états unis 美国 美國 华盛顿 華盛頓 أمريكا واشنطن آمریکا واشنگتن וושינגטון अमेरिका वाशिंगटन;
    china chinese beijing китай пекин peking chine pékin 中国 中國 北京 الصين بكين چین پکن चीन बीजिंग;
    iran iranian tehran иран тегеран teheran téhéran 伊朗 德黑兰 德黑蘭 إيران طهران ایران تهران איראן טהרן ईरान तेहरान;
    britain british uk london kingdom united британия великобритания лондон grossbritannien großbritannien
    londres;
    france french paris франция париж frankreich;
    germany german berlin германия берлин deutschland allemagne;
    ukraine ukrainian kyiv kiev украина киев kiew україна київ 乌克兰 烏克蘭 基辅 基輔 أوكرانيا كييف
    اوکراین אוקראינה קייב यूक्रेन कीव;
    israel israeli jerusalem израиль иерусалим;
    dprk pyongyang north korea korean кндр пхеньян nordkorea;
    nato alliance нато альянс
"""
_WORDS: Final = tuple(frozenset(stemmed(word) for word in actor.split()) for actor in _ACTORS.split(";"))


def same_actor(one: str, other: str) -> bool:
    """Whether both names are of one actor."""
    words = {stemmed(word) for word in (*one.split(), *other.split())}
    return any(words <= actor for actor in _WORDS)
