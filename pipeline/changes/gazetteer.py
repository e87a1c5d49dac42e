"""States and alliances by name, where names can't be told by their capitals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NAMES: Final = """
russia russland russie rusia россия россии россию россией росія росії росію 俄罗斯 俄羅斯 روسيا روسیه רוסיה रूस
usa america états-unis etats-unis сша 美国 美國 أمريكا آمریکا امریکا अमेरिका
china chine китай китая китаю китаем 中国 中國 الصين چین סין चीन
iran иран ирана ирану ираном іран ірану 伊朗 إيران ایران איראן ईरान
israel israël израиль израиля израилю израилем ізраїль 以色列 إسرائيل اسرائیل ישראל इज़राइल इजरायल
ukraine ucrania украина украины украине украину украиной україна україни україні україну
乌克兰 烏克蘭 أوكرانيا اوکراین אוקראינה यूक्रेन
germany deutschland allemagne alemania германия германии германию 德国 德國 ألمانيا آلمان גרמניה जर्मनी
france frankreich francia франция франции францию 法国 法國 فرنسا فرانسه צרפת फ्रांस
britain großbritannien royaume-uni британия британии британию 英国 英國 بريطانيا بریتانیا בריטניה ब्रिटेन
poland polen pologne polonia польша польши польшу польща 波兰 波蘭 بولندا لهستان פולין पोलैंड
india indien inde индия индии индию 印度 الهند هند הודו भारत
pakistan пакистан пакистана 巴基斯坦 باكستان پاکستان פקיסטן पाकिस्तान
japan japon japón япония японии японию 日本 اليابان ژاپن יפן जापान
turkey türkei turquie turquía турция турции турцию 土耳其 تركيا ترکیه טורקיה तुर्की
syria syrien syrie siria сирия сирии сирию 叙利亚 敘利亞 سوريا سوریه סוריה सीरिया
sweden schweden suède suecia швеция швеции 瑞典 السويد سوئد
norway norwegen norvège noruega норвегия норвегии 挪威 النرويج نروژ
italy italien italie italia италия италии 意大利 إيطاليا ایتالیا
spain spanien espagne españa испания испании 西班牙 إسبانيا اسپانیا
belarus biélorussie беларусь белоруссия белоруссии білорусь 白俄罗斯 بيلاروسيا بلاروس
kazakhstan kasachstan казахстан казахстана 哈萨克斯坦 كازاخستان قزاقستان
iraq irak ирак ирака 伊拉克 العراق عراق עיראק इराक
libya libyen libye libia ливия ливии 利比亚 ليبيا لیبی לוב
nato otan нато 北约 北約 الناتو ناتو नाटो
moscow moskau moscou moscú москва москвы москве москву 莫斯科 موسكو مسکو מוסקבה मॉस्को
washington вашингтон вашингтона 华盛顿 華盛頓 واشنطن واشنگتن וושינגטון वाशिंगटन
beijing peking pékin pekín пекин пекина 北京 بكين پکن बीजिंग
tehran teheran téhéran тегеран тегерана 德黑兰 德黑蘭 طهران تهران טהרן तेहरान
kyiv kiev kiew киев киева київ києва 基辅 基輔 كييف کی‌یف קייב कीव
"""
_NORTH: Final = "朝鲜 朝鮮 韩国 韓國 欧盟 歐盟 联合国 聯合國"
_ALL: Final = frozenset(f"{_NAMES} {_NORTH}".split())
_LETTERS: Final = sorted((name for name in _ALL if "\u3040" <= name[0] <= "\u9fff"), key=len, reverse=True)
UNSPACED: Final = re.compile("|".join(_LETTERS))
"""Names in scripts that are written without blanks, the longer first."""
_PARTICLES: Final = re.compile("[وفبلکك]{1,2}|[ובלמהשכ]{1,2}")
"""What Arabic and Hebrew write in one word with what follows: `and`, `in`, `to`, `from`."""


@lru_cache(maxsize=16384)
def state(word: str) -> str | None:
    """The name that a folded word is, without what is written together with it; None of other words."""
    if word in _ALL:
        return word
    if word < "\u0590" or not (joined := _PARTICLES.match(word)):
        return None
    bare = (word[length:] for length in range(1, joined.end() + 1))  # a name may begin with what could be a particle
    return next((name for name in bare if name in _ALL), None)
