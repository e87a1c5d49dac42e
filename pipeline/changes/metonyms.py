"""Names that news use for one actor: who says Moscow for Russia changes no fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.changes.names import stemmed
from pipeline.changes.plain import hashed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.version import Statement

_ACTORS: Final = """
    russia russian russians moscow kremlin россия россии российский рф москва кремль russland russlands russische
    moskau kreml russie russe moscou rusia ruso moscú 俄罗斯 俄羅斯 莫斯科 روسيا روسیه موسكو مسکو רוסיה מוסקבה रूस मॉस्को;
    us usa america american americans washington united states сша америка соединенные соединённые штаты америки
    американский вашингтон amerika vereinigte vereinigten staaten états-unis etats-unis états unis estados unidos ee uu
    eeuu 美国 美國 华盛顿 華盛頓 أمريكا واشنطن آمریکا امریکا واشنگتن וושינגטון अमेरिका वाशिंगटन;
    china chinese beijing китай пекин peking chine pékin pekín 中国 中國 北京 الصين بكين چین پکن סין चीन बीजिंग;
    iran iranian tehran иран тегеран teheran téhéran irán teherán 伊朗 德黑兰 德黑蘭 إيران طهران ایران تهران איראן
    טהרן ईरान तेहरान;
    britain british uk london kingdom united great britannien британия великобритания лондон grossbritannien
    großbritannien royaume-uni reino unido londres 英国 英國 伦敦 بريطانيا بریتانیا בריטניה ब्रिटेन;
    france french paris франция париж frankreich francia 法国 法國 巴黎 فرنسا فرانسه צרפת फ्रांस;
    germany german berlin германия фрг берлин deutschland allemagne alemania berlín 德国 德國 柏林 ألمانيا آلمان גרמניה
    जर्मनी;
    ukraine ukrainian kyiv kiev украина киев kiew україна київ 乌克兰 烏克蘭 基辅 基輔 أوكرانيا كييف
    اوکراین کی‌یف אוקראינה קייב यूक्रेन कीव;
    israel israeli jerusalem израиль иерусалим ізраїль israël 以色列 إسرائيل اسرائیل ישראל ירושלים इज़राइल इजरायल;
    dprk pyongyang north korea korean кндр пхеньян nordkorea;
    south korea korean seoul сеул südkorea;
    japan japanese tokyo япония токио tokio japon 日本 东京 東京;
    turkey turkish türkiye turkiye ankara турция анкара türkei turquie turquía;
    poland polish warsaw польша варшава polen warschau pologne polonia;
    india indian delhi индия дели;
    pakistan pakistani islamabad пакистан исламабад;
    syria syrian damascus сирия дамаск syrien damaskus syrie siria;
    belarus belarusian minsk беларусь белоруссия минск;
    italy italian rome италия рим italien rom italie italia;
    spain spanish madrid испания мадрид spanien espagne españa;
    eu european union brussels ес евросоюз брюссель;
    nato alliance brussels нато альянс брюссель otan
"""
_PARTS: Final = frozenset(
    """
    united states kingdom great north south korea korean union european alliance brussels соединенные соединённые штаты
    штати альянс брюссель vereinigte vereinigten staaten états unis estados unidos unido reino ee uu
    """.split()  # noqa: SIM905 - thirty quotation marks less
)
"""Words that tell no actor without others."""
_LISTED: Final = tuple(actor.split() for actor in _ACTORS.split(";"))
_WORDS: Final = tuple(frozenset(map(stemmed, actor)) for actor in _LISTED)
_HASHES: Final = tuple(frozenset(hashed(word) for word in actor if word not in _PARTS) for actor in _LISTED)


def same_actor(one: str, other: str) -> bool:
    """Whether both names are of one actor."""
    words = {stemmed(word) for word in (*one.split(), *other.split())}
    return any(words <= actor for actor in _WORDS)


def stands_in(name: str, statements: Iterable[Statement]) -> bool:
    """Whether another word for the actor of a name stands in statements, even where it is not read as a name."""
    words = {stemmed(word) for word in name.split()}
    said = {hash_ for each in statements for hash_ in (*each.words, each.first)}
    return any(words <= actor and said & hashes for actor, hashes in zip(_WORDS, _HASHES, strict=True))
