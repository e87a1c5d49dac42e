"""How newsrooms begin what is no part of an article: read more, sign up, follow us."""

from __future__ import annotations

import re

_READ_ON = """
    read more|read also|also read|more read|read next|read on|read the full story|see also|see more|must read|must-read
    related|related article|related articles|related story|related stories|related topics|related news|related content
    related links|related reading|related coverage|more on this story|more on this topic|more on this|more stories
    more news|more like this|you may also like|you might also like|you may like|recommended|recommended for you
    recommended reading|recommended stories|don't miss|further reading|most read|most popular|popular|popular stories
    trending|trending now|editor's picks|editors' picks|editor's choice|what to read next|in case you missed it
    top stories|latest news|explore more|watch|listen|up next
    mehr zum thema|zum thema|mehr dazu|mehr lesen|alles zum thema|lesen sie auch|lesen sie hier|lesen sie mehr
    lesen sie dazu|lesen sie jetzt|lesen sie weiter|lesen sie hierzu|lesen sie dazu auch|lesen sie hier auch|lies auch
    weiterlesen|auch interessant|das könnte sie auch interessieren|das könnte sie interessieren|passend zum artikel
    passend zum thema|zum weiterlesen|meistgelesen|siehe auch|empfohlen|mehr zu diesem thema
    das könnte dich interessieren|lesetipp|lesetipps
    à lire aussi|lire aussi|lire également|à lire également|a lire aussi|lire plus|lire la suite|à voir aussi|voir aussi
    sur le même sujet|sur le même thème|pour aller plus loin|à découvrir aussi|notre dossier
    leer más|leer también|lea también|lee también|lee además|vea también|ver más|más información|más noticias
    noticia relacionada|noticias relacionadas|noticia relacionada estandar|artículos relacionados|te puede interesar
    leia mais|leia também|ler mais|veja também|notícias relacionadas|saiba mais
    leggi anche|leggi tutto|articoli correlati|per approfondire|vedi anche
    czytaj więcej|czytaj też|czytaj także|czytaj również|czytaj dalej|zobacz też|zobacz także|zobacz więcej
    przeczytaj też|przeczytaj także|polecamy
    může vás zajímat|čtěte také|čítajte aj|prečítajte si aj|olvasd el|kapcsolódó cikkek
    läs också|läs även|läs mer|läs mer här|missa inte|les også|les mer|læs også|læs mere|lue myös|lue lisää|lees ook
    lees meer|lees verder|lestu meira|lestu líka|taip pat skaitykite|skaitykite taip pat|skaitykite daugiau
    читайте также|читайте ещё|читайте еще|смотрите также|читать далее|читать также|читать полностью|подробнее|по теме
    материалы по теме|новости по теме|ещё по теме|еще по теме|другие материалы|похожие материалы|связанные новости
    на эту тему|см. также|читайте по теме|главное за день|самое читаемое|рекомендуем
    читайте також|дивіться також|більше за темою|за темою|чытайце таксама|прочетете още|читајте још|ayrıca okuyun
    devamını oku|ilgili haberler|ilgili haber|اقرأ أيضا|اقرأ أيضًا|إقرأ أيضا|بیشتر بخوانید|مطالب مرتبط|קראו גם|קראו עוד
    यह भी पढ़ें|ये भी पढ़ें|関連記事|あわせて読みたい|관련기사|相关阅读|相关新闻|相关报道|延伸阅读
    baca juga|baca selengkapnya|soma pia
"""
READ_ON = frozenset(phrase.strip() for phrase in _READ_ON.replace("\n", "|").split("|") if phrase.strip())
"""Words that alone, or before a colon, announce another article; lower case."""
OPENERS = (
    "more from ",
    "more about ",
    "more on ",
    "more in ",
    "mehr aus ",
    "mehr von ",
    "mehr über ",
    "plus d'",
    "sigue a ",
    "más sobre ",
)
"""Likewise where a name follows."""
LONGEST_OPENER = 45
"""Characters of a line with such a beginning."""

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_COLON = re.compile(r"\s*[:>|»→▶]|\s+[–—-]\s")
_PLEAS = (
    r"sign up (?:for|to|here|now|today|and)\b",
    r"subscribe (?:to|now|here|today)\b",
    r"(?:you can )?follow .{2,40} on (?:x|twitter|facebook|instagram|google|telegram|whatsapp|bluesky|linkedin)\b",
    r"follow us\b",
    r"get (?:all )?(?:the latest|our|more|breaking)\b.{0,60}\b(?:inbox|newsletters?|app|alerts|email)",
    r"join (?:our|us on|the conversation)\b",
    r"download (?:our|the)\b.{0,30}\bapp\b",
    r"(?:click|tap) here\b",
    r"(?:do you have|have|got) a (?:story|tip|news tip)\b",
    r"(?:email|contact) (?:us|the (?:author|reporter|writer))\b",
    r"to (?:read|see|get|stay)\b.{0,60}\b(?:subscribe|sign up|newsletter)",
    r"check out (?:more|our|the latest)\b.{0,80}\b(?:newsletter|stories|videos|here)",
    r"support (?:our|independent) journalism",
    r"(?:this )?(?:article|story) (?:was )?(?:originally|first) (?:appeared|published)\b",
    r"all rights reserved|copyright\b|©|\(c\) \d{4}",
    r"listen to this article|watch (?:the video|live|now)\b",
    r"advertisement|anzeige|publicidad|реклама",
    r"melden sie sich\b.{0,60}\bnewsletter|(?:hier )?(?:zum|den) newsletter (?:anmelden|abonnieren)",
    r"abonnieren sie\b|folgen sie uns\b|folgst du schon\b|mit agenturmaterial\b",
    r"suscr[ií]bete\b|síguenos\b|assine\b|siga\b.{0,20}\bno\b",
    r"abonnez-vous\b|suivez-nous\b|inscrivez-vous\b|recevez\b.{0,40}\bnewsletter",
    r"segui(?:ci)? .{0,30}\bsu\b|iscriviti\b",
    r"подписывайтесь\b|подпишитесь\b|присоединяйтесь к\b|наш (?:канал|телеграм)\b",
    r"следите за\b.{0,40}\b(?:новостями|нами|событиями)|(?:читайте|смотрите) нас в\b",
    r"нашли (?:опечатку|ошибку)\b|підписуйтесь\b|підписуйся\b",
    r"(?:photo|image|picture|foto|bild|фото|видео|video|graphic|grafik|infographic) ?(?:credits?|by|of)? ?[:/©]",
)
_PLEA = re.compile(rf"[^\w\"“„«‘'»]*(?:{'|'.join(_PLEAS)})", re.IGNORECASE)
LONGEST_PLEA = 260
"""Characters of a line that asks for something; a longer one is a paragraph that begins alike."""


def announces(line: str) -> bool:
    """Whether a line says nothing but that something else follows: "Read more", "Читайте также:"."""
    bare = _EDGES.sub("", line).casefold()
    return bare in READ_ON or (len(line) <= LONGEST_OPENER and bare.startswith(OPENERS) and not line.endswith("."))


def refers(line: str) -> bool:
    """Whether a line is the name of another article after words that announce it: "Related article: …"."""
    head = _COLON.split(line, maxsplit=1)
    return len(head) > 1 and _EDGES.sub("", head[0]).casefold() in READ_ON


def pleads(line: str) -> bool:
    """Whether a line asks to subscribe, follow, write in, or names a picture's owner."""
    return len(line) <= LONGEST_PLEA and _PLEA.match(line) is not None
