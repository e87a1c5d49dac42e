"""What an outlet prints, with status 200, where a page is no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crawlers.page import Page

LONGEST: Final = 600
"""Characters of the text; what is longer says more than that."""
TITLE: Final = 90
"""Characters of a title that says it."""
FIRST: Final = 240
"""Characters of the text, within which it says so."""
_NEAR: Final = r"[^.!?。！？\n]{0,80}?"
"""Within one sentence."""
_END: Final = re.compile(r"[.!?。！？\n]")
_GONE: Final = re.compile(
    # English
    r"\b(?:page|article(?! \d)|story|post|(?:this|requested) (?:content|document|item|url|address)"
    rf"|(?:content|document|item|url|address) (?:that )?you)\b{_NEAR}"
    r"\b(?:not found|(?:could|can) ?not be found|(?:could|can)n?['’]t be found|no longer (?:available|exists?|here)"
    r"|does ?n['’]t exist|does not exist|is gone|has expired)"
    r"|\b(?:could|can)(?: ?not|['’]t|n['’]t) find (?:the|that|this) (?:page|article|story)\b"
    # Russian, Ukrainian
    rf"|\b(?:страниц\w+|материал|стать\w+|новост\w+|публикаци\w+|(?:этот|данный|запраш\w+|запрош\w+) документ)\b{_NEAR}"
    r"\b(?:не най?ден\w*|не существует|больше не (?:доступ\w+|существует)|отсутствует)"
    r"|\bтакой страницы (?:нет|не существует)"
    rf"|\b(?:сторінк\w+|матеріал|статт\w+|новин\w+|публікаці\w+|(?:цей|даний|запит\w+) документ)\b{_NEAR}"
    r"\b(?:не знайдено|не існує|більше не (?:доступ\w+|існує)|відсутн\w+)|\bтакої сторінки (?:немає|не існує)"
    # German
    rf"|\b(?:seite|artikel|beitrag|inhalt|dokument|meldung)\b{_NEAR}"
    r"\b(?:nicht (?:gefunden|finden)|existiert (?:leider )?nicht|nicht mehr (?:verfügbar|vorhanden|auffindbar|online))"
    # French
    rf"|\b(?:page|article|contenu|document)\b{_NEAR}"
    r"(?:\bintrouvable|n['’]existe (?:pas|plus)|n['’]est plus (?:disponible|accessible|en ligne)"
    r"|n['’]a pas été trouvée?)"
    # Spanish
    rf"|\b(?:página|artículo|noticia|contenido|documento)\b{_NEAR}"
    r"\b(?:no (?:se )?(?:ha sido |ha )?encontrad[oa]|no se (?:encuentra|encontró)|no existe"
    r"|ya no (?:está disponible|existe))"
    # Chinese
    rf"|(?:页面|网页|頁面|網頁|文章|内容|內容|链接|連結){_NEAR}"
    r"(?:不存在|未找到|找不到|(?:已|被|已被)(?:删除|刪除)|已下线|已失效|已过期)"
    rf"|(?:找不到|无法找到|無法找到){_NEAR}(?:页面|网页|頁面|網頁|文章)"
    # Persian
    rf"|(?:صفحه|مطلب|خبر|محتوا){_NEAR}(?:یافت نشد|پیدا نشد|وجود ندارد|موجود نیست|حذف شده)",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    r"(?:error|ошибка|помилка|fehler|erreur|错误|錯誤|خطا(?:ی)?)?[\s:–—-]*404(?:[\s:–—|-].{0,40})?", re.IGNORECASE
)
"""A title that begins with the status."""
_WALL: Final = re.compile(
    r"subscri|sign[ -]?(?:in|up)|log[ -]?(?:in|on)\b|register|members?\b|premium|paywall|consent|cookie|captcha|robot"
    r"|javascript|browser|region|country|location|licen[cs]|temporar|maintenance|try again later|network"
    r"|подпис|войти|войдите|авториз|регистр|регион|стран[еы]\b|временно|позже|увійти|увійдіть|передплат|реєстр|країн|тимчасово"
    r"|anmeld|abonn|einlogg|registrier|zustimm|ihrem land|vorübergehend|wartung|später|connect|identifi|votre pays"
    r"|temporaire|suscri|inici[ae]r? sesión|identif|su país|tu país|temporal|登录|登錄|登入|订阅|訂閱|会员|會員|注册"
    r"|supporter|for free|free (?:articles|site)|\blimit|\bbuy\b|purchase|unlock|trial|donat|denied|cloudflare"
    r"|\bbots?\b|\bIP\b|gateway|\b50[0-4]\b|service unavailable|legal reasons|went wrong|overload|right now|moment"
    r"|countries|недоступен в|сервис|подождите|перегруж|überlast|gesperrt|surchargé|payant|gratuit|de pago"
    r"|地区|地區|暂时|暫時|验证|ورود|وارد شوید|اشتراک|عضو|اعضا|موقت|کشور",
    re.IGNORECASE,
)
"""What stands on walls and logins, on pages kept from some, and on those of a passing trouble."""
_REPORTED: Final = re.compile(
    r"\b(?:said|says?|told|according to|reports?|ministry|minister|spokes\w+|заяви\w+|сообщи\w+|сказа\w+|повідоми\w+"
    r"|МИД|МЗС|sagte|sagt|erklärte|teilte|a déclaré|a dit|selon|dijo|declaró|según)\b"
    r"|表示|发言人|發言人|گفت|سخنگو",
    re.IGNORECASE,
)
"""What makes a sentence one of an article: somebody says it."""


def says_gone(page: Page, before: str) -> bool:
    """Whether a page says that what stood there is no more: in eight languages, and nothing else.

    `before` is the title that the page had: of an article on such pages the title stays. What looks like a wall, a
    login, a question for consent or a passing trouble says nothing about the article.
    """
    title = page.title.strip()
    if len(page.text) > LONGEST or any(_WALL.search(said) for said in (title, page.text, page.brief)):
        return False
    if title != before.strip() and len(title) <= TITLE and (_is_gone(title) or _CODE.fullmatch(title)):
        return True
    return any(_is_gone(said[:FIRST]) for said in (page.text, page.brief))


def _is_gone(said: str) -> bool:
    found = _GONE.search(said)
    if not found:
        return False
    begins, ends = _END.search(said[: found.start()][::-1]), _END.search(said, found.end())
    sentence = said[found.start() - begins.start() if begins else 0 : ends.start() if ends else len(said)]
    return not _REPORTED.search(sentence)
